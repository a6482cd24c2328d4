/// A sentence as it is written where it arises, in English with its values, which other languages can say.
///
/// ```swift
/// context.report(.unknownKey, "unknown key '\(key)' in \(place)", at: mark)
/// ```
///
/// The phrase of the catalogue with these English words, here `unknown key '{key}' in {place}`, gives the other languages; its
/// values are those of the sentence, in order. A sentence whose words no phrase has is English everywhere. Values that have
/// languages of their own, such as other wordings and errors, are said in the reader's.
public struct Wording: Hashable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
  /// The sentence in every language that has it.
  public let text: LocalizedText

  /// A text that has languages of its own.
  public init(_ text: LocalizedText) { self.text = text }

  /// Words that are known only when the program runs; a value where no phrase has them.
  public init(english words: String) { text = Self.text(words, []) }

  /// Words without values.
  public init(stringLiteral words: String) { self.init(english: words) }

  /// Words with values between them.
  public init(stringInterpolation parts: StringInterpolation) {
    if let only = parts.values.first, parts.words == Self.gap {
      text = LocalizedText(only)
    } else {
      text = Self.text(parts.words, parts.values)
    }
  }

  /// The sentence in English.
  public var description: String { text.fallback }

  /// Stands for a value among the words: no text of a configuration can hold it.
  fileprivate static let gap = "\u{0}"

  /// The parts of a sentence.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var words = ""
    fileprivate var values: [PhraseValue] = []

    /// No parts yet.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Adds words.
    public mutating func appendLiteral(_ literal: String) { words += literal }

    /// Adds a text that is the same in every language: a name, a key, a path.
    public mutating func appendInterpolation(_ text: String) { append(.text(text)) }

    /// Adds another sentence, or a part of one.
    public mutating func appendInterpolation(_ wording: Wording) { append(.label(wording.text)) }

    /// Adds a text that has languages of its own.
    public mutating func appendInterpolation(_ text: LocalizedText) { append(.label(text)) }

    /// Adds what an error says of itself.
    public mutating func appendInterpolation(_ error: any Error) { append(.label(LocalizedText(explaining: error))) }

    /// Adds a value as it describes itself, such as a number or a day.
    public mutating func appendInterpolation<Value>(_ value: Value) {
      if let error = value as? any Error { appendInterpolation(error) } else { append(.text("\(value)")) }
    }

    private mutating func append(_ value: PhraseValue) {
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

  /// The phrases that wordings are looked up among, by their English words.
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

  /// Whether other languages can say it, down to its parts.
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
