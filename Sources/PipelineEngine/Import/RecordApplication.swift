import PipelinePlugins

/// Puts what a row says into an account or a salesperson, by the rules of a second import: what has not changed in the file
/// since the last import of the mapping is left as somebody else may have made it.
struct RecordApplication<Body: Sendable> {
  private let fields: FieldTable<Body>
  private let table: ImportTable
  private let row: CSVRow
  private let isNew: Bool
  private let mapping: String
  /// What this import says of the record, and the ones before it said of other fields.
  private(set) var memory: String?

  /// - Parameter before: What the imports before this one said of the record; `nil` where none did, and for a new one.
  init(
    _ fields: FieldTable<Body>, _ table: ImportTable, _ row: CSVRow, isNew: Bool, before: String?, mapping: String
  ) {
    self.fields = fields
    self.table = table
    self.row = row
    self.isNew = isNew
    self.mapping = mapping
    memory = before
  }

  /// Puts the fields that the section maps.
  mutating func apply(
    to body: inout Body, _ formats: (BoundSource) -> ValueFormats, _ problems: inout [ImportProblem]
  ) {
    var said = ImportMemory(memory, of: mapping)
    defer { memory = said.text }
    for (place, field) in fields.fields.enumerated() where field.access == .person {
      guard let source = table.sources[field.name] else { continue }
      let count = problems.count
      var cell: FieldValue?
      if let found = table.text(field.name, row, &problems) {
        do { cell = try field.read(found, formats(source)) } catch {
          problems.append(table.problem(row, field.name, error))
        }
      } else if source.clears {
        cell = .null
      }
      guard problems.count == count, let cell, takes(&said[place], field.name, cell, field.get(body), &problems)
      else { continue }
      if !field.set(&body, cell) {
        problems.append(table.problem(row, field.name, ImportPhrase.cannotBeCleared))
      }
    }
  }

  /// Puts the attributes that the section maps. Each is remembered under a name of its own.
  mutating func apply(
    _ attributes: [(name: String, value: String?)], to present: inout [String: String],
    _ problems: inout [ImportProblem]
  ) {
    for (index, (name, value)) in attributes.enumerated() {
      guard value != nil || table.attributes[index].source.clears else { continue }
      var said = ImportMemory(memory, of: mapping + ":" + String(ImportMemory.code(.text(name)), radix: 36))
      let cell = value.map { FieldValue.text($0) } ?? .null
      let standing = present[name].map { FieldValue.text($0) } ?? .null
      if takes(&said[0], nil, cell, standing, &problems) { present[name] = value }
      memory = said.text
    }
  }

  /// Whether a field gets what the row says of it; notes that the row says it.
  private func takes(
    _ said: inout UInt64?, _ name: FieldName?, _ cell: FieldValue, _ present: FieldValue,
    _ problems: inout [ImportProblem]
  ) -> Bool {
    let code = ImportMemory.code(cell)
    let last = isNew ? nil : said
    said = code
    guard let last else { return true }
    guard last != code else { return false }
    let standing = ImportMemory.code(present)
    guard standing != last, standing != code else { return true }
    switch table.section.conflicts {
    case .file: return true
    case .person: return false
    case .refuse:
      problems.append(
        table.problem(
          row, name, .bothChanged, ["value": .text(cell.text ?? ""), "present": .text(present.text ?? "")]))
      return false
    }
  }
}
