extension String: SettingValue {
  /// Text.
  public static var shape: SettingShape { .text }
  /// Itself.
  public var canonical: CanonicalValue { .text(self) }
  /// Reads any scalar: `NO` and `12` are text where text is expected.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> String? { context.text(node) }
}

extension Bool: SettingValue {
  /// `true` or `false`.
  public static var shape: SettingShape { .flag }
  /// Itself.
  public var canonical: CanonicalValue { .flag(self) }

  /// Reads `true` or `false` (YAML 1.2 core: also `True` and `TRUE`, but not `yes` or `on`).
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Bool? {
    guard let text = context.plainText(node, expected: shape.wording) else { return nil }
    switch text {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default:
      let meant = ["yes": "true", "on": "true", "no": "false", "off": "false"][text.lowercased()]
      context.reportType(node, expected: shape.wording, hint: meant.map { "write \($0)" })
      return nil
    }
  }
}

extension Int: SettingValue {
  /// A whole number.
  public static var shape: SettingShape { .integer }
  /// Its digits.
  public var canonical: CanonicalValue { .number(String(self)) }

  /// Reads a whole number in decimal digits.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Int? {
    Int64.decode(node, &context).flatMap { Int(exactly: $0) }
  }
}

extension Int64: SettingValue {
  /// A whole number.
  public static var shape: SettingShape { .integer }
  /// Its digits.
  public var canonical: CanonicalValue { .number(String(self)) }

  /// Reads a whole number in decimal digits.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Int64? {
    guard let text = context.plainText(node, expected: shape.wording) else { return nil }
    if let value = Int64(text) { return value }
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    let isTooLong = !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    context.reportType(node, expected: shape.wording, hint: hint(isTooLong, text))
    return nil
  }

  private static func hint(_ isTooLong: Bool, _ text: String) -> Wording? {
    if isTooLong { return "it is too large" }
    return text.hasSuffix(".0") && Int64(text.dropLast(2)) != nil ? "write \(String(text.dropLast(2)))" : nil
  }
}

extension Optional: SettingValue where Wrapped: SettingValue {
  /// What may also be left empty.
  public static var shape: SettingShape { .optional(Wrapped.shape) }
  /// The value, or none.
  public var canonical: CanonicalValue { self?.canonical ?? .null }

  /// Decodes a value; null is `nil`.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Wrapped?? {
    if case .null = node.content { return .some(nil) }
    return Wrapped.decode(node, &context).map { .some($0) }
  }
}
