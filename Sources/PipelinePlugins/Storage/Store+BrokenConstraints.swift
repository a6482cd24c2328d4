extension Store {
  /// Returns every live record that violates a constraint, because it is older than the constraint or was written by
  /// another program. Nothing is changed. Keys of retired entries are no violation.
  ///
  /// Of records with the same unique value, the one created first is not a violation. O(records).
  /// - Throws: ``StoreError``.
  public func brokenConstraints(of schema: [RecordSchema]) async throws -> [ConstraintViolation] {
    var broken: [ConstraintViolation] = []
    for record in schema {
      for constraint in record.constraints {
        switch constraint {
        case .unique(let fields): broken += try await doubled(record.kind, fields)
        case .reference(let field, let kind): broken += try await dangling(record.kind, field, kind)
        case .entry(let field, let list): broken += try await unlisted(record.kind, field, list)
        }
      }
    }
    return broken
  }

  private func doubled(_ kind: RecordKind, _ fields: [FieldName]) async throws -> [ConstraintViolation] {
    var holders: [[ExactCell]: RecordID] = [:]
    var order: [(id: RecordID, cells: [FieldValue])] = []
    try await eachRecord(kind, fields) { id, cells in
      guard !cells.contains(.null) else { return }
      order.append((id, cells))
    }
    var broken: [ConstraintViolation] = []
    for (id, cells) in order.sorted(by: { $0.id < $1.id }) {
      let exact = cells.map(ExactCell.init)
      guard let holder = holders[exact] else {
        holders[exact] = id
        continue
      }
      broken.append(ConstraintViolation(RecordKey(kind, id), fields, cells, .taken(by: RecordKey(kind, holder))))
    }
    return broken
  }

  private func dangling(
    _ kind: RecordKind, _ field: FieldName, _ other: RecordKind
  ) async throws -> [ConstraintViolation] {
    var standing: Set<[UInt8]> = []
    try await eachRecord(other, []) { id, _ in standing.insert(id.bytes) }
    var broken: [ConstraintViolation] = []
    try await eachRecord(kind, [field]) { id, cells in
      guard let bytes = cells[0].bytes, !standing.contains(bytes) else { return }
      broken.append(ConstraintViolation(RecordKey(kind, id), [field], cells, .missing(other)))
    }
    return broken
  }

  private func unlisted(
    _ kind: RecordKind, _ field: FieldName, _ list: EntryList
  ) async throws -> [ConstraintViolation] {
    var keys: Set<ExactCell> = []
    try await eachRecord(list.kind, [list.nameField, list.keyField]) { _, cells in
      if cells[0].isSame(as: .text(list.name)) { keys.insert(ExactCell(cells[1])) }
    }
    if keys.isEmpty { keys = Set(list.defaults.map { ExactCell(.text($0)) }) }
    var broken: [ConstraintViolation] = []
    try await eachRecord(kind, [field]) { id, cells in
      guard !cells[0].isNull, !keys.contains(ExactCell(cells[0])) else { return }
      broken.append(ConstraintViolation(RecordKey(kind, id), [field], cells, .unknownKey(list)))
    }
    return broken
  }

  private func eachRecord(
    _ kind: RecordKind, _ fields: [FieldName], _ body: (RecordID, [FieldValue]) -> Void
  ) async throws {
    var token: PageToken?
    repeat {
      let page = try await load(kind, fields: fields, page: token)
      for (row, id) in page.ids.enumerated() { body(id, page.columns.map { $0[row] }) }
      token = page.next
    } while token != nil
  }
}

extension CellColumn {
  /// A row's cell.
  package subscript(row: Int) -> FieldValue {
    switch self {
    case .integers(let numbers): numbers[row] == Self.missing ? .null : .integer(numbers[row])
    case .texts(let codes, let dictionary):
      codes[row] == Self.missingCode ? .null : .text(dictionary[Int(codes[row])])
    case .identities(let codes, let dictionary):
      codes[row] == Self.missingCode ? .null : .bytes(dictionary[Int(codes[row])].bytes)
    }
  }
}

/// A cell compared by bytes, as in stores; Swift's `String` compares by canonical equivalence.
package struct ExactCell: Hashable, Sendable {
  private let cell: FieldValue
  private let bytes: [UInt8]

  package init(_ cell: FieldValue) {
    self.cell = cell
    bytes = cell.text.map { Array($0.utf8) } ?? []
  }
}
