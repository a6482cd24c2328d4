/// A message written in English at its source, with values, which other languages can translate.
///
/// ```swift
/// context.report(.unknownKey, "unknown key '\(key)' in \(place)", at: mark)
/// ```
///
/// The phrase of the catalogue with the same English text, here `unknown key '{key}' in {place}`, provides the
/// translations; its values are those of the message, in order. A message without a phrase is English in all languages.
/// Values with translations, such as other wordings and errors, are translated too.
public struct Wording: Hashable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
  /// The message with a placeholder for each value. The phrase is looked up when the message is shown: most messages,
  /// such as what a valid setting expects, never are.
  private let words: String
  private let values: [Value]

  /// A value of a message.
  fileprivate enum Value: Hashable, Sendable {
    case plain(PhraseValue)
    case wording(Wording)

    var phraseValue: PhraseValue {
      switch self {
      case .plain(let value): value
      case .wording(let wording): .label(wording.text)
      }
    }
  }

  /// The message in all languages.
  public var text: LocalizedText {
    if words == Self.gap, values.count == 1 { return LocalizedText(values[0].phraseValue) }
    return Self.text(words, values.map(\.phraseValue))
  }

  /// Creates a wording from a text with translations.
  public init(_ text: LocalizedText) { (words, values) = (Self.gap, [.plain(.label(text))]) }

  /// Creates a wording from a text that is known only at run time; English if no phrase has it.
  public init(english words: String) { (self.words, values) = (words, []) }

  /// Creates a wording without values.
  public init(stringLiteral words: String) { self.init(english: words) }

  /// Creates a wording with values.
  public init(stringInterpolation parts: StringInterpolation) { (words, values) = (parts.words, parts.values) }

  /// Whether two messages read the same.
  public static func == (one: Wording, other: Wording) -> Bool { one.text == other.text }

  /// Hashes the message.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// The message in English.
  public var description: String { text.fallback }

  /// The placeholder of a value: a character that no text of a configuration contains.
  fileprivate static let gap = "\u{0}"

  /// The parts of a message.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var words = ""
    fileprivate var values: [Value] = []

    /// Creates an empty interpolation.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Adds literal text.
    public mutating func appendLiteral(_ literal: String) { words += literal }

    /// Adds a text that is the same in every language: a name, a key, a path.
    public mutating func appendInterpolation(_ text: String) { append(.plain(.text(text))) }

    /// Adds another wording.
    public mutating func appendInterpolation(_ wording: Wording) { append(.wording(wording)) }

    /// Adds a text with translations.
    public mutating func appendInterpolation(_ text: LocalizedText) { append(.plain(.label(text))) }

    /// Adds the description of an error.
    public mutating func appendInterpolation(_ error: any Error) {
      append(.plain(.label(LocalizedText(explaining: error))))
    }

    /// Adds the description of a value, such as a number or a day.
    public mutating func appendInterpolation<Value>(_ value: Value) {
      if let error = value as? any Error { appendInterpolation(error) } else { append(.plain(.text("\(value)"))) }
    }

    private mutating func append(_ value: Value) {
      words += gap
      values.append(value)
    }
  }
}

extension Wording {
  /// A phrase with the names of its values in the order of its English words.
  private struct Known: Sendable {
    let phrase: Phrase
    let names: [String]
  }

  /// The phrases of wordings, by their English text.
  private static let known: [String: Known] = {
    var known: [String: Known] = [:]
    for phrase in Phrase.ofWordings {
      guard let template = try? PhraseTemplate(phrase.english) else { continue }
      var (words, names) = ("", [String]())
      for part in template.parts {
        switch part {
        case .text(let text): words += text
        case .value(let name), .plural(let name, _):
          words += gap
          names.append(name)
        }
      }
      if known[words] == nil { known[words] = Known(phrase: phrase, names: names) }
    }
    return known
  }()

  private static func text(_ words: String, _ values: [PhraseValue]) -> LocalizedText {
    if let known = known[words], known.names.count == values.count {
      return LocalizedText(known.phrase, Dictionary(zip(known.names, values)) { first, _ in first })
    }
    var rest = values[...]
    var english = ""
    for character in words {
      if String(character) == gap, let value = rest.popFirst() {
        english += Phrasebook.english.text(value)
      } else {
        english.append(character)
      }
    }
    return LocalizedText(english)
  }

  /// Whether the message and its parts have translations.
  package var isTranslated: Bool { Self.isTranslated(text) }

  private static func isTranslated(_ text: LocalizedText) -> Bool {
    guard text.phrase != nil else { return !text.byLanguage.isEmpty }
    return text.values.values.allSatisfy { value in
      if case .label(let label) = value { isTranslated(label) } else { true }
    }
  }
}

extension LocalizedText {
  /// A value alone.
  fileprivate init(_ value: PhraseValue) {
    if case .label(let label) = value { self = label } else { self.init(Phrasebook.english.text(value)) }
  }
}
