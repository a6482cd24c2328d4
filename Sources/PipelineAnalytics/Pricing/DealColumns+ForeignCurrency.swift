import PipelinePlugins

extension DealColumns {
  /// What deals in other currencies add to a query's answer.
  struct ForeignCurrency {
    /// Figures without counts: the deals are counted already.
    let groups: [DealPivot.Group]
    /// The deals without a rate, by currency.
    let gaps: [ReportGap]
    /// The rates used.
    let rates: [RateUse]
  }

  /// Answers a query about the deals in other currencies that rates convert. Sums are made in each currency, distinguished by the
  /// day of the rate where days differ, and converted exactly; only the answer is rounded.
  func foreignCurrency(
    _ query: PivotQuery, _ reading: DealReading, _ pricing: DealPricing, tasks: Int
  ) async throws -> ForeignCurrency {
    let codes = (texts[.currency]?.values ?? []).compactMap { $0 }.filter { $0 != baseCurrency.code }
    let query = PivotQuery(query.dimensions, where: query.filters + [.texts(.currency, codes)])
    let compiled = try DealQuery(
      query, self, reading, amounts: foreign, .inOtherCurrencies,
      pricedBy: [.currency] + (pricing.needsCloseDays ? [.closeDay] : []))
    let result = await answer(compiled.plan, compiled.question, tasks: tasks)
    var prices = DealPrices(pricing, baseCurrency, today: reading.today)
    var unpriced: [String: Int] = [:]
    let groups = try compiled.groups(result) { group in
      let count = result.pricedCounts[group]
      guard count > 0, case .text(let currency) = compiled.value(.currency, result, group) else { return nil }
      let day: CivilDate? =
        if case .day(let day) = compiled.value(.closeDay, result, group) { day } else { nil }
      guard let price = prices.price(currency, compiled.outcome(result, group), closing: day) else {
        unpriced[currency, default: 0] += count
        return nil
      }
      var figures = DealFigures()
      figures.pricedCount = count
      figures.unweightedSum = price.worth(minorUnits: result.sums[group])
      figures.weightedSum = price.worth(millionths: compiled.weightedMillionths(result, group))
      return figures
    }
    return ForeignCurrency(
      groups: groups,
      gaps: unpriced.sorted { $0.key < $1.key }
        .map { ReportGap(reason: .noRate, detail: $0.key, count: Int64($0.value)) },
      rates: prices.uses)
  }

  /// What each deal is worth in minor units of the base currency, rounded half-even where it was converted; `nil` where it has
  /// no amount, or no rate.
  func worths(_ reading: DealReading) -> [Int128?] {
    var prices = foreign.rowCount > 0 ? reading.pricing.map { DealPrices($0, baseCurrency, today: reading.today) } : nil
    return amounts.values.indices.map { row in
      let own = amounts.values[row]
      if own != AmountColumn.missing { return Int128(own) }
      return prices == nil ? nil : worth(row, &prices)?.minorUnits
    }
  }

  /// What the deal of a row is worth in the base currency; `nil` where it has no amount, or no rate.
  func worth(_ row: Int, _ prices: inout DealPrices?) -> ExactSum? {
    let own = amounts.values[row]
    if own != AmountColumn.missing { return ExactSum(minorUnits: Int128(own)) }
    guard let amount = foreign.values.at(row), amount != AmountColumn.missing,
      let currency = texts[.currency]?.value(Int(self[.currency][row]))
    else { return nil }
    let outcome = stages.entries.at(Int(self[.stage][row]))?.outcome ?? .open
    return prices?.price(currency, outcome, closing: closeDate(row))?.worth(minorUnits: Int128(amount))
  }
}
