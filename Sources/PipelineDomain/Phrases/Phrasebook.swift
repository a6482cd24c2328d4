/// A language of the tools and exports: the texts of the catalogue, and the formats of numbers and dates.
///
/// English and French are built in; ``PipelineSetup`` has those of a configuration.
public struct Phrasebook: Hashable, Sendable {
  /// The language tag, such as `en`, `fr-CA` or `de`, also for the labels of lookups and stages.
  public let language: String
  /// How numbers and days are written.
  public let numbers: NumberForm
  /// The plural rule.
  public let plurals: PluralRule
  /// Templates by phrase key; a missing one is taken from the built-in language.
  public let templates: [String: String]
  private let speaksFrench: Bool

  /// Creates a language; phrases without a template are shown in English.
  ///
  /// - Parameter templates: Templates by phrase key. Invalid ones are ignored.
  public init(language: String, numbers: NumberForm, plurals: PluralRule, templates: [String: String]) {
    self.init(language, numbers, plurals, templates, speaksFrench: false)
  }

  private init(
    _ language: String, _ numbers: NumberForm, _ plurals: PluralRule, _ templates: [String: String] = [:],
    speaksFrench: Bool
  ) {
    self.language = language
    self.numbers = numbers
    self.plurals = plurals
    self.templates = templates
    self.speaksFrench = speaksFrench
  }

  /// English.
  public static let english = builtIn("en")
  /// French.
  public static let french = builtIn("fr")
  /// The tags of the languages that are built in.
  public static let builtInLanguages = ["en", "fr"]

  /// The built-in language for a tag: French for `fr` and its regions, else English. The tag is kept for labels.
  public static func builtIn(_ tag: String) -> Phrasebook {
    baseLanguage(tag) == "fr"
      ? Phrasebook(tag, .french, .zeroOrOne, speaksFrench: true) : Phrasebook(tag, .english, .one, speaksFrench: false)
  }

  /// The language without its region: `fr` of `fr-CA`.
  package var baseLanguage: String { Self.baseLanguage(language) }

  /// The country for formats: the region of the tag, else the default of English and French; `nil` if there is none.
  package var country: String? {
    let region = language.split(separator: "-").dropFirst().last { $0.utf8.count == 2 }
    return region.map { $0.uppercased() } ?? ["en": "US", "fr": "FR"][language]
  }

  /// The language without its region: `fr` of `fr-CA`.
  public static func baseLanguage(_ tag: String) -> String {
    String(tag.prefix { $0 != "-" && $0 != "_" }).lowercased()
  }
}

extension Phrasebook {
  /// A label and a value with the colon of the language.
  package func labelled(_ label: String, _ value: String) -> String {
    text(ReportPhrase.labelled, ["label": .text(label), "value": .text(value)])
  }

  /// A phrase with its values.
  package func text(_ phrase: some PhraseGroup, _ values: [String: PhraseValue] = [:]) -> String {
    text(phrase.phrase, values)
  }

  /// A phrase with its values; a value that is missing shows its name in braces.
  package func text(_ phrase: Phrase, _ values: [String: PhraseValue] = [:]) -> String {
    if let own = templates[phrase.key], let template = try? PhraseTemplate(own) {
      return filled(template, values, plurals)
    }
    let text = builtInTemplate(of: phrase)
    guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
    guard let template = try? PhraseTemplate(text) else { return text }
    return filled(template, values, speaksFrench ? .zeroOrOne : .one)
  }

  /// The template of a phrase in the language.
  package func template(of phrase: Phrase) -> String { templates[phrase.key] ?? builtInTemplate(of: phrase) }

  private func builtInTemplate(of phrase: Phrase) -> String {
    speaksFrench ? Self.frenchSpaced(phrase.french) : phrase.english
  }

  /// Inserts the narrow no-break spaces of French before `:`, `;`, `!`, `?`, `%` and inside quotes. Templates have
  /// plain spaces there.
  static func frenchSpaced(_ template: String) -> String {
    var text = template.replacing("« ", with: "«\u{202F}")
    for sign in [":", ";", "!", "?", "%", "»"] { text = text.replacing(" " + sign, with: "\u{202F}" + sign) }
    return text
  }

  private func filled(_ template: PhraseTemplate, _ values: [String: PhraseValue], _ rule: PluralRule) -> String {
    template.parts.map { part in
      switch part {
      case .text(let text): text
      case .value(let name): values[name].map(text) ?? "{\(name)}"
      case .plural(let name, let forms):
        forms.isEmpty ? "" : forms[min(rule.form(of: values[name]?.number ?? 0), forms.count - 1)]
      }
    }.joined()
  }

  /// A value as people of the language write it.
  package func text(_ value: PhraseValue) -> String {
    switch value {
    case .text(let text): text
    case .count(let count): numbers.decimal(String(count))
    case .decimal(let plain): numbers.decimal(plain)
    case .percent(let share): numbers.percent(share.percentText)
    case .date(let day): numbers.date.text(day)
    case .label(let label): label.text(self)
    case .labels(let labels): labels.map { $0.text(self) }.joined(separator: ", ")
    }
  }
}

/// A value in a phrase.
package enum PhraseValue: Hashable, Sendable {
  /// Text that is the same in every language: a name, a key, a path.
  case text(String)
  /// A number of things.
  case count(Int64)
  /// A plain decimal, such as `1234.50`.
  case decimal(String)
  /// A percentage.
  case percent(BasisPoints)
  /// A day.
  case date(CivilDate)
  /// A localized text.
  case label(LocalizedText)
  /// Several of them, with commas between.
  case labels([LocalizedText])

  /// A number of things.
  package static func count(_ count: Int) -> PhraseValue { .count(Int64(count)) }

  /// Texts that are the same in every language, with commas between.
  package static func list(_ texts: some Sequence<String>) -> PhraseValue { .text(texts.joined(separator: ", ")) }

  /// The number for plural forms.
  fileprivate var number: Int64? { if case .count(let count) = self { count } else { nil } }
}

extension PhraseValue: ExpressibleByStringInterpolation {
  /// Text that is the same in every language.
  package init(stringLiteral value: String) { self = .text(value) }
}
