/// A whole number of 256 bits: what exact sums of priced amounts need. It only adds, multiplies by narrower numbers, and
/// divides.
package struct Int256: Hashable, Sendable {
  /// The upper half, which bears the sign (two's complement).
  private var high: Int128
  private var low: UInt128

  /// Zero.
  package static let zero = Int256(high: 0, low: 0)

  private init(high: Int128, low: UInt128) {
    self.high = high
    self.low = low
  }

  /// `left × right`, which always fits.
  package init(_ left: Int128, times right: Int128) {
    let product = left.multipliedFullWidth(by: right)
    self.init(high: product.high, low: product.low)
  }

  /// A number that is not below zero.
  ///
  /// - Precondition: It is below 2^255.
  package init(magnitude: (high: UInt128, low: UInt128)) { self.init(high: Int128(magnitude.high), low: magnitude.low) }

  /// The quotient rounded down and what is left.
  ///
  /// - Precondition: The number is not below zero, `divisor` is above zero.
  package func quotientAndRemainder(dividingBy divisor: UInt128) -> (quotient: Int256, remainder: UInt128) {
    let (top, rest) = UInt128(high).quotientAndRemainder(dividingBy: divisor)
    let (bottom, remainder) = divisor.dividingFullWidth((rest, low))
    return (Int256(magnitude: (top, bottom)), remainder)
  }

  /// The number without its sign.
  package var natural: Natural { Natural(high: magnitude.high, low: magnitude.low) }

  /// The quotient rounded half-even; `nil` where it does not fit in `-(2^127 - 1)...(2^127 - 1)`.
  ///
  /// - Precondition: `divisor > 0`.
  package func dividedHalfEven(by divisor: UInt128) -> Int128? {
    let magnitude = magnitude
    let (tooHigh, rest) = magnitude.high.quotientAndRemainder(dividingBy: divisor)
    guard tooHigh == 0 else { return nil }
    var (quotient, remainder) = divisor.dividingFullWidth((rest, magnitude.low))
    // Twice the remainder against the divisor, without the doubling that could overflow.
    let toNext = divisor - remainder
    if remainder > toNext || (remainder == toNext && quotient % 2 == 1) {
      guard quotient < .max else { return nil }
      quotient += 1
    }
    guard let narrow = Int128(exactly: quotient) else { return nil }
    return high < 0 ? -narrow : narrow
  }

  /// The quotient rounded half-even, by a divisor of any width; `nil` where it does not fit.
  ///
  /// - Precondition: `divisor` is above zero.
  package func dividedHalfEven(by divisor: Int256) -> Int128? {
    if divisor.high == 0 { return dividedHalfEven(by: divisor.low) }
    let (number, by) = (magnitude, divisor.magnitude)
    var quotient: UInt128 = 0
    var rest: Magnitude = (0, 0)
    for bit in (0..<256).reversed() {
      let next = (bit >= 128 ? number.high >> UInt128(bit - 128) : number.low >> UInt128(bit)) & 1
      rest = ((rest.high << 1) | (rest.low >> 127), (rest.low << 1) | next)
      guard quotient >> 127 == 0 else { return nil }
      quotient <<= 1
      if rest >= by {
        rest = Self.difference(rest, by)
        quotient |= 1
      }
    }
    let toNext = Self.difference(by, rest)
    if rest > toNext || (rest == toNext && quotient % 2 == 1) { quotient += 1 }
    guard let narrow = Int128(exactly: quotient) else { return nil }
    return high < 0 ? -narrow : narrow
  }

  /// The product; `nil` where it does not fit.
  package func times(_ factor: Int128) -> Int256? {
    let magnitude = magnitude
    let (upper, overflow) = magnitude.high.multipliedReportingOverflow(by: factor.magnitude)
    let lower = magnitude.low.multipliedFullWidth(by: factor.magnitude)
    let (sum, carry) = upper.addingReportingOverflow(lower.high)
    guard !overflow, !carry, let high = Int128(exactly: sum) else { return nil }
    let product = Int256(high: high, low: lower.low)
    return isNegative != (factor < 0) ? product.negated : product
  }

  /// The sum, of numbers that are known to fit.
  package static func &+ (left: Self, right: Self) -> Self {
    let (low, carry) = left.low.addingReportingOverflow(right.low)
    return Self(high: left.high &+ right.high &+ (carry ? 1 : 0), low: low)
  }

  /// The number with the other sign; the least one has none.
  package var negated: Int256 {
    let (low, carry) = (~low).addingReportingOverflow(1)
    return Int256(high: ~high &+ (carry ? 1 : 0), low: low)
  }

  package var isNegative: Bool { high < 0 }

  package var isPositive: Bool { high > 0 || (high == 0 && low > 0) }

  private typealias Magnitude = (high: UInt128, low: UInt128)

  private static func difference(_ left: Magnitude, _ right: Magnitude) -> Magnitude {
    let (low, borrow) = left.low.subtractingReportingOverflow(right.low)
    return (left.high &- right.high &- (borrow ? 1 : 0), low)
  }

  private var magnitude: (high: UInt128, low: UInt128) {
    guard high < 0 else { return (UInt128(high), low) }
    let (negated, carry) = (~low).addingReportingOverflow(1)
    return (UInt128(truncatingIfNeeded: ~high) + (carry ? 1 : 0), negated)
  }
}
