import PipelinePlugins

/// Writes a table with its chart before it, and the details of its rows after it.
struct PageSection {
  let section: ReportSection
  /// The section's place on the page; the first one bears the page's own title, which is not said twice.
  let index: Int
  let groups: Int
  let format: PageFormat

  func write(_ page: inout HTMLWriter, _ sink: inout any ByteSink) throws {
    let caption = HTMLWriter.clip(format.text(section.title), to: 120)
    let id = "t\(index)"
    page.built("<section aria-labelledby=\"h\(index)\"><h2 id=\"h\(index)\"\(index == 0 ? " class=\"sr\"" : "")>")
    page.text(caption, isMarked: true)
    page.markup("</h2>\n")
    let opening = Set(section.details.map(\.row))
    chart(id, caption, opening, &page)
    if section.table.rows.isEmpty {
      page.markup("<p class=\"nothing\">")
      page.text(format.text(PagePhrase.nothing))
      page.markup("</p>")
    }
    let groups = max(groups, section.table.subtotals.map(\.level).max() ?? 0)
    try PageTable(
      table: section.table, id: id, caption: caption, groups: max(0, groups), opening: opening, format: format
    ).write(&page, &sink)
    try PageDetails(table: section.table, details: section.details, id: id, format: format).write(&page, &sink)
    page.markup("</section>\n")
  }

  private func chart(_ id: String, _ caption: String, _ opening: Set<Int>, _ page: inout HTMLWriter) {
    guard let chart = section.chart, let (_, series) = chart.places(in: section.table) else { return }
    let table = section.table
    switch chart.kind {
    case .funnel:
      for (shared, rows) in chart.drawings(of: table) {
        // The value that the rows share names the chart.
        let name = shared.map { format.text($0, .text) ?? format.text(PagePhrase.unnamed) }
        if let name {
          page.markup("<h3>")
          page.text(HTMLWriter.clip(name, to: 120), isMarked: true)
          page.markup("</h3>\n")
        }
        PageFunnel(
          table: table, chart: chart, rows: rows, id: id, caption: name.map { "\(caption): \($0)" } ?? caption,
          opening: opening, format: format
        ).write(&page)
      }
    case .columns, .stackedColumns, .nestedColumns:
      guard let plot = ColumnPlot(table, chart, format) else { return }
      page.markup("<figure class=\"chart\">")
      ChartLegend(
        table: table, series: series, classes: chart.styles, format: format
      ).write(&page)
      PageColumns(plot: plot, id: id, caption: caption, format: format).write(&page)
      page.markup("</figure>\n")
    case .waterfall:
      guard let plot = ColumnPlot(waterfall: table, chart, format) else { return }
      page.markup("<figure class=\"chart\">")
      PageColumns(plot: plot, id: id, caption: caption, format: format).write(&page)
      page.markup("</figure>\n")
    }
  }
}
