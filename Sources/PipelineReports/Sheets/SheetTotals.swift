/// A figure that recalculates: what it adds up, by rows of the sheet, counted from 0.
package enum SheetFormula: Hashable, Sendable {
  /// All rows between two, without other ``subtotal(_:)`` figures among them and without rows that a filter hides:
  /// `SUBTOTAL(9, …)`.
  case subtotal(ClosedRange<Int>)
  /// Just these rows: `SUM(…)`.
  case sum([ClosedRange<Int>])
}

/// Determines, while a table is written row by row, which of its sums can be formulas.
///
/// A plain sum of its rows can; a ratio, a distinct count or a separately rounded value is written as a number. A sum
/// over rows that include such a number, or a cell written as text, adds the ranges between them, so that no total adds
/// a subtotal.
struct SheetTotals {
  /// More pieces than a spreadsheet's function takes arguments (255) are no formula.
  private static let mostPieces = 200

  /// The state before a row.
  private struct Mark {
    var sums: [Int128]
    /// How many cells so far are no numbers that could be added.
    var odd: [Int]
    /// How many figures so far a `SUBTOTAL` would wrongly add.
    var fixed: [Int]
    var line: Int
    var breaks: Int
  }

  private let columns: [ReportColumn]
  private var now: Mark
  private var marks: [Int: Mark] = [:]
  private var start: Mark
  /// The lines of sums.
  private var breaks: [Int] = []

  init(_ columns: [ReportColumn], line: Int) {
    self.columns = columns
    let zeros = [Int](repeating: 0, count: columns.count)
    now = Mark(sums: [Int128](repeating: 0, count: columns.count), odd: zeros, fixed: zeros, line: line, breaks: 0)
    start = now
  }

  /// A subtotal's rows begin here.
  mutating func begin(_ subtotal: Int) { marks[subtotal] = now }

  /// How many subtotals wait for their last row.
  var depth: Int { marks.count }

  /// A row of the table was written.
  mutating func add(_ row: [ReportCell]) {
    for (index, cell) in row.enumerated() where index < columns.count && cell != .null {
      guard let units = SheetNumber.units(cell), SheetNumber.value(cell, columns[index].kind) != nil else {
        now.odd[index] += 1
        continue
      }
      let (sum, overflow) = now.sums[index].addingReportingOverflow(units)
      now.sums[index] = sum
      if overflow { now.odd[index] += 1 }
    }
    now.line += 1
  }

  /// A subtotal comes next: its cells' formulas. It counts as written.
  mutating func end(_ subtotal: Int, _ cells: [ReportCell]) -> [SheetFormula?] {
    let formulas = formulas(cells, since: marks.removeValue(forKey: subtotal))
    for (index, cell) in cells.enumerated() where index < columns.count {
      if case .subtotal = formulas[index] { continue }
      if SheetNumber.value(cell, columns[index].kind) != nil { now.fixed[index] += 1 }
    }
    breaks.append(now.line)
    now.breaks += 1
    now.line += 1
    return formulas
  }

  /// The total comes next: its cells' formulas.
  func total(_ cells: [ReportCell]) -> [SheetFormula?] { formulas(cells, since: start) }

  private func formulas(_ cells: [ReportCell], since mark: Mark?) -> [SheetFormula?] {
    cells.enumerated().map { index, cell in
      guard let mark, index < columns.count, mark.line < now.line, let units = SheetNumber.units(cell),
        SheetNumber.value(cell, columns[index].kind) != nil, now.odd[index] == mark.odd[index],
        now.sums[index] &- mark.sums[index] == units
      else { return nil }
      if now.fixed[index] == mark.fixed[index] { return .subtotal(mark.line...now.line - 1) }
      return pieces(since: mark).map(SheetFormula.sum)
    }
  }

  /// The rows since a mark without the sums among them.
  private func pieces(since mark: Mark) -> [ClosedRange<Int>]? {
    guard now.breaks - mark.breaks < Self.mostPieces else { return nil }
    var pieces: [ClosedRange<Int>] = []
    var first = mark.line
    for line in breaks[mark.breaks...] + [now.line] {
      if first < line { pieces.append(first...line - 1) }
      first = line + 1
    }
    return pieces
  }
}
