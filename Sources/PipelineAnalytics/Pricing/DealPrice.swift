import PipelinePlugins

/// What amounts of a currency are worth in the base currency, on a day.
struct DealPrice: Hashable, Sendable {
  /// What one minor unit is worth, in parts of a minor unit of the base currency: exact.
  let factor: Int128
  /// The rate that it is of.
  let use: RateUse

  /// How many parts a minor unit has: sixteen digits hold a rate's twelve and the four that minor units may differ by.
  static let unit: Int128 = 10_000_000_000_000_000

  /// The most minor units that one minor unit may become. Rates between currencies of this world are far from it; one above is
  /// a mistake, under which sums could not be kept exactly.
  static let most: Int128 = 1_000_000_000

  /// The price that a rate makes; `nil` for a rate that is beyond all measure.
  init?(_ use: RateUse, from currency: Currency, to base: Currency) {
    let shift = 16 - Int(use.rate.scale) + Int(base.minorDigits) - Int(currency.minorDigits)
    guard shift >= 0, use.rate > .zero else { return nil }
    var factor = Int128(use.rate.coefficient)
    for _ in 0..<shift {
      let (product, overflow) = factor.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      factor = product
    }
    guard factor <= Self.most * Self.unit else { return nil }
    self.factor = factor
    self.use = use
  }

  /// What a sum of amounts in minor units is worth.
  func worth(minorUnits: Int128) -> ExactSum { ExactSum(minorUnits * 1_000_000, times: factor) }

  /// What a sum of amounts in millionths of a minor unit is worth.
  func worth(millionths: Int128) -> ExactSum { ExactSum(millionths, times: factor) }
}
