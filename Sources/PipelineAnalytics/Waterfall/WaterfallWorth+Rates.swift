import PipelinePlugins

extension WaterfallWorth {
  /// What deals are worth in the closing side's base currency, at the rates that each side is read with; without rates, of those
  /// in that currency alone.
  ///
  /// At the first moment, and at its rates, every deal is priced as an open one. At the last moment a closed deal is priced as
  /// closed ones are, so that what is won is what reports show as won.
  init(from opening: WaterfallSide, to closing: WaterfallSide) {
    let base = closing.columns.baseCurrency
    guard opening.reading.pricing != nil || closing.reading.pricing != nil else {
      self.init(base, opening: opening.columns, closing: closing.columns)
      return
    }
    var first = opening.reading.pricing.map { DealPrices($0, base, today: opening.reading.today) }
    var last = closing.reading.pricing.map { DealPrices($0, base, today: closing.reading.today) }
    self.init(
      unit: DealPrice.unit,
      opening: { opening.columns.parts($0, base, .open, &first) },
      carried: { closing.columns.parts($0, base, .open, &first) },
      closing: { closing.columns.parts($0, base, nil, &last) })
    rates = { RateUse.each((first?.uses ?? []) + (last?.uses ?? [])) }
  }
}

extension DealColumns {
  /// What a row is worth, in parts of a minor unit; `nil` where it has no amount or no rate, and where it is beyond all measure.
  ///
  /// - Parameter outcome: What it is priced as; `nil` for what it is.
  fileprivate func parts(
    _ row: Int, _ base: Currency, _ outcome: Outcome?, _ prices: inout DealPrices?
  ) -> Int128? {
    let amount = rawAmount(row)
    guard amount != AmountColumn.missing else { return nil }
    let currency = currencyCode(row)
    guard currency != base.code else { return Int128(amount) * DealPrice.unit }
    let outcome = outcome ?? stages.entries.at(Int(self[.stage][row]))?.outcome ?? .open
    return prices?.price(currency, outcome, closing: closeDate(row))?.parts(amount)
  }

  /// The close date of a row: the actual one of a closed deal, else the expected one.
  func closeDate(_ row: Int) -> CivilDate? {
    days.value(Int(self[.closeDay][row])).flatMap { CivilDate(daysSince1970: Int32(truncatingIfNeeded: $0)) }
  }
}
