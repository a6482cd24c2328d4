import PipelinePlugins

/// Draws a funnel: a line for each row with a centred bar, whose inner part is the second series. A row that opens is a link.
/// The names and figures are text beside the bars, so that they neither shrink on a phone nor need describing.
struct PageFunnel {
  let table: ReportTable
  let chart: ReportChart
  /// The rows that it draws.
  let rows: Range<Int>
  let id: String
  let caption: String
  let opening: Set<Int>
  /// The share of deals that move on from each stage, as people read it; `nil` where it is not known.
  let moves: [String?]
  let format: PageFormat

  func write(_ page: inout HTMLWriter) {
    guard let (category, series) = chart.places(in: table) else { return }
    let shown = table.rows[rows]
    let outer = shown.map { max(0, $0[series[0]].length ?? 0) }
    let inner = series.count > 1 ? shown.map { max(0, $0[series[1]].length ?? 0) } : []
    let scale = ChartScale(outer + inner)
    func width(_ value: Int128) -> Int { value > 0 ? max(4, 1000 - scale.fromTop(value, of: 1000)) : 0 }
    page.markup("<figure class=\"chart\">")
    ChartLegend(table: table, series: Array(series.prefix(2)), classes: ["s2", "s0"], format: format).write(&page)
    page.markup("<ol class=\"funnel\" aria-label=\"")
    page.text(caption)
    page.markup("\">\n")
    for (bar, index) in rows.enumerated() {
      let next = bar + 1 < outer.count ? width(outer[bar + 1]) : nil
      let isLink = opening.contains(index)
      page.built(isLink ? "<li><a href=\"#\(id)r\(index)\">" : "<li><div>")
      label(table.rows[index], category, moves[bar], &page)
      self.bar(width(outer[bar]), inner.isEmpty ? 0 : min(width(outer[bar]), width(inner[bar])), next, &page)
      figures(table.rows[index], series, &page)
      page.markup(isLink ? "</a></li>\n" : "</div></li>\n")
    }
    page.markup("</ol></figure>\n")
  }

  private func label(_ row: [ReportCell], _ category: Int, _ move: String?, _ page: inout HTMLWriter) {
    page.markup("<span class=\"stage\">")
    let name = format.text(row[category], table.columns[category].kind) ?? format.text(PagePhrase.unnamed)
    page.text(HTMLWriter.clip(name, to: 60), isMarked: true)
    if let place = table.column("count"), case .count(let count) = row[place] {
      page.markup(" <small>")
      page.text(format.text(PagePhrase.deals, ["count": .count(count)]))
      page.markup("</small>")
    }
    if let move {
      page.markup(" <small class=\"move\">")
      page.text(format.text(PagePhrase.movesOn, ["share": .text(move)]))
      page.markup("</small>")
    }
    page.markup("</span>")
  }

  /// The bar, and below it the slope that leads to the next one.
  private func bar(_ outer: Int, _ inner: Int, _ next: Int?, _ page: inout HTMLWriter) {
    page.markup("<svg viewBox=\"0 0 1000 56\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">")
    if let next, outer > 0 || next > 0 {
      let points = [(500 - outer / 2, 40), (500 + outer / 2, 40), (500 + next / 2, 56), (500 - next / 2, 56)]
      page.built("<polygon class=\"slope\" points=\"\(points.map { "\($0.0),\($0.1)" }.joined(separator: " "))\"/>")
    }
    if outer > 0 {
      page.built("<rect class=\"s2\" x=\"\(500 - outer / 2)\" y=\"0\" width=\"\(outer / 2 * 2)\" height=\"40\"/>")
    }
    if inner > 0 {
      page.built("<rect class=\"s0\" x=\"\(500 - inner / 2)\" y=\"0\" width=\"\(inner / 2 * 2)\" height=\"40\"/>")
    }
    page.markup("</svg>")
  }

  private func figures(_ row: [ReportCell], _ series: [Int], _ page: inout HTMLWriter) {
    page.markup("<span class=\"worth\">")
    for (index, place) in series.enumerated() {
      let kind = table.columns[place].kind
      page.markup(index == 0 ? "<b>" : "<small>")
      if index > 0 {
        page.text(format.text(table.columns[place].header))
        page.markup(" ")
      }
      page.markup("<data title=\"")
      page.text(format.text(row[place], kind) ?? "")
      page.built("\" value=\"\(row[place].plainText(kind) ?? "")\">")
      page.text(format.text(row[place], kind, isWhole: true) ?? "–")
      page.markup("</data>")
      page.markup(index == 0 ? "</b> " : "</small> ")
    }
    page.markup("</span>")
  }
}

/// Names the colours of a chart.
struct ChartLegend {
  let table: ReportTable
  let series: [Int]
  let classes: [String]
  let format: PageFormat

  func write(_ page: inout HTMLWriter) {
    page.markup("<figcaption class=\"legend\">")
    for (place, style) in zip(series, classes) {
      Self.sample(style, &page)
      page.text(format.text(table.columns[place].header))
      if case .money(let currency) = table.columns[place].kind { page.built(", \(currency.code)") }
      page.markup("</span> ")
    }
    page.markup("</figcaption>")
  }

  /// A legend of colours with words of the page's own.
  static func words(_ entries: [(style: String, phrase: PagePhrase)], _ format: PageFormat, _ page: inout HTMLWriter) {
    page.markup("<figcaption class=\"legend\">")
    for (style, phrase) in entries {
      sample(style, &page)
      page.text(format.text(phrase))
      page.markup("</span> ")
    }
    page.markup("</figcaption>")
  }

  private static func sample(_ style: String, _ page: inout HTMLWriter) {
    let size = style == "goal" ? "y=\"5\" height=\"3\"" : "height=\"12\""
    page.built(
      "<span><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect class=\"\(style)\" width=\"12\" \(size)/></svg> "
    )
  }
}
