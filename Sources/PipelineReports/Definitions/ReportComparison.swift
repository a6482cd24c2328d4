public import PipelineSettings

/// What a report's first amount is compared with.
public enum ReportComparison: String, SettingChoice, Hashable {
  /// The period of the same length before.
  case previousPeriod = "previous_period"
  /// The same period a year before.
  case samePeriodLastYear = "same_period_last_year"
  /// The targets.
  case target
}

/// How a report's rows are ordered: by a column, up or down.
public struct ReportSort: Hashable, Sendable {
  /// The column: one of the report's groupings or figures.
  public var column: String
  /// Whether the greatest comes first.
  public var isDescending: Bool

  /// An order.
  public init(_ column: String, descending: Bool = false) {
    self.column = column
    isDescending = descending
  }
}

extension ReportSort: SettingValue {
  private static let columns = DealDimension.allCases.map(\.rawValue) + ReportMeasure.allCases.map(\.rawValue)

  /// A column, with `-` in front for descending order.
  public static var shape: SettingShape {
    .either([
      .choice(columns.flatMap { [$0, "-\($0)"] }),
      .pattern(name: "an attribute of accounts", regex: "^-?account\\..+$", example: "account.sector"),
    ])
  }

  /// The column, with `-` in front for descending order.
  public var canonical: CanonicalValue { .text((isDescending ? "-" : "") + column) }

  /// Reads `weighted` or `-weighted`.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> ReportSort? {
    guard let text = context.text(node, expected: "a column") else { return nil }
    let sort = ReportSort(text.hasPrefix("-") ? String(text.dropFirst()) : text, descending: text.hasPrefix("-"))
    if columns.contains(sort.column) || DealDimension(rawValue: sort.column) != nil { return sort }
    context.report(
      .wrongType,
      "\(context.subject) expects a column, with - in front for descending order, not '\(text.clipped(to: 40))'",
      hint: hint(for: sort.column, among: columns), at: node.mark)
    return nil
  }
}
