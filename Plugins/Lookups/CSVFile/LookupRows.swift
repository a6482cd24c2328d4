import PipelinePlugins

/// Reads the rows of a lookup table's file and collects all that is wrong with them.
struct LookupRows {
  private var reader: CSVReader
  private let source: CSVFileLookup
  private var problems: [Wording] = []
  private var firstLines: [String: Int] = [:]

  init(reader: CSVReader, source: CSVFileLookup) {
    self.reader = reader
    self.source = source
  }

  mutating func read() throws -> [LookupEntry] {
    guard let places = places() else { throw SourceError(problems) }
    var entries: [LookupEntry] = []
    while true {
      do {
        guard let row = try reader.next() else { break }
        if !row.isBlank, let entry = try entry(row, places) { entries.append(entry) }
      } catch {
        problems.append("\(error)")
        // The rest of the file is inside the quotes.
        if case .unterminatedQuote? = (error as? CSVError)?.reason { break }
      }
    }
    guard problems.isEmpty else { throw SourceError(problems) }
    return entries
  }

  /// The places of the columns in a row.
  private struct Places {
    var key: Int
    var label: Int?
    var labels: [(language: String, column: Int)] = []
    var attributes: [(name: String, column: Int)] = []
    var retired: Int?
  }

  private mutating func places() -> Places? {
    let columns = source.columns
    let key = place(columns.key)
    var places = Places(key: key ?? 0)
    places.label = columns.label.flatMap { place($0.fallback) }
    for (language, name) in (columns.label?.byLanguage ?? [:]).sorted(by: { $0.key < $1.key }) {
      if let column = place(name) { places.labels.append((language, column)) }
    }
    for (attribute, name) in columns.attributes.pairs {
      if let column = place(name) { places.attributes.append((attribute, column)) }
    }
    places.retired = columns.retired.flatMap { place($0) }
    return problems.isEmpty ? places : nil
  }

  private mutating func place(_ name: String) -> Int? {
    if let column = reader.column(name) { return column }
    let problem = Wording(
      file: source.path, line: 1, column: 1, "there is no column '\(name)'; \(hint(for: name, among: reader.header))")
    // A column that two settings name is missing once.
    if !problems.contains(problem) { problems.append(problem) }
    return nil
  }

  private mutating func entry(_ row: CSVRow, _ places: Places) throws -> LookupEntry? {
    let key = try row.text(places.key).trimmingBlanks
    guard isNew(key, row) else { return nil }
    var label: LocalizedText?
    if let column = places.label {
      let text = try row.text(column).trimmingBlanks
      label = LocalizedText(text.isEmpty ? key : text)
      for (language, column) in places.labels {
        let text = try row.text(column).trimmingBlanks
        if !text.isEmpty { label?.byLanguage[language] = text }
      }
    }
    var attributes: [String: String] = [:]
    for (name, column) in places.attributes {
      let text = try row.text(column).trimmingBlanks
      if !text.isEmpty { attributes[name] = text }
    }
    let entry = LookupEntry(key, label: label, attributes: attributes, isRetired: try isRetired(row, places))
    if source.table == .forecasting, let problem = entry.categoryProblem { report(problem, row) }
    return entry
  }

  private mutating func isNew(_ key: String, _ row: CSVRow) -> Bool {
    if key.isEmpty {
      report("the key is empty; every row needs one in '\(source.columns.key)'", row)
    } else if !LookupEntry.isValidKey(key) {
      // The key itself stays out of the message, which is one line.
      report("the key is too long, or holds a control character or a line end; it has 1 to 120 characters", row)
    } else if let first = firstLines[key] {
      report("the key '\(key.clipped())' comes twice; the first is on line \(first)", row)
    } else {
      firstLines[key] = row.line
      return true
    }
    return false
  }

  private mutating func isRetired(_ row: CSVRow, _ places: Places) throws -> Bool {
    guard let column = places.retired else { return false }
    let text = try row.text(column).trimmingBlanks
    switch text.lowercased() {
    case "true", "yes", "1": return true
    case "false", "no", "0", "": return false
    default:
      report("the column does not say whether the entry is retired; write true or false", row, column)
      return false
    }
  }

  private mutating func report(_ problem: Wording, _ row: CSVRow, _ column: Int? = nil) {
    let place = row.place(of: column ?? reader.column(source.columns.key) ?? 0)
    problems.append(Wording(file: source.path, line: row.line, column: place, problem))
  }
}
