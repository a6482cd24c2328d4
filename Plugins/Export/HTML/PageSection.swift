import PipelinePlugins

/// Writes a table with its chart before it, and the details of its rows after it.
struct PageSection {
  let section: ReportSection
  /// The section's place on the page.
  let index: Int
  let groups: Int
  /// Whether its title is the page's own, which is not said twice.
  let isOnlyTable: Bool
  /// All sections of the page: a funnel shows the conversion that another one has.
  let others: [ReportSection]
  let format: PageFormat

  func write(_ page: inout HTMLWriter, _ sink: inout any ByteSink) throws {
    let caption = HTMLWriter.clip(format.text(section.title), to: 120)
    let id = "t\(index)"
    page.built("<section aria-labelledby=\"h\(index)\"><h2 id=\"h\(index)\"\(isOnlyTable ? " class=\"sr\"" : "")>")
    page.heading(caption)
    page.markup("</h2>\n")
    let opening = Set(section.details.map(\.row))
    let matrix = Matrix(section)
    // The year's chart has the bars of the grid's already.
    let isDrawn = matrix == nil || !others.contains { $0.chart?.line != nil || $0.key == "sales_year" }
    if section.table.rows.isEmpty || hasNothingToDraw {
      nothing(&page)
    } else if isDrawn {
      chart(id, caption, opening, &page)
    }
    if let matrix {
      try PageMatrix(
        matrix: matrix, id: id, caption: caption, present: section.facts["today"], format: format
      ).write(&page, &sink)
    } else if !section.isList {
      // A table of lists would say what their headings say.
      try table(id, caption, opening, &page, &sink)
    }
    try PageDetails(
      table: section.table, details: section.details, id: id, isList: section.isList, format: format
    ).write(&page, &sink)
    page.markup("</section>\n")
  }

  /// Whether all figures of the chart are zero.
  private var hasNothingToDraw: Bool {
    guard let chart = section.chart, let (_, series) = chart.places(in: section.table) else { return false }
    let places = series + (chart.line.flatMap { section.table.column($0) }.map { [$0] } ?? [])
    return section.table.rows.allSatisfy { row in places.allSatisfy { (row[$0].length ?? 0) == 0 } }
      && !section.table.rows.contains { row in
        section.table.column("count").map { (row[$0].length ?? 0) > 0 } ?? false
      }
  }

  private func nothing(_ page: inout HTMLWriter) {
    page.markup("<p class=\"nothing\">")
    page.text(section.empty.map(format.text) ?? format.text(PagePhrase.nothing))
    page.markup("</p>")
  }

  /// The table; folded away where a chart or the key figures have its figures already.
  private func table(
    _ id: String, _ caption: String, _ opening: Set<Int>, _ page: inout HTMLWriter, _ sink: inout any ByteSink
  ) throws {
    if section.table.rows.isEmpty, !isOnlyTable { return }
    if isFolded {
      page.markup("<details class=\"data\"><summary>")
      page.text(format.text(PagePhrase.asTable))
      page.markup("</summary>\n")
    }
    let groups = max(groups, section.table.subtotals.map(\.level).max() ?? 0)
    try PageTable(
      table: section.table, id: id, caption: caption, groups: max(0, groups), opening: opening, format: format
    ).write(&page, &sink)
    if isFolded { page.markup("</details>\n") }
  }

  private var isFolded: Bool {
    guard let chart = section.chart, !section.table.rows.isEmpty else { return false }
    switch chart.kind {
    case .funnel, .waterfall, .figures: return true
    case .columns, .stackedColumns, .nestedColumns: return section.key == "sales_year"
    }
  }

  private func chart(_ id: String, _ caption: String, _ opening: Set<Int>, _ page: inout HTMLWriter) {
    guard let chart = section.chart, let (_, series) = chart.places(in: section.table) else { return }
    let table = section.table
    switch chart.kind {
    case .figures: break
    case .funnel:
      let moves = StageMoves(others, format)
      for (shared, rows) in chart.drawings(of: table) {
        // The value that the rows share names the chart.
        let name = shared.map { format.text($0, .text) ?? format.text(PagePhrase.unnamed) }
        if let name {
          page.markup("<h3>")
          page.text(HTMLWriter.clip(name, to: 120), isMarked: true)
          page.markup("</h3>\n")
        }
        PageFunnel(
          table: table, chart: chart, rows: rows, id: id, caption: name.map { format.labelled(caption, $0) } ?? caption,
          opening: opening, moves: moves.of(section, rows), format: format
        ).write(&page)
      }
    case .columns, .stackedColumns, .nestedColumns:
      guard let plot = ColumnPlot(table, chart, format, present: section.facts["today"]) else { return }
      page.markup("<figure class=\"chart\">")
      // Targets of quarters have no line over months.
      let goal = plot.categories.contains { $0.goal != nil } ? chart.line.flatMap { table.column($0) } : nil
      ChartLegend(
        table: table, series: series + (goal.map { [$0] } ?? []), classes: chart.styles + ["goal"], format: format
      ).write(&page)
      PageColumns(plot: plot, id: id, caption: caption, format: format).write(&page)
      page.markup("</figure>\n")
    case .waterfall:
      guard let plot = ColumnPlot(waterfall: table, chart, opening, format) else { return }
      page.markup("<figure class=\"chart\">")
      ChartLegend.words([("s0", .carried), ("up", .adds), ("down", .takes)], format, &page)
      PageColumns(plot: plot, id: id, caption: caption, format: format).write(&page)
      page.markup("</figure>\n")
    }
  }
}

/// The share of deals that move on from each stage, from a page's stage conversion.
struct StageMoves {
  private var shares: [[String]: String] = [:]

  init(_ sections: [ReportSection], _ format: PageFormat) {
    guard let section = sections.first(where: { $0.key == "conversion" }),
      let stage = section.table.column("stage"), let share = section.table.column("conversion")
    else { return }
    let cycle = section.table.column("cycle")
    for row in section.table.rows where row[share] != .null {
      let keys = [cycle.flatMap { row[$0].plainText(.text) } ?? section.facts["cycle"], row[stage].plainText(.text)]
      shares[keys.map { $0 ?? "" }] = format.text(row[share], .percent)
    }
  }

  /// The shares for the rows of a funnel, in their order.
  func of(_ section: ReportSection, _ rows: Range<Int>) -> [String?] {
    guard !shares.isEmpty, let stage = section.table.column("stage") else { return rows.map { _ in nil } }
    let cycle = section.table.column("cycle")
    return section.table.rows[rows].map { row in
      let keys = [cycle.flatMap { row[$0].plainText(.text) } ?? section.facts["cycle"], row[stage].plainText(.text)]
      return shares[keys.map { $0 ?? "" }]
    }
  }
}
