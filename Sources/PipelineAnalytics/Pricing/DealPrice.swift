import PipelinePlugins

/// What amounts of a currency are worth in the base currency, on a day: a fraction, exactly as the rate is quoted.
struct DealPrice: Hashable, Sendable {
  /// What one minor unit is worth in minor units of the base currency, in lowest terms. Both are above zero.
  let numerator: Int128
  let denominator: Int128
  /// The rate that it is of.
  let use: RateUse
  /// The greatest divisor that the denominator shares with the parts of a millionth: what is left over has it too.
  private let shared: UInt128

  /// How many parts a minor unit has where a single deal's worth is kept as a whole number.
  static let unit: Int128 = 10_000_000_000_000_000

  /// The most minor units that one minor unit may become. Rates between currencies of this world are far from it; one above is
  /// a mistake, under which sums could not be kept exactly.
  static let most: Int128 = 1_000_000_000_000_000_000

  /// The price that a rate makes; `nil` for a rate that is beyond all measure.
  init?(_ rate: AppliedRate) {
    var price = ExactRatio(rate.ratio.numerator, over: rate.ratio.denominator)
    let shift = Int(rate.quote.minorDigits) - Int(rate.currency.minorDigits)
    if shift > 0 { price.multiply(by: Int128(powerOfTen(UInt8(shift)))) }
    if shift < 0 { price.divide(by: Int128(powerOfTen(UInt8(-shift)))) }
    guard price.numerator / price.denominator < Self.most else { return nil }
    numerator = price.numerator
    denominator = price.denominator
    use = rate.use
    shared = UInt128(ExactRatio.greatestDivisor(price.denominator, ExactSum.one / 1_000_000))
  }

  /// What a sum of amounts in minor units is worth.
  func worth(minorUnits: Int128) -> ExactSum { worth(millionths: minorUnits * 1_000_000) }

  /// What a sum of amounts in millionths of a minor unit is worth: multiplied and divided once, with what is left over.
  func worth(millionths: Int128) -> ExactSum {
    let perMillionth = ExactSum.one / 1_000_000
    let divisor = UInt128(denominator)
    let product = Int256(magnitude: millionths.magnitude.multipliedFullWidth(by: numerator.magnitude))
    let (whole, rest) = product.quotientAndRemainder(dividingBy: divisor)
    let finer = Int256(magnitude: rest.multipliedFullWidth(by: perMillionth.magnitude))
    let (parts, left) = finer.quotientAndRemainder(dividingBy: divisor)
    // `most` bounds the whole part: it is below 2^115 × 2^60, and parts are below 2^54.
    let units = (whole.times(perMillionth) ?? .zero) &+ parts
    let sum =
      left == 0
      ? ExactSum(units: units)
      : ExactSum(units: units, fractions: [.init(numerator: left / shared, denominator: divisor / shared)])
    return millionths < 0 ? .zero - sum : sum
  }

  /// What one amount is worth in parts of a minor unit, rounded half-even to the nearest; `nil` where it does not fit.
  func parts(_ amount: Int64) -> Int128? {
    let (scaled, overflow) = Int128(amount).multipliedReportingOverflow(by: Self.unit)
    guard !overflow else { return nil }
    return Int256(scaled, times: numerator).dividedHalfEven(by: UInt128(denominator))
  }
}

/// A fraction of two whole numbers above zero, in lowest terms.
///
/// Both stay below 2^126. Only two rates of nineteen digits each, between currencies whose minor units differ, can lead
/// further: such a fraction is kept to 120 bits.
struct ExactRatio: Hashable, Sendable {
  private(set) var numerator: Int128
  private(set) var denominator: Int128

  init(_ numerator: Int128, over denominator: Int128) {
    let divisor = Self.greatestDivisor(numerator, denominator)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  mutating func multiply(by factor: Int128) {
    let divisor = Self.greatestDivisor(factor, denominator)
    denominator /= divisor
    let factor = factor / divisor
    while numerator > Self.limit / factor { halve() }
    numerator *= factor
  }

  mutating func divide(by factor: Int128) {
    swap(&numerator, &denominator)
    multiply(by: factor)
    swap(&numerator, &denominator)
  }

  private mutating func halve() {
    numerator = max(1, numerator >> 1)
    denominator = max(1, denominator >> 1)
  }

  private static let limit: Int128 = 1 << 126

  /// The greatest number that divides both; both are above zero.
  static func greatestDivisor(_ left: Int128, _ right: Int128) -> Int128 {
    var (one, other) = (left, right)
    while other != 0 { (one, other) = (other, one % other) }
    return one
  }
}
