/// Something that a pipeline reads from outside cannot be used: all that is wrong with it, not only the first.
public protocol SourceProblems: Error, Hashable, Sendable, CustomStringConvertible {
  /// All that is wrong: one line each that a person can act on, with file, line and column where there are any.
  var sentences: [LocalizedText] { get }
}

extension SourceProblems {
  /// All that is wrong, in English.
  public var problems: [String] { sentences.map(\.fallback) }

  /// The problems in English, a line each.
  public var description: String { text(.english) }

  /// The problems as a book says them, a line each.
  public func text(_ book: Phrasebook) -> String { sentences.map { $0.text(book) }.joined(separator: "\n") }
}
