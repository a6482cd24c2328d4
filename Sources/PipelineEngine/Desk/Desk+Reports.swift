public import PipelineAnalytics
public import PipelinePlugins

/// Which deals a dashboard is about.
public struct ReportScope: Hashable, Sendable {
  /// Only these salespeople's; empty for everybody's.
  public var owners: [String]
  /// Only deals that close on these days; undated ones then do not count. `nil` for all.
  public var closing: ClosedRange<CivilDate>?
  /// The day taken for today; `nil` for the clock's, or the day of ``asOf``.
  public var today: CivilDate?
  /// The moment whose pipeline is shown, by the instants at which changes took effect; `nil` for the present.
  /// ``Pipeline/endOfDay(_:)`` makes one of a day.
  public var asOf: Instant?
  /// The moment up to which the journal is believed: changes made known later do not count, whenever they took effect. `nil`
  /// for all of it.
  public var knownAt: Instant?

  /// A scope; by default all deals, today.
  public init(
    owners: [String] = [], closing: ClosedRange<CivilDate>? = nil, today: CivilDate? = nil, asOf: Instant? = nil,
    knownAt: Instant? = nil
  ) {
    self.owners = owners
    self.closing = closing
    self.today = today
    self.asOf = asOf
    self.knownAt = knownAt
  }

  var filters: [PivotFilter] {
    var filters: [PivotFilter] = []
    if !owners.isEmpty { filters.append(.texts(.owner, owners)) }
    if let closing {
      // The last day there is has no next one: it is then left out, which no deal will notice.
      let end = closing.upperBound.adding(days: 1) ?? closing.upperBound
      filters.append(.closing(closing.lowerBound..<end, undated: false))
    }
    return filters
  }
}

extension Desk {
  /// Open deals by stage: how many, and what they are worth.
  public func funnel(_ scope: ReportScope = ReportScope()) async throws -> FunnelReport {
    let outlook = try await outlook(scope)
    var funnel = try await outlook.columns.funnel(outlook.reading, where: outlook.filters)
    funnel.gaps += outlook.unknown
    return funnel
  }

  /// Won and open deals by salesperson and period; by default the periods that the dashboard is configured with.
  public func salesGrid(
    by grain: PeriodGrain? = nil, _ scope: ReportScope = ReportScope()
  ) async throws -> SalesGrid {
    let grain = grain ?? (pipeline.setup.dashboard.period == .month ? .month : .quarter)
    let outlook = try await outlook(scope)
    var grid = try await outlook.columns.salesGrid(outlook.reading, by: grain, where: outlook.filters)
    grid.gaps += outlook.unknown
    return grid
  }

  /// A report of the configuration, or one that was saved, by its name.
  /// - Throws: ``NotFound`` where the acting person sees no report of the name.
  public func forecast(_ name: String, today: CivilDate? = nil) async throws -> ReportDocument {
    try await reports.run(name, today: today)
  }

  /// A report by a definition of your own.
  public func forecast(_ definition: ReportDefinition, today: CivilDate? = nil) async throws -> ReportDocument {
    try await forecast(definition, ReportScope(today: today))
  }

  /// A report by a definition of your own, at the moment and about the deals that a scope says. A moment that the scope names
  /// comes before the definition's own.
  public func forecast(_ definition: ReportDefinition, _ scope: ReportScope) async throws -> ReportDocument {
    let (outlook, input) = try await material(definition, scope)
    var document = try await outlook.columns.forecast(definition, outlook.reading, input)
    document.language = pipeline.setup.language
    complete(&document, outlook)
    return document
  }

  /// All that a report is made from.
  func material(_ definition: ReportDefinition, _ scope: ReportScope) async throws -> (Outlook, ForecastInput) {
    var scope = scope
    if scope.asOf == nil { scope.asOf = definition.asOf.map(pipeline.endOfDay) }
    var outlook = try await outlook(scope)
    if definition.needsTeams { outlook.reading.teams = try await pipeline.teams() }
    if definition.needsAccountNames { outlook.reading.accountNames = try await accountNames(outlook) }
    var input = ForecastInput(filters: outlook.filters)
    if definition.needsLines { input.lines = try await lines(outlook) }
    if definition.needsTargets { input.targets = try await targets(outlook) }
    return (outlook, input)
  }

  /// A stage's deals with what they are worth, by close date, a page at a time: those behind a funnel's figure.
  ///
  /// - Parameter stage: The key of a status that a sales cycle has, an open or a closed one.
  /// - Throws: ``NotFound`` where no sales cycle has it.
  public func deals(
    inStage stage: String, _ scope: ReportScope = ReportScope(), offset: Int = 0, limit: Int = .max
  ) async throws -> Page<StageDeal> {
    let outlook = try await outlook(scope)
    let columns = outlook.columns
    // A status that no sales cycle has any more is known by its deals: to those who see one of them.
    let known = try columns.stages.entries.filter { entry in
      guard entry.stage == nil, outlook.gate.sees != .all else { return !entry.status.isEmpty }
      let filters = [PivotFilter.values(.stage, [.stage(cycle: entry.cycle, status: entry.status)])]
      return try columns.count(outlook.reading, where: filters + outlook.gate.filters) > 0
    }
    guard known.contains(where: { $0.status == stage }) else {
      throw NotFound(kind: "stage", key: stage, known: known.map(\.status))
    }
    return try await deals(outlook, where: columns.stages.filter(stage), offset: offset, limit: limit)
  }

  /// The deals behind a figure, by close date, a page at a time.
  func deals(
    _ outlook: Outlook, where filters: PivotFilter..., offset: Int = 0, limit: Int
  ) async throws -> Page<StageDeal> {
    try await page(
      outlook.columns.deals(outlook.reading, where: filters + outlook.filters, offset: offset, limit: limit), outlook,
      offset: offset)
  }

  /// Listed deals with their records.
  func page(_ listing: DealListing, _ outlook: Outlook, offset: Int) async throws -> Page<StageDeal> {
    let deals = try await deals(listing.rows.map(\.id), outlook)
    let names = try await accountNames(outlook)
    let items = listing.rows.compactMap { row -> StageDeal? in
      guard let deal = deals[row.id], outlook.gate.sees(deal.body) else { return nil }
      return StageDeal(
        deal: deal, accountName: names[deal.body.account] ?? "", closeDate: row.closeDate,
        probability: row.probability, unweighted: row.amount.map { Int128($0) }, weighted: row.weighted)
    }
    let end = offset + listing.rows.count
    return Page(items: items, total: listing.totalCount, next: end < listing.totalCount ? end : nil)
  }
}

/// A deal of a stage as reports value it.
public struct StageDeal: Sendable {
  /// The deal.
  public let deal: Opportunity
  /// Its account's name.
  public let accountName: String
  /// Its close date: the actual one of a closed deal, else the expected one; `nil` where it has none.
  public let closeDate: CivilDate?
  /// How likely it is, after rules that are evaluated on reading.
  public let probability: BasisPoints
  /// Its value in the base currency's minor units; `nil` where it cannot be priced.
  public let unweighted: Int128?
  /// Its weighted value in the base currency's minor units, rounded half-even; `nil` where it cannot be priced.
  public let weighted: Int128?
}
