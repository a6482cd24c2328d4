/// An error of a plugin that reads an external source: lookup entries, rates, targets or people.
public struct SourceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// All problems: one line each, with file, line and column if known, and what to do.
  public let problems: [String]

  /// Creates an error.
  public init(_ problems: [String]) { self.problems = problems }

  /// Creates an error with one problem.
  public init(_ problem: String) { problems = [problem] }

  /// The problems, one per line.
  public var description: String { problems.joined(separator: "\n") }
}
