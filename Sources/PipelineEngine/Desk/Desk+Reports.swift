import PipelineAnalytics
public import PipelinePlugins

/// The deals and the moment of a dashboard or a report.
public struct ReportScope: Hashable, Sendable {
  /// Further filters.
  public var filter = DealFilter()
  /// Only deals of these salespeople; empty for all.
  public var owners: [String]
  /// Only deals of these sales cycles, by key; empty for all.
  public var cycles: [String] = []
  /// Only deals that close on these days, without undated deals; `nil` for all.
  public var closing: ClosedRange<CivilDate>?
  /// The current day; `nil` for the clock's, or the day of ``asOf``.
  public var today: CivilDate?
  /// The moment of the report, by the effective instants of changes; `nil` for the current state.
  /// ``Pipeline/endOfDay(_:)`` returns the instant of a day.
  public var asOf: Instant?
  /// Leaves out changes that were recorded later, regardless of when they took effect; `nil` for none.
  public var knownAt: Instant?

  /// Creates a scope; by default all deals, today.
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

  /// The filters of the scope's days; names and further filters are in ``Snapshot/scoped(_:)``.
  var filters: [PivotFilter] {
    var filters: [PivotFilter] = []
    if let closing {
      // The last representable day has no next day, and is left out.
      let end = closing.upperBound.adding(days: 1) ?? closing.upperBound
      filters.append(.closing(closing.lowerBound..<end, undated: false))
    }
    return filters
  }
}

extension ReportScope {
  /// The scope without its moment, in canonical form.
  var definition: [CanonicalValue.Member] {
    [
      CanonicalValue.Member("owners", .list(owners.map { .text($0) })),
      CanonicalValue.Member("cycles", .list(cycles.map { .text($0) })),
      CanonicalValue.Member("closing", closing.map { .text("\($0.lowerBound) – \($0.upperBound)") } ?? .null),
    ] + (filter.isAll ? [] : [CanonicalValue.Member("filters", filter.canonical)])
  }

  /// What the scope asks besides its moment, as JSON; `nil` for all deals.
  var asked: String? {
    var members = definition.filter { $0.name != "filters" && $0.value != .list([]) && $0.value != .null }
    if !filter.isAll { members.append(CanonicalValue.Member("filters", .map(filter.given))) }
    return members.isEmpty ? nil : CanonicalValue.map(members).json
  }

  /// The scope without its days, for deals without a close date only.
  var undated: ReportScope? {
    guard closing != nil else { return nil }
    var scope = self
    scope.closing = nil
    return scope
  }
}

extension Desk {
  /// Returns the open deals by stage: number, unweighted and weighted value.
  /// - Throws: ``UnknownName`` for a name in the scope that does not exist, or ``StoreError``.
  public func funnel(_ scope: ReportScope = ReportScope()) async throws -> FunnelReport {
    try await telemetry.question(.funnel) {
      if let grouped = try await groupedSnapshot(scope, by: [.stage]) { return try await grouped.funnel(scope) }
      return try await snapshot(scope).funnel(scope)
    }
  }

  /// Returns the won and open deals by salesperson and period.
  /// - Parameter grain: The periods; `nil` for those of the configured dashboard.
  /// - Throws: ``UnknownName`` for a name in the scope that does not exist, or ``StoreError``.
  public func salesGrid(
    by grain: PeriodGrain? = nil, _ scope: ReportScope = ReportScope()
  ) async throws -> SalesGrid {
    try await telemetry.question(.salesGrid) {
      if let grouped = try await groupedSnapshot(scope, by: [.owner, .closeDay]) {
        return try await grouped.salesGrid(by: grain, scope)
      }
      return try await snapshot(scope).salesGrid(by: grain, scope)
    }
  }

  /// Runs a report of the configuration or a saved report.
  /// - Throws: ``NotFound`` if the acting user sees no report with the name.
  public func forecast(_ name: String, today: CivilDate? = nil) async throws -> ReportDocument {
    try await reports.run(name, today: today)
  }

  /// Runs a report with the given definition.
  /// - Throws: ``UnknownName`` for a name in the definition that does not exist, or ``StoreError``.
  public func forecast(_ definition: ReportDefinition, today: CivilDate? = nil) async throws -> ReportDocument {
    try await forecast(definition, ReportScope(today: today))
  }

  /// Runs a report with the given definition, at the moment and for the deals of a scope. A moment of the scope takes
  /// precedence over that of the definition.
  /// - Throws: ``UnknownName`` for a name that does not exist, or ``StoreError``.
  public func forecast(_ definition: ReportDefinition, _ scope: ReportScope) async throws -> ReportDocument {
    try await telemetry.question(.forecast) {
      if let grouped = try await groupedSnapshot(for: definition, scope) {
        return try await grouped.forecast(definition, scope)
      }
      return try await snapshot(for: definition, scope).forecast(definition, scope)
    }
  }

  /// A snapshot at the moment of a scope or a definition, with the contents that the report needs.
  func snapshot(for definition: ReportDefinition, _ scope: ReportScope) async throws -> Snapshot {
    var scope = scope
    if scope.asOf == nil { scope.asOf = definition.asOf.map(pipeline.endOfDay) }
    return try await snapshot(scope, definition.extent)
  }

  /// Returns a page of the deals of a stage with their values, by close date: the deals behind a figure of the funnel.
  ///
  /// - Parameter stage: The key of an open or closed stage; `cycle/stage` if several sales cycles have it, unless
  ///   ``ReportScope/cycles`` selects one of them.
  /// - Throws: ``NotFound`` if no sales cycle has the stage, ``AmbiguousStage`` if several do.
  public func deals(
    inStage stage: String, _ scope: ReportScope = ReportScope(), offset: Int = 0, limit: Int = .max
  ) async throws -> Page<StageDeal> {
    try await telemetry.question(.list) {
      try await snapshot(scope, .accounts).deals(inStage: stage, scope, offset: offset, limit: limit)
    }
  }

  /// Returns a deal with its values in reports, such as its weighted value; `nil` if the acting user may not see it.
  /// - Throws: ``StoreError``, or ``SourceError``.
  public func figures(of deal: Opportunity) async throws -> StageDeal? {
    try await snapshot(ReportScope(), .accounts).figures(of: deal.id)
  }
}

extension ReportDefinition {
  /// The contents that a snapshot needs for the scope.
  var extent: Snapshot.Extent {
    var extent: Snapshot.Extent = []
    extent.formUnion(filters.extent)
    if needsTeams { extent.formUnion([.people, .teams]) }
    if needsAccountNames { extent.insert(.accounts) }
    if needsAccountAttributes { extent.insert(.attributes) }
    if needsJournal { extent.insert(.slips) }
    if needsCalls { extent.insert(.calls) }
    if datedBy == .entered { extent.insert(.stays) }
    return extent
  }
}

/// A deal with its values in a report.
public struct StageDeal: Hashable, Sendable, Identifiable {
  /// The identity of the deal.
  public var id: RecordID { deal.id }

  /// The deal.
  public let deal: Opportunity
  /// The name of the deal's account.
  public let accountName: String
  /// The close date: the actual one of a closed deal, else the expected one; `nil` if the deal is undated.
  public let closeDate: CivilDate?
  /// The amount in the deal's currency, or its part for one product; `nil` if the deal has no amount.
  public let agreed: Money?
  /// The probability, including rules that are evaluated on reading.
  public let probability: BasisPoints
  /// The base currency.
  public let currency: Currency
  /// The value in minor units of the base currency; `nil` if it cannot be priced.
  public let unweighted: Int128?
  /// The weighted value in minor units of the base currency, rounded half to even; `nil` if it cannot be priced.
  public let weighted: Int128?
}
