/// A pivot's answer: the groups that have a row, in order of their buckets, the first dimension leading.
public struct PivotResult: Hashable, Sendable {
  /// How many dimensions the groups have.
  public let dimensionCount: Int
  /// The number of rows of each group.
  public private(set) var counts: [Int] = []
  /// How many of them have an amount.
  public private(set) var pricedCounts: [Int] = []
  /// The exact sum of their amounts.
  public private(set) var sums: [Int128] = []
  private var buckets: [Int32] = []

  init(dimensionCount: Int) { self.dimensionCount = dimensionCount }

  /// How many groups there are.
  public var groupCount: Int { counts.count }

  /// The bucket of a group in a dimension.
  /// - Precondition: There are such a group and dimension.
  public func bucket(_ group: Int, _ dimension: Int) -> Int {
    precondition(dimension >= 0 && dimension < dimensionCount, "no such dimension")
    return Int(buckets[group * dimensionCount + dimension])
  }

  mutating func append(buckets: [Int32], count: Int, priced: Int, sum: Int128) {
    self.buckets += buckets
    counts.append(count)
    pricedCounts.append(priced)
    sums.append(sum)
  }
}

extension PivotPlan {
  /// The buckets that a cell's number stands for; `nil` for a cell of rows left out.
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
