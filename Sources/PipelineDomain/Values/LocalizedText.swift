/// A localized text: a label with its texts, or a phrase of the catalogue with its values.
public struct LocalizedText: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The text for other languages; of a phrase, the English text.
  public var fallback: String
  /// Texts by language tag, such as `fr`. They take precedence over ``phrase``.
  public var byLanguage: [String: String]
  /// The phrase; `nil` for a label.
  package let phrase: Phrase?
  /// The phrase's values, by name.
  package let values: [String: PhraseValue]

  /// A label.
  public init(_ fallback: String, _ byLanguage: [String: String] = [:]) {
    self.fallback = fallback
    self.byLanguage = byLanguage
    phrase = nil
    values = [:]
  }

  /// A phrase of the catalogue: any ``Phrasebook`` can say it later.
  package init(_ phrase: some PhraseGroup, _ values: [String: PhraseValue] = [:]) {
    self.init(phrase.phrase, values)
  }

  /// A phrase.
  package init(_ phrase: Phrase, _ values: [String: PhraseValue] = [:]) {
    fallback = Phrasebook.english.text(phrase, values)
    byLanguage = [:]
    self.phrase = phrase
    self.values = values
  }

  /// A label that is the same in every language.
  public init(stringLiteral value: String) { self.init(value) }

  /// Returns the text in a language: its own text, the text of the base language (`fr` for `fr_CA`), the phrase, or the
  /// fallback.
  public func text(_ book: Phrasebook) -> String {
    if !byLanguage.isEmpty {
      if let own = byLanguage[book.language] { return own }
      if let base = byLanguage[Phrasebook.baseLanguage(book.language)] { return base }
    }
    return phrase.map { book.text($0, values) } ?? fallback
  }

  /// The label in a language that is built in; see ``text(_:)-(Phrasebook)`` for any other.
  public func text(_ language: String) -> String { text(Phrasebook.builtIn(language)) }
}

extension LocalizedText {
  /// A day as each language writes it.
  public init(_ day: CivilDate) { self.init(ReportPhrase.day, ["day": .date(day)]) }

  /// Both ends of some days.
  public init(_ days: ClosedRange<CivilDate>) {
    self.init(ReportPhrase.days, ["from": .date(days.lowerBound), "to": .date(days.upperBound)])
  }
}
