import PipelineAnalytics
public import PipelinePlugins

extension Desk {
  /// Returns the dashboard as a document for exporters, from one snapshot: the first widget is the document's table,
  /// the others are its sections.
  ///
  /// - Parameters:
  ///   - widgets: The widgets in order: built-in ones, those of plugins, and reports by name; `nil` for the configured
  ///     ones.
  ///   - grain: The periods of the sales grid; `nil` for the configured ones.
  ///   - dealsPerStage: The maximum number of deals listed per stage; the document also has their total number.
  ///   - since: The start of the waterfall; `nil` for the end of the day before the configured period began.
  /// - Throws: ``NotFound`` for an unknown widget.
  public func dashboard(
    _ scope: ReportScope = ReportScope(), widgets: [DashboardWidget]? = nil, grain: PeriodGrain? = nil,
    dealsPerStage: Int = 50, since: Instant? = nil
  ) async throws -> ReportDocument {
    try await telemetry.question(.dashboard) {
      try await snapshot(ofDashboard: scope, widgets: widgets, dealsPerStage: dealsPerStage, since: since)
        .dashboard(scope, widgets: widgets, grain: grain, dealsPerStage: dealsPerStage)
    }
  }

  /// A snapshot with the contents that the widgets of a dashboard need.
  func snapshot(
    ofDashboard scope: ReportScope, widgets: [DashboardWidget]?, dealsPerStage: Int, since: Instant?
  ) async throws -> Snapshot {
    let listed = widgets ?? pipeline.setup.dashboard.widgets
    let ownNames = Set(DashboardWidget.builtIn + pipeline.setup.widgets.map { DashboardWidget(rawValue: $0.name) })
    let needsReports = !listed.allSatisfy(ownNames.contains)
    let found = needsReports ? [] : try listed.map { try widget($0, among: []) }
    var extent: Snapshot.Extent = needsReports ? .all : []
    for widget in found { extent.formUnion(widget.extent(dealsPerStage: dealsPerStage)) }
    if listed.contains(.conversion) { extent.insert(.stays) }
    // Saved reports are known only with the snapshot; those of the configuration say now what they need.
    for report in pipeline.setup.reports where listed.contains(DashboardWidget(rawValue: report.name)) {
      extent.formUnion(report.extent)
    }
    var beginning: Beginning?
    let beginners = Widget.builtIn.filter(\.needsBeginning).map { DashboardWidget(rawValue: $0.name) }
    if listed.contains(where: beginners.contains) { beginning = pipeline.waterfallStart(scope) }
    if let since, beginning != nil { beginning = { _, _ in since } }
    return try await snapshot(
      scope.moment(pipeline.environment.now()), today: scope.today, since: beginning, extent.union(scope.extent))
  }
}

extension Snapshot {
  /// Returns the dashboard as a document for exporters: the first widget is the document's table, the others are its
  /// sections.
  ///
  /// Which widgets there are is of the present configuration, also for a past moment, so that two moments can be compared; their figures
  /// and periods are of the configuration of the moment.
  ///
  /// - Parameters:
  ///   - widgets: The widgets in order; `nil` for those that are configured at present.
  ///   - grain: The periods of the sales grid; `nil` for the configured ones.
  ///   - dealsPerStage: The maximum number of deals listed per stage.
  /// - Throws: ``NotFound`` for an unknown widget.
  public func dashboard(
    _ scope: ReportScope = ReportScope(), widgets: [DashboardWidget]? = nil, grain: PeriodGrain? = nil,
    dealsPerStage: Int = 50
  ) async throws -> ReportDocument {
    try await desk.telemetry.question(.dashboard) {
      try await document(scope, widgets: widgets, grain: grain, dealsPerStage: dealsPerStage)
    }
  }

  private func document(
    _ scope: ReportScope, widgets: [DashboardWidget]?, grain: PeriodGrain?, dealsPerStage: Int
  ) async throws -> ReportDocument {
    let names = widgets ?? pipeline.setup.dashboard.widgets
    let request = WidgetRequest(
      scope: scope, grain: grain ?? setup.dashboard.period, dealsPerStage: dealsPerStage
    )
    var parts: [DashboardPart] = []
    for name in names { parts.append(try await desk.widget(name, among: saved).make(self, request)) }
    let gaps = parts.reduce(into: [ReportGap]()) { gaps, part in
      gaps += part.gaps.filter { gap in
        !gaps.contains { $0.reason == gap.reason && $0.detail == gap.detail }
          && !unknown.contains { $0.reason == gap.reason }
      }
    }
    let main = parts.first?.section
    var document = ReportDocument(
      name: "dashboard", title: LocalizedText(setup.name), period: scope.closing, today: today,
      groupedBy: main?.groupedBy ?? [], notes: gaps.map(\.note), gaps: gaps,
      table: main?.table ?? ReportTable(columns: [], rows: []), chart: main?.chart, details: main?.details ?? [],
      sections: parts.dropFirst().map(\.section), parameters: DashboardPart.parameters(scope, self),
      receipt: receipt(names, scope, request.grain, parts, gaps), language: pipeline.setup.language)
    document.lead = main.map { ReportHeading(key: $0.key, title: $0.title, facts: $0.facts, empty: $0.empty) }
    let uses = parts.reduce(into: scope.extent) { $0.formUnion($1.uses) }
    try complete(&document, rates: parts.flatMap(\.rates), uses: uses)
    return document
  }

  /// The receipt of a dashboard. Its number of deals is that of the widget with the most deals, since widgets show the
  /// same deals in different ways.
  private func receipt(
    _ names: [DashboardWidget], _ scope: ReportScope, _ grain: PeriodGrain, _ parts: [DashboardPart],
    _ gaps: [ReportGap]
  ) -> ReportReceipt {
    var members = [
      CanonicalValue.Member("widgets", .list(names.map { .text($0.rawValue) })),
      CanonicalValue.Member("period", .text(grain.rawValue)),
    ]
    members += scope.definition
    return ReportReceipt(
      definition: CanonicalValue.map(members).json, person: desk.user, madeAt: pipeline.environment.now(),
      counted: parts.map(\.counted).max() ?? 0, excluded: gaps.filter { $0.count > 0 })
  }

  func funnelPart(_ request: WidgetRequest) async throws -> DashboardPart {
    let (scope, limit) = (request.scope, request.dealsPerStage)
    let funnel = try await funnel(scope)
    var part = DashboardPart(funnel, setup)
    guard limit > 0 else { return part }
    part.uses = .accounts
    var listings: [(row: Int, listing: DealListing)] = []
    let own = try await filters(scope)
    for (index, row) in funnel.rows.enumerated() where row.figures.count > 0 {
      let stage = columns.stages.filter(row.status, cycle: row.cycle)
      listings.append((index, try columns.deals(reading, where: [stage] + own, offset: 0, limit: limit)))
    }
    // Reads the records of all stages together.
    let deals = try await deals(listings.flatMap { $0.listing.rows.map(\.id) })
    part.section.details = listings.map { row, listing in
      let page = page(listing, deals, offset: 0)
      return ReportDetail(
        row: row, table: DashboardPart.table(of: page.items, setup.baseCurrency), totalCount: page.total)
    }
    return part
  }
}
