import SalesPipeline

/// Draws a sales grid: periods as columns, all of them where the terminal is wide enough, else those around the present one.
struct SalesGridView {
  private let style: DashboardStyle

  init(_ style: DashboardStyle) { self.style = style }

  func lines(_ grid: GridFigures, _ section: ReportSection) -> [String] {
    let heading = style.title(section)
    guard !grid.rows.isEmpty else {
      return [heading] + style.nothing(section)
    }
    for counts in [true, false] {
      let wide = matrix(grid, grid.periods.indices, counts: counts, isShort: false)
      if wide.naturalWidth <= style.terminal.width { return [heading] + wide.lines(style.terminal) }
    }
    for isShort in [false, true] {
      if let part = recent(grid, section.facts["today"], isShort: isShort) {
        return [heading] + part.lines(style.terminal)
      }
    }
    // Amounts that no column of a narrow terminal holds.
    return [heading] + totals(grid)
  }

  /// The periods around the present one that fit; what comes before and after them is summed up. At least two, unless amounts are
  /// short already.
  private func recent(_ grid: GridFigures, _ present: String?, isShort: Bool) -> TextTable? {
    let keys = grid.periods.map { $0.period.plainText(.text) }
    guard !keys.isEmpty else { return nil }
    let now = present.flatMap { present in keys.firstIndex { $0.map { $0 >= present } ?? false } } ?? keys.count - 1
    var shown = max(0, now)..<max(0, now) + 1
    let least = matrix(grid, shown, counts: false, isShort: isShort)
    var best = isShort && least.naturalWidth <= style.terminal.width ? least : nil
    // Alternately the period before and the one after, the past first.
    var step = 0
    while shown.count < keys.count {
      let (past, future) = (shown.lowerBound > 0, shown.upperBound < keys.count)
      guard past || future else { break }
      let isPast = past && (!future || step.isMultiple(of: 2))
      shown = isPast ? shown.lowerBound - 1..<shown.upperBound : shown.lowerBound..<shown.upperBound + 1
      let table = matrix(grid, shown, counts: false, isShort: isShort)
      guard table.naturalWidth <= style.terminal.width else { break }
      best = table
      step += 1
    }
    return best
  }

  private func label(_ period: ReportCell) -> String {
    if case .label(_, let text) = period { text.text(style.language) } else { style.text(.undated) }
  }

  /// A card a salesperson with the sums of all periods.
  private func totals(_ grid: GridFigures) -> [String] {
    let labels = [style.text(.won), style.text(.open), style.text(.weighted)]
    let width = (labels.map(DisplayText.width).max() ?? 0) + 4
    func card(_ name: String, _ figures: GridFigures.Figures) -> [String] {
      let texts = [
        counted(figures.won, figures.wonCount), counted(figures.open, figures.openCount),
        amount(figures.weighted, figures.openCount, true),
      ]
      return [style.terminal.styled(DisplayText.clippedInside(DisplayText.safe(name), to: style.terminal.width), .bold)]
        + zip(labels, texts).filter { !$1.isEmpty }.map { label, text in
          style.terminal.styled(DisplayText.padded("  " + label, to: width), .faint)
            + DisplayText.clipped(text, to: style.terminal.width - width)
        }
    }
    func counted(_ units: Int128, _ deals: Int128) -> String {
      deals == 0 ? "" : "\(amount(units, deals, true)) (\(count(deals)))"
    }
    return grid.people.flatMap { card(name($0.owner), $0.sum) } + card(style.text(.total), grid.total)
  }

  private func name(_ owner: String) -> String { owner.isEmpty ? style.text(.none) : owner }

  private func count(_ count: Int128) -> String { count == 0 ? "" : style.numbers.count(count) }

  private func amount(_ units: Int128, _ count: Int128, _ isShort: Bool = false) -> String {
    if count == 0 { return "" }
    return isShort ? style.numbers.compact(units, style.currency) : style.numbers.whole(units, style.currency)
  }

  /// A column a period; three lines a salesperson at most: won, open, and the open deals' weighted value.
  ///
  /// - Parameters:
  ///   - shown: The periods with a column of their own; those before and after have one together.
  ///   - counts: Whether each amount has its number of deals beside it; those of all periods always have.
  ///   - isShort: Whether amounts are written in few characters.
  private func matrix(_ grid: GridFigures, _ shown: Range<Int>, counts: Bool, isShort: Bool) -> TextTable {
    let periods = grid.periods
    let (isBefore, isAfter) = (shown.lowerBound > 0, shown.upperBound < periods.count)
    let labels =
      (isBefore ? [style.text(.earlier)] : []) + periods[shown].map { label($0.period) }
      + (isAfter ? [after(periods[shown.upperBound...].map(\.period))] : []) + [style.text(.total)]
    var table = TextTable(
      [TextTable.Column(style.text(.owner), flexible: true, isName: true), TextTable.Column("")]
        + labels.map { TextTable.Column($0, right: true) })
    func parts(_ figures: [GridFigures.Figures], _ sum: GridFigures.Figures) -> [GridFigures.Figures] {
      (isBefore ? [figures[..<shown.lowerBound].sum] : []) + figures[shown]
        + (isAfter ? [figures[shown.upperBound...].sum] : []) + [sum]
    }
    for (owner, rows, sum) in grid.people {
      let byPeriod = Dictionary(rows.map { ($0.period, $0.figures) }, uniquingKeysWith: { first, _ in first })
      let figures = periods.map { byPeriod[$0.period] ?? GridFigures.Figures() }
      for line in measures(short(name(owner)), parts(figures, sum), counts, isShort) { table.add(line) }
    }
    let total = parts(periods.map(\.figures), grid.total)
    for line in measures(style.text(.total), total, counts, isShort) { table.addTotal(line) }
    return table
  }

  /// What periods after the others are called together; deals without a day are among them in the end.
  private func after(_ periods: [ReportCell]) -> String {
    let undated = periods.contains { if case .label = $0 { false } else { true } }
    let later = periods.count > (undated ? 1 : 0) ? [style.text(.later)] : []
    let words = later + (undated ? [style.text(.undated)] : [])
    return words.joined(separator: ", ")
  }

  /// A name that leaves room for figures.
  private func short(_ name: String) -> String {
    DisplayText.clippedInside(DisplayText.safe(name), to: max(12, style.terminal.width / 5))
  }

  /// The lines of one salesperson; the name is on the first, and a line without a deal is left out.
  private func measures(
    _ name: String, _ figures: [GridFigures.Figures], _ counts: Bool, _ isShort: Bool
  ) -> [[String]] {
    let last = figures.count - 1
    func counted(_ index: Int, _ units: Int128, _ deals: Int128) -> String {
      let amount = amount(units, deals, isShort)
      return deals == 0 || !(counts || index == last && !isShort) ? amount : "\(amount) (\(count(deals)))"
    }
    var lines: [[String]] = []
    if figures.contains(where: { $0.wonCount > 0 }) {
      lines.append(
        [style.text(.won)] + figures.indices.map { counted($0, figures[$0].won, figures[$0].wonCount) })
    }
    if figures.contains(where: { $0.openCount > 0 }) {
      lines.append(
        [style.text(.open)] + figures.indices.map { counted($0, figures[$0].open, figures[$0].openCount) })
      lines.append([style.text(.weighted)] + figures.map { amount($0.weighted, $0.openCount, isShort) })
    }
    return lines.enumerated().map { [$0.offset == 0 ? name : ""] + $0.element }
  }
}
/// A table of salespeople and periods with what is won and what is open.
struct GridFigures {
  struct Figures {
    var wonCount: Int128 = 0
    var won: Int128 = 0
    var openCount: Int128 = 0
    var open: Int128 = 0
    var weighted: Int128 = 0
  }

  struct Row {
    let owner: String
    let period: ReportCell
    let figures: Figures
  }

  let rows: [Row]
  /// The rows of each salesperson with their sum.
  let people: [(owner: String, rows: ArraySlice<Row>, sum: Figures)]
  /// The figures of each period over all salespeople.
  let periods: [(period: ReportCell, figures: Figures)]
  let total: Figures

  /// The figures of a section; `nil` for one of other columns.
  init?(_ section: ReportSection) {
    let table = section.table
    let keys = ["owner", "period", "won_count", "won", "open_count", "open", "open_weighted"]
    guard table.columns.map(\.key) == keys else { return nil }
    func figures(_ cells: [ReportCell]) -> Figures {
      Figures(
        wonCount: cells.number(2), won: cells.number(3), openCount: cells.number(4), open: cells.number(5),
        weighted: cells.number(6))
    }
    let all = table.rows.map { row in
      Row(owner: row[0].plainText(.text) ?? "", period: row[1], figures: figures(row))
    }
    rows = all
    people = all.chunked(by: \.owner).map { own in
      // One row is its own sum.
      let sum = table.subtotals.first { $0.rows == own.startIndex..<own.endIndex }.map { figures($0.cells) }
      return (own.first?.owner ?? "", own, sum ?? own.first?.figures ?? Figures())
    }
    periods = table.crossTotals.map { ($0[1], figures($0)) }
    total = figures(table.total ?? [])
  }
}

extension Sequence<GridFigures.Figures> {
  /// All of them together.
  fileprivate var sum: GridFigures.Figures {
    reduce(into: GridFigures.Figures()) { sum, part in
      sum.wonCount += part.wonCount
      sum.won += part.won
      sum.openCount += part.openCount
      sum.open += part.open
      sum.weighted += part.weighted
    }
  }
}

extension [GridFigures.Row] {
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
