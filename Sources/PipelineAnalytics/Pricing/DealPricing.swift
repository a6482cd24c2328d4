package import PipelinePlugins

/// How deals in other currencies than the base are priced.
package struct DealPricing: Sendable {
  /// The rates.
  package var rates: RateTable
  /// The day whose rate an open deal is priced at.
  package var open: RateDay
  /// The day whose rate a closed deal is priced at.
  package var closed: RateDay

  /// A way of pricing; by default open deals at the day of the report, closed ones at their closing day.
  package init(_ rates: RateTable, open: RateDay = .reportDate, closed: RateDay = .closeDate) {
    self.rates = rates
    self.open = open
    self.closed = closed
  }

  /// Whether close dates have a part in it.
  var needsCloseDays: Bool { open == .closeDate || closed == .closeDate }
}

/// Prices of currencies and days, each made once.
struct DealPrices {
  private let pricing: DealPricing
  private let base: Currency
  private let today: CivilDate
  private var known: [Key: DealPrice?] = [:]

  private struct Key: Hashable {
    let currency: String
    let day: CivilDate
  }

  init(_ pricing: DealPricing, _ base: Currency, today: CivilDate) {
    self.pricing = pricing
    self.base = base
    self.today = today
  }

  /// The price of a deal of a currency; `nil` where there is no rate.
  ///
  /// - Parameter closing: The deal's close date. Without one, and where it lies after the day that is read for, that day counts.
  mutating func price(_ currency: String, _ outcome: Outcome, closing: CivilDate?) -> DealPrice? {
    let which = outcome == .open ? pricing.open : pricing.closed
    let day = which == .closeDate ? min(closing ?? today, today) : today
    let key = Key(currency: currency, day: day)
    if let known = known[key] { return known }
    let price = Currency(currency).flatMap { own in
      (try? pricing.rates.rate(from: own, to: base, on: day).get()).flatMap { DealPrice($0) }
    }
    known[key] = .some(price)
    return price
  }

  /// The rates used, by currency, then day.
  var uses: [RateUse] {
    RateUse.each(known.values.compactMap { $0?.use })
  }
}

extension RateUse {
  /// Rates, each once, by currency, then day.
  package static func each(_ uses: some Sequence<RateUse>) -> [RateUse] { Set(uses).sorted(by: precedes) }

  /// The order in which rates are listed: by currency, then day.
  static func precedes(_ left: RateUse, _ right: RateUse) -> Bool {
    let (one, other) = (left.day?.daysSince1970 ?? .min, right.day?.daysSince1970 ?? .min)
    return (left.currency.code, one, left.rate) < (right.currency.code, other, right.rate)
  }
}
