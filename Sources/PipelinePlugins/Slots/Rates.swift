/// Supplies exchange rates: the product of a rates plugin. The engine copies them into the store, so that reports about
/// a past day use the rates of that day.
///
/// The contract is `Documentation/Contracts/Rates.md`.
public protocol RateSource: Sendable {
  /// Returns the rates. Of several for the same pair of currencies and day, the last is used.
  /// - Throws: ``SourceError``.
  func rates() async throws -> [ExchangeRate]
}

/// The value of one unit of a currency in another, from a day on.
public struct ExchangeRate: Hashable, Sendable {
  /// The currency whose value the rate is.
  public let currency: Currency
  /// The currency of the value.
  public let quote: Currency
  /// The number of units of ``quote`` for one unit of ``currency``; above zero.
  public let rate: ExactDecimal
  /// The first day on which the rate is valid, until the next rate of the pair; `nil` for an undated rate.
  public let day: CivilDate?

  /// Creates a rate; `nil` if it is not above zero, or both currencies are the same.
  public init?(_ currency: Currency, in quote: Currency, _ rate: ExactDecimal, from day: CivilDate? = nil) {
    guard rate > .zero, currency != quote else { return nil }
    self.currency = currency
    self.quote = quote
    self.rate = rate
    self.day = day
  }
}

/// The day of the exchange rate that prices a deal.
public enum RateDay: String, SettingChoice, Hashable {
  /// The current day of the report.
  case reportDate = "report_date"
  /// The deal's close date: the actual one of a closed deal, else the expected one; the report's day if the deal is
  /// undated, or if the date is later.
  case closeDate = "close_date"
}

extension Slot where Product == any RateSource {
  /// The source of exchange rates.
  public static var rates: Self { Self("rates") }
}
