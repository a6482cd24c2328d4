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
    if let total = table.total { lines += card([style.text(.total)], total, table, depth) }
    return lines
  }

  /// The texts of groupings; of a sum with the word for it.
  private func heading(_ cells: some Collection<ReportCell>, _ table: ReportTable, isSum: Bool = false) -> [String] {
    let texts = zip(cells, table.columns).map { DisplayText.safe(style.cell($0, $1, isGroup: true)) }
    return texts + (isSum ? [style.text(.total)] : [])
  }

  private func card(_ heading: [String], _ cells: [ReportCell], _ table: ReportTable, _ depth: Int) -> [String] {
    let figures = zip(cells, table.columns).dropFirst(depth).compactMap { cell, column -> (String, String)? in
      if case .null = cell { return nil }
      return (
        DisplayText.safe(column.header.text(style.language)),
        DisplayText.safe(style.cell(cell, column, isGroup: false))
      )
    }
    let labels = table.columns.dropFirst(depth).map { DisplayText.safe($0.header.text(style.language)) }
    return Card(heading, figures, labels: labels).lines(style.terminal)
  }
}

/// A row of a table as lines: a heading, and its figures below it.
struct Card {
  private let heading: [String]
  private let figures: [(label: String, text: String)]
  private let labelWidth: Int

  /// - Parameters:
  ///   - heading: The texts that name the row.
  ///   - figures: What is below them, a line each.
  ///   - labels: The labels of all cards of a table, which begin in one column.
  init(_ heading: [String], _ figures: [(label: String, text: String)], labels: [String]) {
    self.heading = heading
    self.figures = figures
    labelWidth = (labels.map(DisplayText.width).max() ?? 0) + 4
  }

  /// The lines, none wider than the terminal.
  func lines(_ terminal: Terminal) -> [String] {
    let width = min(labelWidth, terminal.width / 2)
    return [terminal.styled(joined(in: terminal.width), .bold)]
      + figures.map { label, text in
        terminal.styled(DisplayText.padded(DisplayText.clipped("  " + label, to: width - 1), to: width), .faint)
          + DisplayText.clippedInside(text, to: terminal.width - width)
      }
  }

  /// The heading's texts with dots between; where they do not fit, each of the longest is cut in its middle, and none across two.
  private func joined(in width: Int) -> String {
    let widths = heading.map(DisplayText.width)
    let room = width - 3 * (heading.count - 1)
    var longest = widths.max() ?? 0
    while longest > 1, widths.reduce(0, { $0 + min($1, longest) }) > room { longest -= 1 }
    let text = heading.map { DisplayText.clippedInside($0, to: longest) }.joined(separator: " · ")
    return DisplayText.clippedInside(text, to: width)
  }
}
