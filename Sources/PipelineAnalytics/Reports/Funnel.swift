package import PipelinePlugins

extension DealColumns {
  /// The funnel of the deals that pass some filters.
  package func funnel(
    _ reading: DealReading, where filters: [PivotFilter] = [], tasks: Int = 1
  ) async throws -> FunnelReport {
    let query = PivotQuery([.stage], where: [.outcome(.open)] + filters)
    let pivot = try await pivot(query, reading, tasks: tasks)
    var figures: [PivotValue: DealFigures] = [:]
    for group in pivot.groups { figures[group.values[0]] = group.figures }
    var rows: [FunnelReport.Row] = []
    var gaps = pivot.gaps
    for entry in stages.entries where entry.outcome == .open {
      let own = figures[.stage(cycle: entry.cycle, status: entry.status)] ?? DealFigures()
      guard entry.stage != nil || own.count > 0 else { continue }
      rows.append(FunnelReport.Row(cycle: entry.cycle, status: entry.status, stage: entry.stage, figures: own))
      if entry.stage == nil { gaps.append(unknownStage(entry, own.count)) }
    }
    let (ordered, cycles) = FunnelReport.byCycle(rows)
    return FunnelReport(
      rows: ordered, cycles: cycles, total: pivot.total, gaps: gaps, currency: baseCurrency, rates: pivot.rates)
  }

  func unknownStage(_ entry: StageTable.Entry, _ count: Int) -> ReportGap {
    ReportGap(reason: .unknownStage, detail: "\(entry.cycle)/\(entry.status)", count: Int64(count))
  }
}

extension FunnelReport {
  /// The rows grouped by cycle: statuses that a cycle no longer defines follow its stages.
  fileprivate static func byCycle(_ rows: [Row]) -> (rows: [Row], cycles: [Cycle]) {
    var ordered: [Row] = []
    var cycles: [Cycle] = []
    for first in rows where !cycles.contains(where: { $0.cycle == first.cycle }) {
      let own = rows.filter { $0.cycle == first.cycle }
      let figures = own.reduce(into: DealFigures()) { $0 += $1.figures }
      cycles.append(Cycle(cycle: first.cycle, rows: ordered.count..<ordered.count + own.count, figures: figures))
      ordered += own
    }
    return (ordered, cycles)
  }
}
