public import PipelineAnalytics
public import PipelinePlugins

extension Snapshot {
  /// Open deals by stage: how many, and what they are worth.
  ///
  /// - Parameter scope: Which deals; the moment and the day are the snapshot's own.
  public func funnel(_ scope: ReportScope = ReportScope()) async throws -> FunnelReport {
    var funnel = try await columns.funnel(reading, where: filters(scope))
    funnel.gaps += try await undated(scope, [.open]) + unknown
    return funnel
  }

  /// Won and open deals by salesperson and period; by default the periods that the dashboard is configured with.
  public func salesGrid(by grain: PeriodGrain? = nil, _ scope: ReportScope = ReportScope()) async throws -> SalesGrid {
    let grain = grain ?? setup.dashboard.period
    var grid = try await columns.salesGrid(reading, by: grain, where: filters(scope))
    grid.gaps += try await undated(scope, [.open, .won]) + unknown
    return grid
  }

  /// The deals without a close date that a scope's days leave out.
  private func undated(_ scope: ReportScope, _ outcomes: [Outcome]) async throws -> [ReportGap] {
    guard let all = scope.undated, let days = scope.closing else { return [] }
    let own = try await filters(all) + [.values(.outcome, Set(outcomes.map { .text($0.rawValue) }))]
    let range = days.lowerBound..<(days.upperBound.adding(days: 1) ?? days.upperBound)
    let with = try columns.count(reading, where: own + [.closing(range, undated: true)])
    let count = try with - columns.count(reading, where: own + [.closing(range, undated: false)])
    return count > 0 ? [ReportGap(reason: .undated, count: Int64(count))] : []
  }

  /// A report by a definition.
  public func forecast(
    _ definition: ReportDefinition, _ scope: ReportScope = ReportScope()
  ) async throws -> ReportDocument {
    let definition = definition.narrowed(to: scope.filter.outcomes)
    let (reading, input) = try await material(definition, scope)
    var document = try await columns.forecast(definition, reading, input)
    document.language = pipeline.setup.language
    document.parameters = described(document) + asked(definition, scope)
    try complete(&document, uses: definition.extent.union(scope.extent))
    return document
  }

  /// A report of the configuration, or one that was saved, by its name.
  /// - Throws: ``NotFound`` where the acting person sees no report of the name.
  public func forecast(_ name: String, _ scope: ReportScope = ReportScope()) async throws -> ReportDocument {
    try await forecast(report(name).definition, scope)
  }

  /// Why a report shows a figure: the deals behind it.
  /// - Throws: ``FigureError`` where the report has no such figure.
  public func explain(
    _ cell: FigureCell, of definition: ReportDefinition, _ scope: ReportScope = ReportScope(), offset: Int = 0,
    limit: Int = .max
  ) async throws -> ExplainedFigure {
    let definition = definition.narrowed(to: scope.filter.outcomes)
    let (reading, input) = try await material(definition, scope)
    let sources = try await columns.sources(
      of: cell, in: definition, reading, input, offset: offset, limit: limit)
    let page = try await page(sources.listing, offset: offset)
    return try explained(sources, cell, definition, scope, page)
  }

  /// What a report is made from beside the deals.
  /// - Throws: ``UnknownName`` where a filter or a grouping names what there is not.
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
    // The report makes filters of its own of what the columns hold.
    try await checkNames(definition.filters)
    var input = ForecastInput(filters: try await filters(scope))
    input.filters += try await beyondColumns(definition.filters)
    if definition.needsLines { input.lines = try await lines() }
    if definition.needsTargets { input.targets = try await targets() }
    return (reading, input)
  }

  /// A stage's deals with what they are worth, by close date, a page at a time: those behind a funnel's figure.
  ///
  /// - Parameter stage: The key of a status that a sales cycle has, an open or a closed one; `cycle/status` where several cycles
  ///   have it, unless the scope names one of them.
  /// - Throws: ``NotFound`` where no sales cycle has it, ``AmbiguousStage`` where several do.
  public func deals(
    inStage stage: String, _ scope: ReportScope = ReportScope(), offset: Int = 0, limit: Int = .max
  ) async throws -> Page<StageDeal> {
    let entry = try self.stage(stage, scope)
    let listing = try await columns.deals(
      reading, where: [columns.stages.filter(entry.status, cycle: entry.cycle)] + filters(scope), offset: offset,
      limit: limit)
    return try await page(listing, offset: offset)
  }

  /// The stage that a key names within the sales cycles of a scope. Deals of several cycles never mix.
  func stage(_ key: String, _ scope: ReportScope) throws -> StageTable.Entry {
    let cycles = scope.cycles + scope.filter.cycles
    // A status that no sales cycle has any more is known by its deals: to those who see one of them.
    let known = try columns.stages.entries.filter { entry in
      guard cycles.isEmpty || cycles.contains(entry.cycle) else { return false }
      guard entry.stage == nil, gate.sees != .all else { return !entry.status.isEmpty }
      let filters = [PivotFilter.values(.stage, [.stage(cycle: entry.cycle, status: entry.status)])]
      return try columns.count(reading, where: filters + gate.filters) > 0
    }
    let named = known.filter { $0.status == key || $0.qualifiedStatus == key }
    guard let first = named.first else {
      let several = Set(known.map(\.cycle)).count > 1
      throw NotFound(kind: "stage", key: key, known: known.map { several ? $0.qualifiedStatus : $0.status })
    }
    guard named.count == 1 else { throw AmbiguousStage(key: key, candidates: named.map(\.qualifiedStatus)) }
    return first
  }
}

/// Several sales cycles have a stage of that key.
public struct AmbiguousStage: ExplainedError, Hashable {
  /// The key.
  public let key: String
  /// The stages with their cycles in front, which tells them apart.
  public let candidates: [String]

  /// One line that a person can act on.
  public var explanation: LocalizedText {
    LocalizedText(ErrorPhrase.ambiguousStage, ["stage": .text(key.clipped()), "candidates": .list(candidates)])
  }
}

extension ReportDefinition {
  /// The report about some of its outcomes; what a question narrows, its figures must agree with.
  func narrowed(to outcomes: [Outcome]) -> ReportDefinition {
    guard !outcomes.isEmpty else { return self }
    var narrowed = self
    let own = filters.outcomes
    narrowed.filters.outcomes = own.isEmpty ? outcomes : own.filter(outcomes.contains)
    return narrowed.filters.outcomes.isEmpty ? self : narrowed
  }
}
