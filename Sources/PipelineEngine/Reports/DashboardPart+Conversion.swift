import PipelineAnalytics
import PipelinePlugins

extension DashboardPart {
  /// A stage conversion: one row per open stage, with a column for the sales cycle if there are several.
  init(_ conversion: StageConversion, by basis: ConversionBasis = .count, _ snapshot: Snapshot) {
    let isByValue = basis == .value
    let cycles = Set(conversion.rows.map(\.cycle))
    let labels = Dictionary(
      snapshot.setup.salesCycles.map { ($0.key, $0.label) }, uniquingKeysWith: { first, _ in first })
    let groupings =
      (cycles.count > 1 ? [ReportColumn("cycle", LocalizedText(ColumnPhrase.cycle), .text)] : [])
      + [ReportColumn("stage", LocalizedText(ColumnPhrase.stage), .text)]
    let rows = conversion.rows.map { row -> [ReportCell] in
      let cycle = ReportCell.label(key: row.cycle, labels[row.cycle] ?? LocalizedText(row.cycle))
      let stage = ReportCell.label(key: row.status, row.stage?.label ?? LocalizedText(row.status))
      return (cycles.count > 1 ? [cycle] : []) + [stage] + (isByValue ? Self.values(row.value) : Self.figures(row))
    }
    section = ReportSection(
      key: (isByValue ? DashboardWidget.conversionByValue : .conversion).rawValue, title: conversion.title(by: basis),
      table: ReportTable(
        columns: groupings + (isByValue ? Self.valueColumns(snapshot.setup.baseCurrency) : Self.conversionColumns),
        rows: rows))
    // The bars of two cycles with the same stages would be added.
    if cycles.count < 2 {
      section.chart = ReportChart(
        .nestedColumns, category: "stage",
        series: isByValue ? ["entered_amount", "moved_on_amount"] : ["entered", "moved_on"])
    }
    section.groupedBy = groupings.map(\.key)
    section.empty = LocalizedText(DashboardPhrase.nothingEntered)
    section.facts = ["from": "\(conversion.days.lowerBound)", "to": "\(conversion.days.upperBound)"]
    if let cycle = cycles.first, cycles.count == 1 { section.facts["cycle"] = cycle }
    rates = isByValue ? conversion.rates : []
    counted = Int64(conversion.dealCount)
    // Gaps of the moment are reported once for the whole dashboard.
    gaps = (conversion.gaps + (isByValue ? conversion.unpriced : [])).filter { gap in
      !snapshot.unknown.contains { $0.reason == gap.reason }
    }
  }

  private static let conversionColumns = [
    ReportColumn("entered", LocalizedText(ConversionPhrase.entered), .count),
    ReportColumn("moved_on", LocalizedText(ConversionPhrase.movedOn), .count),
    ReportColumn("conversion", LocalizedText(ConversionPhrase.conversion), .percent),
    ReportColumn("moved_back", LocalizedText(ConversionPhrase.movedBack), .count),
    ReportColumn("lost", LocalizedText(ConversionPhrase.lost), .count),
    ReportColumn("left", LocalizedText(ConversionPhrase.left), .count),
    ReportColumn("open", LocalizedText(ConversionPhrase.open), .count),
    ReportColumn("mean_days", LocalizedText(ConversionPhrase.meanDays), .decimal),
    ReportColumn("median_days", LocalizedText(ConversionPhrase.medianDays), .decimal),
  ]

  private static func valueColumns(_ currency: Currency) -> [ReportColumn] {
    [
      ReportColumn("entered_amount", LocalizedText(ConversionPhrase.enteredAmount), .money(currency)),
      ReportColumn("moved_on_amount", LocalizedText(ConversionPhrase.movedOnAmount), .money(currency)),
      ReportColumn("conversion_by_value", LocalizedText(ConversionPhrase.conversionByValue), .percent),
      ReportColumn("lost_amount", LocalizedText(ConversionPhrase.lostAmount), .money(currency)),
      ReportColumn("open_amount", LocalizedText(ConversionPhrase.openAmount), .money(currency)),
    ]
  }

  private static func values(_ value: StageConversion.Value) -> [ReportCell] {
    [
      .money(value.entered), .money(value.movedOn), value.conversion.map { .percent($0) } ?? .null, .money(value.lost),
      .money(value.open),
    ]
  }

  private static func figures(_ row: StageConversion.Row) -> [ReportCell] {
    func count(_ number: Int) -> ReportCell { .count(Int64(number)) }
    return [
      count(row.entered), count(row.movedOn), row.conversion.map { .percent($0) } ?? .null, count(row.movedBack),
      count(row.lost), count(row.left), count(row.open), row.meanDays.map { .decimal($0) } ?? .null,
      row.medianDays.map { .decimal($0) } ?? .null,
    ]
  }
}
