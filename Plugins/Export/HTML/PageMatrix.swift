import PipelinePlugins

/// A table of two groupings, the second one a period, as a matrix: a row for each value of the first, a column for each period.
struct Matrix {
  /// A value of the first grouping.
  struct Line {
    let name: ReportCell
    /// The place of its row in the table for each period; `nil` for none.
    let rows: [Int?]
    /// Its sum over all periods.
    let sum: [ReportCell]
  }

  let table: ReportTable
  let periods: [ReportCell]
  let lines: [Line]

  /// `nil` for a table of another form.
  init?(_ section: ReportSection) {
    let table = section.table
    guard section.groupedBy.count == 2, table.columns.count > 2, table.columns[1].key == "period",
      !table.crossTotals.isEmpty, !table.rows.isEmpty
    else { return nil }
    self.table = table
    let periods = table.crossTotals.map { $0[1] }
    let places = Dictionary(periods.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var lines: [Line] = []
    var start = 0
    while start < table.rows.count {
      let name = table.rows[start][0]
      let end = table.rows[start...].firstIndex { $0[0] != name } ?? table.rows.count
      var rows = [Int?](repeating: nil, count: periods.count)
      for row in start..<end {
        guard let place = places[table.rows[row][1]] else { return nil }
        rows[place] = row
      }
      // One row is its own sum.
      let sum = table.subtotals.first { $0.rows == start..<end }?.cells ?? table.rows[start]
      guard end == start + 1 || table.subtotals.contains(where: { $0.rows == start..<end }) else { return nil }
      lines.append(Line(name: name, rows: rows, sum: sum))
      start = end
    }
    self.periods = periods
    self.lines = lines
  }

  /// The columns of the figures.
  var measures: [Int] { Array(table.columns.indices.dropFirst(2)) }
  /// The figure that is shown first: the first amount that is not zero in all, else the first amount.
  var first: Int {
    let amounts = measures.filter { if case .money = table.columns[$0].kind { true } else { false } }
    let figures = table.total ?? []
    return amounts.first { place in
      if place < figures.count, case .money(let sum) = figures[place] { sum != 0 } else { false }
    }
      ?? amounts.first ?? measures[0]
  }
}

/// Writes a matrix: a table for each figure, one of which is shown; its cells are the darker the greater they are.
struct PageMatrix {
  let matrix: Matrix
  let id: String
  let caption: String
  /// The present period's key, to which the matrix is scrolled.
  let present: String?
  let format: PageFormat

  func write(_ page: inout HTMLWriter, _ sink: inout any ByteSink) throws {
    page.markup("<div class=\"matrix\"><fieldset class=\"switch\"><legend class=\"sr\">")
    page.text(format.text(PagePhrase.figure))
    page.markup("</legend>")
    for measure in matrix.measures {
      page.built("<label><input type=\"radio\" name=\"\(id)m\" value=\"\(measure)\"")
      page.built(measure == matrix.first ? " checked=\"\"><span>" : "><span>")
      page.text(format.text(matrix.table.columns[measure].header))
      page.markup("</span></label>")
    }
    page.markup("</fieldset>\n")
    for (place, measure) in matrix.measures.enumerated() {
      table(measure, isFirst: place == 0, &page)
      try page.pass(to: &sink)
    }
    page.markup("</div>\n")
  }

  private func table(_ measure: Int, isFirst: Bool, _ page: inout HTMLWriter) {
    let column = matrix.table.columns[measure]
    let name = format.labelled(caption, format.text(column.header))
    page.built(
      "<div class=\"scroll m\(measure)\(matrix.lines.count > 30 ? " tall" : "")\" role=\"group\" tabindex=\"0\" aria-label=\""
    )
    page.text(name)
    page.built("\"><table id=\"\(isFirst ? id : "\(id)m\(measure)")\" class=\"grid\"><caption class=\"sr\">")
    page.text(name)
    page.markup("</caption><thead><tr><th scope=\"col\">")
    page.text(format.text(matrix.table.columns[0].header))
    page.markup("</th>")
    for period in matrix.periods {
      let isPresent = present != nil && period.plainText(.text) == present
      heading(
        format.text(period, .text) ?? format.text(PagePhrase.undated),
        isPresent ? "n now\" aria-current=\"date" : "n", &page)
    }
    heading(format.text(PagePhrase.total), "n sum", &page)
    page.markup("</tr></thead>\n<tbody>")
    let most = matrix.table.rows.compactMap { $0[measure].length?.magnitude }.max() ?? 0
    for line in matrix.lines {
      page.markup("<tr><th scope=\"row\">")
      who(format.text(line.name, .text) ?? format.text(PagePhrase.unnamed), &page)
      page.markup("</th>")
      for row in line.rows {
        guard let row, let length = matrix.table.rows[row][measure].length, length != 0 else {
          page.markup("<td></td>")
          continue
        }
        let heat = Self.heat(length.magnitude, most)
        cell(matrix.table.rows[row][measure], column, heat > 1 ? "h\(heat)" : "", &page)
      }
      cell(line.sum[measure], column, "sum", &page)
      page.markup("</tr>\n")
    }
    page.markup("</tbody><tfoot><tr class=\"total\"><th scope=\"row\">")
    page.text(format.text(PagePhrase.total))
    page.markup("</th>")
    for cross in matrix.table.crossTotals { cell(cross[measure], column, "", &page) }
    cell(matrix.table.total?[measure] ?? .null, column, "sum", &page)
    page.markup("</tr></tfoot></table></div>\n")
  }

  /// A name; of a long one the page shows the beginning, and the pointer the whole.
  private func who(_ name: String, _ page: inout HTMLWriter) {
    guard name.unicodeScalars.count > 48 else { return page.stored(name) }
    page.markup("<span class=\"who\" title=\"")
    page.text(name)
    page.markup("\"><bdi>")
    page.text(name, isMarked: true)
    page.markup("</bdi></span>")
  }

  private func heading(_ text: String, _ style: String, _ page: inout HTMLWriter) {
    page.built("<th scope=\"col\" class=\"\(style)\">")
    page.text(text)
    page.markup("</th>")
  }

  /// Amounts are written without cents; where there are any, the exact value is beside them.
  private func cell(_ cell: ReportCell, _ column: ReportColumn, _ style: String, _ page: inout HTMLWriter) {
    guard cell.length != 0, let exact = cell.plainText(column.kind) else { return page.markup("<td></td>") }
    let cents = exact.drop { $0 != "." }
    let isWhole = cents.allSatisfy { $0 == "." || $0 == "0" } && column.kind != .percent
    page.built("<td\(style.isEmpty ? "" : " class=\"\(style)\"")\(isWhole ? "" : " data-v=\"\(exact)\"")>")
    page.text(format.text(cell, column.kind, isWhole: true) ?? "")
    page.markup("</td>")
  }

  /// One of five shades.
  private static func heat(_ value: UInt128, _ most: UInt128) -> Int {
    most == 0 ? 1 : Int(1 + min(4, value / max(1, (most + 4) / 5)))
  }
}
