/// Why a pivot cannot be planned.
public enum PivotError: Error, Hashable, Sendable {
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
}
