package import PipelinePlugins

/// A page of deals.
package struct DealListing: Hashable, Sendable {
  /// A deal as reports value it.
  package struct Row: Hashable, Sendable {
    /// The deal.
    package let id: RecordID
    /// Its close date; `nil` where it has none.
    package let closeDate: CivilDate?
    /// What it is worth in minor units of the base currency, rounded half-even where it was converted; `nil` where it has no
    /// amount, or no rate.
    package let amount: Int128?
    /// Its amount in minor units of its own currency, of a deal that was divided by its products that part's; `nil` where it has none.
    package let agreed: Int64?
    /// How likely it is on the day that is read for: 100 % when won, 0 % when lost.
    package let probability: BasisPoints
    /// Its weighted value in minor units, rounded half-even; `nil` where it has no amount.
    package let weighted: Int128?
  }

  /// The deals, by close date, then identity; the undated last.
  package let rows: [Row]
  /// How many deals pass in all.
  package let totalCount: Int
}

extension DealColumns {
  /// The deals that pass some filters, a page of them: those behind a figure of a funnel or grid.
  ///
  /// - Parameters:
  ///   - offset: The number of deals on the pages before.
  ///   - limit: How many deals a page holds.
  package func deals(
    _ reading: DealReading, where filters: [PivotFilter], offset: Int = 0, limit: Int = .max
  ) throws -> DealListing {
    let fields = DealFields(self, reading)
    // Deals of a day are sorted only where the page reaches them.
    var byDay: [Int: [Int]] = [:]
    var totalCount = 0
    let plan = try plan(.closeDay, [], filters, reading).plan
    plan.forEachRow { row in
      byDay[Int(plan.columns[0][row]), default: []].append(row)
      totalCount += 1
    }
    var rows: [DealListing.Row] = []
    let limit = max(0, limit)
    var prices = reading.pricing.map { DealPrices($0, baseCurrency, today: reading.today) }
    var skipped = 0
    for code in byDay.keys.sorted(by: { (days.value($0) ?? .max) < (days.value($1) ?? .max) }) {
      guard let ofDay = byDay[code], rows.count < limit else { break }
      if skipped + ofDay.count <= offset {
        skipped += ofDay.count
        continue
      }
      let sorted = ofDay.sorted { ids[$0] < ids[$1] }
      let first = max(0, offset - skipped)
      rows += sorted.dropFirst(first).prefix(limit - rows.count).map { value(of: $0, fields, &prices) }
      skipped = offset
    }
    return DealListing(rows: rows, totalCount: totalCount)
  }

  private func value(of row: Int, _ fields: DealFields, _ prices: inout DealPrices?) -> DealListing.Row {
    let valuation = Valuation(fields.reading)
    func dimension(_ id: DimensionID) -> DimensionValue { fields.value(id, Int(self[fields.column(id)][row])) }
    let outcome = stages.entries.at(Int(self[.stage][row]))?.outcome ?? .open
    let (probability, weight): (BasisPoints, Weight) =
      switch outcome {
      case .open: (valuation.probability(dimension), valuation.weight(dimension))
      case .won: (.full, .full)
      case .lost: (.zero, .zero)
      }
    let worth = worth(row, &prices)
    return DealListing.Row(
      id: ids[row],
      closeDate: closeDate(row),
      amount: worth?.minorUnits, agreed: rawAmount(row) == AmountColumn.missing ? nil : rawAmount(row),
      probability: probability,
      weighted: worth.map { ($0.times(Int128(weight.partsPerMillion)) ?? .zero).divided(by: 1_000_000) })
  }
}

extension DealColumns {
  /// The identities of the deals that pass some filters, the oldest first. O(number of deals).
  package func identities(_ reading: DealReading, where filters: [PivotFilter]) throws -> [RecordID] {
    var found: [RecordID] = []
    try plan(.stage, [], filters, reading).plan.forEachRow { found.append(ids[$0]) }
    return found.sorted()
  }

  /// The deals that pass some filters and have been in their status for the longest time, that time descending, then the oldest
  /// first. O(number of deals).
  package func longestInStatus(_ reading: DealReading, where filters: [PivotFilter], limit: Int) throws -> [RecordID] {
    var found: [(since: Int64, id: RecordID)] = []
    try plan(.stage, [], filters, reading).plan.forEachRow { row in
      found.append((days.value(Int(self[.since][row])) ?? .max, ids[row]))
    }
    return found.sorted { ($0.since, $0.id) < ($1.since, $1.id) }.prefix(max(0, limit)).map(\.id)
  }

  /// The salespeople that the columns know of, also those who have no deal at their moment.
  package var knownOwners: [String] { texts[.owner]?.values.compactMap { $0 } ?? [] }

  /// The different values of a dimension among the deals that pass some filters, in order.
  package func values(
    of dimension: DealDimension, _ reading: DealReading, where filters: [PivotFilter]
  ) throws -> [PivotValue] {
    let compiled = try DealQuery(PivotQuery([dimension], where: filters), self, reading)
    let result = answer(compiled.plan, compiled.question)
    return try compiled.groups(result) { result.counts[$0] > 0 ? compiled.figures(result, $0) : nil }.map {
      $0.values[0]
    }
  }
}
