import PipelinePlugins

/// Writes a table: rows, subtotals, and the total at its foot. Numbers whose text is not exact carry their value in `data-v`, which
/// the page's script sorts by.
struct PageTable {
  let table: ReportTable
  /// The identity that links and details refer to: `t0`.
  let id: String
  let caption: String
  /// The number of leading columns that repeat the row above.
  var groups = 0
  /// The rows with details.
  var opening: Set<Int> = []
  let format: PageFormat

  func write(_ page: inout HTMLWriter, _ sink: inout any ByteSink) throws {
    let isTall = table.rows.count > 40
    page.built("<div class=\"scroll\(isTall ? " tall" : "")\" role=\"group\" tabindex=\"0\" aria-label=\"")
    page.text(caption)
    page.built("\"><table id=\"\(id)\"\(table.columns.count > 8 ? " class=\"wide\"" : "")><caption class=\"sr\">")
    page.text(caption)
    page.markup("</caption><thead><tr>")
    for column in table.columns { header(column, &page) }
    page.markup("</tr></thead>\n<tbody>")
    let whole = table.wholeColumns
    var subtotals = table.subtotals.filter(\.isOfSeveral)[...]
    for (index, row) in table.rows.enumerated() {
      page.markup("<tr>")
      let repeated = repeatedCells(index)
      for (place, cell) in row.enumerated() where place < table.columns.count {
        // The cell of the last grouping names the row.
        let link = place == groups && opening.contains(index) ? index : nil
        self.cell(cell, place, whole[place], isRepeated: place < repeated, link: link, &page)
      }
      page.markup("</tr>\n")
      while let subtotal = subtotals.first, subtotal.rows.upperBound <= index + 1 {
        subtotals.removeFirst()
        page.built("<tr class=\"sub l\(max(1, min(9, subtotal.level)))\">")
        sums(subtotal.cells, whole, &page)
        page.markup("</tr>\n")
      }
      try page.pass(to: &sink)
    }
    page.markup("</tbody>")
    if let total = table.total {
      page.markup("<tfoot><tr class=\"total\">")
      sums(total, whole, &page)
      page.markup("</tr></tfoot>")
    }
    page.markup("</table></div>\n")
  }

  private func header(_ column: ReportColumn, _ page: inout HTMLWriter) {
    page.markup("<th scope=\"col\"")
    if column.kind.isNumber { page.markup(" class=\"n\"") }
    page.markup(" data-c=\"")
    page.text(column.key)
    page.markup("\">")
    page.text(format.text(column.header), isMarked: true)
    if case .money(let currency) = column.kind { page.built(" <small>\(currency.code)</small>") }
    page.markup("</th>")
  }

  /// How many of the leading groupings are the same as in the row above.
  private func repeatedCells(_ index: Int) -> Int {
    guard index > 0, groups > 0 else { return 0 }
    return zip(table.rows[index - 1].prefix(groups), table.rows[index]).prefix { $0 == $1 }.count
  }

  private func sums(_ cells: [ReportCell], _ whole: [Bool], _ page: inout HTMLWriter) {
    var isNamed = false
    for (place, cell) in cells.enumerated() where place < table.columns.count {
      if cell == .null, !isNamed, table.columns[place].kind == .text {
        isNamed = true
        page.built("<t\(place == 0 ? "h scope=\"row\"" : "d") class=\"name\">")
        page.text(format.text(PagePhrase.total))
        page.built("</t\(place == 0 ? "h" : "d")>")
      } else {
        // A sum over all owners has no owner: nothing is unknown there.
        self.cell(cell, place, whole[place], blank: "", &page)
      }
    }
  }

  private func cell(
    _ cell: ReportCell, _ place: Int, _ isWhole: Bool, isRepeated: Bool = false, link: Int? = nil,
    blank: String = "–", _ page: inout HTMLWriter
  ) {
    let kind = table.columns[place].kind
    let tag = place == 0 ? "th" : "td"
    var classes: [String] = []
    if kind.isNumber { classes.append("n") }
    if cell == .null { classes.append("null") }
    if cell.length == 0 { classes.append("zero") }
    if isRepeated { classes.append("same") }
    switch cell {
    case .date: classes.append("d")
    case .label where table.columns[place].isTime: classes.append("d")
    default: break
    }
    page.built("<\(tag)\(place == 0 ? " scope=\"row\"" : "")")
    if !classes.isEmpty { page.built(" class=\"\(classes.joined(separator: " "))\"") }
    switch cell {
    case .null, .text: page.markup(">")
    case .label(let key, _):
      page.markup(table.columns[place].isTime ? " data-v=\"" : " data-k=\"")
      page.text(key)
      page.markup("\">")
    case .amount(let money): page.built(" data-v=\"\(money.decimalText)\">")
    default:
      // Where people read the exact value already, it is not written twice.
      let exact = cell.plainText(kind) ?? ""
      page.built(format.text(cell, kind, isWhole: isWhole) == exact ? ">" : " data-v=\"\(exact)\">")
    }
    if let link { page.built("<a href=\"#\(id)r\(link)\">") }
    switch cell {
    case .text, .label: page.stored(format.text(cell, kind) ?? "")
    default: page.text(format.text(cell, kind, isWhole: isWhole) ?? blank)
    }
    if link != nil { page.markup("</a>") }
    page.built("</\(tag)>")
  }
}

extension ReportColumn {
  /// Whether its labels name days or periods, which are ordered by time and not by what they are called.
  fileprivate var isTime: Bool {
    switch DealDimension(rawValue: key)?.source {
    case .period, .day: true
    default: key == "period"
    }
  }
}

extension ReportColumnKind {
  /// Whether cells are numbers, which are aligned to the right.
  var isNumber: Bool {
    switch self {
    case .text, .date: false
    case .count, .decimal, .money, .percent: true
    }
  }
}
