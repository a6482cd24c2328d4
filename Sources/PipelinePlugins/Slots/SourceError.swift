/// Why a plugin that reads something from outside, such as lookup entries, rates, targets or people, has nothing to give.
public struct SourceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// All that is wrong, not only the first: one line each that a person can act on, with file, line and column where there
  /// are any.
  public let problems: [String]

  /// An error.
  public init(_ problems: [String]) { self.problems = problems }

  /// An error with one problem.
  public init(_ problem: String) { problems = [problem] }

  /// The problems, a line each.
  public var description: String { problems.joined(separator: "\n") }
}
