/// An exchange rate in the store, so that reports about a past day use the rates of that day.
public struct RateBody: Hashable, Sendable {
  /// The currency that is worth something.
  public package(set) var currency = ""
  /// The currency of the value.
  public package(set) var quote = ""
  /// The first day on which the rate is valid; `nil` for an undated rate.
  public package(set) var day: CivilDate?
  /// How many units of ``quote`` one unit of ``currency`` is worth.
  public package(set) var rate = ExactDecimal(1)

  package init() {}

  package init(currency: String, quote: String, day: CivilDate?, rate: ExactDecimal) {
    self.currency = currency
    self.quote = quote
    self.day = day
    self.rate = rate
  }

  /// The fields, in stored order.
  public static let fields = FieldTable(
    .rate, empty: RateBody(),
    [
      .text("currency", .currency, \.currency, access: .system),
      .text("quote", .quote, \.quote, access: .system),
      .date("day", .day, \.day, access: .system),
      .coded(
        "rate", .rate, \.rate, .text, access: .system, encode: { "\($0)" },
        decode: { $0.flatMap { ExactDecimal($0) } }),
    ])
}

extension RecordKind {
  /// An exchange rate.
  public static let rate: RecordKind = "rate"
}
