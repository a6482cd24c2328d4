/// A type of settings.
///
/// Text, numbers, flags, domain values, choices, lists, maps and nested ``PluginSettings`` conform to it. Your own type
/// needs these three members or, if it has a fixed set of values, only ``SettingChoice``.
public protocol SettingValue: Sendable {
  /// What it takes.
  static var shape: SettingShape { get }
  /// Reads a value.
  ///
  /// - Returns: `nil` where the node is not one; what is wrong has then been reported to the context.
  static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Self?
  /// The value in canonical form, so that it decodes to itself.
  var canonical: CanonicalValue { get }
}

/// A setting with a fixed set of values, which errors and the JSON Schema list.
public protocol SettingChoice: SettingValue, CaseIterable, RawRepresentable where RawValue == String {}

extension SettingChoice {
  /// The values.
  public static var shape: SettingShape { .choice(allCases.map(\.rawValue)) }

  /// The word.
  public var canonical: CanonicalValue { .text(rawValue) }

  /// Decodes one of the values.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Self? {
    guard let text = context.text(node, expected: shape.name) else { return nil }
    if let value = Self(rawValue: text) { return value }
    let words = allCases.map(\.rawValue)
    let hint = nearest(text, in: words).map { "did you mean '\($0)'?" }
    context.report(
      .wrongType, "\(context.subject) expects \(shape.name), not '\(text.clipped(to: 40))'", hint: hint, at: node.mark)
    return nil
  }
}
