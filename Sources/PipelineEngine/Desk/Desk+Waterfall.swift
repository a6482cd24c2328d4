import PipelineAnalytics
public import PipelinePlugins

extension Desk {
  /// Returns the changes of the open pipeline between two moments: deals that came in, changed in value, and left.
  ///
  /// Each end equals ``funnel(_:)`` as of that moment, with the configuration of that moment and the deals that the
  /// acting user may see. Amounts are in the base currency of the last moment.
  ///
  /// - Parameters:
  ///   - from: The first moment; ``Pipeline/endOfDay(_:)`` returns the instant of a day.
  ///   - to: The last moment; `nil` for now.
  ///   - scope: The deals. Its ``ReportScope/asOf`` is ignored; deals move into and out of its close dates.
  /// - Throws: ``WaterfallError``, or ``StoreError``.
  public func waterfall(
    from: Instant, to: Instant? = nil, _ scope: ReportScope = ReportScope()
  ) async throws -> Waterfall {
    try await telemetry.question(.waterfall) {
      try await snapshot(since: from, to: to, scope).waterfall(from: from, scope)
    }
  }

  /// Returns the changes of the open pipeline between the ends of two days.
  ///
  /// - Parameter to: The last day; `nil` for now.
  /// - Throws: ``WaterfallError``, or ``StoreError``.
  public func waterfall(
    from: CivilDate, to: CivilDate? = nil, _ scope: ReportScope = ReportScope()
  ) async throws -> Waterfall {
    try await waterfall(from: pipeline.endOfDay(from), to: to.map(pipeline.endOfDay), scope)
  }

  /// Returns the waterfall between two moments as a document for exporters.
  ///
  /// - Parameters:
  ///   - from: The first moment; `nil` for the start of the month, quarter or fiscal year, as configured.
  ///   - to: The last moment; `nil` for now.
  ///   - dealsPerBar: The maximum number of deals listed for each bar between the ends.
  /// - Throws: ``WaterfallError``, or ``StoreError``.
  public func waterfallReport(
    from: Instant? = nil, to: Instant? = nil, _ scope: ReportScope = ReportScope(), dealsPerBar: Int = 0
  ) async throws -> ReportDocument {
    try await telemetry.question(.waterfall) {
      try await snapshot(since: from, to: to, scope, dealsPerBar > 0 ? .accounts : [])
        .waterfallReport(from: from, scope, dealsPerBar: dealsPerBar)
    }
  }

  /// A snapshot at the end of a waterfall, with its start.
  private func snapshot(
    since from: Instant?, to: Instant?, _ scope: ReportScope, _ extent: Snapshot.Extent = []
  ) async throws -> Snapshot {
    var scope = scope
    scope.asOf = to
    let now = pipeline.environment.now()
    if let from, from > to ?? now { throw WaterfallError.endsBeforeItStarts }
    let start = pipeline.waterfallStart(scope)
    return try await snapshot(
      scope.moment(now), today: scope.today, since: { from ?? start($0, $1) }, scope.extent.union(extent))
  }

  /// Returns the changes of the open pipeline since the start of the current month, quarter or fiscal year, as
  /// configured.
  /// - Throws: ``WaterfallError``, or ``StoreError``.
  public func waterfall(_ scope: ReportScope = ReportScope()) async throws -> Waterfall {
    try await telemetry.question(.waterfall) {
      try await snapshot(
        scope.moment(pipeline.environment.now()), today: scope.today, since: pipeline.waterfallStart(scope),
        scope.extent
      ).waterfall(from: nil, scope)
    }
  }
}

extension Pipeline {
  /// The default start of a dashboard's waterfall: the end of the day before the current month, quarter or fiscal year,
  /// as configured; at most the moment of the scope.
  func waterfallStart(_ scope: ReportScope) -> @Sendable (PipelineSetup, CivilDate) -> Instant? {
    let end = scope.asOf ?? environment.now()
    return { [self] setup, today in
      let period = setup.calendar.fiscal.period(setup.dashboard.waterfall, containing: today)
      let before = period.range.lowerBound.adding(days: -1) ?? period.range.lowerBound
      return min(endOfDay(before), end)
    }
  }
}

extension Snapshot {
  /// Returns the changes of the open pipeline between a moment and the snapshot's moment.
  ///
  /// If the snapshot was taken with this start, it is answered from memory; otherwise the journal is read up to the
  /// snapshot's cursor.
  ///
  /// - Parameter from: The start; `nil` for the one that the snapshot was taken with, else the configured one.
  /// - Throws: ``WaterfallError``, or ``StoreError``.
  public func waterfall(from: Instant? = nil, _ scope: ReportScope = ReportScope()) async throws -> Waterfall {
    try await desk.telemetry.question(.waterfall) { try await changes(from: from, scope) }
  }

  /// A snapshot of the moment at which the waterfall starts, with the names of this one.
  ///
  /// - Parameter from: The moment; `nil` as in ``waterfall(from:_:)``.
  func opening(from: Instant? = nil, _ scope: ReportScope) async throws -> Snapshot {
    let end = moment.past?.asOf ?? pipeline.environment.now()
    let from = from ?? start(scope, end)
    guard from <= end else { throw WaterfallError.endsBeforeItStarts }
    var opening: Snapshot =
      if let held = opening?.snapshot, held.moment.past?.asOf == from { held } else { try await earlier(from) }
    (opening.reading.accountNames, opening.reading.teams) = (reading.accountNames, reading.teams)
    // Where there was no deal, no figure depends on the configuration of that day.
    if try opening.columns.count(opening.reading, where: []) == 0 {
      opening.unknown.removeAll { $0.reason == .unknownConfiguration }
    }
    return opening
  }

  /// - Parameter listed: The maximum number of deals listed for each bar.
  func changes(from: Instant?, _ scope: ReportScope, listed: Int = 0) async throws -> Waterfall {
    let end = moment.past?.asOf ?? pipeline.environment.now()
    let from = from ?? start(scope, end)
    let opening = try await opening(from: from, scope)
    let firstDay = pipeline.civilDate(of: from)
    let (before, after) = (try await opening.scoped(scope, isChecked: false), try await scoped(scope))
    var waterfall = try Waterfall(
      from: WaterfallSide(opening.columns, opening.reading, visible: opening.permissions.filters, scope: before),
      to: WaterfallSide(columns, reading, visible: permissions.filters, scope: after), listed: listed,
      lastDayBefore: pipeline.civilDate(of: from.adding(microseconds: 1)).adding(days: -1))
    waterfall.days = firstDay...max(firstDay, pipeline.civilDate(of: end))
    waterfall.gaps += opening.unknown
    waterfall.gaps += unknown.filter { gap in !opening.unknown.contains { $0.reason == gap.reason } }
    return waterfall
  }

  /// The start that the snapshot was taken with, else the configured one.
  private func start(_ scope: ReportScope, _ end: Instant) -> Instant {
    if let start = opening?.snapshot.moment.past?.asOf { return start }
    var scope = scope
    scope.asOf = end
    return pipeline.waterfallStart(scope)(setup, today) ?? end
  }

  /// A snapshot of an earlier moment at the same cursor.
  private func earlier(_ instant: Instant) async throws -> Snapshot {
    try await desk.snapshot(.asOf(instant, knownAt: moment.past?.knownAt), upTo: cursor, permissions)
  }

  /// The waterfall as a document for exporters.
  func waterfallReport(from: Instant?, _ scope: ReportScope, dealsPerBar: Int) async throws -> ReportDocument {
    let from = from ?? start(scope, moment.past?.asOf ?? pipeline.environment.now())
    let waterfall = try await desk.telemetry.question(.waterfall) {
      try await changes(from: from, scope, listed: dealsPerBar)
    }
    var part = DashboardPart(waterfall, self)
    part.section.details = try await details(of: waterfall)
    var receipt = ReportReceipt(
      definition: CanonicalValue.map(
        [
          CanonicalValue.Member("waterfall_from", .text("\(from)"))
        ] + scope.definition
      ).json, person: desk.user, madeAt: pipeline.environment.now())
    receipt.counted = Int64(waterfall.dealCount)
    receipt.excluded = waterfall.gaps.filter { $0.count > 0 }
    receipt.rates = waterfall.rates
    var document = ReportDocument(
      name: "waterfall", title: part.section.title, period: scope.closing, today: reading.today,
      groupedBy: part.section.groupedBy, notes: part.gaps.map(\.note), gaps: part.gaps, table: part.section.table,
      chart: part.section.chart, details: part.section.details, parameters: DashboardPart.parameters(scope, self),
      receipt: receipt,
      language: setup.language)
    document.lead = ReportHeading(key: part.section.key, title: part.section.title, facts: part.section.facts)
    try complete(&document, uses: dealsPerBar > 0 ? scope.extent.union(.accounts) : scope.extent)
    return document
  }
}
