public import PipelinePlugins

extension DealColumns {
  /// A forecast report as a table: a column for each grouping, then `count`, `unweighted`, `weighted` and `won`.
  ///
  /// It is about open and won deals that close in the period: open ones by their expected date, won ones by their actual
  /// date. `unweighted` is their amount; `weighted` counts open deals by their weight and won ones in full; `won` is the won
  /// deals' amount alone. Lost deals count nothing. Deals of the category `omitted` are left out and counted as a gap; so are
  /// undated ones where the report has a period. Undated deals of an `omitted` category count as omitted.
  /// - Throws: ``PivotError/tooManyCombinations``.
  public func forecast(
    _ definition: ReportDefinition, _ reading: DealReading, where filters: [PivotFilter] = [], tasks: Int = 1
  ) async throws -> ReportDocument {
    let range = definition.period.range(reading.calendar, today: reading.today)
    var scope: [PivotFilter] = filters + [.outcome(.open, .won)]
    if !definition.owners.isEmpty { scope.append(.texts(.owner, definition.owners)) }
    if !definition.cycles.isEmpty { scope.append(.texts(.cycle, definition.cycles)) }
    let counted = ForecastCategory.allCases.filter { $0 != .omitted }.map(\.rawValue)
    let kept = scope + [.texts(.category, counted)]
    let dated = range.map { [PivotFilter.closing($0, undated: false)] } ?? []
    let fields = definition.groupBy.map(\.field)
    let query = PivotQuery(fields + (fields.contains(.outcome) ? [] : [.outcome]), where: kept + dated)
    let pivot = try await pivot(query, reading, tasks: tasks)
    let omitted = try count(
      reading,
      where: scope + [.texts(.category, [ForecastCategory.omitted.rawValue])]
        + (range.map { [.closing($0, undated: true)] } ?? []))
    let undated = range == nil ? 0 : try count(reading, where: kept + [.values(.closeDay, [.none])])
    var gaps = pivot.gaps
    if omitted > 0 { gaps.append(ReportGap(reason: "omitted", count: Int64(omitted))) }
    if undated > 0 { gaps.append(ReportGap(reason: "undated", count: Int64(undated))) }
    return ReportDocument(
      name: definition.name, title: definition.title, period: range.flatMap(Self.inclusive), today: reading.today,
      groupedBy: definition.groupBy.map(\.rawValue), notes: gaps.map(\.note), gaps: gaps,
      table: ForecastTable(definition.groupBy, reading, baseCurrency, pivot).table)
  }

  private static func inclusive(_ range: Range<CivilDate>) -> ClosedRange<CivilDate>? {
    guard let last = range.upperBound.adding(days: -1), last >= range.lowerBound else { return nil }
    return range.lowerBound...last
  }
}

/// Lays a pivot by some fields and the outcome out as a table.
private struct ForecastTable {
  let groupings: [ReportGrouping]
  let reading: DealReading
  let currency: Currency
  let pivot: DealPivot

  init(_ groupings: [ReportGrouping], _ reading: DealReading, _ currency: Currency, _ pivot: DealPivot) {
    self.groupings = groupings
    self.reading = reading
    self.currency = currency
    self.pivot = pivot
  }

  /// The groups differ in their outcome last, so that those of one row follow one another.
  var table: ReportTable {
    var rows: [(values: [PivotValue], all: DealFigures, won: Int128)] = []
    var total: (all: DealFigures, won: Int128) = (DealFigures(), 0)
    for group in pivot.groups {
      let values = Array(group.values.prefix(groupings.count))
      let won = group.values.last == .text(Outcome.won.rawValue) ? group.figures.unweighted : 0
      if rows.last?.values != values { rows.append((values, DealFigures(), 0)) }
      rows[rows.count - 1].all += group.figures
      rows[rows.count - 1].won += won
      total.all += group.figures
      total.won += won
    }
    return ReportTable(
      columns: groupings.map { ReportColumn($0.rawValue, $0.header, .text) } + figureColumns,
      rows: rows.map { row in row.values.map { cell($0) } + figures(row.all, row.won) },
      total: groupings.map { _ in .null } + figures(total.all, total.won))
  }

  private var figureColumns: [ReportColumn] {
    [
      ReportColumn("count", ["Deals", "Affaires"], .count),
      ReportColumn("unweighted", ["Unweighted", "Non pondéré"], .money(currency)),
      ReportColumn("weighted", ["Weighted", "Pondéré"], .money(currency)),
      ReportColumn("won", ["Won", "Gagné"], .money(currency)),
    ]
  }

  private func figures(_ figures: DealFigures, _ won: Int128) -> [ReportCell] {
    [.count(Int64(figures.count)), .money(figures.unweighted), .money(figures.weighted), .money(won)]
  }

  private func cell(_ value: PivotValue) -> ReportCell {
    switch value {
    case .none: .null
    case .text(let text): .text(text)
    case .stage(_, let status): .text(status)
    case .number(let number): .text("\(number)")
    case .record(let id): .text(reading.accountNames[id] ?? "\(id)")
    case .day(let day): .text("\(day)")
    case .period(let period): .text(period.label)
    }
  }
}

extension ReportGrouping {
  /// The header of its column.
  fileprivate var header: LocalizedText {
    switch self {
    case .owner: ["Owner", "Responsable"]
    case .team: ["Team", "Équipe"]
    case .product: ["Product", "Produit"]
    case .forecast: ["Forecast", "Prévision"]
    case .category: ["Category", "Catégorie"]
    case .stage: ["Stage", "Étape"]
    case .cycle: ["Sales cycle", "Cycle de vente"]
    case .month: ["Month", "Mois"]
    case .quarter: ["Quarter", "Trimestre"]
    case .fiscalYear: ["Fiscal year", "Exercice"]
    case .source: ["Source", "Origine"]
    case .competitor: ["Competitor", "Concurrent"]
    case .account: ["Account", "Compte"]
    case .currency: ["Currency", "Devise"]
    }
  }
}
