import PipelinePlugins

/// The records of one workspace and their journal.
actor MemoryWorkspace {
  /// A record, or the tombstone of one. Cells stand in the order of the workspace's own schema.
  fileprivate struct Slot {
    var version: Int64
    var cells: [FieldValue]
    var isDeleted = false
  }

  private var fields: [RecordKind: [FieldSpec]] = [:]
  private var slots: [RecordKind: [RecordID: Slot]] = [:]
  private var order: [RecordKind: [RecordID]] = [:]
  private var entries: [JournalEntry] = []
  private var operations: [RecordID: Cursor] = [:]

  private var cursor: Cursor { Cursor(Int64(entries.count)) }

  /// Adds kinds and fields that are new.
  func grow(_ schema: [RecordSchema]) throws {
    var grown = fields
    for record in schema {
      for field in record.fields {
        if let known = grown[record.kind]?.first(where: { $0.name == field.name }) {
          guard known.type == field.type else {
            throw StoreError.invalid(reason: "'\(field.name)' of '\(record.kind)' is kept as \(known.type)")
          }
        } else {
          grown[record.kind, default: []].append(field)
        }
      }
    }
    fields = grown
  }

  func read(_ keys: [RecordKey], _ schema: StoreSchema) throws -> [StoredRecord?] {
    try keys.map { key in
      guard let slot = slots[key.kind]?[key.id], !slot.isDeleted else { return nil }
      return StoredRecord(id: key.id, version: slot.version, cells: try cells(slot.cells, of: key.kind, as: schema))
    }
  }

  func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue], _ schema: StoreSchema) throws
    -> [StoredRecord]
  {
    let wanted = Set(values.filter { !$0.isNull }.map(ExactCell.init))
    guard let position = fields[kind]?.firstIndex(where: { $0.name == field }) else { return [] }
    let found = slots[kind, default: [:]].filter { _, slot in
      let cell = slot.cells.indices.contains(position) ? slot.cells[position] : .null
      return !slot.isDeleted && wanted.contains(ExactCell(cell))
    }
    return try found.sorted { $0.key < $1.key }.map { id, slot in
      StoredRecord(id: id, version: slot.version, cells: try cells(slot.cells, of: kind, as: schema))
    }
  }

  func commit(_ changes: ChangeSet, _ schema: StoreSchema) throws -> CommitReceipt {
    if let cursor = operations[changes.operation] { return CommitReceipt(cursor: cursor, wasRepeated: true) }
    try schema.check(changes)
    // Everything is checked before anything is touched: a failed change set leaves nothing.
    for guarded in changes.guards { try expect(guarded.version, guarded.key, standing(guarded.key)) }
    var written: [RecordKey: Standing] = [:]
    for write in changes.writes {
      let found = written[write.key] ?? standing(write.key)
      switch write.action {
      case .create:
        guard found == .unused else {
          throw StoreError.conflict(VersionConflict(key: write.key, expected: 0, found: found.version))
        }
        written[write.key] = .at(1)
      case .update(let expected, _):
        try expect(expected, write.key, found)
        written[write.key] = .at(expected + 1)
      case .delete(let expected):
        try expect(expected, write.key, found)
        written[write.key] = .deleted
      }
    }
    for write in changes.writes { try apply(write, changes, schema) }
    operations[changes.operation] = cursor
    return CommitReceipt(cursor: cursor, wasRepeated: false)
  }

  func load(_ kind: RecordKind, _ names: [FieldName], _ schema: StoreSchema) throws -> ColumnPage {
    let specs = try schema.fields(of: kind)
    let types = try names.map { specs[try schema.position(of: $0, in: kind)].type }
    let positions = names.map { name in fields[kind]?.firstIndex { $0.name == name } }
    var columns = types.map { ColumnBuilder($0) }
    var (ids, versions): ([RecordID], [Int64]) = ([], [])
    for id in order[kind, default: []] {
      guard let slot = slots[kind]?[id], !slot.isDeleted else { continue }
      ids.append(id)
      versions.append(slot.version)
      for (column, position) in positions.enumerated() {
        let cell = position.flatMap { slot.cells.indices.contains($0) ? slot.cells[$0] : nil } ?? .null
        columns[column].append(cell)
      }
    }
    return ColumnPage(ids: ids, versions: versions, columns: columns.map(\.column), cursor: cursor, next: nil)
  }

  func page(_ kind: RecordKind?, _ id: RecordID?, _ after: Cursor, _ limit: Int, _ schema: StoreSchema) throws
    -> JournalPage
  {
    var (found, hasMore): ([JournalEntry], Bool) = ([], false)
    let start = Int(clamping: min(max(after.sequence, 0), cursor.sequence))
    for entry in entries[start...]
    where (kind ?? entry.key.kind) == entry.key.kind && (id ?? entry.key.id) == entry.key.id {
      if found.count == limit {
        hasMore = true
        break
      }
      found.append(try shown(entry, schema))
    }
    return JournalPage(entries: found, cursor: found.last.map { Cursor($0.sequence) } ?? after, hasMore: hasMore)
  }
}

extension MemoryWorkspace {
  /// How an identity stands while a change set is checked.
  private enum Standing: Equatable {
    case unused
    case at(Int64)
    case deleted

    /// The version that stands; `nil` where none does.
    var version: Int64? { if case .at(let version) = self { version } else { nil } }
  }

  private func standing(_ key: RecordKey) -> Standing {
    guard let slot = slots[key.kind]?[key.id] else { return .unused }
    return slot.isDeleted ? .deleted : .at(slot.version)
  }

  private func expect(_ expected: Int64, _ key: RecordKey, _ found: Standing) throws {
    guard found == .at(expected) else {
      throw StoreError.conflict(VersionConflict(key: key, expected: expected, found: found.version))
    }
  }

  private func apply(_ write: RecordWrite, _ changes: ChangeSet, _ schema: StoreSchema) throws {
    let (kind, id) = (write.key.kind, write.key.id)
    switch write.action {
    case .create(let given):
      let cells = try own(given, of: kind, schema)
      slots[kind, default: [:]][id] = Slot(version: 1, cells: cells)
      order[kind, default: []].append(id)
      record(write, 1, .created(cells), changes)
    case .update(let expected, let cellChanges):
      let known = fields[kind, default: []]
      for change in cellChanges {
        guard let position = known.firstIndex(where: { $0.name == change.field }) else { continue }
        slots[kind]?[id]?.set(change.new, at: position)
        record(write, expected + 1, .changed(change), changes)
      }
      slots[kind]?[id]?.version = expected + 1
    case .delete(let expected):
      slots[kind]?[id] = Slot(version: expected + 1, cells: [], isDeleted: true)
      record(write, expected + 1, .deleted, changes)
    }
  }

  private func record(_ write: RecordWrite, _ version: Int64, _ event: JournalEvent, _ changes: ChangeSet) {
    entries.append(
      JournalEntry(
        sequence: cursor.sequence + 1, operation: changes.operation, key: write.key, version: version,
        effectiveAt: write.effectiveAt ?? changes.effectiveAt, recordedAt: changes.recordedAt, author: changes.author,
        event: event))
  }

  /// Cells in the order of the workspace's schema, from cells in the order of the opener's.
  private func own(_ given: [FieldValue], of kind: RecordKind, _ schema: StoreSchema) throws -> [FieldValue] {
    let specs = try schema.fields(of: kind)
    if specs.count == fields[kind]?.count, zip(specs, fields[kind, default: []]).allSatisfy({ $0.name == $1.name }) {
      return given
    }
    let byName = Dictionary(zip(specs.map(\.name), given), uniquingKeysWith: { first, _ in first })
    return fields[kind, default: []].map { byName[$0.name] ?? .null }
  }

  /// Cells in the order of the opener's schema; fields that the record lacks are empty.
  private func cells(_ own: [FieldValue], of kind: RecordKind, as schema: StoreSchema) throws -> [FieldValue] {
    let known = fields[kind, default: []]
    return try schema.fields(of: kind).enumerated().map { place, spec in
      let isThere = place < known.count && known[place].name == spec.name
      guard let position = isThere ? place : known.firstIndex(where: { $0.name == spec.name }) else { return .null }
      return own.indices.contains(position) ? own[position] : .null
    }
  }

  private func shown(_ entry: JournalEntry, _ schema: StoreSchema) throws -> JournalEntry {
    guard case .created(let own) = entry.event, (try? schema.fields(of: entry.key.kind)) != nil else { return entry }
    return JournalEntry(
      sequence: entry.sequence, operation: entry.operation, key: entry.key, version: entry.version,
      effectiveAt: entry.effectiveAt, recordedAt: entry.recordedAt, author: entry.author,
      event: .created(try cells(own, of: entry.key.kind, as: schema)))
  }
}

extension MemoryWorkspace.Slot {
  fileprivate mutating func set(_ cell: FieldValue, at position: Int) {
    while cells.count <= position { cells.append(.null) }
    cells[position] = cell
  }
}

/// A cell that equals only cells of the same bytes, as in every other backend; Swift's texts are equal by meaning.
private struct ExactCell: Hashable {
  let cell: FieldValue
  let bytes: [UInt8]

  init(_ cell: FieldValue) {
    self.cell = cell
    bytes = cell.text.map { Array($0.utf8) } ?? []
  }
}
