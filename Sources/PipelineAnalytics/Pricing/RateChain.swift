import PipelinePlugins

/// A quoted rate, as it is written or turned round.
struct RateLeg {
  let rate: ExchangeRate
  let isInverse: Bool

  init(_ rate: ExchangeRate, isInverse: Bool) {
    self.rate = rate
    self.isInverse = isInverse
  }

  /// The rate as written; `nil` where it is turned round.
  var written: ExactDecimal? { isInverse ? nil : rate.rate }

  /// Its exact worth: both parts are above zero and below 2^63.
  var ratio: (numerator: Int128, denominator: Int128) {
    let parts = (Int128(rate.rate.coefficient), Int128(powerOfTen(rate.rate.scale)))
    return isInverse ? (parts.1, parts.0) : parts
  }
}

/// One or two quoted rates from one currency to another: a fraction of what is written, which nothing rounds.
struct RateChain {
  /// What one unit is worth.
  let ratio: ExactRatio
  /// The rate in decimals, as written where it is used so; rounded for people where it was turned round or crossed.
  let rate: ExactDecimal
  /// The rates as they are written, in the order of their use.
  let quotes: [ExchangeRate]
  let route: RateRoute

  init(_ leg: RateLeg) {
    ratio = ExactRatio(leg.ratio.numerator, over: leg.ratio.denominator)
    rate = leg.written ?? Self.rounded(ratio)
    quotes = [leg.rate]
    route = leg.isInverse ? .inverse : .direct
  }

  init(_ first: RateLeg, through middle: Currency, _ second: RateLeg) {
    // Two factors below 2^63 each.
    ratio = ExactRatio(
      first.ratio.numerator * second.ratio.numerator, over: first.ratio.denominator * second.ratio.denominator)
    rate = Self.rounded(ratio)
    quotes = [first.rate, second.rate]
    route = .cross(through: middle)
  }

  /// The oldest day of its rates; `nil` where none has a day.
  var day: CivilDate? { quotes.compactMap(\.day).min() }

  /// Whether a day is before another; no day is before all.
  static func isOlder(_ left: CivilDate?, _ right: CivilDate?) -> Bool {
    guard let right else { return false }
    return left.map { $0 < right } ?? true
  }

  /// The fraction with as many decimals as can be kept, twelve at most: 0 where nothing is left of it, and the greatest number
  /// that can be kept where it is above that.
  private static func rounded(_ ratio: ExactRatio) -> ExactDecimal {
    for scale in stride(from: ExactDecimal.maximumScale, through: 0, by: -1) {
      let scaled = Int256(ratio.numerator, times: Int128(powerOfTen(scale)))
      guard let quotient = scaled.dividedHalfEven(by: UInt128(ratio.denominator)),
        let narrow = Int64(exactly: quotient),
        let decimal = ExactDecimal(coefficient: narrow, scale: scale)
      else { continue }
      return decimal.normalized
    }
    return ExactDecimal(.max)
  }
}
