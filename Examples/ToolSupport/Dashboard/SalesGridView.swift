import SalesPipeline

/// Draws a sales grid: periods as columns where the terminal is wide enough, else a line for each salesperson and period.
struct SalesGridView {
  private let style: DashboardStyle

  init(_ style: DashboardStyle) { self.style = style }

  func lines(_ grid: SalesGrid) -> [String] {
    let heading = style.terminal.styled(style.text(.salesGrid), .bold)
    guard !grid.rows.isEmpty else { return [heading, style.text(.noDeals)] }
    let wide = matrix(grid)
    if wide.naturalWidth <= style.terminal.width { return [heading] + wide.lines(style.terminal) }
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

  private func label(_ period: Period?) -> String { period?.label ?? style.text(.undated) }

  /// A line a salesperson and period; the name stands on the first.
  private func list(_ grid: SalesGrid) -> TextTable {
    var table = TextTable([
      TextTable.Column(style.text(.owner), flexible: true), TextTable.Column(style.text(.period)),
      TextTable.Column("#", right: true), TextTable.Column(style.text(.won), right: true),
      TextTable.Column("#", right: true), TextTable.Column(style.text(.open), right: true),
      TextTable.Column(style.text(.weighted), right: true),
    ])
    var previous: String?
    for row in grid.rows {
      table.add([row.owner == previous ? "" : row.owner, label(row.period)] + cells(row.figures))
      previous = row.owner
    }
    for (period, figures) in totals(grid) {
      table.add([previous == nil ? "" : style.text(.total), label(period)] + cells(figures))
      previous = nil
    }
    table.setTotal([style.text(.total), ""] + cells(grid.total))
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

  /// Two lines a salesperson, won above open (weighted), and a column a period.
  private func matrix(_ grid: SalesGrid) -> TextTable {
    let periods = totals(grid).map(\.0)
    var table = TextTable(
      [TextTable.Column(style.text(.owner), flexible: true), TextTable.Column("")]
        + periods.map { TextTable.Column(label($0), right: true) } + [TextTable.Column(style.text(.total), right: true)]
    )
    var start = 0
    while start < grid.rows.count {
      let owner = grid.rows[start].owner
      var end = start
      var byPeriod: [Period?: SalesGrid.Figures] = [:]
      var sum = SalesGrid.Figures()
      while end < grid.rows.count, grid.rows[end].owner == owner {
        byPeriod[grid.rows[end].period] = grid.rows[end].figures
        sum.won += grid.rows[end].figures.won
        sum.open += grid.rows[end].figures.open
        end += 1
      }
      let figures = periods.map { byPeriod[$0] ?? SalesGrid.Figures() } + [sum]
      let name = owner.isEmpty ? style.text(.none) : owner
      if sum.won.count > 0 { table.add([name, style.text(.won)] + figures.map { won($0.won) }) }
      if sum.open.count > 0 {
        table.add([sum.won.count > 0 ? "" : name, style.text(.open)] + figures.map { open($0.open) })
      }
      start = end
    }
    let all = totals(grid).map(\.1) + [grid.total]
    table.add([style.text(.total), style.text(.open)] + all.map { open($0.open) })
    table.setTotal([style.text(.total), style.text(.won)] + all.map { won($0.won) })
    return table
  }

  private func won(_ figures: DealFigures) -> String {
    figures.count == 0 ? "" : "\(amount(figures.unweighted, figures)) (\(count(figures)))"
  }

  private func open(_ figures: DealFigures) -> String {
    guard figures.count > 0 else { return "" }
    return "\(amount(figures.unweighted, figures)) → \(amount(figures.weighted, figures)) (\(count(figures)))"
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
