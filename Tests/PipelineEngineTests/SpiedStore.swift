import PipelinePlugins
import PipelineTesting
import Synchronization

/// Calls a closure before each read of the journal, and another one before each page of a load.
struct SpiedStorage: StorageDriver {
  let inner: any StorageDriver
  var onLoad: @Sendable (RecordKind, [FieldName]) -> Void = { _, _ in }
  let onJournal: @Sendable () throws -> Void
  func open(_ context: StoreContext) async throws -> any Store {
    SpiedStore(inner: try await inner.open(context), onLoad: onLoad, onJournal: onJournal)
  }
}

struct SpiedStore: ForwardingStore {
  let inner: any Store
  var onLoad: @Sendable (RecordKind, [FieldName]) -> Void = { _, _ in }
  let onJournal: @Sendable () throws -> Void

  func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
    onLoad(kind, fields)
    return try await inner.load(kind, fields: fields, page: page)
  }

  func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
    try onJournal()
    return try await inner.journal(kind, id: id, after: after, limit: limit)
  }
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
