package import PipelinePlugins

/// Why a pivot cannot be planned or answered.
package enum PivotError: ExplainedError, Hashable {
  /// There is no column at this place.
  case noSuchColumn(Int)
  /// A column has another number of rows than the amounts.
  case differentLengths(column: Int, rows: Int, expected: Int)
  /// A dimension's table has fewer entries than its column has codes.
  case shortTable(column: Int, entries: Int, codes: Int)
  /// A dimension's table names a bucket that there is not.
  case noSuchBucket(Int, column: Int, buckets: Int)
  /// The combinations of all fields' values cannot be counted in 128 bits.
  case tooManyCombinations
  /// There are more groups than ``mostGroups``.
  case tooManyGroups

  /// The most groups that an answer may have: no person reads more rows, and more would take gigabytes.
  package static let mostGroups = 100_000

  /// One line that a person can act on.
  package var explanation: LocalizedText {
    switch self {
    case .tooManyGroups, .tooManyCombinations:
      LocalizedText(FigurePhrase.tooManyRows, ["most": .count(Int64(Self.mostGroups))])
    case .noSuchColumn, .differentLengths, .shortTable, .noSuchBucket:
      LocalizedText("a pivot was planned wrongly: \(technical)")
    }
  }

  private var technical: String {
    switch self {
    case .noSuchColumn(let column): "there is no column \(column)"
    case .differentLengths(let column, let rows, let expected): "column \(column) has \(rows) rows, not \(expected)"
    case .shortTable(let column, let entries, let codes):
      "the table of column \(column) has \(entries) entries for \(codes) codes"
    case .noSuchBucket(let bucket, let column, let buckets):
      "the table of column \(column) names the bucket \(bucket) of \(buckets)"
    case .tooManyCombinations, .tooManyGroups: ""
    }
  }
}
