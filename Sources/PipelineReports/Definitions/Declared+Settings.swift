public import PipelineSettings

extension ReportMeasure: SettingChoice {}

extension PeriodGrain: SettingChoice {}

extension DealDimension: SettingValue {
  /// One of the names, or an attribute of accounts.
  public static var shape: SettingShape {
    .either([
      .choice(allCases.map(\.rawValue)),
      .pattern(name: "an attribute of accounts", regex: "^account\\..+$", example: "account.sector"),
    ])
  }

  /// The name.
  public var canonical: CanonicalValue { .text(rawValue) }

  /// Reads a name.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> DealDimension? {
    guard let text = context.text(node, expected: shape.wording) else { return nil }
    if let value = DealDimension(rawValue: text) { return value }
    context.report(
      .wrongType, "\(context.subject) expects \(shape.wording), not '\(text.clipped(to: 40))'",
      hint: nearest(text, in: allCases.map(\.rawValue)).map { "did you mean '\($0)'?" }, at: node.mark)
    return nil
  }
}
