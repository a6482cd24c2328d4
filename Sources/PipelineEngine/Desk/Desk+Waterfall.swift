public import PipelineAnalytics
public import PipelinePlugins

extension Desk {
  /// What became of the open pipeline between two moments: what came in, what changed, what went.
  ///
  /// Each end is what ``funnel(_:)`` would answer as of that moment, under the configuration then in force, with the deals that
  /// the acting person may see; amounts are in the base currency of the last moment.
  ///
  /// - Parameters:
  ///   - from: The first moment; ``Pipeline/endOfDay(_:)`` makes one of a day.
  ///   - to: The last moment; `nil` for now.
  ///   - scope: Which deals; its ``ReportScope/asOf`` does not count. Deals come in and go out of its close dates.
  /// - Throws: ``WaterfallError``.
  public func waterfall(
    from: Instant, to: Instant? = nil, _ scope: ReportScope = ReportScope()
  ) async throws -> Waterfall {
    let snapshot = try await snapshot(since: from, to: to, scope)
    return try await snapshot.waterfall(from: from, scope)
  }

  /// What became of the open pipeline between the ends of two days.
  ///
  /// - Parameter to: The last day; `nil` for now.
  /// - Throws: ``WaterfallError``.
  public func waterfall(
    from: CivilDate, to: CivilDate? = nil, _ scope: ReportScope = ReportScope()
  ) async throws -> Waterfall {
    try await waterfall(from: pipeline.endOfDay(from), to: to.map(pipeline.endOfDay), scope)
  }

  /// The waterfall between two moments as a document for exporters.
  ///
  /// - Parameter to: The last moment; `nil` for now.
  /// - Throws: ``WaterfallError``.
  public func waterfallReport(
    from: Instant, to: Instant? = nil, _ scope: ReportScope = ReportScope()
  ) async throws -> ReportDocument {
    let snapshot = try await snapshot(since: from, to: to, scope)
    return try await snapshot.waterfallReport(from: from, scope)
  }

  /// The pipeline at the end of a waterfall, with its beginning.
  private func snapshot(since from: Instant, to: Instant?, _ scope: ReportScope) async throws -> Snapshot {
    var scope = scope
    scope.asOf = to
    let now = pipeline.environment.now()
    guard from <= to ?? now else { throw WaterfallError.endsBeforeItStarts }
    return try await snapshot(scope.moment(now), today: scope.today, since: { _, _ in from }, scope.extent)
  }

  /// What became of the open pipeline since the present month, quarter or fiscal year began, as configured.
  public func waterfall(_ scope: ReportScope = ReportScope()) async throws -> Waterfall {
    try await snapshot(
      scope.moment(pipeline.environment.now()), today: scope.today, since: pipeline.waterfallStart(scope), scope.extent
    ).waterfall(from: nil, scope)
  }
}

extension Pipeline {
  /// The moment at which a dashboard's waterfall begins by default: the end of the day before the present month, quarter or fiscal
  /// year, as configured; never after the moment that the scope names.
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
  /// What became of the open pipeline between a moment and the snapshot's own.
  ///
  /// A snapshot that was taken with this beginning answers from what it holds; another reads the journal up to its own place.
  ///
  /// - Parameter from: The beginning; `nil` for the one that the snapshot was taken with, else the one that is configured.
  /// - Throws: ``WaterfallError``.
  public func waterfall(from: Instant? = nil, _ scope: ReportScope = ReportScope()) async throws -> Waterfall {
    let end = moment.past?.asOf ?? pipeline.environment.now()
    let from = from ?? opening?.snapshot.moment.past?.asOf ?? start(scope, end)
    guard from <= end else { throw WaterfallError.endsBeforeItStarts }
    var opening: Snapshot =
      if let held = opening?.snapshot, held.moment.past?.asOf == from { held } else { try await earlier(from) }
    // Both ends are about the same deals: names are those of the end.
    (opening.reading.accountNames, opening.reading.teams) = (reading.accountNames, reading.teams)
    let firstDay = pipeline.civilDate(of: from)
    let (before, after) = (try await opening.scoped(scope, isChecked: false), try await scoped(scope))
    var waterfall = try Waterfall(
      from: WaterfallSide(opening.columns, opening.reading, sight: opening.gate.filters, scope: before),
      to: WaterfallSide(columns, reading, sight: gate.filters, scope: after),
      lastDayBefore: pipeline.civilDate(of: from.adding(microseconds: 1)).adding(days: -1))
    waterfall.days = firstDay...max(firstDay, pipeline.civilDate(of: end))
    waterfall.gaps += opening.unknown
    waterfall.gaps += unknown.filter { gap in !opening.unknown.contains { $0.reason == gap.reason } }
    return waterfall
  }

  private func start(_ scope: ReportScope, _ end: Instant) -> Instant {
    var scope = scope
    scope.asOf = end
    return pipeline.waterfallStart(scope)(setup, today) ?? end
  }

  /// The same place of the journal at an earlier moment.
  private func earlier(_ instant: Instant) async throws -> Snapshot {
    try await desk.snapshot(.asOf(instant, knownAt: moment.past?.knownAt), upTo: cursor, gate)
  }

  /// The waterfall as a document for exporters.
  func waterfallReport(from: Instant, _ scope: ReportScope) async throws -> ReportDocument {
    let waterfall = try await waterfall(from: from, scope)
    let part = DashboardPart(waterfall, self)
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
      chart: part.section.chart, parameters: DashboardPart.parameters(scope, self), receipt: receipt,
      language: setup.language)
    document.lead = ReportHeading(key: part.section.key, title: part.section.title, facts: part.section.facts)
    try complete(&document, uses: scope.extent)
    return document
  }
}
