import PipelinePlugins
import Synchronization

/// Calls a closure before each read of the journal.
struct SpiedStorage: StorageDriver {
  let inner: any StorageDriver
  let onJournal: @Sendable () throws -> Void
  func open(_ context: StoreContext) async throws -> any Store {
    SpiedStore(inner: try await inner.open(context), onJournal: onJournal)
  }
}

struct SpiedStore: Store {
  let inner: any Store
  let onJournal: @Sendable () throws -> Void

  func read(_ keys: [RecordKey]) async throws -> [StoredRecord?] { try await inner.read(keys) }
  func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord] {
    try await inner.find(kind, field, in: values)
  }
  func commit(_ changes: ChangeSet) async throws -> CommitReceipt { try await inner.commit(changes) }
  func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
    try await inner.load(kind, fields: fields, page: page)
  }
  func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
    try onJournal()
    return try await inner.journal(kind, id: id, after: after, limit: limit)
  }
  func operation(_ id: RecordID) async throws -> CommittedOperation? { try await inner.operation(id) }
  func waitForCommit(after cursor: Cursor, atMost limit: Duration) async throws -> Bool {
    try await inner.waitForCommit(after: cursor, atMost: limit)
  }
  func close() async { await inner.close() }
}

/// A count that tasks share.
final class Count: Sendable {
  private let value = Mutex(0)
  func add() { value.withLock { $0 += 1 } }
  /// The count since the last call.
  func take() -> Int {
    value.withLock { value in
      defer { value = 0 }
      return value
    }
  }
}
