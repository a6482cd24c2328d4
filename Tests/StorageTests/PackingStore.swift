import PipelinePlugins

/// A driver whose stores get every new record in the compact form that imports use.
struct PackingDriver: StorageDriver {
  let base: any StorageDriver

  func open(_ context: StoreContext) async throws -> any Store { PackingStore(base: try await base.open(context)) }
}

private struct PackingStore: Store {
  let base: any Store

  func commit(_ changes: ChangeSet) async throws -> CommitReceipt { try await base.commit(changes.packed) }

  func commit(_ changes: ChangeSet, enqueued: () -> Void) async throws -> CommitReceipt {
    try await base.commit(changes.packed, enqueued: enqueued)
  }

  func read(_ keys: [RecordKey]) async throws -> [StoredRecord?] { try await base.read(keys) }

  func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord] {
    try await base.find(kind, field, in: values)
  }

  func expectCommit() { base.expectCommit() }

  func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
    try await base.load(kind, fields: fields, page: page)
  }

  func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
    try await base.journal(kind, id: id, after: after, limit: limit)
  }

  func journal(
    of record: RecordSchema, fields: [FieldName], after: Cursor, through last: Cursor?, pageSize: Int,
    _ body: (JournalPage.Columns) throws -> Void
  ) async throws -> Cursor {
    try await base.journal(of: record, fields: fields, after: after, through: last, pageSize: pageSize, body)
  }

  func operation(_ id: RecordID) async throws -> CommittedOperation? { try await base.operation(id) }

  func waitForCommit(after cursor: Cursor, atMost limit: Duration) async throws -> Bool {
    try await base.waitForCommit(after: cursor, atMost: limit)
  }

  var columnFile: ColumnFilePlace? { base.columnFile }

  func journalMark(at cursor: Cursor) async throws -> [UInt8] { try await base.journalMark(at: cursor) }

  func close() async { await base.close() }
}

extension ChangeSet {
  /// The same with packed creations, of the records that are written once.
  fileprivate var packed: ChangeSet {
    let counts = Dictionary(writes.map { ($0.key, 1) }, uniquingKeysWith: +)
    var result = self
    result.writes = Writes()
    for write in writes {
      if case .create = write.action, counts[write.key] == 1 {
        result.writes.append(PackedCreations([write]))
      } else {
        result.writes.append(write)
      }
    }
    return result
  }
}

extension PackedCreations {
  /// Packs creations of one kind.
  init(_ writes: [RecordWrite]) {
    var builder = Builder()
    for write in writes {
      if case .create(let cells) = write.action { builder.append(cells, at: write.effectiveAt) }
    }
    self = builder.creations(of: writes.first?.key.kind ?? "none")
    identify(writes.map(\.key.id))
  }
}
