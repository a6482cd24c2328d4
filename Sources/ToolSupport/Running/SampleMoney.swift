import SalesPipeline

/// A currency, and what prices of the base currency are in it.
struct SampleMoney: Sendable {
  let currency: Currency
  /// The units for one unit of the base currency; `nil` for the base currency itself.
  private let perBase: Double?

  /// The base currency.
  init(base: Currency) { (currency, perBase) = (base, nil) }

  /// A currency with a rate of the base currency, which is worth so many of it, or it of the base currency.
  private init?(_ currency: Currency, rate: ExactDecimal, isPerBase: Bool) {
    guard let value = Double(rate.description), value > 0 else { return nil }
    (self.currency, perBase) = (currency, isPerBase ? value : 1 / value)
  }

  /// The currencies that have had a rate of the base currency since a day, in order.
  ///
  /// - Throws: ``SourceError``.
  static func foreign(_ setup: PipelineSetup, since day: CivilDate) async throws -> [SampleMoney] {
    let base = setup.baseCurrency
    var found: [String: SampleMoney] = [:]
    for rate in try await setup.rates?.rates() ?? [] where rate.day.map({ $0 <= day }) ?? true {
      guard rate.quote == base || rate.currency == base else { continue }
      let isPerBase = rate.currency == base
      let currency = isPerBase ? rate.quote : rate.currency
      found[currency.code] = SampleMoney(currency, rate: rate.rate, isPerBase: isPerBase)
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  /// A price of the base currency in this one, in round figures; at most a billion, so that deals can be added up.
  func price(_ price: ExactDecimal) -> ExactDecimal {
    guard let perBase, let value = Double(price.description) else { return price }
    return ExactDecimal(Int64(min(1e9, max(1, (value * perBase / 5).rounded() * 5))))
  }

  /// A round amount of the base currency in this one.
  func amount(_ whole: Int) -> Money? {
    guard let units = Self.units(price(ExactDecimal(Int64(whole))), currency) else { return nil }
    return Money(minorUnits: units, currency: currency)
  }

  private static func units(_ whole: ExactDecimal, _ currency: Currency) -> Int64? {
    (0..<currency.minorDigits).reduce(Int64(whole.description)) { units, _ in
      units.flatMap { $0.multipliedReportingOverflow(by: 10).overflow ? nil : $0 * 10 }
    }
  }
}
