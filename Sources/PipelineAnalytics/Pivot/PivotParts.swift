/// A dimension of a pivot: a column and the bucket of each of its codes.
package struct PivotDimension: Sendable {
  /// The column's place in the plan.
  package var column: Int
  /// The bucket for each code; a negative one leaves the rows of that code out.
  package var buckets: [Int32]
  /// How many buckets there are: more than any in the table.
  package var bucketCount: Int

  /// A dimension.
  package init(column: Int, buckets: [Int32], bucketCount: Int) {
    self.column = column
    self.buckets = buckets
    self.bucketCount = bucketCount
  }

  func check(_ columns: [CodedColumn]) throws {
    guard columns.indices.contains(column) else { throw PivotError.noSuchColumn(column) }
    guard buckets.count >= columns[column].codeCount else {
      throw PivotError.shortTable(column: column, entries: buckets.count, codes: columns[column].codeCount)
    }
    if let wrong = buckets.first(where: { $0 >= bucketCount }) {
      throw PivotError.noSuchBucket(Int(wrong), column: column, buckets: bucketCount)
    }
  }

  var compiled: PivotPlan.CompiledDimension {
    PivotPlan.CompiledDimension(
      column: column, buckets: buckets.map { UInt32(max($0, 0)) }, size: UInt64(max(bucketCount, 1)))
  }
}

/// A filter of a pivot: a column and whether each of its codes passes; codes beyond the table do not.
package struct PivotPass: Sendable {
  /// The column's place in the plan.
  package var column: Int
  /// Whether each code passes.
  package var passes: [Bool]

  /// A filter.
  package init(column: Int, passes: [Bool]) {
    self.column = column
    self.passes = passes
  }
}

/// A second sum of a pivot: of each amount times a factor that a column's code gives, such as its probability.
package struct PivotMoment: Sendable {
  /// The column's place in the plan.
  package var column: Int
  /// The factor for each code.
  package var factors: [UInt32]

  /// A moment.
  package init(column: Int, factors: [UInt32]) {
    self.column = column
    self.factors = factors
  }

  func compiled(_ columns: [CodedColumn]) throws -> PivotPlan.CompiledFactors {
    guard columns.indices.contains(column) else { throw PivotError.noSuchColumn(column) }
    guard factors.count >= columns[column].codeCount else {
      throw PivotError.shortTable(column: column, entries: factors.count, codes: columns[column].codeCount)
    }
    // Percentages in parts per million share a large divisor; without it, sums have more room.
    var unit: UInt64 = 0
    for factor in factors {
      var (large, small) = (unit, UInt64(factor))
      while small > 0 { (large, small) = (small, large % small) }
      unit = large
    }
    unit = max(unit, 1)
    return PivotPlan.CompiledFactors(column: column, table: factors.map { UInt64($0) / unit }, unit: unit)
  }
}
