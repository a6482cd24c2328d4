/// The effective value of a setting in canonical form, for `explain` and the configuration's digest.
public enum CanonicalValue: Hashable, Sendable {
  /// No value.
  case null
  /// `true` or `false`.
  case flag(Bool)
  /// A number in decimal digits.
  case number(String)
  /// Text.
  case text(String)
  /// A secret, which is never shown.
  case masked
  /// Values in order.
  case list([CanonicalValue])
  /// Names and values in order.
  case map([Member])

  /// A name and its value.
  public struct Member: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The value.
    public let value: CanonicalValue

    /// A member.
    public init(_ name: String, _ value: CanonicalValue) {
      self.name = name
      self.value = value
    }
  }
}

extension CanonicalValue {
  /// The text in place of a secret.
  public static let mask = "•••"

  /// The value as JSON (RFC 8259) without blanks, members in their order. As JSON is YAML, this can be read again.
  public var json: String {
    var text = ""
    appendJSON(to: &text)
    return text
  }

  private func appendJSON(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .flag(let flag): text += flag ? "true" : "false"
    case .number(let digits): text += digits
    case .text(let value): text += Self.quoted(value)
    case .masked: text += Self.quoted(Self.mask)
    case .list(let items):
      text += "["
      for (index, item) in items.enumerated() {
        if index > 0 { text += "," }
        item.appendJSON(to: &text)
      }
      text += "]"
    case .map(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        text += Self.quoted(member.name) + ":"
        member.value.appendJSON(to: &text)
      }
      text += "}"
    }
  }

  /// A text as a JSON string. Control characters are escaped, all else stays as it is.
  public static func quoted(_ text: String) -> String { JSONText.quoted(text, .canonical) }
}

extension CanonicalValue: CustomStringConvertible {
  /// The value as a person would write it in YAML on one line.
  public var description: String {
    switch self {
    case .null: "(none)"
    case .flag(let flag): flag ? "true" : "false"
    case .number(let digits): digits
    case .text(let value): Self.isPlain(value) ? value : Self.quoted(value)
    case .masked: Self.mask
    case .list(let items): "[" + items.map(\.description).joined(separator: ", ") + "]"
    case .map(let members):
      "{"
        + members.map { "\(Self.isPlain($0.name) ? $0.name : Self.quoted($0.name)): \($0.value)" }
        .joined(separator: ", ") + "}"
    }
  }

  /// Whether a text needs no quotes anywhere in YAML: letters, digits and a few signs, and no word that YAML takes for
  /// something else.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    let looksLikeNumber = !first.properties.isAlphabetic && first != "/"
    // A number with a unit, as in `6 weeks`, and a date are not numbers.
    guard !looksLikeNumber || CivilDate(iso: text) != nil || (first.isASCII && text.contains(" ")) else { return false }
    guard !["null", "true", "false"].contains(text.lowercased()), text.first != " ", text.last != " ", text.first != "-"
    else { return false }
    return text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || " _-./+%".unicodeScalars.contains($0)
    }
  }
}
