import SalesPipeline

/// Draws a sales grid: periods as columns where the terminal is wide enough, else a line for each salesperson and period.
struct SalesGridView {
  private let style: DashboardStyle

  init(_ style: DashboardStyle) { self.style = style }

  func lines(_ grid: SalesGrid) -> [String] {
    let heading = style.terminal.styled(style.text(.salesGrid), .bold)
    guard !grid.rows.isEmpty else { return [heading, style.text(.noDeals)] }
    for counts in [true, false] {
      let wide = matrix(grid, counts: counts)
      if wide.naturalWidth <= style.terminal.width { return [heading] + wide.lines(style.terminal) }
    }
    return [heading] + sideBySide(list(grid))
  }

  /// A long, narrow table in as many columns as the terminal has room for, as newspapers do.
  private func sideBySide(_ table: TextTable) -> [String] {
    let gap = "    "
    let across = (style.terminal.width + gap.count) / (table.naturalWidth + gap.count)
    guard across > 1, table.rowCount > 20 else { return table.lines(style.terminal) }
    var narrow = style.terminal
    narrow.width = table.naturalWidth
    let (heading, rows, foot) = table.parts(narrow)
    let height = (rows.count + across - 1) / across
    var lines = heading.map { line in Array(repeating: fit(line, table), count: across).joined(separator: gap) }
    for row in 0..<height {
      let cells = (0..<across).map { column in
        let index = column * height + row
        return fit(index < rows.count ? rows[index] : "", table)
      }
      var line = cells.joined(separator: gap)
      while line.last == " " { line.removeLast() }
      lines.append(line)
    }
    return lines + foot
  }

  private func fit(_ line: String, _ table: TextTable) -> String {
    line + String(repeating: " ", count: max(0, table.naturalWidth - DisplayText.shownWidth(line)))
  }

  private func label(_ period: Period?) -> String { period?.text.text(style.language) ?? style.text(.undated) }

  /// A line a salesperson and period; the name stands on the first.
  private func list(_ grid: SalesGrid) -> TextTable {
    var table = TextTable([
      TextTable.Column(style.text(.owner), flexible: true), TextTable.Column(style.text(.period)),
      TextTable.Column("#", right: true), TextTable.Column(style.text(.won), right: true),
      TextTable.Column("#", right: true), TextTable.Column(style.text(.open), right: true),
      TextTable.Column(style.text(.weighted), right: true),
    ])
    for (owner, rows, sum) in people(grid) {
      for (index, row) in rows.enumerated() {
        table.add([index == 0 ? owner : "", label(row.period)] + cells(row.figures))
      }
      if rows.count > 1 { table.add(["", style.text(.total)] + cells(sum)) }
    }
    for (index, (period, figures)) in totals(grid).enumerated() {
      table.addTotal([index == 0 ? style.text(.total) : "", label(period)] + cells(figures))
    }
    table.addTotal(["", style.text(.total)] + cells(grid.total))
    return table
  }

  private func cells(_ figures: SalesGrid.Figures) -> [String] {
    [
      count(figures.won), amount(figures.won.unweighted, figures.won), count(figures.open),
      amount(figures.open.unweighted, figures.open), amount(figures.open.weighted, figures.open),
    ]
  }

  private func count(_ figures: DealFigures) -> String { figures.count == 0 ? "" : style.numbers.count(figures.count) }

  private func amount(_ units: Int128, _ figures: DealFigures) -> String {
    figures.count == 0 ? "" : style.numbers.whole(units, style.currency)
  }

  /// A column a period; three lines a salesperson at most: won, open, and the open deals' weighted value.
  ///
  /// - Parameter counts: Whether each amount has its number of deals beside it; those of all periods always have.
  private func matrix(_ grid: SalesGrid, counts: Bool) -> TextTable {
    let periods = totals(grid)
    var table = TextTable(
      [TextTable.Column(style.text(.owner), flexible: true), TextTable.Column("")]
        + periods.map { TextTable.Column(label($0.0), right: true) }
        + [TextTable.Column(style.text(.total), right: true)])
    for (owner, rows, sum) in people(grid) {
      let byPeriod = Dictionary(rows.map { ($0.period, $0.figures) }, uniquingKeysWith: { first, _ in first })
      let figures = periods.map { byPeriod[$0.0] ?? SalesGrid.Figures() } + [sum]
      for line in measures(owner, figures, counts) { table.add(line) }
    }
    for line in measures(style.text(.total), periods.map(\.1) + [grid.total], counts) { table.addTotal(line) }
    return table
  }

  /// The lines of one salesperson; the name stands on the first, and a line without a deal is left out.
  private func measures(_ name: String, _ figures: [SalesGrid.Figures], _ counts: Bool) -> [[String]] {
    let last = figures.count - 1
    var lines: [[String]] = []
    if figures.contains(where: { $0.won.count > 0 }) {
      lines.append([style.text(.won)] + figures.indices.map { counted(figures[$0].won, counts || $0 == last) })
    }
    if figures.contains(where: { $0.open.count > 0 }) {
      lines.append([style.text(.open)] + figures.indices.map { counted(figures[$0].open, counts || $0 == last) })
      lines.append([style.text(.weighted)] + figures.map { amount($0.open.weighted, $0.open) })
    }
    return lines.enumerated().map { [$0.offset == 0 ? name : ""] + $0.element }
  }

  private func counted(_ figures: DealFigures, _ withCount: Bool) -> String {
    let amount = amount(figures.unweighted, figures)
    return figures.count == 0 || !withCount ? amount : "\(amount) (\(count(figures)))"
  }

  /// The rows of each salesperson with their sum.
  private func people(_ grid: SalesGrid) -> [(owner: String, rows: ArraySlice<SalesGrid.Row>, sum: SalesGrid.Figures)] {
    grid.rows.chunked(by: \.owner).map { rows in
      var sum = SalesGrid.Figures()
      for row in rows {
        sum.won += row.figures.won
        sum.open += row.figures.open
      }
      let owner = rows.first?.owner ?? ""
      return (owner.isEmpty ? style.text(.none) : owner, rows, sum)
    }
  }

  /// The figures of each period over all salespeople, in order of time; the undated last.
  private func totals(_ grid: SalesGrid) -> [(Period?, SalesGrid.Figures)] {
    var byPeriod: [Period?: SalesGrid.Figures] = [:]
    for row in grid.rows {
      byPeriod[row.period, default: SalesGrid.Figures()].won += row.figures.won
      byPeriod[row.period, default: SalesGrid.Figures()].open += row.figures.open
    }
    return byPeriod.map { ($0.key, $0.value) }.sorted { left, right in
      guard let first = left.0 else { return false }
      guard let second = right.0 else { return true }
      return first.range.lowerBound < second.range.lowerBound
    }
  }
}

extension [SalesGrid.Row] {
  /// Neighbours that agree in something, together.
  fileprivate func chunked<Key: Equatable>(by key: (Element) -> Key) -> [ArraySlice<Element>] {
    var chunks: [ArraySlice<Element>] = []
    var start = startIndex
    while start < endIndex {
      let end = self[start...].firstIndex { key($0) != key(self[start]) } ?? endIndex
      chunks.append(self[start..<end])
      start = end
    }
    return chunks
  }
}
