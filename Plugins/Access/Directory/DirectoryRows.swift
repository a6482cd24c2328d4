import PipelinePlugins

/// Reads the rows of a directory's file and collects all that is wrong with them.
struct DirectoryRows {
  private var reader: CSVReader
  private let source: DirectoryFile
  private var problems: [(line: Int, text: Wording)] = []

  init(reader: CSVReader, source: DirectoryFile) {
    self.reader = reader
    self.source = source
  }

  mutating func read() throws -> [DirectoryPerson] {
    guard let places = places() else { throw SourceError(problems.map(\.text)) }
    var people: [DirectoryPerson] = []
    var rows: [CSVRow] = []
    while true {
      do {
        guard let row = try reader.next() else { break }
        guard !row.isBlank else { continue }
        people.append(try person(row, places))
        rows.append(row)
      } catch {
        let unread = error as? CSVError
        let problem: Wording = unread.map { "\($0)" } ?? Wording(file: source.path, "it cannot be read")
        problems.append((unread?.line ?? 1, problem))
        // The rest of the file is inside the quotes.
        if case .unterminatedQuote? = unread?.reason { break }
      }
    }
    for problem in DirectoryProblem.all(in: people) {
      let column = problem.part == .name ? places.name : places.manager ?? places.name
      report(problem.message, problem.hint, rows[problem.index], column)
    }
    guard problems.isEmpty else { throw SourceError(problems.sorted { $0.line < $1.line }.map(\.text)) }
    return people
  }

  /// The places of the columns in a row.
  private struct Places {
    var name: Int
    var team: Int?
    var manager: Int?
    var sees: Int?
    var changes: Int?
  }

  private mutating func places() -> Places? {
    let columns = source.columns
    let name = place(columns.name ?? "name")
    let places = Places(
      name: name ?? 0, team: place(columns.team, "team"), manager: place(columns.manager, "manager"),
      sees: place(columns.sees, "sees"), changes: place(columns.changes, "changes"))
    return problems.isEmpty ? places : nil
  }

  /// A column that need not be there unless it is named.
  private mutating func place(_ named: String?, _ standard: String) -> Int? {
    named.map { place($0) } ?? reader.column(standard)
  }

  private mutating func place(_ name: String) -> Int? {
    if let column = reader.column(name) { return column }
    let problem: Wording = "there is no column '\(name.clipped())'; \(hint(for: name, among: reader.header))"
    problems.append((1, Wording(file: source.path, line: 1, column: 1, problem)))
    return nil
  }

  private mutating func person(_ row: CSVRow, _ places: Places) throws -> DirectoryPerson {
    DirectoryPerson(
      try text(row, places.name) ?? "", team: try text(row, places.team), manager: try text(row, places.manager),
      sees: try word(row, places.sees), changes: try word(row, places.changes))
  }

  private func text(_ row: CSVRow, _ column: Int?) throws -> String? {
    guard let column else { return nil }
    let text = try row.text(column).trimmingBlanks
    return text.isEmpty ? nil : text
  }

  private mutating func word<Word: SettingChoice>(_ row: CSVRow, _ column: Int?) throws -> Word? {
    guard let column, let text = try text(row, column) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    report(
      "'\(text.clipped(to: 40))' is not one of \(words.joined(separator: ", "))",
      nearest(text, in: words).map { "did you mean '\($0)'?" }, row, column)
    return nil
  }

  private mutating func report(_ problem: Wording, _ hint: Wording?, _ row: CSVRow, _ column: Int) {
    let place = row.place(of: column)
    problems.append((row.line, Wording(file: source.path, line: row.line, column: place, problem, hint: hint)))
  }
}
