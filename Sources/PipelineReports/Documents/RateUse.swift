/// A rate that a report used.
public struct RateUse: Hashable, Sendable {
  /// The deals' currency.
  public let currency: Currency
  /// What one unit is worth in the base currency, for people: a rate that had to be inverted or crossed is rounded half-even to
  /// twelve decimals, or to as many as ``ExactDecimal`` keeps of a large one; 0 where that leaves nothing. Amounts are
  /// multiplied and divided by ``quote``, which is exact.
  public let rate: ExactDecimal
  /// The day that it is of: of the oldest of those it was made from; `nil` for a rate without a day.
  public let day: CivilDate?
  /// The rate as it is quoted, such as `1 EUR = 97000 LBP`; two quotes, with a semicolon between them, for a cross rate. `nil`
  /// where nobody quoted it.
  public let quote: String?

  /// A use.
  public init(currency: Currency, rate: ExactDecimal, day: CivilDate?, quote: String? = nil) {
    self.currency = currency
    self.rate = rate
    self.day = day
    self.quote = quote
  }
}
