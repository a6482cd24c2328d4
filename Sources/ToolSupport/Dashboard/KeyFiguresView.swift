import SalesPipeline

/// Draws key figures: a line for each, a column for each row of the table, such as now, before, and the change.
struct KeyFiguresView {
  private let style: DashboardStyle

  init(_ style: DashboardStyle) { self.style = style }

  func lines(_ section: ReportSection) -> [String] {
    let table = section.table
    guard let chart = section.chart, let category = table.place(of: chart.category), !table.rows.isEmpty else {
      return [style.title(section), style.text(.noDeals)]
    }
    var text = drawn(table, chart, category, isShort: false)
    if !text.fits(style.terminal.width) { text = drawn(table, chart, category, isShort: true) }
    return [style.title(section)] + text.fitted(style.terminal, heading: [0])
  }

  private func drawn(_ table: ReportTable, _ chart: ReportChart, _ category: Int, isShort: Bool) -> TextTable {
    var text = TextTable(
      [TextTable.Column("", flexible: true)]
        + table.rows.map {
          TextTable.Column(style.cell($0[category], table.columns[category], isGroup: false), right: true)
        })
    for (place, column) in table.columns.enumerated() where place != category {
      // What belongs to a figure is below it.
      let isOwn = chart.series.contains(column.key) || place < (chart.series.first.flatMap { table.place(of: $0) } ?? 0)
      let label = DisplayText.safe(column.header.text(style.language))
      text.add(
        [isOwn ? label : "  " + label]
          + table.rows.map { cell($0[place], column, isChange: $0[category].isChange, isShort) })
    }
    return text
  }

  /// A change has a sign; what is not known or has no change is blank.
  private func cell(_ cell: ReportCell, _ column: ReportColumn, isChange: Bool, _ isShort: Bool) -> String {
    let text: String
    switch (cell, column.kind) {
    case (.null, _): return isChange ? "" : style.text(.none)
    case (.money(let units), .money(let currency)):
      let whole = style.numbers.amount(units, currency)
      text = isShort || DisplayText.width(whole) > 18 ? style.numbers.compact(units, currency) : whole
    case (.ratio(let points), _) where isChange:
      text = style.text(.points, ["number": .text(style.numbers.decimal(ReportCell.percentText(points)))])
    default: text = style.cell(cell, column, isGroup: false)
    }
    return isChange && cell.isPositive ? "+" + text : text
  }
}

extension ReportCell {
  fileprivate var isChange: Bool { if case .label("change", _) = self { true } else { false } }

  fileprivate var isPositive: Bool {
    switch self {
    case .count(let count): count > 0
    case .money(let units): units > 0
    case .ratio(let points): points > 0
    default: false
    }
  }
}

/// Draws the deals behind the rows of a table, the first ones of each row.
struct DetailView {
  private let style: DashboardStyle
  private static let most = 5

  init(_ style: DashboardStyle) { self.style = style }

  func lines(_ section: ReportSection) -> [String] {
    section.details.flatMap { detail -> [String] in
      guard section.table.rows.indices.contains(detail.row), !detail.table.rows.isEmpty else { return [] }
      let row = section.table.rows[detail.row]
      let name = zip(row, section.table.columns).prefix { $1.kind == .text }
        .map { style.cell($0, $1, isGroup: true) }.joined(separator: " · ")
      let shown = min(Self.most, detail.table.rows.count)
      let count = "\(style.numbers.count(shown)) / \(style.numbers.count(detail.totalCount))"
      let heading = DisplayText.safe(style.language.labelled(name, count))
      return ["", style.terminal.styled(DisplayText.clippedInside(heading, to: style.terminal.width), .bold)]
        + deals(detail.table).fitted(style.terminal, heading: [0])
    }
  }

  /// The columns that a terminal has room for.
  private func deals(_ table: ReportTable) -> TextTable {
    let isWide = style.terminal.width >= 130
    let narrow: Set = ["name", "account", "owner", "close_date", "days", "amount"]
    let small: Set = ["name", "owner", "close_date", "days", "amount"]
    let places = table.columns.indices.filter {
      isWide || (style.terminal.width < 72 ? small : narrow).contains(table.columns[$0].key)
    }
    var text = TextTable(
      places.map { place in
        let column = table.columns[place]
        return TextTable.Column(
          DisplayText.safe(column.header.text(style.language)), right: column.kind.isNumber,
          flexible: column.kind == .text, isName: column.kind == .text)
      })
    for row in table.rows.prefix(Self.most) {
      text.add(places.map { style.cell(row[$0], table.columns[$0], isGroup: false) })
    }
    return text
  }
}
