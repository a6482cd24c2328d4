import PipelineAnalytics
import PipelinePlugins

/// A widget as a table with its chart.
struct DashboardPart {
  /// The table; a document's first part becomes its own.
  var section: ReportSection
  /// The columns that its rows are grouped by.
  let groupedBy: [String]
  /// What it counts and does not price.
  let gaps: [ReportGap]
  /// The rates that its amounts were converted at.
  let rates: [RateUse]
}

extension DashboardPart {
  /// A funnel. Where deals of several sales cycles are in it, a column names them.
  init(_ funnel: FunnelReport, _ setup: PipelineSetup) {
    let hasCycles = Set(funnel.rows.map(\.cycle)).count > 1
    let cycles = Dictionary(setup.salesCycles.map { ($0.key, $0.label) }, uniquingKeysWith: { first, _ in first })
    func figures(_ figures: DealFigures) -> [ReportCell] {
      [.count(Int64(figures.count)), .money(figures.unweighted), .money(figures.weighted)]
    }
    let columns = [
      ReportColumn("count", LocalizedText(ColumnPhrase.openDeals), .count),
      ReportColumn("unweighted", LocalizedText(ColumnPhrase.unweighted), .money(funnel.currency)),
      ReportColumn("weighted", LocalizedText(ColumnPhrase.weighted), .money(funnel.currency)),
    ]
    let cycle = hasCycles ? [ReportColumn("cycle", LocalizedText(ColumnPhrase.cycle), .text)] : []
    let table = ReportTable(
      columns: [ReportColumn("stage", LocalizedText(ColumnPhrase.stage), .text)] + cycle + columns,
      rows: funnel.rows.map { row in
        let stage = ReportCell.label(key: row.status, row.stage?.label ?? LocalizedText(row.status))
        let cycle = ReportCell.label(key: row.cycle, cycles[row.cycle] ?? LocalizedText(row.cycle))
        return [stage] + (hasCycles ? [cycle] : []) + figures(row.figures)
      },
      total: [.null] + (hasCycles ? [.null] : []) + figures(funnel.total))
    section = ReportSection(
      key: DashboardWidget.funnel.rawValue, title: LocalizedText(ReportPhrase.salesFunnel), table: table,
      chart: ReportChart(.funnel, category: "stage", series: ["unweighted", "weighted"]))
    groupedBy = ["stage"] + cycle.map(\.key)
    gaps = funnel.gaps
    rates = funnel.rates
  }

  /// A sales grid. What is won and what the open deals weigh stand on each other in its chart: what a period may bring.
  init(_ grid: SalesGrid, _ currency: Currency) {
    var rows: [[ReportCell]] = []
    var subtotals: [ReportSubtotal] = []
    var sum = SalesGrid.Figures()
    var start = 0
    for (index, row) in grid.rows.enumerated() {
      let owner = row.owner.isEmpty ? ReportCell.null : .text(row.owner)
      rows.append([owner, row.period.map { .label(key: $0.label, $0.text) } ?? .null] + Self.cells(row.figures))
      sum.won += row.figures.won
      sum.open += row.figures.open
      guard index + 1 == grid.rows.count || grid.rows[index + 1].owner != row.owner else { continue }
      // One row is its own sum.
      if index > start {
        subtotals.append(
          ReportSubtotal(level: 1, rows: start..<index + 1, cells: [owner, .null] + Self.cells(sum)))
      }
      start = index + 1
      sum = SalesGrid.Figures()
    }
    section = ReportSection(
      key: DashboardWidget.salesGrid.rawValue, title: LocalizedText(ReportPhrase.salesGrid),
      table: ReportTable(
        columns: Self.gridColumns(currency), rows: rows, total: [.null, .null] + Self.cells(grid.total),
        subtotals: subtotals),
      chart: ReportChart(.stackedColumns, category: "period", series: ["won", "open_weighted"]))
    groupedBy = ["owner", "period"]
    gaps = grid.gaps
    rates = grid.rates
  }

  private static func gridColumns(_ currency: Currency) -> [ReportColumn] {
    [
      ReportColumn("owner", LocalizedText(ColumnPhrase.owner), .text),
      ReportColumn("period", LocalizedText(ColumnPhrase.period), .text),
      ReportColumn("won_count", LocalizedText(ColumnPhrase.dealsWon), .count),
      ReportColumn("won", LocalizedText(ColumnPhrase.won), .money(currency)),
      ReportColumn("open_count", LocalizedText(ColumnPhrase.openDeals), .count),
      ReportColumn("open", LocalizedText(ColumnPhrase.open), .money(currency)),
      ReportColumn("open_weighted", LocalizedText(ColumnPhrase.openWeighted), .money(currency)),
    ]
  }

  private static func cells(_ figures: SalesGrid.Figures) -> [ReportCell] {
    [
      .count(Int64(figures.won.count)), .money(figures.won.unweighted), .count(Int64(figures.open.count)),
      .money(figures.open.unweighted), .money(figures.open.weighted),
    ]
  }
}

extension DashboardPart {
  /// Some deals. Where one is in another currency than the base, a column has the amounts as they were agreed.
  static func table(of deals: [StageDeal], _ currency: Currency) -> ReportTable {
    let isForeign = deals.contains { $0.deal.body.amount.map { $0.currency != currency } ?? false }
    let agreed = isForeign ? [ReportColumn("agreed", LocalizedText(ColumnPhrase.agreed), .text)] : []
    return ReportTable(
      columns: [
        ReportColumn("name", LocalizedText(ColumnPhrase.deal), .text),
        ReportColumn("account", LocalizedText(ColumnPhrase.account), .text),
        ReportColumn("owner", LocalizedText(ColumnPhrase.owner), .text),
        ReportColumn("close_date", LocalizedText(ColumnPhrase.closeDate), .date),
      ] + agreed + [
        ReportColumn("amount", LocalizedText(ColumnPhrase.amount), .money(currency)),
        ReportColumn("probability", LocalizedText(ColumnPhrase.probability), .percent),
        ReportColumn("weighted", LocalizedText(ColumnPhrase.weighted), .money(currency)),
      ],
      rows: deals.map { deal in
        let body = deal.deal.body
        let amount = body.amount.map { ReportCell.text("\($0.decimalText) \($0.currency.code)") } ?? .null
        return [
          text(body.name), text(deal.accountName), text(body.owner), deal.closeDate.map(ReportCell.date) ?? .null,
        ]
          + (isForeign ? [amount] : []) + [
            deal.unweighted.map(ReportCell.money) ?? .null, .percent(deal.probability),
            deal.weighted.map(ReportCell.money) ?? .null,
          ]
      })
  }

  private static func text(_ text: String) -> ReportCell { text.isEmpty ? .null : .text(text) }

  /// What the dashboard is about.
  static func parameters(_ scope: ReportScope, _ outlook: Outlook) -> [ReportParameter] {
    var lines = [ReportParameter("today", LocalizedText(ReportPhrase.today), LocalizedText(outlook.reading.today))]
    if let closing = scope.closing {
      lines.append(ReportParameter("closing", LocalizedText(ReportPhrase.closing), LocalizedText(closing)))
    }
    if !scope.owners.isEmpty {
      lines.append(
        ReportParameter(
          "owners", LocalizedText(ReportPhrase.owners), LocalizedText(scope.owners.joined(separator: ", "))))
    }
    let currency = LocalizedText(outlook.setup.baseCurrency.code)
    return lines + [ReportParameter("currency", LocalizedText(ReportPhrase.currency), currency)]
  }
}
