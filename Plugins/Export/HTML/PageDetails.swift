import PipelinePlugins

/// Writes the details of a table's rows, a box each that opens by itself when a link leads into it.
struct PageDetails {
  let table: ReportTable
  let details: [ReportDetail]
  /// The identity of the table that they belong to.
  let id: String
  /// Whether the boxes replace the table: their headings then have its figures.
  var isList = false
  let format: PageFormat

  func write(_ page: inout HTMLWriter, _ sink: inout any ByteSink) throws {
    guard !details.isEmpty else { return }
    page.built("<div class=\"behind\(isList ? " list" : "")\">")
    if !isList {
      page.markup("<h3>")
      page.text(format.text(PagePhrase.behind))
      page.markup("</h3>\n")
    }
    for detail in details where table.rows.indices.contains(detail.row) {
      let name = name(detail.row)
      page.markup("<details><summary><span>")
      page.text(HTMLWriter.clip(name, to: 120), isMarked: true)
      page.markup("</span> <small>")
      page.text(format.text(PagePhrase.deals, ["count": .count(detail.totalCount)]))
      if isList { amounts(detail.row, &page) }
      page.built("</small></summary><div class=\"inner\" id=\"\(id)r\(detail.row)\" tabindex=\"-1\">")
      try PageTable(
        table: detail.table, id: "\(id)d\(detail.row)", caption: HTMLWriter.clip(name, to: 120), format: format
      ).write(&page, &sink)
      if detail.totalCount > detail.table.rows.count {
        page.markup("<p class=\"more\">")
        page.text(
          format.text(
            PagePhrase.first, ["shown": .count(detail.table.rows.count), "count": .count(detail.totalCount)]))
        page.markup("</p>")
      }
      page.markup("</div></details>\n")
    }
    page.markup("</div>\n")
  }

  /// The amounts of a row, each with its name.
  private func amounts(_ row: Int, _ page: inout HTMLWriter) {
    for (cell, column) in zip(table.rows[row], table.columns) {
      guard case .money(let currency) = column.kind, case .money = cell else { continue }
      page.markup(" · ")
      page.text("\(format.text(column.header)) \(format.text(cell, column.kind, isWhole: true) ?? "") \(currency.code)")
    }
  }

  /// The row's leading texts.
  private func name(_ row: Int) -> String {
    let texts = zip(table.rows[row], table.columns).prefix { $1.kind == .text }.compactMap { cell, column in
      format.text(cell, column.kind)
    }
    return texts.isEmpty ? format.text(PagePhrase.unnamed) : texts.joined(separator: " · ")
  }
}
