package import PipelinePlugins

extension DealColumns {
  /// The deals behind a figure of a report, a page of them, by close date: those that the report counts for it, as it values
  /// them.
  ///
  /// Every row that the report shows has its figures, also one that only a comparison or a target makes. A report that is grouped by
  /// product shows each product's part of a deal; the figures beside it are the deals' own.
  /// - Throws: ``FigureError`` where the report has no such figure, ``PivotError``.
  package func sources(
    of cell: FigureCell, in definition: ReportDefinition, _ reading: DealReading,
    _ input: ForecastInput = ForecastInput(),
    offset: Int = 0, limit: Int = .max
  ) async throws -> FigureSources {
    let measure = try definition.measure(of: cell)
    let made = try await ReportMaking(self, definition, reading, input)
    return try await FigureReading(cell: cell, measure: measure, made: made).sources(offset: offset, limit: limit)
  }
}

extension ReportDefinition {
  /// The measure that a cell is of.
  fileprivate func measure(of cell: FigureCell) throws -> ReportMeasure {
    // There are deals behind these; behind a target, a call or a rank there are none.
    let known = measures.filter { !$0.needsTargets && !$0.needsCalls && $0.formula != .rank }
    let compared = compare == .target || compare == nil ? nil : comparedMeasure
    let measure = cell.measure ?? (cell.isEarlier ? compared : nil) ?? known.first ?? measures.first ?? .count
    guard known.contains(measure) else {
      throw FigureError.notMeasured(measure, known: known.map(\.rawValue))
    }
    guard !cell.isEarlier || measure == compared else {
      throw FigureError.notCompared(measure, known: compared.map { [$0.rawValue] } ?? [])
    }
    if let unknown = cell.values.keys.filter({ !groupBy.contains($0) }).min(by: { $0.rawValue < $1.rawValue }) {
      throw FigureError.notGrouped(unknown, known: groupBy.map(\.rawValue))
    }
    return measure
  }
}

/// Finds a cell in a report, and the deals behind it.
private struct FigureReading {
  let cell: FigureCell
  let measure: ReportMeasure
  let made: ReportMaking

  private var scope: ForecastScope { made.scope }
  private var shift: ReportShift? { cell.isEarlier ? scope.shift : nil }
  private var columns: DealColumns {
    cell.values[.product] == nil ? made.deals.whole : made.deals.parts ?? made.deals.whole
  }

  func sources(offset: Int, limit: Int) async throws -> FigureSources {
    let found = try find()
    let range =
      shift.flatMap { shift in scope.range.flatMap { shift.earlier($0, scope.reading.calendar) } } ?? scope.range
    var filters = made.deals.filters(range)
    for (dimension, values) in shown + found.values { filters += try await filter(dimension, values, filters) }
    let figures = try await made.deals.gather(columns, [], filters, 1).groups.figures.first ?? ReportFigures()
    filters += ofSubject()
    let asked = try await columns.pivot(PivotQuery([], where: filters), scope.reading)
    let base = scope.columns.baseCurrency
    return FigureSources(
      measure: measure, value: scope.cells.cell(measure, figures, stated: .none), kind: measure.kind(base),
      label: LocalizedText(
        FigurePhrase.cell,
        [
          "row": .labels(found.labels.isEmpty ? [LocalizedText(ColumnPhrase.total)] : found.labels),
          "measure": .label(header),
        ]), figures: asked.total,
      listing: try columns.deals(scope.reading, where: filters, offset: offset, limit: limit), gaps: asked.gaps,
      rates: asked.rates)
  }

  /// The groups that a report with a limit shows: its totals are theirs.
  private var shown: [(DealDimension, Set<PivotValue>)] {
    guard made.tree.isCut, let first = scope.definition.groupBy.first, cell.values[first] == nil else { return [] }
    return [(first, Set(made.tree.root.children.compactMap(\.path.first)))]
  }

  private var header: LocalizedText { cell.isEarlier ? scope.earlierHeader(measure) : measure.header }

  /// The values of the report's rows that are meant, looked for level by level: each among those within the ones before it.
  private func find() throws -> (values: [(DealDimension, Set<PivotValue>)], labels: [LocalizedText]) {
    var nodes = [made.tree.root]
    var values: [(DealDimension, Set<PivotValue>)] = []
    var labels: [LocalizedText] = []
    for (level, grouping) in scope.definition.groupBy.enumerated() {
      nodes = nodes.flatMap(\.children)
      guard let text = cell.values[grouping] else { continue }
      let fields = DealFields(scope.columns, scope.reading)
      let cells = fields.ordered(grouping, Set(nodes.map { $0.path[level] })).map { ($0, scope.cell(grouping, $0)) }
      // Names are stored without blanks around them; what an older file holds is found as it is.
      let name = text.normalName { $0 }
      let named =
        [
          cells.filter { $0.1.key == text }, cells.filter { $0.0.status == text },
          cells.filter { $0.1.isCalled(text) }, cells.filter { $0.1.key == name || $0.0.status == name },
          cells.filter { $0.1.isCalled(name) },
        ].first { !$0.isEmpty } ?? []
      guard let first = named.first else {
        throw FigureError.noSuchValue(grouping, text, known: cells.map(\.1.key))
      }
      let wanted = Set(named.map(\.0))
      nodes = nodes.filter { wanted.contains($0.path[level]) }
      values.append((grouping, wanted))
      labels.append(first.1.text)
    }
    return (values, labels)
  }

  /// A filter for the values of a grouping; of the period that is compared with, those that are compared to them.
  private func filter(
    _ dimension: DealDimension, _ values: Set<PivotValue>, _ filters: [PivotFilter]
  ) async throws -> [PivotFilter] {
    guard let shift, let place = scope.definition.groupBy.firstIndex(of: dimension) else {
      return [.values(dimension, values)]
    }
    let field = scope.fields(shifted: shift)[place]
    guard field != dimension || scope.isDated(dimension) else {
      return [.values(dimension, values)]
    }
    let groups = try await columns.pivot(PivotQuery([field], where: filters), scope.reading).groups.map(\.values[0])
    return [.values(field, Set(groups.filter { values.contains(scope.later($0, dimension, shift)) }))]
  }

  /// Filters for the deals that the measure is about.
  private func ofSubject() -> [PivotFilter] {
    let subject = scope.cells.resolved(measure.formula.subject)
    let outcomes = PivotFilter.values(.outcome, Set(subject.outcomes.map { .text($0.rawValue) }))
    // A figure of only some deals, such as those that are overdue, is made of those.
    let some = measure.formula.quantityOfSome.map { [PivotFilter.known($0)] } ?? []
    guard scope.leavesOutOmitted, subject.contains(.kept) != subject.contains(.omitted) else {
      return [outcomes] + some
    }
    // What the forecast omits is left out of open deals alone: no column holds both.
    let fields = DealFields(columns, scope.reading)
    let (stage, forecast) = (columns[.stage], columns[.forecast])
    let kept = columns.ids.indices.filter { row in
      let kind = DealSubject(
        outcome: fields.value(.outcome, Int(stage[row])), omission: fields.value(.omission, Int(forecast[row])))
      return subject.contains(kind)
    }
    return [outcomes] + some + [.identities(Set(kept.map { columns.ids[$0] }))]
  }
}

extension PivotValue {
  /// The status's key, of a stage.
  fileprivate var status: String? { if case .stage(_, let status) = self { status } else { nil } }
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
