import PipelineAnalytics
public import PipelinePlugins

extension Snapshot {
  /// Returns the open deals by stage: number, unweighted and weighted value.
  ///
  /// - Parameter scope: The deals. Its moment and day are ignored: those of the snapshot are used.
  /// - Throws: ``UnknownName`` for a name in the scope that does not exist.
  public func funnel(_ scope: ReportScope = ReportScope()) async throws -> FunnelReport {
    var funnel = try await columns.funnel(reading, where: filters(scope))
    funnel.gaps += try await undated(scope, [.open]) + unknown
    return funnel
  }

  /// Returns the won and open deals by salesperson and period.
  /// - Parameter grain: The periods; `nil` for those of the configured dashboard.
  /// - Throws: ``UnknownName`` for a name in the scope that does not exist.
  public func salesGrid(by grain: PeriodGrain? = nil, _ scope: ReportScope = ReportScope()) async throws -> SalesGrid {
    let grain = grain ?? setup.dashboard.period
    var grid = try await columns.salesGrid(reading, by: grain, where: filters(scope))
    grid.gaps += try await undated(scope, [.open, .won]) + unknown
    return grid
  }

  /// The undated deals that the days of a scope leave out.
  private func undated(_ scope: ReportScope, _ outcomes: [Outcome]) async throws -> [ReportGap] {
    guard let all = scope.undated, let days = scope.closing else { return [] }
    let own = try await filters(all) + [.values(.outcome, Set(outcomes.map { .text($0.rawValue) }))]
    let range = days.lowerBound..<(days.upperBound.adding(days: 1) ?? days.upperBound)
    let with = try columns.count(reading, where: own + [.closing(range, undated: true)])
    let count = try with - columns.count(reading, where: own + [.closing(range, undated: false)])
    return count > 0 ? [ReportGap(reason: .undated, count: Int64(count))] : []
  }

  /// Runs a report with the given definition.
  /// - Throws: ``UnknownName`` for a name in the definition that does not exist.
  public func forecast(
    _ definition: ReportDefinition, _ scope: ReportScope = ReportScope()
  ) async throws -> ReportDocument {
    let definition = definition.narrowed(to: scope.filter.outcomes)
    let (reading, input) = try await material(definition, scope)
    var document = try await columns.forecast(definition, reading, input)
    document.language = pipeline.setup.language
    document.parameters = described(document) + definition.filters.parameters + scope.filter.parameters
    complete(&document)
    return document
  }

  /// Runs a report of the configuration or a saved report.
  /// - Throws: ``NotFound`` if the acting user sees no report with the name.
  public func forecast(_ name: String, _ scope: ReportScope = ReportScope()) async throws -> ReportDocument {
    try await forecast(report(name).definition, scope)
  }

  /// Returns the deals behind a figure of a report.
  /// - Throws: ``FigureError`` if the report has no such figure.
  public func explain(
    _ cell: FigureCell, of definition: ReportDefinition, _ scope: ReportScope = ReportScope(), offset: Int = 0,
    limit: Int = .max
  ) async throws -> ExplainedFigure {
    let definition = definition.narrowed(to: scope.filter.outcomes)
    let (reading, input) = try await material(definition, scope)
    let sources = try await columns.sources(
      of: cell, in: definition, reading, input, offset: offset, limit: limit)
    let page = try await page(sources.listing, offset: offset)
    return explained(sources, definition, page)
  }

  /// The data of a report besides the columns of deals.
  /// - Throws: ``UnknownName`` for a name in a filter or a grouping that does not exist.
  func material(
    _ definition: ReportDefinition, _ scope: ReportScope
  ) async throws -> (DealReading, ForecastInput) {
    var reading = reading
    if definition.needsAccountAttributes {
      reading.accountAttributes = try await accountAttributes()
      let known = Set(reading.accountAttributes.values.flatMap(\.keys)).sorted()
      for name in definition.groupBy.compactMap(\.accountAttribute) where !known.contains(name) {
        throw UnknownName(.nounAttribute, name, known: known)
      }
    }
    // The report creates its own column filters.
    try await checkNames(definition.filters)
    var input = ForecastInput(filters: try await filters(scope))
    input.filters += try await beyondColumns(definition.filters)
    if definition.needsLines { input.lines = try await lines() }
    if definition.needsTargets { input.targets = try await targets() }
    return (reading, input)
  }

  /// Returns a page of the deals of a stage with their values, by close date: the deals behind a figure of the funnel.
  ///
  /// - Parameter stage: The key of an open or closed stage.
  /// - Throws: ``NotFound`` if no sales cycle has the stage.
  public func deals(
    inStage stage: String, _ scope: ReportScope = ReportScope(), offset: Int = 0, limit: Int = .max
  ) async throws -> Page<StageDeal> {
    // A removed stage is accepted if a visible deal is in it.
    let known = try columns.stages.entries.filter { entry in
      guard scope.cycles.isEmpty || scope.cycles.contains(entry.cycle) else { return false }
      guard entry.stage == nil, gate.sees != .all else { return !entry.status.isEmpty }
      let filters = [PivotFilter.values(.stage, [.stage(cycle: entry.cycle, status: entry.status)])]
      return try columns.count(reading, where: filters + gate.filters) > 0
    }
    guard known.contains(where: { $0.status == stage }) else {
      throw NotFound(kind: "stage", key: stage, known: known.map(\.status))
    }
    let listing = try await columns.deals(
      reading, where: [columns.stages.filter(stage)] + filters(scope), offset: offset, limit: limit)
    return try await page(listing, offset: offset)
  }
}

extension ReportDefinition {
  /// The report with a filter on outcomes, so that its figures agree with the query.
  func narrowed(to outcomes: [Outcome]) -> ReportDefinition {
    guard !outcomes.isEmpty else { return self }
    var narrowed = self
    let own = filters.outcomes
    narrowed.filters.outcomes = own.isEmpty ? outcomes : own.filter(outcomes.contains)
    return narrowed.filters.outcomes.isEmpty ? self : narrowed
  }
}
