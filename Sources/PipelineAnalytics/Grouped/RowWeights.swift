/// The sizes of the rows of columns where each row is a group of deals: how many deals, and the sum of their amounts.
struct RowWeights: Sendable {
  /// The number of deals of each row.
  var counts: [Int] = []
  /// The sum of their amounts in their own currency; 0 where they have none.
  var sums: [Int128] = []
}

extension PivotPlan {
  /// The answer where rows are groups of deals. Its groups have no order.
  func run(_ weights: RowWeights) -> PivotResult {
    var result = PivotResult(dimensionCount: dimensions.count)
    guard !isEmpty else { return result }
    var places: [[Int32]: Int] = [:]
    for row in weights.counts.indices {
      guard let buckets = buckets(ofRow: row) else { continue }
      let isPriced = amounts.values[row] != AmountColumn.missing
      let sum = isPriced ? weights.sums[row] : 0
      let factor = factors.map { Int128($0.table[Int(columns[$0.column][row])]) * factorUnit } ?? 0
      let place: Int
      if let known = places[buckets] {
        place = known
      } else {
        place = result.groupCount
        places[buckets] = place
        result.append(buckets: buckets, last: buckets.last ?? 0, count: 0, priced: 0, sum: 0, moment: 0)
      }
      result.add(weights.counts[row], priced: isPriced, sum: sum, moment: sum * factor, to: place)
    }
    return result
  }

  /// The buckets of a row; `nil` for one that is left out.
  private func buckets(ofRow row: Int) -> [Int32]? {
    for filter in filters where filter.passes[Int(columns[filter.column][row])] == 0 { return nil }
    var buckets: [Int32] = []
    buckets.reserveCapacity(dimensions.count)
    for dimension in dimensions {
      let bucket = dimension.buckets[Int(columns[dimension.column][row])]
      if bucket == dimension.leftOut { return nil }
      buckets.append(Int32(bitPattern: bucket))
    }
    return buckets
  }
}
