/// A label in as many languages as wanted.
public struct LocalizedText: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The text for languages that have none of their own.
  public var fallback: String
  /// Texts by language tag, such as `fr`.
  public var byLanguage: [String: String]

  /// A label.
  public init(_ fallback: String, _ byLanguage: [String: String] = [:]) {
    self.fallback = fallback
    self.byLanguage = byLanguage
  }

  /// A label that is the same in every language.
  public init(stringLiteral value: String) { self.init(value) }

  /// The label in a language: its own text, the text of its base language (`fr` for `fr_CA`), or the fallback.
  public func text(_ language: String) -> String {
    if let own = byLanguage[language] { return own }
    let base = language.prefix { $0 != "-" && $0 != "_" }
    return byLanguage[String(base)] ?? fallback
  }
}
