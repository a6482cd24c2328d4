/// A sum of money kept exactly, amounts that were divided by a rate included.
///
/// It is a whole number of 10⁻²² minor units and, for what no decimal holds, fractions of such a unit: one for each denominator
/// that rates leave. So an amount of any currency is divided by its rate as quoted, and only the answer is rounded.
///
/// Amounts are bound to 63 bits and ``DealPrice`` bounds what one can become, so that 2³² of them are far from overflowing.
package struct ExactSum: Hashable, Sendable {
  /// A part of 10⁻²² minor units: above zero and below one.
  package struct Fraction: Hashable, Sendable {
    package var numerator: UInt128
    package let denominator: UInt128

    /// - Precondition: `numerator < denominator`.
    package init(numerator: UInt128, denominator: UInt128) {
      self.numerator = numerator
      self.denominator = denominator
    }
  }

  /// Rounded down.
  package let units: Int256
  /// What is left, by denominator, ascending, each once.
  package let fractions: [Fraction]

  package static let one: Int128 = 10_000_000_000_000_000_000_000

  package static let zero = ExactSum(units: .zero)

  package init(units: Int256, fractions: [Fraction] = []) {
    self.units = units
    self.fractions = fractions
  }

  /// Whole minor units.
  package init(minorUnits: Int128) { self.init(units: Int256(minorUnits, times: Self.one)) }

  /// Millionths of a minor unit.
  package init(millionths: Int128) { self.init(units: Int256(millionths, times: Self.one / 1_000_000)) }

  package static func + (left: Self, right: Self) -> Self {
    let units = left.units &+ right.units
    if left.fractions.isEmpty { return Self(units: units, fractions: right.fractions) }
    if right.fractions.isEmpty { return Self(units: units, fractions: left.fractions) }
    var carried: Int128 = 0
    var merged: [Fraction] = []
    merged.reserveCapacity(left.fractions.count + right.fractions.count)
    var (one, other) = (left.fractions[...], right.fractions[...])
    while let first = one.first, let second = other.first {
      guard first.denominator == second.denominator else {
        merged.append(first.denominator < second.denominator ? one.removeFirst() : other.removeFirst())
        continue
      }
      one.removeFirst()
      other.removeFirst()
      // Both are below a denominator that is below 2^127.
      var numerator = first.numerator + second.numerator
      if numerator >= first.denominator {
        numerator -= first.denominator
        carried += 1
      }
      if numerator > 0 { merged.append(Fraction(numerator: numerator, denominator: first.denominator)) }
    }
    return Self(units: units &+ Int256(carried, times: 1), fractions: merged + one + other)
  }

  /// The sum with the other sign.
  private var negated: Self {
    // -(u + f) is -u - n + (1 - f) for each of n fractions.
    Self(
      units: units.negated &+ Int256(-Int128(fractions.count), times: 1),
      fractions: fractions.map { Fraction(numerator: $0.denominator - $0.numerator, denominator: $0.denominator) })
  }

  package static func - (left: Self, right: Self) -> Self { left + right.negated }

  package static func += (left: inout Self, right: Self) { left = left + right }

  /// The sum so many times; `nil` where it does not fit.
  ///
  /// - Precondition: `factor` is not below zero.
  package func times(_ factor: Int128) -> Self? {
    guard var units = units.times(factor) else { return nil }
    var left: [Fraction] = []
    for fraction in fractions {
      let product = Int256(magnitude: fraction.numerator.multipliedFullWidth(by: factor.magnitude))
      let (whole, rest) = product.quotientAndRemainder(dividingBy: fraction.denominator)
      units = units &+ whole
      if rest > 0 { left.append(Fraction(numerator: rest, denominator: fraction.denominator)) }
    }
    return Self(units: units, fractions: left)
  }

  package var isPositive: Bool { units.isPositive || (!units.isNegative && !fractions.isEmpty) }
}
