extension PivotPlan {
  /// A plan in which the combinations of the first two dimensions that occur are one dimension, and the pair of buckets of
  /// each of its buckets: how more combinations than a number can count are still distinguished.
  ///
  /// Two tables have fewer than 2^32 buckets each, so their own product always fits.
  func folded() -> (plan: PivotPlan, codes: [[Int32]])? {
    guard dimensions.count > 1 else { return nil }
    let pair = PivotPlan(folding: self, dimensions: Array(dimensions.prefix(2)), columns: columns, filters: filters)
    var groups = HashedGroups()
    var codes = [UInt32](repeating: .max, count: amounts.rowCount)
    var buckets: [[Int32]] = []
    pair.forEachKey(0, of: 1) { row, key in
      let group = groups.group(key)
      if group == buckets.count { buckets.append(pair.buckets(of: key) ?? [-1, -1]) }
      codes[row] = UInt32(group)
    }
    // Rows that did not pass share a code of their own, so that the filters need not be asked again.
    let out = UInt32(buckets.count)
    for row in codes.indices where codes[row] == .max { codes[row] = out }
    var passes = buckets.map { $0[0] >= 0 ? UInt8(1) : 0 }
    passes.append(0)
    let joint = CompiledDimension(column: columns.count, buckets: (0...out).map { $0 }, size: UInt64(out) + 1)
    let plan = PivotPlan(
      folding: self, dimensions: [joint] + dimensions.dropFirst(2), columns: columns + [CodedColumn(codes)],
      filters: [CompiledFilter(column: columns.count, passes: passes)])
    return (plan, buckets)
  }

  /// The answer of a folded plan in terms of the dimensions before folding.
  func unfolded(_ result: PivotResult, _ codes: [[Int32]]) -> PivotResult {
    var whole = PivotResult(dimensionCount: dimensions.count)
    let order = (0..<result.groupCount).map { group in
      codes[result.bucket(group, 0)]
        + (1..<result.dimensionCount).map { Int32(truncatingIfNeeded: result.bucket(group, $0)) }
    }
    for group in order.indices.sorted(by: { order[$0].lexicographicallyPrecedes(order[$1]) }) {
      whole.append(
        buckets: order[group], last: order[group].last ?? 0, count: result.counts[group],
        priced: result.pricedCounts[group], sum: result.sums[group], moment: result.moments[group])
    }
    return whole
  }
}
