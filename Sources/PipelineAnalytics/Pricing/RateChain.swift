import PipelinePlugins

/// A quoted rate, as it is written or turned round.
struct RateLeg {
  private let rate: ExactDecimal
  let day: CivilDate?
  let isInverse: Bool

  init(_ rate: ExchangeRate, isInverse: Bool) {
    self.rate = rate.rate
    day = rate.day
    self.isInverse = isInverse
  }

  /// The rate as written; `nil` where it is turned round.
  var written: ExactDecimal? { isInverse ? nil : rate }

  /// Its exact worth: both parts are above zero and below 2^63.
  var ratio: (numerator: Int128, denominator: Int128) {
    let parts = (Int128(rate.coefficient), Int128(powerOfTen(rate.scale)))
    return isInverse ? (parts.1, parts.0) : parts
  }
}

/// One or two quoted rates from one currency to another.
struct RateChain {
  /// `nil` where it is too large or too small to be kept.
  let rate: ExactDecimal?
  /// The oldest day of its rates; `nil` where none has a day.
  let day: CivilDate?
  let route: RateRoute

  init(_ leg: RateLeg) {
    rate = leg.written ?? Self.rounded(leg.ratio.numerator, over: leg.ratio.denominator)
    day = leg.day
    route = leg.isInverse ? .inverse : .direct
  }

  init(_ first: RateLeg, through middle: Currency, _ second: RateLeg) {
    // Two factors below 2^63 each.
    rate = Self.rounded(
      first.ratio.numerator * second.ratio.numerator, over: first.ratio.denominator * second.ratio.denominator)
    day = [first.day, second.day].compactMap { $0 }.min()
    route = .cross(through: middle)
  }

  /// Whether a day is before another; no day is before all.
  static func isOlder(_ left: CivilDate?, _ right: CivilDate?) -> Bool {
    guard let right else { return false }
    return left.map { $0 < right } ?? true
  }

  /// The quotient with as many decimals as can be kept, twelve at most; `nil` where it is too large, or rounds to nothing.
  private static func rounded(_ numerator: Int128, over denominator: Int128) -> ExactDecimal? {
    for scale in stride(from: ExactDecimal.maximumScale, through: 0, by: -1) {
      let scaled = Int256(numerator, times: Int128(powerOfTen(scale)))
      guard let quotient = scaled.dividedHalfEven(by: UInt128(denominator)), let narrow = Int64(exactly: quotient)
      else { continue }
      return narrow > 0 ? ExactDecimal(coefficient: narrow, scale: scale)?.normalized : nil
    }
    return nil
  }
}
