public import PipelinePlugins

extension DealColumns {
  /// The deals behind a figure of a report, a page of them, by close date: those that the report counts for it, as it values
  /// them.
  ///
  /// A report that is grouped by product shows each product's part of a deal; the figures beside it are the deals' own.
  /// - Throws: ``FigureError`` where the report has no such figure, ``PivotError/tooManyCombinations``.
  public func sources(
    of cell: FigureCell, in definition: ReportDefinition, _ reading: DealReading,
    _ input: ForecastInput = ForecastInput(),
    offset: Int = 0, limit: Int = .max
  ) async throws -> FigureSources {
    let measure = cell.measure ?? definition.measures.first ?? .count
    guard definition.allMeasures.contains(measure) else {
      throw FigureError.notMeasured(measure, known: definition.allMeasures.map(\.rawValue))
    }
    let range = definition.period.range(reading.calendar, today: reading.today)
    let scope = ForecastScope(definition, self, reading, input, range)
    let isDivided = cell.values[.product] != nil
    let source = isDivided ? divided(by: input.lines) : self
    var filters = scope.dated(range)
    var chosen: [LocalizedText] = []
    // In the report's order, so that each value is looked for among those within the ones before it.
    let unknown = cell.values.keys.filter { !definition.groupBy.contains($0) }.sorted { $0.rawValue < $1.rawValue }
    if let unknown = unknown.first {
      throw FigureError.notGrouped(unknown, known: definition.groupBy.map(\.rawValue))
    }
    for grouping in definition.groupBy {
      guard let text = cell.values[grouping] else { continue }
      let groups = try await source.pivot(PivotQuery([grouping.field], where: filters), reading).groups
      let cells = groups.map { (value: $0.values[0], cell: scope.cell(grouping, $0.values[0])) }
      let found = cells.filter { $0.cell.key == text }
      let named = found.isEmpty ? cells.filter { $0.cell.isCalled(text) } : found
      guard !named.isEmpty else {
        throw FigureError.noSuchValue(grouping, text, known: cells.map(\.cell.key))
      }
      filters.append(.values(grouping.field, Set(named.map(\.value))))
      chosen.append(named[0].cell.text)
    }
    let outcomes = measure.outcomes ?? scope.counted
    let pivot = try await source.pivot(PivotQuery([.outcome], where: filters), reading)
    var figures = ReportFigures()
    for group in pivot.groups { figures.add(group.figures, group.values[0]) }
    if measure == .averageCycle {
      let cycles = try await source.cycleLengths.pivot(PivotQuery([], where: filters + [.outcome(.won)]), reading)
      figures.cycleDays = cycles.total.unweighted
      figures.cycleCount = cycles.total.pricedCount
    }
    filters.append(.values(.outcome, Set(outcomes.map { .text($0.rawValue) })))
    let asked = try await source.pivot(PivotQuery([], where: filters), reading)
    return FigureSources(
      measure: measure, value: ReportCells(counted: scope.counted).cell(measure, figures, target: nil),
      kind: measure.kind(baseCurrency),
      label: LocalizedText(
        FigurePhrase.cell,
        [
          "row": .labels(chosen.isEmpty ? [LocalizedText(ColumnPhrase.total)] : chosen),
          "measure": .label(measure.header),
        ]), figures: asked.total,
      listing: try source.deals(reading, where: filters, offset: offset, limit: limit), gaps: asked.gaps,
      rates: asked.rates)
  }
}

extension ReportDefinition {
  /// The measures whose figures deals stand behind.
  fileprivate var allMeasures: [ReportMeasure] { measures.filter { !$0.needsTargets } }
}

extension ReportMeasure {
  /// The outcomes of the deals behind it; `nil` for those that the report counts.
  fileprivate var outcomes: [Outcome]? {
    switch self {
    case .won, .averageDeal, .averageCycle, .attainment: [.won]
    case .lost: [.lost]
    case .winRate, .winRateValue: [.won, .lost]
    case .coverage: [.open, .won]
    case .count, .unweighted, .weighted, .target: nil
    }
  }
}

extension ReportCell {
  /// What a program names it by.
  fileprivate var key: String {
    switch self {
    case .label(let key, _): key
    case .text(let text): text
    default: ""
    }
  }

  /// What people read.
  fileprivate var text: LocalizedText {
    switch self {
    case .label(_, let label): label
    case .text(let text): LocalizedText(text)
    default: LocalizedText(PagePhrase.unnamed)
    }
  }

  /// Whether people call it so, in any language that is built in, or of its own.
  fileprivate func isCalled(_ name: String) -> Bool {
    guard case .label(_, let label) = self else { return false }
    return label.fallback == name || label.byLanguage.values.contains(name)
      || Phrasebook.builtInLanguages.contains { label.text($0) == name }
  }
}
