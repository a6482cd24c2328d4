import PipelineAnalytics
import PipelinePlugins

/// A widget's part of a dashboard: a table with its chart, and its contribution to the receipt.
struct DashboardPart: Sendable {
  /// The table; that of the first part becomes the document's table.
  var section: ReportSection
  /// Deals that were counted without a price, or left out.
  let gaps: [ReportGap]
  /// The exchange rates used.
  let rates: [RateUse]
  /// The number of deals.
  let counted: Int64
  /// The contents besides deals: names, teams.
  var uses: Snapshot.Extent = []
}

extension DashboardPart {
  /// A funnel. If there are several sales cycles, each has a funnel of its own: a column with the cycle, a subtotal,
  /// and a chart.
  init(_ funnel: FunnelReport, _ setup: PipelineSetup) {
    let hasCycles = funnel.cycles.count > 1
    let labels = Dictionary(setup.salesCycles.map { ($0.key, $0.label) }, uniquingKeysWith: { first, _ in first })
    func cycle(_ key: String) -> [ReportCell] {
      hasCycles ? [.label(key: key, labels[key] ?? LocalizedText(key))] : []
    }
    func figures(_ figures: DealFigures) -> [ReportCell] {
      [.count(Int64(figures.count)), .money(figures.unweighted), .money(figures.weighted)]
    }
    let groupings =
      (hasCycles ? [ReportColumn("cycle", LocalizedText(ColumnPhrase.cycle), .text)] : [])
      + [ReportColumn("stage", LocalizedText(ColumnPhrase.stage), .text)]
    let table = ReportTable(
      columns: groupings + [
        ReportColumn("count", LocalizedText(ColumnPhrase.openDeals), .count),
        ReportColumn("unweighted", LocalizedText(ColumnPhrase.unweighted), .money(funnel.currency)),
        ReportColumn("weighted", LocalizedText(ColumnPhrase.weighted), .money(funnel.currency)),
      ],
      rows: funnel.rows.map { row in
        let stage = ReportCell.label(key: row.status, row.stage?.label ?? LocalizedText(row.status))
        return cycle(row.cycle) + [stage] + figures(row.figures)
      },
      total: groupings.map { _ in .null } + figures(funnel.total),
      subtotals: hasCycles
        ? funnel.cycles.map {
          ReportSubtotal(level: 1, rows: $0.rows, cells: cycle($0.cycle) + [.null] + figures($0.figures))
        } : [])
    section = ReportSection(
      key: DashboardWidget.funnel.rawValue, title: LocalizedText(ReportPhrase.salesFunnel), table: table,
      chart: ReportChart(
        .funnel, category: "stage", series: ["unweighted", "weighted"], divides: hasCycles ? "cycle" : nil))
    section.groupedBy = groupings.map(\.key)
    section.empty = LocalizedText(DashboardPhrase.noDealsYet)
    if let first = funnel.rows.first, !hasCycles { section.facts = ["cycle": first.cycle] }
    gaps = funnel.gaps
    rates = funnel.rates
    counted = Int64(funnel.total.count)
  }

  /// A sales grid. Its chart stacks the weighted value of open deals on the value of won ones.
  init(_ grid: SalesGrid, _ snapshot: Snapshot) {
    let currency = snapshot.setup.baseCurrency
    var rows: [[ReportCell]] = []
    var subtotals: [ReportSubtotal] = []
    // The label of a period is created once for all rows.
    let periods = Dictionary(
      Set(grid.rows.compactMap(\.period)).map { ($0, ReportCell.label(key: $0.label, $0.text)) },
      uniquingKeysWith: { first, _ in first })
    var sum = SalesGrid.Figures()
    var start = 0
    for (index, row) in grid.rows.enumerated() {
      let owner = row.owner.isEmpty ? ReportCell.null : .text(row.owner)
      rows.append([owner, row.period.flatMap { periods[$0] } ?? .null] + Self.cells(row.figures))
      sum.won += row.figures.won
      sum.open += row.figures.open
      guard index + 1 == grid.rows.count || grid.rows[index + 1].owner != row.owner else { continue }
      // A single row needs no subtotal.
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
        subtotals: subtotals, crossTotals: Self.crossTotals(grid)),
      chart: ReportChart(.stackedColumns, category: "period", series: ["won", "open_weighted"]))
    section.groupedBy = ["owner", "period"]
    let present = snapshot.setup.calendar.fiscal.period(grid.grain, containing: snapshot.today)
    section.facts = ["period": grid.grain.rawValue, "today": present.label]
    section.empty = LocalizedText(DashboardPhrase.noDealsYet)
    gaps = grid.gaps
    rates = grid.rates
    counted = Int64(grid.total.won.count + grid.total.open.count)
  }

  /// The figures of each period over all salespeople, in order of time, undated last.
  private static func crossTotals(_ grid: SalesGrid) -> [[ReportCell]] {
    var byPeriod: [Period?: SalesGrid.Figures] = [:]
    for row in grid.rows {
      byPeriod[row.period, default: SalesGrid.Figures()].won += row.figures.won
      byPeriod[row.period, default: SalesGrid.Figures()].open += row.figures.open
    }
    let periods = byPeriod.keys.compactMap(\.self).sorted { $0.range.lowerBound < $1.range.lowerBound }
    return (periods + (byPeriod[nil] == nil ? [] : [nil])).map { period in
      [.null, period.map { .label(key: $0.label, $0.text) } ?? .null] + cells(byPeriod[period] ?? SalesGrid.Figures())
    }
  }

  static func gridColumns(_ currency: Currency) -> [ReportColumn] {
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

  static func cells(_ figures: SalesGrid.Figures) -> [ReportCell] {
    [
      .count(Int64(figures.won.count)), .money(figures.won.unweighted), .count(Int64(figures.open.count)),
      .money(figures.open.unweighted), .money(figures.open.weighted),
    ]
  }
}

extension DashboardPart {
  /// A table of deals. If a deal is not in the base currency, a column has the amounts in the deals' own currencies.
  ///
  /// - Parameter withIdentities: Whether the last columns are each deal's id and external id, to distinguish deals with
  ///   the same name.
  static func table(of deals: [StageDeal], _ currency: Currency, withIdentities: Bool = false) -> ReportTable {
    let identities =
      withIdentities
      ? [
        ReportColumn("id", LocalizedText(ColumnPhrase.id), .text),
        ReportColumn("external_id", FieldLabel.externalID.text("external_id"), .text),
      ] : []
    let isForeign = deals.contains { $0.agreed.map { $0.currency != currency } ?? false }
    let agreed = isForeign ? [ReportColumn("agreed", LocalizedText(ColumnPhrase.agreed), .decimal)] : []
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
      ] + identities,
      rows: deals.map { deal in
        let body = deal.deal.body
        let amount = deal.agreed.map(ReportCell.amount) ?? .null
        let foreign: [ReportCell] = isForeign ? [amount] : []
        let own: [ReportCell] = withIdentities ? [.text("\(deal.deal.id)"), text(body.externalID ?? "")] : []
        let first: [ReportCell] = [
          text(body.name), text(deal.accountName), text(body.owner), deal.closeDate.map(ReportCell.date) ?? .null,
        ]
        let figures: [ReportCell] = [
          deal.unweighted.map(ReportCell.money) ?? .null, .percent(deal.probability),
          deal.weighted.map(ReportCell.money) ?? .null,
        ]
        return first + foreign + figures + own
      })
  }

  private static func text(_ text: String) -> ReportCell { text.isEmpty ? .null : .text(text) }

  /// The filters of the dashboard.
  static func parameters(_ scope: ReportScope, _ snapshot: Snapshot) -> [ReportParameter] {
    let currency = LocalizedText(snapshot.setup.baseCurrency.code)
    return [ReportParameter("today", LocalizedText(ReportPhrase.today), LocalizedText(snapshot.reading.today))]
      + scope.asked(snapshot.setup, snapshot.lookups)
      + [ReportParameter("currency", LocalizedText(ReportPhrase.currency), currency)]
  }
}
