import PipelinePlugins

/// A commit as a line of the file. Cells are written by name, so that fields may be added later.
struct LoggedCommit: Codable {
  private let operation: RecordID
  private let effectiveAt: Instant
  private let recordedAt: Instant
  private let author: String
  private let writes: [Write]

  private struct Write: Codable {
    let kind: RecordKind
    let id: RecordID
    let at: Instant?
    var cells: [String: Cell]?
    var changes: [Change]?
    /// The expected version; `nil` for a creation.
    var expected: Int64?
  }

  private struct Change: Codable {
    let field: FieldName
    let old: Cell
    let new: Cell
    let inHistory: Bool
  }

  private enum Cell: Codable {
    case null, integer(Int64), text(String), bytes([UInt8])

    init(_ value: FieldValue) {
      self =
        switch value {
        case .null: .null
        case .integer(let number): .integer(number)
        case .text(let text): .text(text)
        case .bytes(let bytes): .bytes(bytes)
        }
    }

    var value: FieldValue {
      switch self {
      case .null: .null
      case .integer(let number): .integer(number)
      case .text(let text): .text(text)
      case .bytes(let bytes): .bytes(bytes)
      }
    }
  }

  init(_ changes: ChangeSet, _ schema: [RecordSchema]) throws {
    (operation, author) = (changes.operation, changes.author)
    (effectiveAt, recordedAt) = (changes.effectiveAt, changes.recordedAt)
    writes = changes.writes.map { write in
      var logged = Write(kind: write.key.kind, id: write.key.id, at: write.effectiveAt)
      let names = schema.first { $0.kind == write.key.kind }?.fields.map(\.name.description) ?? []
      func named(_ cells: [FieldValue]) -> [String: Cell] {
        Dictionary(zip(names, cells.map { Cell($0) })) { first, _ in first }
      }
      switch write.action {
      case .create(let cells): logged.cells = named(cells)
      case .restore(let expected, let cells): (logged.expected, logged.cells) = (expected, named(cells))
      case .delete(let expected): logged.expected = expected
      case .update(let expected, let changes):
        logged.expected = expected
        logged.changes = changes.map {
          Change(field: $0.field, old: Cell($0.old), new: Cell($0.new), inHistory: $0.inHistory)
        }
      }
      return logged
    }
  }

  /// The change set again, with cells in the order of a schema.
  func changes(_ schema: [RecordSchema], _ place: String) throws -> ChangeSet {
    let writes = try writes.map { write -> RecordWrite in
      guard let fields = schema.first(where: { $0.kind == write.kind })?.fields else {
        throw StoreError.notAStore(place: place, reason: "it has records of an unknown kind '\(write.kind)'")
      }
      let cells = write.cells.map { cells in fields.map { cells[$0.name.description]?.value ?? .null } }
      let action: WriteAction =
        switch (cells, write.changes, write.expected) {
        case (let cells?, _, nil): .create(cells)
        case (let cells?, _, let expected?): .restore(expected: expected, cells)
        case (nil, let changes?, let expected):
          .update(
            expected: expected ?? 0,
            changes.map { CellChange($0.field, old: $0.old.value, new: $0.new.value, inHistory: $0.inHistory) })
        case (nil, nil, let expected): .delete(expected: expected ?? 0)
        }
      return RecordWrite(RecordKey(write.kind, write.id), action, effectiveAt: write.at)
    }
    return ChangeSet(
      operation: operation, effectiveAt: effectiveAt, recordedAt: recordedAt, author: author, writes: writes)
  }
}
