import PipelineAnalytics
import PipelinePlugins

/// Why an open deal needs attention.
private enum AttentionReason: String, CaseIterable {
  /// It should have closed.
  case overdue
  /// It has been in its stage for too long.
  case stuck
  /// It is due soon, and nobody wrote what comes next.
  case noNextStep = "no_next_step"

  /// How many days ahead a deal counts as due soon.
  static let daysAhead = 30
  /// How many deals that are due soon are read for their next step, those due first; the others are not counted.
  static let mostRead = 2_000

  func label(_ setup: PipelineSetup) -> LocalizedText {
    switch self {
    case .overdue: LocalizedText(DashboardPhrase.overdue)
    case .stuck: LocalizedText(DashboardPhrase.stuck, ["days": .count(setup.dashboard.stuckAfter)])
    case .noNextStep: LocalizedText(DashboardPhrase.withoutNextStep, ["days": .count(Self.daysAhead)])
    }
  }
}

extension Snapshot {
  /// The open deals that need attention: a row for each reason that has a deal, with the deals that have waited longest. A deal may
  /// have several reasons.
  func attention(_ request: WidgetRequest) async throws -> DashboardPart {
    let own = try await filters(request.scope) + [.outcome(.open)]
    var part = DashboardPart(
      section: ReportSection(
        key: DashboardWidget.attention.rawValue, title: LocalizedText(DashboardPhrase.attention),
        table: ReportTable(columns: attentionColumns, rows: [])), gaps: unknown, rates: [], counted: 0)
    part.section.groupedBy = ["reason"]
    part.section.empty = LocalizedText(
      DashboardPhrase.nothingToDo, ["days": .count(AttentionReason.daysAhead)])
    part.uses = .accounts
    var (gaps, rates, counted) = (part.gaps, part.rates, part.counted)
    for reason in AttentionReason.allCases {
      guard let filters = try await filters(reason, own) else { continue }
      let pivot = try await columns.pivot(PivotQuery([], where: filters), reading)
      guard pivot.total.count > 0 else { continue }
      part.section.table.rows.append([
        .label(key: reason.rawValue, reason.label(setup)), .count(Int64(pivot.total.count)),
        .money(pivot.total.unweighted), .money(pivot.total.weighted),
      ])
      part.section.details.append(
        ReportDetail(
          row: part.section.table.rows.count - 1,
          table: try await list(reason, filters, limit: max(5, min(20, request.dealsPerStage))),
          totalCount: pivot.total.count))
      (gaps, rates) = (gaps + pivot.gaps, rates + pivot.rates)
      counted = max(counted, Int64(pivot.total.count))
    }
    return DashboardPart(
      section: part.section, gaps: gaps.deduplicated, rates: RateUse.each(rates), counted: counted, uses: part.uses)
  }

  private var attentionColumns: [ReportColumn] {
    [
      ReportColumn("reason", LocalizedText(DashboardPhrase.reason), .text),
      ReportColumn("count", LocalizedText(ColumnPhrase.openDeals), .count),
      ReportColumn("unweighted", LocalizedText(ColumnPhrase.unweighted), .money(setup.baseCurrency)),
      ReportColumn("weighted", LocalizedText(ColumnPhrase.weighted), .money(setup.baseCurrency)),
    ]
  }

  /// The filters for the deals of a reason; `nil` if there can be none.
  private func filters(_ reason: AttentionReason, _ own: [PivotFilter]) async throws -> [PivotFilter]? {
    let start = CivilDate(year: 1, month: 1, day: 1) ?? today
    switch reason {
    case .overdue: return own + [.overdue(today)]
    case .stuck:
      guard let end = today.adding(days: -setup.dashboard.stuckAfter), end > start else { return nil }
      return own + [.days(.since, start..<end, undated: false)]
    case .noNextStep:
      guard let end = today.adding(days: AttentionReason.daysAhead + 1) else { return nil }
      let soon = own + [.closing(today..<end, undated: false)]
      // The columns have no next steps: they are read from the records of the deals that are due first.
      let listing = try columns.deals(reading, where: soon, limit: AttentionReason.mostRead)
      let deals = try await deals(listing.rows.map(\.id))
      let without = listing.rows.map(\.id).filter { id in
        deals[id].map { ($0.body.nextStep ?? "").isEmpty && permissions.sees($0.body) } ?? false
      }
      return own + [.identities(Set(without))]
    }
  }

  /// The first deals of a reason: overdue and due ones by close date, stuck ones by the time in their stage.
  private func list(_ reason: AttentionReason, _ filters: [PivotFilter], limit: Int) async throws -> ReportTable {
    let ids =
      reason == .stuck
      ? try columns.longestInStatus(reading, where: filters, limit: limit)
      : try columns.deals(reading, where: filters, limit: limit).rows.map(\.id)
    let deals = try await stageDeals(ids)
    let listed = ids.compactMap { deals[$0] }
    var table = DashboardPart.table(of: listed, setup.baseCurrency)
    let place = table.columns.firstIndex { $0.key == "close_date" } ?? 0
    let days = reason == .stuck ? DashboardPhrase.daysInStage : .daysOverdue
    if reason != .noNextStep {
      table.columns.insert(ReportColumn("days", LocalizedText(days), .count), at: place + 1)
    }
    table.columns.insert(ReportColumn("stage", LocalizedText(ColumnPhrase.stage), .text), at: place)
    if reason != .noNextStep {
      table.columns.append(ReportColumn("next_step", LocalizedText(DashboardPhrase.nextStep), .text))
    }
    for (index, deal) in listed.enumerated() {
      let from = reason == .stuck ? pipeline.civilDate(of: deal.deal.body.statusSince) : deal.closeDate
      let waited = from.map { ReportCell.count(Int64(today.daysSince1970) - Int64($0.daysSince1970)) } ?? .null
      if reason != .noNextStep { table.rows[index].insert(waited, at: place + 1) }
      table.rows[index].insert(stageCell(deal.deal.body), at: place)
      let step = deal.deal.body.nextStep ?? ""
      if reason != .noNextStep { table.rows[index].append(step.isEmpty ? .null : .text(step)) }
    }
    return table
  }

  private func stageCell(_ body: OpportunityBody) -> ReportCell {
    let stage = setup.salesCycles.first { $0.key == body.cycle }?.presentStage(body.status)
    return .label(key: body.status, stage?.label ?? LocalizedText(body.status))
  }
}
