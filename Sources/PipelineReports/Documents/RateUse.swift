/// A rate that a report used.
public struct RateUse: Hashable, Sendable, Codable {
  /// The deals' currency.
  public let currency: Currency
  /// What one unit is worth in the base currency, for people: a rate that had to be inverted or crossed is rounded half-even to
  /// twelve decimals, or to as many as ``ExactDecimal`` keeps of a large one; 0 where that leaves nothing. Amounts are
  /// multiplied and divided by ``quote``, which is exact.
  public let rate: ExactDecimal
  /// The day of the rate, or of the oldest rate that it was computed from; `nil` for an undated rate.
  public let day: CivilDate?
  /// The rate as quoted, such as `1 EUR = 97000 LBP`; two quotes, separated by a semicolon, for a cross rate. `nil` if
  /// unknown.
  public let quote: String?

  /// A use.
  public init(currency: Currency, rate: ExactDecimal, day: CivilDate?, quote: String? = nil) {
    self.currency = currency
    self.rate = rate
    self.day = day
    self.quote = quote
  }
}
