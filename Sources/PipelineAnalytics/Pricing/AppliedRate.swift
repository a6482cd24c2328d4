package import PipelinePlugins

/// What one currency is worth in another on a day, and how that is known.
package struct AppliedRate: Hashable, Sendable {
  /// The currency that is worth something.
  package let currency: Currency
  /// The currency of the quote.
  package let quote: Currency
  /// How many units of ``quote`` one unit of ``currency`` is worth, for people: rounded to twelve decimals where the quoted
  /// rate is turned round or crossed. 0 where that leaves nothing.
  package let rate: ExactDecimal
  /// The same exactly.
  let ratio: ExactRatio
  /// The rates as they are quoted, in the order of their use: two for a cross rate.
  package let quotes: [ExchangeRate]
  /// The day that it is of: of the older of the two for a cross rate; `nil` for one without a day.
  package let day: CivilDate?
  /// How it was found.
  package let route: RateRoute

  /// The rate as it is in receipts.
  package var use: RateUse { RateUse(currency: currency, rate: rate, day: day, quote: quoteText) }

  /// The rates as they are quoted, such as `1 EUR = 97000 LBP`; `nil` where nobody quoted them.
  private var quoteText: String? {
    quotes.isEmpty ? nil : quotes.map { "1 \($0.currency) = \($0.rate) \($0.quote)" }.joined(separator: "; ")
  }
}

/// How a rate was found.
package enum RateRoute: Hashable, Sendable {
  /// Not looked for: a currency is worth 1 in itself.
  case none
  /// Quoted as it is used.
  case direct
  /// Quoted the other way round.
  case inverse
  /// Worked out of two rates, through a currency.
  case cross(through: Currency)
}

/// Why there is no rate. Amounts are then counted and not priced.
package struct MissingRate: ExplainedError, Hashable {
  /// The currency that was to be priced.
  package let currency: Currency
  /// The currency that it was to be priced in.
  package let quote: Currency
  /// The day that was asked for.
  package let day: CivilDate
  /// What is missing.
  package let reason: Reason

  /// What is missing.
  package enum Reason: Hashable, Sendable {
    /// There is no rate between the two, of any day, and none that both have with a third currency.
    case none
    /// All rates are from after the day.
    case notYet(first: CivilDate)
  }

  /// The reason as a sentence for people.
  package var explanation: LocalizedText {
    let pair: [String: PhraseValue] = [
      "currency": .text(currency.code), "quote": .text(quote.code), "day": .date(day),
    ]
    return switch reason {
    case .none: LocalizedText(NotePhrase.noRate, pair)
    case .notYet(let first): LocalizedText(NotePhrase.noRateYet, pair.merging(["first": .date(first)]) { $1 })
    }
  }
}
