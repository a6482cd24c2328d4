import PipelinePlugins
import Synchronization

/// One opening of a workspace: what it was opened with, over the records that all openings share.
final class MemoryStore: Store {
  private let workspace: MemoryWorkspace
  private let schema: StoreSchema
  private let mode: StoreMode
  private let isClosed = Atomic(false)

  init(workspace: MemoryWorkspace, schema: StoreSchema, mode: StoreMode) {
    self.workspace = workspace
    self.schema = schema
    self.mode = mode
  }

  func read(_ keys: [RecordKey]) async throws -> [StoredRecord?] {
    try checkOpen()
    for kind in Set(keys.map(\.kind)) { _ = try schema.fields(of: kind) }
    return try await workspace.read(keys, schema)
  }

  func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord] {
    try checkOpen()
    _ = try schema.indexedPosition(of: field, in: kind)
    return try await workspace.find(kind, field, in: values, schema)
  }

  func commit(_ changes: ChangeSet) async throws -> CommitReceipt {
    try checkOpen()
    guard mode == .writing else { throw StoreError.openedForReading(place: "memory") }
    return try await workspace.commit(changes, schema)
  }

  /// Gives everything as one page: memory is its own snapshot.
  func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
    try checkOpen()
    guard page == nil else { throw StoreError.invalid(reason: "the page is not one of this store") }
    return try await workspace.load(kind, fields, schema)
  }

  func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
    try checkOpen()
    if let kind { _ = try schema.fields(of: kind) }
    guard limit > 0 else { throw StoreError.invalid(reason: "a page of the journal holds at least one entry") }
    return try await workspace.page(kind, id, after, limit, schema)
  }

  func operation(_ id: RecordID) async throws -> CommittedOperation? {
    try checkOpen()
    return await workspace.operation(id)
  }

  func close() async { isClosed.store(true, ordering: .relaxed) }

  private func checkOpen() throws {
    if isClosed.load(ordering: .relaxed) { throw StoreError.closed }
  }
}
