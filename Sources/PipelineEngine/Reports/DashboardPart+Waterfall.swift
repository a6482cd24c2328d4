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
    counted = Int64(waterfall.dealCount)
    if let days = waterfall.days { section.facts = ["from": "\(days.lowerBound)", "to": "\(days.upperBound)"] }
    rates = waterfall.rates
    // Gaps of the last moment are reported once for the whole dashboard.
    gaps = waterfall.gaps.filter { gap in !snapshot.unknown.contains { $0.reason == gap.reason } }
  }
}
