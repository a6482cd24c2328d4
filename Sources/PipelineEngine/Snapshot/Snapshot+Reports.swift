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

  /// The data of a report besides the columns of deals.
  /// - Throws: ``UnknownName`` for a name in a filter or a grouping that does not exist.
  func material(
    _ definition: ReportDefinition, _ scope: ReportScope
  ) async throws -> ReportMaterial {
    var reading = try await reading(for: definition.extent)
    if definition.needsAccountAttributes { reading.accountAttributes = try await accountAttributes() }
    // The report creates its own column filters.
    try await checkNames(of: definition, reading)
    if definition.datedBy == .entered { return try await stayMaterial(definition, scope, reading) }
    var input = ForecastInput(filters: try await filters(scope))
    input.filters += try await beyondColumns(definition.filters)
    if definition.needsLines { input.lines = try await lines() }
    let isAbout = holders(of: scope, reading)
    if definition.needsTargets { input.targets = try await targets().filter { isAbout($0.holder) } }
    if definition.needsCalls { addCalls(to: &input, isAbout) }
    if definition.hasDealRows { try await chooseDeals(definition, &reading, &input) }
    return ReportMaterial(columns: columns, definition: definition, reading: reading, input: input)
  }

  /// Checks the names in the filters and groupings of a report.
  /// - Throws: ``UnknownName``.
  func checkNames(of definition: ReportDefinition, _ reading: DealReading) async throws {
    let wanted = definition.groupBy.compactMap(\.accountAttribute)
    if !wanted.isEmpty {
      let attributes = reading.accountAttributes.isEmpty ? try await accountAttributes() : reading.accountAttributes
      let known = Set(attributes.values.flatMap(\.keys)).sorted()
      if let unknown = wanted.first(where: { !known.contains($0) }) {
        throw UnknownName(.nounAttribute, unknown, known: known)
      }
    }
    try await checkNames(definition.filters)
  }

  /// The data of a report of stays in stages. What deals must be is asked of the deals; their sales cycles and stages are those of
  /// the stays.
  private func stayMaterial(
    _ definition: ReportDefinition, _ scope: ReportScope, _ reading: DealReading
  ) async throws -> ReportMaterial {
    let (ofDeals, ofStays) = (definition.filters.ofDeals, definition.filters.ofStays)
    var own = scope
    (own.cycles, own.filter) = ([], scope.filter.ofDeals)
    var conditions = try await filters(own) + beyondColumns(ofDeals)
    let lines = ofDeals.products.isEmpty ? DealLines() : try await lines()
    let stays = try await dealStays()
    conditions += ofDeals.pivotFilters(stays.columns, reading, lines)
    var asked = ofStays
    asked.cycles += scope.cycles + scope.filter.cycles
    asked.stages += scope.filter.stages
    try await checkNames(asked)
    asked = asked.withStoredNames
    let range = definition.period.range(reading.calendar, today: reading.today)
    let rows = stays.rows(reading, where: conditions, cycles: Set(asked.cycles), days: range)
    var material = ReportMaterial(
      columns: rows.columns, definition: definition, reading: reading, input: ForecastInput())
    material.reading.stays = rows.rows
    material.definition.filters = ofStays
    // Those of the scope are further conditions.
    material.input.filters = scope.filter.ofStays.withStoredNames.pivotFilters(rows.columns, reading, lines)
    if !scope.cycles.isEmpty { material.input.filters.append(.texts(.cycle, scope.cycles.map(StoredText.name))) }
    material.input.unknownEntries = rows.unknown
    return material
  }

  /// Whether what was stated for a salesperson or a team is within a scope: for a scope with salespeople only theirs, for one with
  /// teams theirs and their people's.
  private func holders(of scope: ReportScope, _ reading: DealReading) -> (SalesTarget.Holder) -> Bool {
    let owners = Set((scope.owners + scope.filter.owners).map(StoredText.name))
    let teams = Set(scope.filter.teams.map(StoredText.name))
    return { holder in
      switch holder {
      case .owner(let name):
        (owners.isEmpty || owners.contains(name)) && (teams.isEmpty || reading.teams[name].map(teams.contains) ?? false)
      case .team(let name): owners.isEmpty && (teams.isEmpty || teams.contains(name))
      }
    }
  }

  /// Adds the forecast calls in the base currency, and the number of others.
  private func addCalls(to input: inout ForecastInput, _ isAbout: (SalesTarget.Holder) -> Bool) {
    for call in calls where isAbout(.owner(call.person)) {
      guard let days = call.days, let amount = call.adjusted else { continue }
      guard amount.currency == setup.baseCurrency, let end = days.upperBound.adding(days: 1) else {
        input.foreignCalls += 1
        continue
      }
      input.calls.append(
        StatedCall(
          person: call.person, range: days.lowerBound..<end, call: call.amount?.minorUnits,
          adjustment: call.adjustment?.minorUnits))
    }
  }

  /// Chooses the deals that are the rows of a report by deal, and reads their names.
  private func chooseDeals(
    _ definition: ReportDefinition, _ reading: inout DealReading, _ input: inout ForecastInput
  ) async throws {
    let first = try columns.firstDeals(definition, reading, input)
    reading.deals = first.ids
    reading.dealNames = try await deals(first.ids).mapValues(\.name)
    input.filters.append(.identities(Set(first.ids)))
    input.furtherDeals = first.total - first.ids.count
  }

  /// Returns a page of the deals of a stage with their values, by close date: the deals behind a figure of the funnel.
  ///
  /// - Parameter stage: The key of an open or closed stage; `cycle/stage` if several sales cycles have it, unless the
  ///   scope selects one of them.
  /// - Throws: ``NotFound`` if no sales cycle has the stage, ``AmbiguousStage`` if several do.
  public func deals(
    inStage stage: String, _ scope: ReportScope = ReportScope(), offset: Int = 0, limit: Int = .max
  ) async throws -> Page<StageDeal> {
    try await desk.telemetry.question(.list) {
      let own = try await filters(scope)
      let entry = try self.stage(stage, scope)
      let listing = try columns.deals(
        reading, where: [columns.stages.filter(entry.status, cycle: entry.cycle)] + own, offset: offset, limit: limit)
      return try await page(listing, offset: offset)
    }
  }

  /// The stage with a key within the sales cycles of a scope. Deals of several cycles never mix.
  func stage(_ key: String, _ scope: ReportScope) throws -> StageTable.Entry {
    let cycles = Set((scope.cycles + scope.filter.cycles).flatMap { [$0, StoredText.name($0)] })
    // A removed stage is accepted if a visible deal is in it.
    let known = try columns.stages.entries.filter { entry in
      guard cycles.isEmpty || cycles.contains(entry.cycle) else { return false }
      guard entry.stage == nil, permissions.sees != .all else { return !entry.status.isEmpty }
      let filters = [PivotFilter.values(.stage, [.stage(cycle: entry.cycle, status: entry.status)])]
      return try columns.count(reading, where: filters + permissions.filters) > 0
    }
    let names = [key, StoredText.name(key)]
    let named = known.filter { names.contains($0.status) || names.contains($0.qualifiedStatus) }
    guard let first = named.first else {
      let several = Set(known.map(\.cycle)).count > 1
      throw NotFound(kind: "stage", key: key, known: known.map { several ? $0.qualifiedStatus : $0.status })
    }
    guard named.count == 1 else { throw AmbiguousStage(key: key, candidates: named.map(\.qualifiedStatus)) }
    return first
  }
}

/// What a report is computed from.
struct ReportMaterial {
  /// The deals, or the stays in stages.
  var columns: DealColumns
  var definition: ReportDefinition
  var reading: DealReading
  var input: ForecastInput
}

extension DealFilter {
  /// The conditions on deals.
  fileprivate var ofDeals: DealFilter {
    var filter = self
    (filter.cycles, filter.stages) = ([], [])
    return filter
  }

  /// The conditions on stays in stages.
  fileprivate var ofStays: DealFilter {
    var filter = DealFilter()
    (filter.cycles, filter.stages) = (cycles, stages)
    return filter
  }
}

/// Several sales cycles have a stage with the key.
public struct AmbiguousStage: ExplainedError, Hashable {
  /// The key.
  public let key: String
  /// The stages in the form `cycle/stage`.
  public let candidates: [String]

  /// One line for people, with what to do.
  public var explanation: LocalizedText {
    LocalizedText(ErrorPhrase.ambiguousStage, ["stage": .text(key.clipped()), "candidates": .list(candidates)])
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
