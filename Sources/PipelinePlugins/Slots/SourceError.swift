/// An error of a plugin that reads an external source: lookup entries, rates, targets or people.
public struct SourceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// All problems: one line each, with file, line and column if known, and what to do.
  public let sentences: [LocalizedText]

  /// Creates an error.
  public init(_ problems: [Wording]) { sentences = problems.map(\.text) }

  /// Creates an error with one problem.
  public init(_ problem: Wording) { sentences = [problem.text] }

  /// The problems in English.
  public var problems: [String] { sentences.map(\.fallback) }

  /// The problems in English, one per line.
  public var description: String { text(.english) }

  /// The problems in a language, one per line.
  public func text(_ language: Phrasebook) -> String { sentences.map { $0.text(language) }.joined(separator: "\n") }
}
