/// Exact figures of some deals.
public struct DealFigures: Hashable, Sendable {
  /// How many deals.
  public var count = 0
  /// How many of them have an amount in the base currency, or in one that a rate converts: only those have a value.
  public var pricedCount = 0
  /// The sum of their amounts: exact.
  package var unweightedSum = ExactSum.zero
  /// The sum of their amounts times their weights: exact.
  package var weightedSum = ExactSum.zero

  /// Nothing.
  public init() {}

  /// The sum of their amounts in minor units of the base currency: the exact sum rounded half-even, once. Without converted
  /// amounts there is nothing to round.
  public var unweighted: Int128 { unweightedSum.minorUnits }

  /// The weighted value in minor units of the base currency: the exact value rounded half-even, once.
  public var weighted: Int128 { weightedSum.minorUnits }

  /// Adds other deals' figures, still exact.
  public static func += (left: inout Self, right: Self) {
    left.count += right.count
    left.pricedCount += right.pricedCount
    left.unweightedSum += right.unweightedSum
    left.weightedSum += right.weightedSum
  }

  package static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum += right
    return sum
  }
}
