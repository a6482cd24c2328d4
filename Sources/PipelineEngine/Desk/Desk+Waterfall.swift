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
    var scope = scope
    scope.asOf = to
    return try await waterfall(from: from, to: try await outlook(scope), scope)
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
    var scope = scope
    scope.asOf = to
    let outlook = try await outlook(scope)
    let waterfall = try await waterfall(from: from, to: outlook, scope)
    let part = DashboardPart(waterfall, outlook)
    var receipt = ReportReceipt(
      definition: CanonicalValue.map([
        CanonicalValue.Member("waterfall_from", .text("\(from)")),
        CanonicalValue.Member("owners", .list(scope.owners.map { .text($0) })),
        CanonicalValue.Member("closing", scope.closing.map { .text("\($0.lowerBound) – \($0.upperBound)") } ?? .null),
      ]).json, person: user, madeAt: pipeline.environment.now())
    receipt.counted = Int64(waterfall.dealCount)
    receipt.excluded = waterfall.gaps.filter { $0.count > 0 }
    receipt.rates = waterfall.rates
    var document = ReportDocument(
      name: "waterfall", title: part.section.title, period: scope.closing, today: outlook.reading.today,
      groupedBy: part.groupedBy, notes: part.gaps.map(\.note), gaps: part.gaps, table: part.section.table,
      chart: part.section.chart, parameters: DashboardPart.parameters(scope, outlook), receipt: receipt,
      language: outlook.setup.language)
    complete(&document, outlook)
    return document
  }

  /// The moment at which the dashboard's waterfall begins by default: the end of the day before the present month, quarter or
  /// fiscal year, as configured.
  public func waterfall(_ scope: ReportScope = ReportScope()) async throws -> Waterfall {
    let outlook = try await outlook(scope)
    return try await waterfall(from: waterfallStart(outlook), to: outlook, scope)
  }

  /// The waterfall that ends at an outlook.
  func waterfall(from: Instant, to closing: Outlook, _ scope: ReportScope) async throws -> Waterfall {
    let end = closing.moment?.asOf ?? pipeline.environment.now()
    guard from <= end else { throw WaterfallError.endsBeforeItStarts }
    var start = scope
    start.asOf = from
    start.today = nil
    let opening = try await outlook(start)
    let firstDay = pipeline.civilDate(of: from)
    var waterfall = try Waterfall(
      from: WaterfallSide(opening.columns, opening.reading, sight: opening.gate.filters, scope: scope.filters),
      to: WaterfallSide(closing.columns, closing.reading, sight: closing.gate.filters, scope: scope.filters),
      lastDayBefore: pipeline.civilDate(of: from.adding(microseconds: 1)).adding(days: -1))
    waterfall.days = firstDay...max(firstDay, pipeline.civilDate(of: end))
    waterfall.gaps += opening.unknown
    waterfall.gaps += closing.unknown.filter { gap in !opening.unknown.contains { $0.reason == gap.reason } }
    return waterfall
  }

  /// The moment at which a dashboard's waterfall begins: the end of the day before the present period.
  func waterfallStart(_ outlook: Outlook) -> Instant {
    let period = outlook.reading.calendar.period(
      outlook.setup.dashboard.waterfall.grain, containing: outlook.reading.today)
    let before = period.range.lowerBound.adding(days: -1) ?? period.range.lowerBound
    return min(pipeline.endOfDay(before), outlook.moment?.asOf ?? pipeline.environment.now())
  }
}
