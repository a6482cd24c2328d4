import PipelinePlugins

/// Writes key figures as cards: the first row large, the columns that belong to a figure below it, and what the rows below the
/// first one say of it.
struct PageFigures {
  let section: ReportSection
  /// The section's place on the page.
  let index: Int
  let format: PageFormat

  private var table: ReportTable { section.table }

  func write(_ page: inout HTMLWriter, _ sink: inout any ByteSink) throws {
    guard let chart = section.chart, let first = table.rows.first else { return }
    let places = chart.series.compactMap { table.column($0) }
    page.markup("<section class=\"key\" aria-labelledby=\"key\"><h2 id=\"key\" class=\"sr\">")
    page.text(format.text(section.title))
    let figures = table.rows.flatMap { zip($0, table.columns.map(\.kind)) }
    page.built("</h2><dl class=\"cards\(format.width(of: figures))\">\n")
    for (index, place) in places.enumerated() {
      let end = index + 1 < places.count ? places[index + 1] : table.columns.count
      card(first, place, Array(place + 1..<max(place + 1, end)), chart, &page)
    }
    page.markup("</dl>\n<details class=\"data\"><summary>")
    page.text(format.text(PagePhrase.asTable))
    page.markup("</summary>\n")
    try PageTable(table: table, id: "t\(index)", caption: format.text(section.title), format: format).write(
      &page, &sink)
    page.markup("</details></section>\n")
  }

  private func card(
    _ row: [ReportCell], _ place: Int, _ others: [Int], _ chart: ReportChart, _ page: inout HTMLWriter
  ) {
    page.markup("<div><dt>")
    page.text(format.text(table.columns[place].header))
    page.markup("</dt><dd>")
    value(row[place], place, &page)
    if case .money(let currency) = table.columns[place].kind, row[place] != .null {
      page.built(" <small>\(currency.code)</small>")
    }
    page.markup("</dd>")
    for other in others where row[other] != .null {
      page.markup("<dd class=\"with\"><small>")
      page.text(format.text(table.columns[other].header))
      page.markup("</small> ")
      value(row[other], other, &page)
      page.markup("</dd>")
    }
    for earlier in table.rows.dropFirst() where earlier[place] != .null {
      page.markup("<dd class=\"before\">")
      if let category = table.column(chart.category) {
        page.text(format.text(earlier[category], .text) ?? "")
        page.markup(" ")
      }
      // A change has a sign; of a percentage it is in points.
      let isChange = chart.isChange(earlier, table)
      if isChange, (earlier[place].length ?? 0) > 0 { page.markup("+") }
      if isChange, case .ratio(let points) = earlier[place] {
        let number = format.numbers.decimal(ReportCell.percentText(points))
        page.text(format.text(PagePhrase.points, ["number": .text(number)]))
      } else {
        value(earlier[place], place, &page)
      }
      page.markup("</dd>")
    }
    page.markup("</div>\n")
  }

  private func value(_ cell: ReportCell, _ place: Int, _ page: inout HTMLWriter) {
    let kind = table.columns[place].kind
    guard cell != .null else { return page.markup("–") }
    page.built("<data value=\"\(cell.plainText(kind) ?? "")\" title=\"")
    page.text(format.text(cell, kind) ?? "")
    page.markup("\">")
    page.text(format.text(cell, kind, isWhole: true) ?? "–")
    page.markup("</data>")
  }
}

extension PageFormat {
  /// The class that makes figures as small as they must be to have their digits in one line: by the length of the longest,
  /// with its sign or its currency.
  func width(of figures: [(ReportCell, ReportColumnKind)]) -> String {
    let lengths = figures.map { $1.isNumber ? (text($0, $1, isWhole: true)?.count ?? 0) + 2 : 0 }
    let longest = lengths.max() ?? 0
    if longest <= 9 { return "" }
    return " w\([12, 15, 18, 22, 28].first { longest <= $0 } ?? 40)"
  }
}

extension ReportChart {
  /// Whether a row of key figures is the change between those above it.
  func isChange(_ row: [ReportCell], _ table: ReportTable) -> Bool {
    guard let place = table.column(category), case .label("change", _) = row[place] else { return false }
    return true
  }
}
