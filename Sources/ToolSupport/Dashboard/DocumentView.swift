public import SalesPipeline

/// Draws a report as text: its title, what was asked, each of its tables with its chart, and what a reader should know.
public struct DocumentView: Sendable {
  private let style: DashboardStyle

  /// A view in a style.
  public init(_ style: DashboardStyle) { self.style = style }

  /// The text, without a line end.
  public func text(_ document: ReportDocument) -> String {
    let sections = document.allSections
    var lines = [heading(document)] + asked(document)
    for var section in sections where !section.table.columns.isEmpty {
      lines.append("")
      // A report of one table has its title above it already, and so has a dashboard of one part that is called alike.
      let isNamed = document.lead != nil && section.title != document.title
      if section.title == document.title { section.title = "" }
      lines += Self.lines(section, style, hasTitle: isNamed)
    }
    let notes = style.notes(document)
    return (lines + (notes.isEmpty ? [] : [""] + notes)).joined(separator: "\n")
  }

  /// A table as lines: drawn by its chart where there is a way to, else as a plain table.
  static func lines(_ section: ReportSection, _ style: DashboardStyle, hasTitle: Bool) -> [String] {
    switch section.chart?.kind {
    case .funnel?: FunnelView(style).lines(section)
    case .waterfall?: WaterfallView(style).lines(section)
    case .figures?: KeyFiguresView(style).lines(section)
    default:
      if let grid = GridFigures(section) {
        SalesGridView(style).lines(grid, section)
      } else {
        TableView(style).lines(section, hasTitle: hasTitle) + DetailView(style).lines(section)
      }
    }
  }

  /// Name, day and currency in one line. Of a long name the end is cut, never the day or the currency.
  private func heading(_ document: ReportDocument) -> String {
    func line(_ name: String) -> String {
      style.text(
        .dashboard,
        ["name": .text(name), "day": .date(document.today), "currency": .text(style.currency.code)])
    }
    let name = DisplayText.safe(document.title.text(style.language))
    let room = max(8, style.terminal.width - DisplayText.width(line("")))
    return style.terminal.styled(line(DisplayText.clipped(name, to: room)), .bold)
  }

  /// What was asked beside the day: owners, dates, the moment. Nothing where nothing was.
  private func asked(_ document: ReportDocument) -> [String] {
    AskedView.lines(document.parameters, style.language, style.terminal)
  }
}

/// Draws the filters and the moment of a report as faint lines: owners, dates, as-of day.
public enum AskedView {
  /// The lines, clipped to the width of the terminal; empty without parameters.
  public static func lines(
    _ parameters: [ReportParameter], _ language: Phrasebook, _ terminal: Terminal
  ) -> [String] {
    let hidden: Set = ["today", "currency", "made_at", "figure"]
    let parts = parameters.filter { !hidden.contains($0.key) }.map {
      DisplayText.safe(language.labelled($0.label.text(language), $0.value.text(language)))
    }
    var lines: [String] = []
    for part in parts {
      if let last = lines.last, DisplayText.width(last) + DisplayText.width(part) + 3 <= terminal.width {
        lines[lines.count - 1] = "\(last) · \(part)"
      } else {
        lines.append(part)
      }
    }
    return lines.map { terminal.styled(DisplayText.clipped($0, to: terminal.width), .faint) }
  }
}

/// Draws a table that no chart draws: groupings are written once, sums are below what they sum up.
struct TableView {
  private let style: DashboardStyle

  init(_ style: DashboardStyle) { self.style = style }

  func lines(_ section: ReportSection, hasTitle: Bool) -> [String] {
    let table = section.table
    let title = hasTitle ? [style.title(section)] : []
    guard !table.rows.isEmpty || table.total != nil else {
      return title + style.nothing(section)
    }
    let next = table.rows.isEmpty && section.empty != nil ? [""] + style.nothing(section) : []
    // On a narrow terminal cents go, and then all but the first digits, before names are cut.
    var text = drawn(section, .all)
    if text.naturalWidth > style.terminal.width { text = drawn(section, .whole) }
    if !text.fits(style.terminal.width) { text = drawn(section, .few) }
    if text.needsCards(style.terminal) {
      return title + CardView(style).lines(section) + next
    }
    return title + text.lines(style.terminal) + next
  }

  private func drawn(_ section: ReportSection, _ digits: AmountDigits) -> TextTable {
    let table = section.table
    var text = TextTable(
      table.columns.map { column in
        let isName = column.kind == .text && !DashboardStyle.periods.contains(column.key)
        return TextTable.Column(
          DisplayText.safe(column.header.text(style.language)), right: column.kind.isNumber, flexible: isName,
          isName: isName)
      })
    // Rows of deals are no groups: two deals may be called alike.
    let depth = section.groupedBy.contains(DealDimension.deal.rawValue) ? 0 : max(0, section.groupedBy.count - 1)
    for (index, row) in table.rows.enumerated() {
      // A group's value is written in its first row.
      let shared =
        index == 0 || depth == 0
        ? 0 : zip(row, table.rows[index - 1]).prefix(depth).prefix { $0 == $1 }.count
      text.add(
        zip(row, table.columns).enumerated().map { place, cell in
          place < shared ? "" : style.cell(cell.0, cell.1, isGroup: place < section.groupedBy.count, digits)
        })
      for subtotal in table.subtotals where subtotal.rows.upperBound == index + 1 && subtotal.isOfSeveral {
        text.add(sum(subtotal.cells, table.columns, label: subtotal.level, digits))
      }
    }
    if let total = table.total { text.addTotal(sum(total, table.columns, label: 0, digits)) }
    return text
  }

  /// A row of sums, with the word in the column that it sums over.
  private func sum(_ cells: [ReportCell], _ columns: [ReportColumn], label: Int, _ digits: AmountDigits) -> [String] {
    zip(cells, columns).enumerated().map { place, cell in
      if place == label, case .null = cell.0 { return style.text(.total) }
      if case .null = cell.0 { return "" }
      return place < label ? "" : style.cell(cell.0, cell.1, isGroup: false, digits)
    }
  }
}

extension ReportColumnKind {
  var isNumber: Bool {
    switch self {
    case .count, .decimal, .money, .percent: true
    case .text, .date: false
    }
  }
}

extension ReportTable {
  /// The place of a column; `nil` where there is none.
  func place(of key: String) -> Int? { columns.firstIndex { $0.key == key } }
}

extension [ReportCell] {
  /// The number in a cell: a count or an amount's minor units; 0 where there is none.
  func number(_ place: Int?) -> Int128 {
    guard let place, indices.contains(place) else { return 0 }
    switch self[place] {
    case .count(let count): return Int128(count)
    case .money(let units): return units
    default: return 0
    }
  }
}
