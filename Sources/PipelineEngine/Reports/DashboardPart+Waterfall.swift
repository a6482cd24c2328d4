import PipelineAnalytics
import PipelinePlugins

extension DashboardPart {
  /// A waterfall: one row per bar, from the opening to the closing one.
  init(_ waterfall: Waterfall, _ snapshot: Snapshot) {
    let table = ReportTable(
      columns: [
        ReportColumn("bar", LocalizedText(WaterfallPhrase.bar), .text),
        ReportColumn("count", LocalizedText(ColumnPhrase.deals), .count),
        ReportColumn("amount", LocalizedText(ColumnPhrase.amount), .money(waterfall.currency)),
      ],
      rows: waterfall.shown.map { step in
        [
          .label(key: step.rawValue, step.label), .count(Int64(waterfall[step].count)),
          .money(waterfall[step].amount),
        ]
      })
    section = ReportSection(
      key: DashboardWidget.waterfall.rawValue, title: waterfall.title, table: table,
      chart: ReportChart(.waterfall, category: "bar", series: ["amount"]))
    section.groupedBy = ["bar"]
    section.empty = LocalizedText(DashboardPhrase.nothingMoved)
    counted = Int64(waterfall.dealCount)
    if let days = waterfall.days { section.facts = ["from": "\(days.lowerBound)", "to": "\(days.upperBound)"] }
    rates = waterfall.rates
    // Gaps of the last moment are reported once for the whole dashboard.
    gaps = waterfall.gaps.filter { gap in !snapshot.unknown.contains { $0.reason == gap.reason } }
  }
}

extension Snapshot {
  /// A waterfall, each bar with at most 20 deals, those of the greatest effect: there are many bars.
  func waterfallPart(_ request: WidgetRequest) async throws -> DashboardPart {
    let waterfall = try await changes(from: nil, request.scope, listed: min(20, request.dealsPerStage))
    var part = DashboardPart(waterfall, self)
    part.section.details = try await details(of: waterfall)
    if !part.section.details.isEmpty { part.uses = .accounts }
    return part
  }

  /// The listed deals of a waterfall, by the bars that it shows.
  func details(of waterfall: Waterfall) async throws -> [ReportDetail] {
    let ids = waterfall.shown.flatMap { waterfall.deals[$0] ?? [] }.map(\.id)
    guard !ids.isEmpty else { return [] }
    let deals = try await stageDeals(ids)
    return waterfall.shown.enumerated().compactMap { row, step in
      guard let listed = waterfall.deals[step], !listed.isEmpty else { return nil }
      let known = listed.compactMap { deal in deals[deal.id].map { ($0, deal.amount) } }
      var table = DashboardPart.table(of: known.map(\.0), setup.baseCurrency)
      table.columns.append(
        ReportColumn("effect", LocalizedText(DashboardPhrase.effect), .money(waterfall.currency)))
      for index in table.rows.indices { table.rows[index].append(.money(known[index].1)) }
      return ReportDetail(row: row, table: table, totalCount: waterfall[step].count)
    }
  }

  /// Deals with their values, by identity; leaves out those that the user may not see.
  func stageDeals(_ ids: [RecordID]) async throws -> [RecordID: StageDeal] {
    let wanted = Set(ids)
    let listing = try columns.deals(reading, where: permissions.filters + [.identities(wanted)])
    let items = page(listing, try await deals(wanted.sorted()), offset: 0).items
    return Dictionary(items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
