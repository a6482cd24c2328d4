import ArgumentParser
public import SalesPipeline

/// Reads words of a closed set out of an option.
public enum Words {
  /// The words between commas.
  public static func read<Word: RawRepresentable & CaseIterable>(_ text: String, _ noun: Wording) throws -> [Word]
  where Word.RawValue == String {
    try text.split(separator: ",").map { try word(String($0), noun) }
  }

  /// One word.
  /// - Throws: `ValidationError` with the nearest word, or all there are.
  public static func word<Word: RawRepresentable & CaseIterable>(_ text: String, _ noun: Wording) throws -> Word
  where Word.RawValue == String {
    if let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError(usage: "there is no \(noun) '\(text)'; there are: \(known)")
  }
}
