/// A place in a configuration file.
public struct SourceMark: Hashable, Comparable, Sendable {
  /// The line, from 1.
  public let line: Int
  /// The column in characters, from 1.
  public let column: Int
  /// The number of characters on the first line, at least 1.
  public let length: Int

  /// A place.
  public init(line: Int, column: Int, length: Int = 1) {
    self.line = line
    self.column = column
    self.length = max(1, length)
  }

  /// Where a file starts.
  public static let start = SourceMark(line: 1, column: 1)

  /// Orders by line, then column, then length.
  public static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column, left.length) < (right.line, right.column, right.length)
  }
}
