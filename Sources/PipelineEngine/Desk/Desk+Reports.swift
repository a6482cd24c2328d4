public import PipelineAnalytics
public import PipelinePlugins

/// Which deals a dashboard is about.
public struct ReportScope: Hashable, Sendable {
  /// What deals must be beside that.
  public var filter = DealFilter()
  /// Only these salespeople's; empty for everybody's.
  public var owners: [String]
  /// Only deals of these sales cycles, by key; empty for all.
  public var cycles: [String] = []
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

  /// What its days ask for; names and the rest are looked for by ``Snapshot/scoped(_:)``.
  var filters: [PivotFilter] {
    var filters: [PivotFilter] = []
    if let closing {
      // The last day there is has no next one: it is then left out, which no deal will notice.
      let end = closing.upperBound.adding(days: 1) ?? closing.upperBound
      filters.append(.closing(closing.lowerBound..<end, undated: false))
    }
    return filters
  }
}

extension ReportScope {
  /// What it says beside the moment, in canonical form.
  var definition: [CanonicalValue.Member] {
    [
      CanonicalValue.Member("owners", .list(owners.map { .text($0) })),
      CanonicalValue.Member("cycles", .list(cycles.map { .text($0) })),
      CanonicalValue.Member("closing", closing.map { .text("\($0.lowerBound) – \($0.upperBound)") } ?? .null),
    ] + (filter.isAll ? [] : [CanonicalValue.Member("filters", filter.canonical)])
  }

  /// The same without its days, and about deals without a close date alone.
  var undated: ReportScope? {
    guard closing != nil else { return nil }
    var scope = self
    scope.closing = nil
    return scope
  }
}

extension Desk {
  /// Open deals by stage: how many, and what they are worth.
  public func funnel(_ scope: ReportScope = ReportScope()) async throws -> FunnelReport {
    try await snapshot(scope).funnel(scope)
  }

  /// Won and open deals by salesperson and period; by default the periods that the dashboard is configured with.
  public func salesGrid(
    by grain: PeriodGrain? = nil, _ scope: ReportScope = ReportScope()
  ) async throws -> SalesGrid {
    try await snapshot(scope).salesGrid(by: grain, scope)
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
    try await snapshot(for: definition, scope).forecast(definition, scope)
  }

  /// The pipeline at the moment that a scope or a definition names, with what the report needs.
  func snapshot(for definition: ReportDefinition, _ scope: ReportScope) async throws -> Snapshot {
    var scope = scope
    if scope.asOf == nil { scope.asOf = definition.asOf.map(pipeline.endOfDay) }
    return try await snapshot(scope, definition.extent)
  }

  /// A stage's deals with what they are worth, by close date, a page at a time: those behind a funnel's figure.
  ///
  /// - Parameter stage: The key of a status that a sales cycle has, an open or a closed one; `cycle/status` where several cycles
  ///   have it, unless the scope's ``ReportScope/cycles`` name one of them.
  /// - Throws: ``NotFound`` where no sales cycle has it, ``AmbiguousStage`` where several do.
  public func deals(
    inStage stage: String, _ scope: ReportScope = ReportScope(), offset: Int = 0, limit: Int = .max
  ) async throws -> Page<StageDeal> {
    try await snapshot(scope, .accounts).deals(inStage: stage, scope, offset: offset, limit: limit)
  }
}

extension ReportDefinition {
  /// What a snapshot must hold for it.
  var extent: Snapshot.Extent {
    var extent: Snapshot.Extent = []
    extent.formUnion(filters.extent)
    if needsTeams { extent.formUnion([.people, .teams]) }
    if needsAccountNames { extent.insert(.accounts) }
    if needsAccountAttributes { extent.insert(.attributes) }
    return extent
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
  /// Its amount in its own currency; where it stands for one of its products, that part of it. `nil` where it has none.
  public let agreed: Money?
  /// How likely it is, after rules that are evaluated on reading.
  public let probability: BasisPoints
  /// Its value in the base currency's minor units; `nil` where it cannot be priced.
  public let unweighted: Int128?
  /// Its weighted value in the base currency's minor units, rounded half-even; `nil` where it cannot be priced.
  public let weighted: Int128?
}
