/// A sum of money kept exactly, converted amounts included: a whole number of 10⁻²² minor units. That is fine enough for any
/// amount times a rate of twelve decimals, between currencies of any minor units, times a weight in parts per million.
///
/// Amounts are bound to 63 bits and ``DealPrice`` bounds what one can become, so that 2³² of them are far from overflowing.
struct ExactSum: Hashable, Sendable {
  private var units: Int256

  private static let one: Int128 = 10_000_000_000_000_000_000_000

  static let zero = ExactSum(units: .zero)

  private init(units: Int256) { self.units = units }

  /// The product of two whole numbers, in units of 10⁻²² minor units.
  init(_ left: Int128, times right: Int128) { units = Int256(left, times: right) }

  /// Whole minor units.
  init(minorUnits: Int128) { self.init(minorUnits, times: Self.one) }

  /// Millionths of a minor unit.
  init(millionths: Int128) { self.init(millionths, times: Self.one / 1_000_000) }

  static func + (left: Self, right: Self) -> Self { Self(units: left.units &+ right.units) }

  static func - (left: Self, right: Self) -> Self { Self(units: left.units &+ right.units.negated) }

  static func += (left: inout Self, right: Self) { left = left + right }

  /// In whole minor units, rounded half-even, once.
  var minorUnits: Int128 { divided(by: 1) }

  /// The sum divided by a count, in whole minor units, rounded half-even, once.
  /// - Precondition: `count` is above zero.
  func divided(by count: Int) -> Int128 {
    precondition(count > 0, "nothing is divided by nothing")
    let divisor = Int256(Int128(count), times: Self.one)
    return units.dividedHalfEven(by: divisor) ?? (units.isNegative ? .min : .max)
  }

  /// The sum so many times; `nil` where it does not fit.
  func times(_ factor: Int128) -> Self? { units.times(factor).map { Self(units: $0) } }

  /// How much of a whole a part is, in so many parts of it, rounded half-even, once; `nil` for a share of nothing or less, and
  /// for one that is beyond all measure.
  static func share(_ part: Self, of whole: Self, in parts: Int128) -> Int128? {
    guard whole.units.isPositive else { return nil }
    return part.times(parts)?.units.dividedHalfEven(by: whole.units)
  }
}
