/// A rate that a report used.
public struct RateUse: Hashable, Sendable {
  /// The deals' currency.
  public let currency: Currency
  /// What one unit is worth in the base currency, as used: a rate that had to be inverted or crossed is rounded half-even to
  /// twelve decimals, or to as many as ``ExactDecimal`` keeps of a large one.
  public let rate: ExactDecimal
  /// The day that it is of: of the oldest of those it was made from; `nil` for a rate without a day.
  public let day: CivilDate?

  /// A use.
  public init(currency: Currency, rate: ExactDecimal, day: CivilDate?) {
    self.currency = currency
    self.rate = rate
    self.day = day
  }
}
