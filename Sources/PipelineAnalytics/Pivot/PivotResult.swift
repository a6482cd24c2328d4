/// A pivot's answer: the groups that have a row, in order of their buckets, the first dimension leading. A kept answer has
/// its groups in no order, and may have groups without a row.
package struct PivotResult: Hashable, Sendable {
  /// How many dimensions the groups have.
  package let dimensionCount: Int
  /// The number of rows of each group.
  package private(set) var counts: [Int] = []
  /// How many of them have an amount.
  package private(set) var pricedCounts: [Int] = []
  /// The exact sum of their amounts.
  package private(set) var sums: [Int128] = []
  /// The exact sum of amount × factor; all 0 where no moment was asked for.
  package private(set) var moments: [Int128] = []
  private var buckets: [Int32] = []

  init(dimensionCount: Int) { self.dimensionCount = dimensionCount }

  /// How many groups there are.
  package var groupCount: Int { counts.count }

  /// The bucket of a group in a dimension.
  /// - Precondition: There are such a group and dimension.
  package func bucket(_ group: Int, _ dimension: Int) -> Int {
    precondition(dimension >= 0 && dimension < dimensionCount, "no such dimension")
    return Int(buckets[group * dimensionCount + dimension])
  }

  /// Adds a group.
  /// - Parameter last: The bucket in the last dimension, instead of the one in `buckets`.
  mutating func append(buckets: [Int32], last: Int32, count: Int, priced: Int, sum: Int128, moment: Int128) {
    self.buckets.append(contentsOf: buckets)
    if dimensionCount > 0 { self.buckets[self.buckets.count - 1] = last }
    counts.append(count)
    pricedCounts.append(priced)
    sums.append(sum)
    moments.append(moment)
  }

  /// Adds several rows to a group.
  ///
  /// - Parameter isPriced: Whether they have amounts.
  mutating func add(_ rows: Int, priced isPriced: Bool, sum: Int128, moment: Int128, to group: Int) {
    counts[group] += rows
    if isPriced { pricedCounts[group] += rows }
    sums[group] += sum
    moments[group] += moment
  }

  /// Adds an amount to a group, or takes it out.
  ///
  /// - Parameter sign: 1 to add, -1 to take out.
  mutating func add(_ amount: Int64, _ factor: Int128, _ sign: Int, to group: Int) {
    counts[group] += sign
    guard amount != AmountColumn.missing else { return }
    pricedCounts[group] += sign
    let signed = Int128(amount) * Int128(sign)
    sums[group] += signed
    if factor != 0 { moments[group] += signed * factor }
  }

  /// The groups without the last dimension; each group of the last dimension counts with its factor.
  func withoutLast(_ factors: [Int128]) -> PivotResult {
    var result = PivotResult(dimensionCount: dimensionCount - 1)
    let kept = dimensionCount - 1
    for group in 0..<groupCount {
      let own = buckets[(group * dimensionCount)..<(group * dimensionCount + kept)]
      let moment = sums[group] * factors[bucket(group, kept)]
      if let last = result.counts.indices.last, result.buckets[(last * kept)...].elementsEqual(own) {
        result.counts[last] += counts[group]
        result.pricedCounts[last] += pricedCounts[group]
        result.sums[last] += sums[group]
        result.moments[last] += moment
      } else {
        result.append(
          buckets: Array(own), last: own.last ?? 0, count: counts[group], priced: pricedCounts[group],
          sum: sums[group], moment: moment)
      }
    }
    return result
  }
}

extension PivotPlan {
  /// The buckets of a cell's number; `nil` for a cell of rows left out.
  func buckets(of cell: UInt64) -> [Int32]? {
    var rest = cell
    var result = [Int32](repeating: 0, count: dimensions.count)
    for (index, dimension) in dimensions.enumerated().reversed() {
      let bucket = UInt32(truncatingIfNeeded: rest % dimension.size)
      if bucket == dimension.leftOut { return nil }
      result[index] = Int32(bitPattern: bucket)
      rest /= dimension.size
    }
    return result
  }

  /// How far apart the cells of neighbouring buckets of each dimension are.
  var strides: [UInt64] {
    var result = [UInt64](repeating: 1, count: dimensions.count)
    for index in dimensions.indices.reversed().dropFirst() {
      result[index] = result[index + 1] * dimensions[index + 1].size
    }
    return result
  }
}
