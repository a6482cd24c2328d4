import PipelinePlugins

/// Applies the values of a row to an account, a salesperson or a lookup entry. A field whose cell is unchanged in the file
/// since the last import of the mapping is left as it is.
struct RecordApplication<Body: Sendable> {
  private let fields: FieldTable<Body>
  private let table: ImportTable
  private let row: CSVRow
  private let isNew: Bool
  private let mapping: String
  /// The imported values of this import and, for other fields, of previous ones.
  private(set) var memory: String?

  /// - Parameter before: The imported values of previous imports; `nil` for a new record, and for one that was not
  ///   imported before.
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

  /// Applies the mapped fields.
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

  /// Reads one mapped text and decides whether the record takes its value.
  ///
  /// - Parameters:
  ///   - present: The value that the record holds.
  ///   - read: Reads the value of a text of the file.
  /// - Returns: The value for the record; `nil` to leave it as it is.
  mutating func said(
    _ name: FieldName, present: FieldValue, _ problems: inout [ImportProblem], _ read: (String) throws -> FieldValue
  ) -> FieldValue? {
    guard let place = fields.position(of: name), let found = table.text(name, row, &problems) else { return nil }
    do {
      let cell = try read(found.text)
      var said = ImportMemory(memory, of: mapping)
      defer { memory = said.text }
      return takes(&said[place], name, cell, present, &problems) ? cell : nil
    } catch {
      problems.append(table.problem(row, name, error))
      return nil
    }
  }

  /// Applies the mapped attributes. The imported value of each is stored under its own name.
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

  /// Whether a field gets the value of the row; records the imported value.
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
          row, name, .bothChanged, ["value": .text(Self.text(cell)), "present": .text(Self.text(present))]))
      return false
    }
  }

  /// A cell as people write it.
  private static func text(_ cell: FieldValue) -> String {
    if let text = cell.text { return text.clipped() }
    return cell.integer.map { "\($0)" } ?? ""
  }
}
