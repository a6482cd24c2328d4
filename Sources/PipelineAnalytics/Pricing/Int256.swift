/// A whole number of 256 bits: what exact sums of priced amounts need. It only adds, multiplies two narrower numbers, and
/// divides once.
struct Int256: Hashable, Sendable {
  /// The upper half, which bears the sign (two's complement).
  private var high: Int128
  private var low: UInt128

  /// Zero.
  static let zero = Int256(high: 0, low: 0)

  private init(high: Int128, low: UInt128) {
    self.high = high
    self.low = low
  }

  /// `left × right`, which always fits.
  init(_ left: Int128, times right: Int128) {
    let product = left.multipliedFullWidth(by: right)
    self.init(high: product.high, low: product.low)
  }

  /// The sum; `nil` where it does not fit.
  func adding(_ other: Int256) -> Int256? {
    let (low, carry) = low.addingReportingOverflow(other.low)
    let (sum, overflow) = high.addingReportingOverflow(other.high)
    let (high, overflowToo) = sum.addingReportingOverflow(carry ? 1 : 0)
    // Both at once take each other back: the least value, plus -1, plus the carry.
    return overflow != overflowToo ? nil : Int256(high: high, low: low)
  }

  /// The quotient rounded half-even; `nil` where it does not fit in `-(2^127 - 1)...(2^127 - 1)`.
  ///
  /// - Precondition: `divisor > 0`.
  func dividedHalfEven(by divisor: UInt128) -> Int128? {
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

  private var magnitude: (high: UInt128, low: UInt128) {
    guard high < 0 else { return (UInt128(high), low) }
    let (negated, carry) = (~low).addingReportingOverflow(1)
    return (UInt128(truncatingIfNeeded: ~high) + (carry ? 1 : 0), negated)
  }
}
