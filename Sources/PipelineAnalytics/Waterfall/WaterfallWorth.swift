package import PipelinePlugins

/// What deals are worth at the two ends of a waterfall, by the rows of its sides' columns, in parts of a minor unit.
package struct WaterfallWorth {
  /// The worth of a row; `nil` where it has none.
  package typealias Worth = (_ row: Int) -> Int128?

  /// How many parts a minor unit has, from 1: enough for every worth to be exact.
  package var unit: Int128
  /// Of a row of the opening side, at the rates of the first moment.
  package var opening: Worth
  /// Of a row of the closing side, at the rates of the first moment.
  package var carried: Worth
  /// Of a row of the closing side, at the rates of the last moment.
  package var closing: Worth
  /// The rates that were used so far.
  package var rates: () -> [RateUse] = { [] }

  /// A worth.
  package init(unit: Int128 = 1, opening: @escaping Worth, carried: @escaping Worth, closing: @escaping Worth) {
    self.unit = max(1, unit)
    self.opening = opening
    self.carried = carried
    self.closing = closing
  }

  /// The worth of deals in one currency; others have none.
  package init(_ currency: Currency, opening: DealColumns, closing: DealColumns) {
    let (first, last) = (opening.worth(in: currency), closing.worth(in: currency))
    self.init(opening: first, carried: last, closing: last)
  }
}

extension DealColumns {
  /// The amounts in one currency, by row.
  fileprivate func worth(in currency: Currency) -> WaterfallWorth.Worth {
    { row in
      let amount = rawAmount(row)
      return amount != AmountColumn.missing && currencyCode(row) == currency.code ? Int128(amount) : nil
    }
  }

  /// The code of a row's currency.
  func currencyCode(_ row: Int) -> String {
    texts[.currency]?.value(Int(self[.currency][row])) ?? baseCurrency.code
  }

  /// Why a row has no worth.
  ///
  /// - Parameter hasRates: Whether there are rates at all.
  func gap(_ row: Int, hasRates: Bool) -> ReportGap {
    rawAmount(row) == AmountColumn.missing
      ? ReportGap(reason: .noAmount, count: 1)
      : ReportGap(reason: hasRates ? .noRate : .otherCurrency, detail: currencyCode(row), count: 1)
  }
}
