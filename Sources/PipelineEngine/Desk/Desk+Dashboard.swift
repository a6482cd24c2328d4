import PipelineAnalytics
public import PipelinePlugins

extension Desk {
  /// The dashboard as a document for exporters, all of it read from one moment: the first widget is its table, the others are
  /// its sections.
  ///
  /// - `funnel`: a row for each stage, which opens to its deals, by close date.
  /// - `sales_grid`: a row for each salesperson and period, with subtotals by salesperson.
  /// - `waterfall`: a row for each bar, from the opening pipeline to the closing one.
  ///
  /// - Parameters:
  ///   - widgets: What to show, in order; `nil` for what is configured.
  ///   - grain: The grid's periods; `nil` for the configured ones.
  ///   - dealsPerStage: How many deals a stage opens to at most; the document says how many there are.
  ///   - since: When the waterfall begins; `nil` for the end of the day before the present period, as configured.
  public func dashboard(
    _ scope: ReportScope = ReportScope(), widgets: [DashboardWidget]? = nil, grain: PeriodGrain? = nil,
    dealsPerStage: Int = 50, since: Instant? = nil
  ) async throws -> ReportDocument {
    let outlook = try await outlook(scope)
    var parts: [DashboardPart] = []
    for widget in widgets ?? outlook.setup.dashboard.widgets {
      switch widget {
      case .funnel: parts.append(try await funnelPart(outlook, dealsPerStage: dealsPerStage))
      case .salesGrid:
        let grain = grain ?? (outlook.setup.dashboard.period == .month ? .month : .quarter)
        let grid = try await outlook.columns.salesGrid(outlook.reading, by: grain, where: outlook.filters)
        parts.append(DashboardPart(grid, outlook.setup.baseCurrency))
      case .waterfall:
        let waterfall = try await waterfall(from: since ?? waterfallStart(outlook), to: outlook, scope)
        parts.append(DashboardPart(waterfall, outlook))
      }
    }
    let gaps = parts.reduce(into: [ReportGap]()) { gaps, part in
      gaps += part.gaps.filter { gap in !gaps.contains { $0.reason == gap.reason && $0.detail == gap.detail } }
    }
    let main = parts.first?.section
    var document = ReportDocument(
      name: "dashboard", title: LocalizedText(outlook.setup.name), period: scope.closing, today: outlook.reading.today,
      groupedBy: parts.first?.groupedBy ?? [], notes: gaps.map(\.note), gaps: gaps,
      table: main?.table ?? ReportTable(columns: [], rows: []), chart: main?.chart, details: main?.details ?? [],
      sections: parts.dropFirst().map(\.section), parameters: DashboardPart.parameters(scope, outlook),
      language: pipeline.setup.language)
    complete(&document, outlook, rates: parts.flatMap(\.rates))
    return document
  }

  private func funnelPart(_ outlook: Outlook, dealsPerStage: Int) async throws -> DashboardPart {
    let funnel = try await outlook.columns.funnel(outlook.reading, where: outlook.filters)
    var part = DashboardPart(funnel, outlook.setup)
    for (index, row) in funnel.rows.enumerated() where row.figures.count > 0 && dealsPerStage > 0 {
      let deals = try await deals(
        outlook, where: outlook.columns.stages.filter(row.status, cycle: row.cycle), limit: dealsPerStage)
      part.section.details.append(
        ReportDetail(
          row: index, table: DashboardPart.table(of: deals.items, outlook.setup.baseCurrency), totalCount: deals.total))
    }
    return part
  }
}
