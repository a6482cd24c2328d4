/// A CSV file of dated facts, read row by row by a plugin that reports everything that is wrong with it at once.
package struct CSVTable {
  /// All that is wrong so far: `FILE:LINE:COLUMN: error: …`, one line each.
  package private(set) var problems: [Wording] = []
  private var reader: CSVReader?
  private let file: String

  /// Reads the header; a file without a sound one has a problem and no rows.
  package init(_ bytes: [UInt8], file: String, delimiter: Character) {
    self.file = file
    do {
      reader = try CSVReader(bytes, file: file, delimiter: delimiter)
    } catch {
      problems.append("\(error)")
    }
  }

  /// The place of a column that must be there; 0, reported once, where it is not.
  package mutating func column(_ name: String) -> Int {
    guard let reader else { return 0 }
    if let place = reader.column(name) { return place }
    report("there is no column '\(name.clipped())'; \(hint(for: name, among: reader.header))", line: 1, column: 1)
    return 0
  }

  /// The place of a column that may be missing.
  package func optionalColumn(_ name: String) -> Int? { reader?.column(name) }

  /// Whether the header has all that was asked for.
  package var isSound: Bool { problems.isEmpty }

  /// Calls `body` with each row that is not blank. Where a cell's ``CSVError`` is thrown, the row is left out.
  package mutating func eachRow(_ body: (CSVRow, inout CSVTable) throws -> Void) {
    guard isSound else { return }
    while true {
      do {
        guard let row = try reader?.next() else { return }
        if !row.isBlank { try body(row, &self) }
      } catch {
        problems.append("\(error)")
        // The rest of the file is inside the quotes.
        if case .unterminatedQuote? = (error as? CSVError)?.reason { return }
      }
    }
  }

  /// Reports what is wrong with a cell.
  package mutating func report(_ problem: Wording, _ row: CSVRow, _ column: Int) {
    report(problem, line: row.line, column: row.place(of: column))
  }

  private mutating func report(_ problem: Wording, line: Int, column: Int) {
    let text = Wording(file: file, line: line, column: column, problem)
    // A column that two settings name is missing once.
    if line > 1 || !problems.contains(text) { problems.append(text) }
  }
}

extension String {
  /// The text short and on one line, as error messages show it.
  package var oneLine: String { clipped().oneLineOfAnyLength }

  /// The text on one line.
  package var oneLineOfAnyLength: String { String(map { $0.isNewline ? " " : $0 }) }
}
