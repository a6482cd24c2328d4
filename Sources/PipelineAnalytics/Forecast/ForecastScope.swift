import PipelinePlugins

/// Which deals a report is about, and how they are grouped.
struct ForecastScope {
  let definition: ReportDefinition
  let columns: DealColumns
  let reading: DealReading
  let input: ForecastInput
  let range: Range<CivilDate>?
  /// What deals must be, whenever they close and whatever they count as in forecasts.
  let deals: [PivotFilter]
  /// What they must count as.
  let kept: [PivotFilter]
  /// The outcomes that are counted.
  let counted: [Outcome]
  /// How far back the period lies that is compared with.
  let shift: ReportShift?

  init(
    _ definition: ReportDefinition, _ columns: DealColumns, _ reading: DealReading, _ input: ForecastInput,
    _ range: Range<CivilDate>?
  ) {
    self.definition = definition
    self.columns = columns
    self.reading = reading
    self.input = input
    self.range = range
    counted = definition.filters.outcomes.isEmpty ? [.open, .won] : definition.filters.outcomes
    let needsLost = definition.filters.outcomes.isEmpty && definition.measures.contains(where: \.needsLost)
    let outcomes = counted + (needsLost ? [.lost] : [])
    deals =
      input.filters + [.values(.outcome, Set(outcomes.map { .text($0.rawValue) }))]
      + Self.filters(definition, columns, reading, input)
    let categories = definition.filters.categories
    kept = [
      .texts(
        .category,
        (categories.isEmpty ? ForecastCategory.allCases.filter { $0 != .omitted } : categories).map(\.rawValue))
    ]
    shift = range.flatMap { range in definition.compare.flatMap { ReportShift($0, definition, range) } }
  }

  /// Whether deals are divided by their products.
  var isDivided: Bool { definition.groupBy.contains(.product) }

  /// The groups from this level on have figures of their own; those above are the sums of what is in them.
  var levelOfOwnFigures: Int { definition.groupBy.firstIndex(of: .product) ?? definition.groupBy.count }

  /// The filters for deals that close on some days.
  func dated(_ range: Range<CivilDate>?) -> [PivotFilter] {
    deals + kept + (range.map { [.closing($0, undated: false)] } ?? [])
  }

  /// A path of the period that is compared with, as the one that it is compared to; `nil` for one that has no counterpart.
  func path(_ path: [PivotValue], _ shift: ReportShift?) -> [PivotValue]? {
    guard let shift else { return path }
    var result: [PivotValue] = []
    for value in path {
      guard case .period(let period) = value else {
        result.append(value)
        continue
      }
      guard let later = shift.later(period, reading.calendar) else { return nil }
      result.append(.period(later))
    }
    return result
  }

  /// What is asked for of deals' own fields.
  private static func filters(
    _ definition: ReportDefinition, _ columns: DealColumns, _ reading: DealReading, _ input: ForecastInput
  ) -> [PivotFilter] {
    var filters: [PivotFilter] = []
    func texts(_ field: PivotField, _ wanted: [String]) {
      if !wanted.isEmpty { filters.append(.texts(field, wanted)) }
    }
    let own = definition.filters
    texts(.owner, definition.owners)
    texts(.team, definition.teams)
    texts(.cycle, definition.cycles)
    texts(.forecast, own.forecasts)
    texts(.source, own.sources)
    texts(.competitor, own.competitors)
    if !own.stages.isEmpty {
      let stages = columns.stages.entries.filter { own.stages.contains($0.status) }
      filters.append(.values(.stage, Set(stages.map { .stage(cycle: $0.cycle, status: $0.status) })))
    }
    if !own.accounts.isEmpty {
      let ids = reading.accountNames.filter { own.accounts.contains($0.value) }.keys
      filters.append(.values(.account, Set(ids.map { .record($0) })))
    }
    if !own.products.isEmpty { filters.append(.identities(input.lines.deals(with: Set(own.products)))) }
    if !own.amount.isAll {
      filters.append(.amount(columns.baseCurrency.minorUnits(own.amount)))
    }
    if !own.probability.isAll {
      let least = own.probability.from ?? .zero
      filters.append(.probability(least...max(least, own.probability.to ?? .full)))
    }
    return filters
  }
}

extension Currency {
  /// A range of amounts in minor units: those within both ends.
  fileprivate func minorUnits(_ range: AmountRange) -> ClosedRange<Int64> {
    func scaled(_ value: ExactDecimal, up: Bool) -> Int64 {
      let shift = Int(minorDigits) - Int(value.scale)
      var units = Int128(value.coefficient)
      if shift >= 0 {
        for _ in 0..<shift { units *= 10 }
      } else {
        var divisor: Int128 = 1
        for _ in shift..<0 { divisor *= 10 }
        let (quotient, remainder) = units.quotientAndRemainder(dividingBy: divisor)
        units = quotient + (remainder == 0 ? 0 : up ? (units > 0 ? 1 : 0) : (units < 0 ? -1 : 0))
      }
      return Int64(clamping: units)
    }
    let least = range.from.map { scaled($0, up: true) } ?? -.max
    return least...max(least, range.to.map { scaled($0, up: false) } ?? .max)
  }
}
