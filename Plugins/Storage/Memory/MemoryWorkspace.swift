import PipelinePlugins

/// The records of one workspace and their journal.
actor MemoryWorkspace {
  private var records = MemoryRecords()
  private var entries: [JournalEntry] = []
  private var operations: [RecordID: CommittedOperation] = [:]

  private var cursor: Cursor { Cursor(Int64(entries.count)) }

  /// Adds kinds and fields that are new.
  func grow(_ schema: [RecordSchema]) throws { try records.grow(schema) }

  func read(_ keys: [RecordKey], _ schema: StoreSchema) throws -> [StoredRecord?] {
    try keys.map { key in
      guard let slot = records[key], !slot.isDeleted else { return nil }
      return StoredRecord(id: key.id, version: slot.version, cells: try cells(slot.cells, of: key.kind, as: schema))
    }
  }

  func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue], _ schema: StoreSchema) throws
    -> [StoredRecord]
  {
    let wanted = Set(values.filter { !$0.isNull }.map(ExactCell.init))
    guard let position = records.fields[kind]?.firstIndex(where: { $0.name == field }) else { return [] }
    let found = records.slots[kind, default: [:]].filter { _, slot in
      let cell = slot.cells.indices.contains(position) ? slot.cells[position] : .null
      return !slot.isDeleted && wanted.contains(ExactCell(cell))
    }
    return try found.sorted { $0.key < $1.key }.map { id, slot in
      StoredRecord(id: id, version: slot.version, cells: try cells(slot.cells, of: kind, as: schema))
    }
  }

  func commit(_ changes: ChangeSet, _ schema: StoreSchema) throws -> CommitReceipt {
    if let known = operations[changes.operation] { return CommitReceipt(cursor: known.through, wasRepeated: true) }
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
        written[write.key] = .deleted(expected + 1)
      case .restore(let expected, _):
        guard found == .deleted(expected) else {
          throw StoreError.conflict(VersionConflict(key: write.key, expected: expected, found: found.version))
        }
        written[write.key] = .at(expected + 1)
      }
    }
    let count = entries.count
    let before = cursor
    do {
      var check = try ConstraintCheck(schema, changes, &records)
      for write in changes.writes { try apply(write, changes, schema) }
      try check.run(&records)
    } catch {
      records.takeBack()
      entries.removeLast(entries.count - count)
      throw error
    }
    records.keep()
    operations[changes.operation] = CommittedOperation(
      id: changes.operation, author: changes.author, recordedAt: changes.recordedAt, after: before, through: cursor)
    return CommitReceipt(cursor: cursor, wasRepeated: false)
  }

  func load(_ kind: RecordKind, _ names: [FieldName], _ schema: StoreSchema) throws -> ColumnPage {
    let specs = try schema.fields(of: kind)
    let types = try names.map { specs[try schema.position(of: $0, in: kind)].type }
    let positions = names.map { name in records.fields[kind]?.firstIndex { $0.name == name } }
    var columns = types.map { CellColumn.Builder($0) }
    var (ids, versions): ([RecordID], [Int64]) = ([], [])
    for id in records.order[kind, default: []] {
      guard let slot = records.slots[kind]?[id], !slot.isDeleted else { continue }
      ids.append(id)
      versions.append(slot.version)
      for (column, position) in positions.enumerated() {
        let cell = position.flatMap { slot.cells.indices.contains($0) ? slot.cells[$0] : nil } ?? .null
        columns[column].append(cell)
      }
    }
    return ColumnPage(ids: ids, versions: versions, columns: columns.map(\.column), cursor: cursor, next: nil)
  }

  func operation(_ id: RecordID) -> CommittedOperation? { operations[id] }

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
    /// With the version that the deletion made.
    case deleted(Int64)

    /// The version that stands; `nil` where none does.
    var version: Int64? { if case .at(let version) = self { version } else { nil } }
  }

  private func standing(_ key: RecordKey) -> Standing {
    guard let slot = records[key] else { return .unused }
    return slot.isDeleted ? .deleted(slot.version) : .at(slot.version)
  }

  private func expect(_ expected: Int64, _ key: RecordKey, _ found: Standing) throws {
    guard found == .at(expected) else {
      throw StoreError.conflict(VersionConflict(key: key, expected: expected, found: found.version))
    }
  }

  private func apply(_ write: RecordWrite, _ changes: ChangeSet, _ schema: StoreSchema) throws {
    let (key, kind) = (write.key, write.key.kind)
    // What does not say when it took effect does so no earlier than the record's other entries.
    let standing = records[key]
    let instant = write.effectiveAt ?? standing.map { max($0.latest, changes.effectiveAt) } ?? changes.effectiveAt
    let latest = standing.map { max($0.latest, instant) } ?? instant
    switch write.action {
    case .create(let given):
      let cells = try own(given, of: kind, schema)
      records.put(MemoryRecords.Slot(version: 1, cells: cells, latest: latest), key)
      record(key, 1, .created(cells), instant, changes)
    case .update(let expected, let cellChanges):
      guard var slot = standing else { return }
      let known = records.fields[kind, default: []]
      for change in cellChanges {
        guard let position = known.firstIndex(where: { $0.name == change.field }) else { continue }
        slot.set(change.new, at: position)
        record(key, expected + 1, .changed(change), instant, changes)
      }
      (slot.version, slot.latest) = (expected + 1, latest)
      records.put(slot, key)
    case .delete(let expected):
      records.put(MemoryRecords.Slot(version: expected + 1, cells: [], latest: latest, isDeleted: true), key)
      record(key, expected + 1, .deleted, instant, changes)
    case .restore(let expected, let given):
      let cells = try own(given, of: kind, schema)
      records.put(MemoryRecords.Slot(version: expected + 1, cells: cells, latest: latest), key)
      record(key, expected + 1, .restored(cells), instant, changes)
    }
  }

  private func record(
    _ key: RecordKey, _ version: Int64, _ event: JournalEvent, _ instant: Instant, _ changes: ChangeSet
  ) {
    entries.append(
      JournalEntry(
        sequence: cursor.sequence + 1, operation: changes.operation, key: key, version: version,
        effectiveAt: instant, recordedAt: changes.recordedAt, author: changes.author, event: event))
  }

  /// Cells in the order of the workspace's schema, from cells in the order of the opener's.
  private func own(_ given: [FieldValue], of kind: RecordKind, _ schema: StoreSchema) throws -> [FieldValue] {
    let specs = try schema.fields(of: kind)
    if specs.count == records.fields[kind]?.count,
      zip(specs, records.fields[kind, default: []]).allSatisfy({ $0.name == $1.name })
    {
      return given
    }
    let byName = Dictionary(zip(specs.map(\.name), given), uniquingKeysWith: { first, _ in first })
    return records.fields[kind, default: []].map { byName[$0.name] ?? .null }
  }

  /// Cells in the order of the opener's schema; fields that the record lacks are empty.
  private func cells(_ own: [FieldValue], of kind: RecordKind, as schema: StoreSchema) throws -> [FieldValue] {
    let known = records.fields[kind, default: []]
    return try schema.fields(of: kind).enumerated().map { place, spec in
      let isThere = place < known.count && known[place].name == spec.name
      guard let position = isThere ? place : known.firstIndex(where: { $0.name == spec.name }) else { return .null }
      return own.indices.contains(position) ? own[position] : .null
    }
  }

  private func shown(_ entry: JournalEntry, _ schema: StoreSchema) throws -> JournalEntry {
    guard (try? schema.fields(of: entry.key.kind)) != nil else { return entry }
    let event: JournalEvent
    switch entry.event {
    case .created(let own): event = .created(try cells(own, of: entry.key.kind, as: schema))
    case .restored(let own): event = .restored(try cells(own, of: entry.key.kind, as: schema))
    case .changed, .deleted: return entry
    }
    return JournalEntry(
      sequence: entry.sequence, operation: entry.operation, key: entry.key, version: entry.version,
      effectiveAt: entry.effectiveAt, recordedAt: entry.recordedAt, author: entry.author, event: event)
  }
}

extension MemoryRecords.Slot {
  fileprivate mutating func set(_ cell: FieldValue, at position: Int) {
    while cells.count <= position { cells.append(.null) }
    cells[position] = cell
  }
}
