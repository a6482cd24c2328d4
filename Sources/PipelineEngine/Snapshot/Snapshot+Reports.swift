import PipelineAnalytics
public import PipelinePlugins

extension Snapshot {
  /// Returns the open deals by stage: number, unweighted and weighted value.
  ///
  /// - Parameter scope: The deals. Its moment and day are ignored: those of the snapshot are used.
  /// - Throws: ``UnknownName`` for a name in the scope that does not exist.
  public func funnel(_ scope: ReportScope = ReportScope()) async throws -> FunnelReport {
    try await desk.telemetry.question(.funnel) {
      var funnel = try await columns.funnel(reading, where: filters(scope))
      funnel.gaps += try await undated(scope, [.open]) + unknown
      return funnel
    }
  }

  /// Returns the won and open deals by salesperson and period.
  /// - Parameter grain: The periods; `nil` for those of the configured dashboard.
  /// - Throws: ``UnknownName`` for a name in the scope that does not exist.
  public func salesGrid(by grain: PeriodGrain? = nil, _ scope: ReportScope = ReportScope()) async throws -> SalesGrid {
    try await desk.telemetry.question(.salesGrid) {
      let grain = grain ?? setup.dashboard.period
      var grid = try await columns.salesGrid(reading, by: grain, where: filters(scope))
      grid.gaps += try await undated(scope, [.open, .won]) + unknown
      return grid
    }
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
    try await desk.telemetry.question(.forecast) {
      let definition = definition.narrowed(to: scope.filter.outcomes).withStoredNames
      let material = try await material(definition, scope)
      var document = try await material.columns.forecast(material.definition, material.reading, material.input)
      document.language = pipeline.setup.language
      document.parameters = described(document, definition.datedBy) + asked(definition, scope)
      document.receipt?.scope = scope.asked
      try complete(&document, uses: definition.extent.union(scope.extent))
      return document
    }
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
    try await desk.telemetry.question(.figure) {
      let definition = definition.narrowed(to: scope.filter.outcomes).withStoredNames
      let material = try await material(definition, scope)
      let sources = try await material.columns.sources(
        of: cell, in: material.definition, material.reading, material.input, offset: offset, limit: limit)
      let page = try await page(sources.listing, offset: offset)
      return try explained(sources, cell, definition, scope, page)
    }
  }
}

extension ReportDefinition {
  /// The report with the names of its filter in stored form.
  fileprivate var withStoredNames: ReportDefinition {
    var definition = self
    definition.filters = filters.withStoredNames
    return definition
  }

  /// The report with a filter on outcomes, so that its figures agree with the query.
  func narrowed(to outcomes: [Outcome]) -> ReportDefinition {
    guard !outcomes.isEmpty else { return self }
    var narrowed = self
    let own = filters.outcomes
    narrowed.filters.outcomes = own.isEmpty ? outcomes : own.filter(outcomes.contains)
    return narrowed.filters.outcomes.isEmpty ? self : narrowed
  }
}
