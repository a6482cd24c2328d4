import PipelineAnalytics
import PipelinePlugins

extension DashboardPart {
  /// A waterfall: a row for each bar, the first where it starts, the last where it ends.
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
    // What is not known of the last moment is said once, with all else that is read from it.
    gaps = waterfall.gaps.filter { gap in !snapshot.unknown.contains { $0.reason == gap.reason } }
  }
}
