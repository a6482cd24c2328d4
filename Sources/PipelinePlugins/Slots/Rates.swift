/// Supplies exchange rates: what a rates plugin makes. The engine mirrors them in the store, so that the past is read with the
/// rates that were known then.
///
/// The contract stands in `Documentation/Contracts/Rates.md`.
public protocol RateSource: Sendable {
  /// The rates; of two for the same pair of currencies and day the last counts.
  /// - Throws: ``SourceError``.
  func rates() async throws -> [ExchangeRate]
}

/// What one unit of a currency is worth in another, from a day on.
public struct ExchangeRate: Hashable, Sendable {
  /// The currency that is worth something.
  public let currency: Currency
  /// The currency in which its worth is told.
  public let quote: Currency
  /// How many units of ``quote`` one unit of ``currency`` is worth; above zero.
  public let rate: ExactDecimal
  /// The day from which it holds, until the next one of the pair; `nil` for always.
  public let day: CivilDate?

  /// A rate; `nil` for one that is not above zero, or between a currency and itself.
  public init?(_ currency: Currency, in quote: Currency, _ rate: ExactDecimal, from day: CivilDate? = nil) {
    guard rate > .zero, currency != quote else { return nil }
    self.currency = currency
    self.quote = quote
    self.rate = rate
    self.day = day
  }
}

/// The day whose rate a deal is priced at.
public enum RateDay: String, SettingChoice, Hashable {
  /// The day that the report takes for today.
  case reportDate = "report_date"
  /// The deal's close date: the actual one of a closed deal, else the expected one; the report's day where it has none, or
  /// where it lies after it.
  case closeDate = "close_date"
}

extension Slot where Product == any RateSource {
  /// Exchange rates.
  public static var rates: Self { Self("rates") }
}
