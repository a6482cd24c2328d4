/// How wide columns are, and how many digits percentages need, by what is in them.
enum SheetWidths {
  /// Of long tables so many rows are looked at.
  private static let looked = 1_000

  /// In characters, one for each column.
  static func widths(_ table: ReportTable, _ language: Phrasebook) -> [Double] {
    table.columns.enumerated().map { index, column in
      // Room for the filter's button.
      var longest = column.header.text(language).count + 4
      for cell in cells(table, index) { longest = max(longest, length(cell, column.kind, language)) }
      return Double(min(60, max(10, longest + 2)))
    }
  }

  /// How many digits after the point a column's percentages need, 0 to 2.
  static func percentDigits(_ table: ReportTable, _ column: Int) -> Int {
    var digits = 0
    for cell in cells(table, column) {
      let points: Int64
      switch cell {
      case .percent(let share): points = Int64(share.value)
      case .ratio(let share): points = share
      default: continue
      }
      digits = max(digits, points % 100 == 0 ? 0 : points % 10 == 0 ? 1 : 2)
    }
    return digits
  }

  private static func cells(_ table: ReportTable, _ column: Int) -> [ReportCell] {
    var rows = Array(table.rows.prefix(looked))
    rows += table.subtotals.prefix(looked).map(\.cells)
    if let total = table.total { rows.append(total) }
    return rows.compactMap { column < $0.count ? $0[column] : nil }
  }

  private static func length(_ cell: ReportCell, _ kind: ReportColumnKind, _ language: Phrasebook) -> Int {
    if case .label(_, let label) = cell { return label.text(language).count }
    let plain = cell.plainText(kind)?.count ?? 0
    switch cell {
    // Separators of thousands, and the currency.
    case .money, .amount: return plain + plain / 3 + 3
    case .count, .decimal: return plain + plain / 3
    case .percent, .ratio: return plain + 2
    default: return plain
    }
  }
}
