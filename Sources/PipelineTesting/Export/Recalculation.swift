import PipelinePlugins

/// A small spreadsheet: adds up what formulas say, as a program does when a cell was changed.
struct Recalculation {
  private let reading: ExportReading
  /// Every line below the header, as the file has them.
  private let lines: [[ExportedCell]]

  init(_ reading: ExportReading) {
    self.reading = reading
    var lines: [[ExportedCell]] = []
    var next = 0
    for index in 0...reading.rows.count {
      while next < reading.subtotals.count, reading.subtotals[next].after <= index {
        lines.append(reading.subtotals[next].cells)
        next += 1
      }
      if index < reading.rows.count { lines.append(reading.rows[index]) }
    }
    self.lines = lines + (reading.total.map { [$0] } ?? [])
  }

  /// Throws where a formula adds up to another value than is stored with it, or adds a sum.
  func check() throws {
    for (line, cells) in lines.enumerated() {
      for (column, cell) in cells.enumerated() {
        guard case .formula(let text, let stored) = cell else { continue }
        let value = try value(of: text, line)
        guard let kept = Self.units(stored), kept == value else {
          throw BrokenPromise(
            "line \(line + reading.firstLine), column \(column + 1): \(text) is \(value), not \(stored)")
        }
      }
    }
  }

  private func value(of formula: String, _ line: Int) throws -> Int128 {
    guard let open = formula.firstIndex(of: "("), formula.last == ")" else {
      throw BrokenPromise("'\(formula)' is no formula that is known here")
    }
    var parts = formula[formula.index(after: open)...].dropLast().split(separator: ",")[...]
    let isSubtotal = formula[..<open] == "SUBTOTAL"
    guard isSubtotal ? parts.popFirst() == "9" : formula[..<open] == "SUM" else {
      throw BrokenPromise("'\(formula)' is no formula that is known here")
    }
    return try parts.reduce(0) { try $0 + add(String($1), isSubtotal, before: line) }
  }

  private func add(_ range: String, _ isSubtotal: Bool, before line: Int) throws -> Int128 {
    let ends = range.split(separator: ":").compactMap { Int($0.drop { $0.isLetter }) }
    let letters = range.prefix { $0.isLetter }
    let column = letters.utf8.reduce(0) { $0 * 26 + Int($1) - 64 } - 1
    guard let first = ends.first, let last = ends.last, first >= reading.firstLine, column >= 0 else {
      throw BrokenPromise("\(range) is no range within the table")
    }
    var sum: Int128 = 0
    for number in first...max(first, last) {
      let place = number - reading.firstLine
      guard place < line, lines[place].indices.contains(column) else {
        throw BrokenPromise("\(range) reaches beyond the lines above it")
      }
      switch lines[place][column] {
      case .number(let text): sum += Self.units(text) ?? 0
      // That function leaves out what it gave itself; another adds it twice.
      case .formula(let text, _) where isSubtotal && text.hasPrefix("SUBTOTAL("): continue
      case .formula(let text, _): sum += try value(of: text, place)
      default: continue
      }
    }
    return sum
  }

  /// In ten-thousandths, of which no figure here has parts.
  private static func units(_ text: String) -> Int128? {
    guard let value = Double(text), value.magnitude < 1e18 else { return nil }
    return Int128((value * 10_000).rounded())
  }
}
