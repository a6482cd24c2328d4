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
      ReportColumn("count", ["Open deals", "Affaires ouvertes"], .count),
      ReportColumn("unweighted", ["Unweighted", "Non pondéré"], .money(funnel.currency)),
      ReportColumn("weighted", ["Weighted", "Pondéré"], .money(funnel.currency)),
    ]
    let cycle = hasCycles ? [ReportColumn("cycle", ["Sales cycle", "Cycle de vente"], .text)] : []
    let table = ReportTable(
      columns: [ReportColumn("stage", ["Stage", "Étape"], .text)] + cycle + columns,
      rows: funnel.rows.map { row in
        let stage = ReportCell.label(key: row.status, row.stage?.label ?? LocalizedText(row.status))
        let cycle = ReportCell.label(key: row.cycle, cycles[row.cycle] ?? LocalizedText(row.cycle))
        return [stage] + (hasCycles ? [cycle] : []) + figures(row.figures)
      },
      total: [.null] + (hasCycles ? [.null] : []) + figures(funnel.total))
    section = ReportSection(
      key: DashboardWidget.funnel.rawValue, title: ["Sales funnel", "Entonnoir des ventes"], table: table,
      chart: ReportChart(.funnel, category: "stage", series: ["unweighted", "weighted"]))
    groupedBy = ["stage"] + cycle.map(\.key)
    gaps = funnel.gaps
  }

  /// A sales grid. What is won and what the open deals weigh stand on each other in its chart: what a period may bring.
  init(_ grid: SalesGrid, _ currency: Currency) {
    var rows: [[ReportCell]] = []
    var subtotals: [ReportSubtotal] = []
    var sum = SalesGrid.Figures()
    var start = 0
    for (index, row) in grid.rows.enumerated() {
      let owner = row.owner.isEmpty ? ReportCell.null : .text(row.owner)
      rows.append([owner, row.period.map { .text($0.label) } ?? .null] + Self.cells(row.figures))
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
      key: DashboardWidget.salesGrid.rawValue, title: ["Sales grid", "Grille des ventes"],
      table: ReportTable(
        columns: Self.gridColumns(currency), rows: rows, total: [.null, .null] + Self.cells(grid.total),
        subtotals: subtotals),
      chart: ReportChart(.stackedColumns, category: "period", series: ["won", "open_weighted"]))
    groupedBy = ["owner", "period"]
    gaps = grid.gaps
  }

  private static func gridColumns(_ currency: Currency) -> [ReportColumn] {
    [
      ReportColumn("owner", ["Owner", "Responsable"], .text),
      ReportColumn("period", ["Period", "Période"], .text),
      ReportColumn("won_count", ["Deals won", "Affaires gagnées"], .count),
      ReportColumn("won", ["Won", "Gagné"], .money(currency)),
      ReportColumn("open_count", ["Open deals", "Affaires ouvertes"], .count),
      ReportColumn("open", ["Open", "Ouvert"], .money(currency)),
      ReportColumn("open_weighted", ["Open, weighted", "Ouvert, pondéré"], .money(currency)),
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
    let agreed = isForeign ? [ReportColumn("agreed", ["Agreed", "Convenu"], .text)] : []
    return ReportTable(
      columns: [
        ReportColumn("name", ["Deal", "Affaire"], .text), ReportColumn("account", ["Account", "Compte"], .text),
        ReportColumn("owner", ["Owner", "Responsable"], .text),
        ReportColumn("close_date", ["Close date", "Clôture"], .date),
      ] + agreed + [
        ReportColumn("amount", ["Amount", "Montant"], .money(currency)),
        ReportColumn("probability", ["Probability", "Probabilité"], .percent),
        ReportColumn("weighted", ["Weighted", "Pondéré"], .money(currency)),
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
    let (english, french) = (NumberText("en"), NumberText("fr"))
    func day(_ day: CivilDate) -> LocalizedText { [english.date(day), french.date(day)] }
    var lines = [ReportParameter("today", ["On", "Au"], day(outlook.reading.today))]
    if let closing = scope.closing {
      let (from, to) = (closing.lowerBound, closing.upperBound)
      lines.append(
        ReportParameter(
          "closing", ["Closing", "Clôture"],
          [
            "\(english.date(from)) – \(english.date(to))", "\(french.date(from)) – \(french.date(to))",
          ]))
    }
    if !scope.owners.isEmpty {
      lines.append(
        ReportParameter("owners", ["Salespeople", "Responsables"], LocalizedText(scope.owners.joined(separator: ", "))))
    }
    let currency = LocalizedText(outlook.setup.baseCurrency.code)
    return lines + [ReportParameter("currency", ["Amounts in", "Montants en"], currency)]
  }
}
