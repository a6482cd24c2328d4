package import PipelinePlugins

/// A store over another one: what it does not define itself, the other one does.
package protocol ForwardingStore: Store {
  var inner: any Store { get }
}

extension ForwardingStore {
  package var columnFile: ColumnFilePlace? { inner.columnFile }

  package func read(_ keys: [RecordKey]) async throws -> [StoredRecord?] { try await inner.read(keys) }
  package func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord] {
    try await inner.find(kind, field, in: values)
  }
  package func commit(_ changes: ChangeSet) async throws -> CommitReceipt { try await inner.commit(changes) }
  package func expectCommit() { inner.expectCommit() }
  package func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
    try await inner.load(kind, fields: fields, page: page)
  }
  package func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
    try await inner.journal(kind, id: id, after: after, limit: limit)
  }
  package func operation(_ id: RecordID) async throws -> CommittedOperation? { try await inner.operation(id) }
  package func waitForCommit(after cursor: Cursor, atMost limit: Duration) async throws -> Bool {
    try await inner.waitForCommit(after: cursor, atMost: limit)
  }
  package func journalMark(at cursor: Cursor) async throws -> [UInt8] { try await inner.journalMark(at: cursor) }
  package func close() async { await inner.close() }
}
