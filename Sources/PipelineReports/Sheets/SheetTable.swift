/// The position of a table on a sheet, and its lines in the order of writing.
package struct SheetTable: Sendable {
  /// The table.
  package let table: ReportTable
  /// The header's row, counted from 0. The table's rows follow it without a gap.
  package let headerRow: Int
  private let language: Phrasebook

  init(_ table: ReportTable, headerRow: Int, language: Phrasebook) {
    self.table = table
    self.headerRow = headerRow
    self.language = language
  }

  /// How many lines come below the header, the total included.
  package var lineCount: Int { table.rows.count + table.subtotals.count + (table.total == nil ? 0 : 1) }

  /// Whether it has a filter, by which readers sort too: sorting would mix subtotals with the rows that they sum up.
  package var hasFilter: Bool { table.subtotals.isEmpty }

  /// The last line that a filter covers: the header's where there are no rows.
  package var lastRow: Int { headerRow + table.rows.count }

  /// A line of a table.
  package struct Line: Sendable {
    /// What it is.
    package var kind: Kind
    /// Its row on the sheet, counted from 0.
    package var row: Int
    /// Its cells.
    package var cells: [ReportCell]
    /// The formulas of recalculating cells; empty for a row.
    package var formulas: [SheetFormula?] = []
    /// How many subtotals it is summed up by: a row that can be folded away.
    package var depth: Int

    /// What a line is.
    package enum Kind: Hashable, Sendable {
      /// A row of the table.
      case row
      /// A row that sums up others.
      case subtotal
      /// The total.
      case total
    }
  }

  /// Calls a closure for every line, in order. Lines are not kept in memory.
  package func forEachLine(_ body: (Line) throws -> Void) rethrows {
    var totals = SheetTotals(table.columns, line: headerRow + 1)
    let starts = table.subtotals.indices.sorted {
      table.subtotals[$0].rows.lowerBound < table.subtotals[$1].rows.lowerBound
    }
    var (nextStart, nextEnd, line) = (0, 0, headerRow + 1)
    for (index, row) in table.rows.enumerated() {
      while nextStart < starts.count, table.subtotals[starts[nextStart]].rows.lowerBound <= index {
        totals.begin(starts[nextStart])
        nextStart += 1
      }
      try body(Line(kind: .row, row: line, cells: row, depth: totals.depth))
      totals.add(row)
      line += 1
      while nextEnd < table.subtotals.count, table.subtotals[nextEnd].rows.upperBound <= index + 1 {
        try body(subtotal(nextEnd, line, &totals))
        (nextEnd, line) = (nextEnd + 1, line + 1)
      }
    }
    // Subtotals after the last row, which a valid table does not have.
    while nextEnd < table.subtotals.count {
      try body(subtotal(nextEnd, line, &totals))
      (nextEnd, line) = (nextEnd + 1, line + 1)
    }
    if let total = table.total {
      let cells = named(total, SheetPhrase.total, from: 0)
      try body(Line(kind: .total, row: line, cells: cells, formulas: totals.total(total), depth: 0))
    }
  }

  private func subtotal(_ index: Int, _ line: Int, _ totals: inout SheetTotals) -> Line {
    let subtotal = table.subtotals[index]
    let formulas = totals.end(index, subtotal.cells)
    return Line(
      kind: .subtotal, row: line, cells: named(subtotal.cells, SheetPhrase.subtotal, from: max(0, subtotal.level)),
      formulas: formulas, depth: totals.depth)
  }

  /// Adds the label of a sum to the first empty text column from an index on.
  private func named(_ cells: [ReportCell], _ word: SheetPhrase, from first: Int) -> [ReportCell] {
    guard first < min(cells.count, table.columns.count), cells[first] == .null else { return cells }
    var named = cells
    named[first] = .text(word.text(language))
    return named
  }
}
