/// An exchange rate in the store, so that reports about a past day use the rates of that day.
package struct RateBody: Hashable, Sendable {
  /// The currency that is worth something.
  package var currency = ""
  /// The currency of the value.
  package var quote = ""
  /// The first day on which the rate is valid; `nil` for an undated rate.
  package var day: CivilDate?
  /// How many units of ``quote`` one unit of ``currency`` is worth.
  package var rate = ExactDecimal(1)

  package init() {}

  package init(currency: String, quote: String, day: CivilDate?, rate: ExactDecimal) {
    self.currency = currency
    self.quote = quote
    self.day = day
    self.rate = rate
  }

  /// The fields, in stored order.
  package static let fields = FieldTable(
    .rate, empty: RateBody(),
    [
      .text("currency", .currency, \.currency, access: .system),
      .text("quote", .label("Quote currency", french: "Devise de cotation"), \.quote, access: .system),
      .date("day", .label("Day", french: "Jour"), \.day, access: .system),
      .coded(
        "rate", .label("Rate", french: "Cours"), \.rate, .text, access: .system, encode: { "\($0)" },
        decode: { $0.flatMap { ExactDecimal($0) } }),
    ])
}

extension RecordKind {
  /// An exchange rate.
  public static let rate: RecordKind = "rate"
}
