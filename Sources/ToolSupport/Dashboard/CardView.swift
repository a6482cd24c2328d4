import SalesPipeline

/// Draws a table that is wider than a narrow terminal as cards: the groupings of a row as a heading, and its figures below, a line
/// each.
struct CardView {
  private let style: DashboardStyle

  init(_ style: DashboardStyle) { self.style = style }

  func lines(_ section: ReportSection) -> [String] {
    let table = section.table
    let depth = max(1, section.groupedBy.count)
    var lines: [String] = []
    for (index, row) in table.rows.enumerated() {
      lines += card(heading(row.prefix(depth), table), row, table, depth)
      for subtotal in table.subtotals where subtotal.rows.upperBound == index + 1 && subtotal.isOfSeveral {
        lines += card(heading(subtotal.cells.prefix(subtotal.level), table, isSum: true), subtotal.cells, table, depth)
      }
    }
    if let total = table.total { lines += card(style.text(.total), total, table, depth) }
    return lines
  }

  /// The texts of groupings; of a sum with the word for it.
  private func heading(_ cells: some Collection<ReportCell>, _ table: ReportTable, isSum: Bool = false) -> String {
    let texts = zip(cells, table.columns).map { DisplayText.safe(style.cell($0, $1, isGroup: true)) }
    return Self.joined(texts + (isSum ? [style.text(.total)] : []), in: style.terminal.width)
  }

  /// The texts with dots between; where they do not fit, each of the longest is cut in its middle, and none across two.
  private static func joined(_ texts: [String], in room: Int) -> String {
    let widths = texts.map(DisplayText.width)
    let room = room - 3 * (texts.count - 1)
    var longest = widths.max() ?? 0
    while longest > 1, widths.reduce(0, { $0 + min($1, longest) }) > room { longest -= 1 }
    return texts.map { DisplayText.clippedInside($0, to: longest) }.joined(separator: " · ")
  }

  private func card(_ heading: String, _ cells: [ReportCell], _ table: ReportTable, _ depth: Int) -> [String] {
    let room = style.terminal.width
    let figures = zip(cells, table.columns).dropFirst(depth).compactMap { cell, column -> (String, String)? in
      if case .null = cell { return nil }
      return (
        DisplayText.safe(column.header.text(style.language)),
        DisplayText.safe(style.cell(cell, column, isGroup: false))
      )
    }
    let headers = table.columns.dropFirst(depth).map {
      DisplayText.width(DisplayText.safe($0.header.text(style.language)))
    }
    let width = min((headers.max() ?? 0) + 4, room / 2)
    return [style.terminal.styled(DisplayText.clippedInside(heading, to: room), .bold)]
      + figures.map { label, text in
        style.terminal.styled(DisplayText.padded(DisplayText.clipped("  " + label, to: width - 1), to: width), .faint)
          + DisplayText.clippedInside(text, to: room - width)
      }
  }
}
