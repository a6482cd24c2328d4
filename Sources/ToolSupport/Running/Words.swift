package import ArgumentParser
import PipelinePlugins
public import SalesPipeline

/// Reads words of a closed set out of an option.
public enum Words {
  /// The words between commas, each once; blanks around them do not count.
  public static func read<Word: RawRepresentable & CaseIterable>(_ text: String, _ noun: Wording) throws -> [Word]
  where Word.RawValue == String {
    try names(text).map { try word($0, noun) }
  }

  /// The names between commas, each once; blanks around them do not count.
  /// - Throws: `ValidationError` for a name that comes twice: a column has its name to itself.
  public static func names(_ text: String) throws -> [String] {
    let names = text.split(separator: ",").map { part in
      var name = part
      while name.first == " " { name.removeFirst() }
      while name.last == " " { name.removeLast() }
      return String(name)
    }
    var seen: Set<String> = []
    if let doubled = names.first(where: { !seen.insert($0).inserted }) {
      throw ValidationError(usage: "'\(doubled)' is named twice")
    }
    return names
  }

  /// One word.
  ///
  /// - Parameter others: Words besides those of the set, which the caller reads: the error names them too.
  /// - Throws: `ValidationError` with the nearest word, or all there are.
  public static func word<Word: RawRepresentable & CaseIterable>(
    _ text: String, _ noun: Wording, besides others: [String] = []
  ) throws -> Word where Word.RawValue == String {
    if let word = Word(rawValue: text) { return word }
    throw noSuch(noun, text, others + Word.allCases.map(\.rawValue))
  }

  /// The error for an unknown word: it suggests the nearest known word, or lists them all.
  package static func noSuch(_ noun: Wording, _ text: String, _ known: [String]) -> ValidationError {
    if let near = nearest(text, in: known) {
      return ValidationError(usage: "there is no \(noun) '\(text)'; did you mean '\(near)'?")
    }
    return ValidationError(usage: "there is no \(noun) '\(text)'; there are: \(known.joined(separator: ", "))")
  }
}
