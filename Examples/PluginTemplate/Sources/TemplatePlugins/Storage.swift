import MemoryStorage
public import PipelinePlugins

/// `logged_memory`: keeps records in memory, and logs each commit.
///
/// A storage plugin supplies a driver, which opens a store for a workspace. This one delegates to the store in memory;
/// a backend of your own implements the same calls over its database.
public enum LoggedMemory: Plugin {
  /// The name in configurations.
  public static let name = "logged_memory"
  /// A summary for the reference page.
  public static let summary = "Keeps records in memory, and logs each commit."
  /// The slot of the plugin.
  public static let slot: Slot<any StorageDriver> = .storage

  /// Creates the driver. Nothing is opened before the pipeline is.
  public static func make(_ settings: NoSettings, _ context: PluginContext) -> any StorageDriver { Driver() }

  private struct Driver: StorageDriver {
    let memory = MemoryStorage()

    func open(_ context: StoreContext) async throws -> any Store {
      LoggedStore(store: try await memory.open(context), context: context)
    }
  }
}

private struct LoggedStore: Store {
  let store: any Store
  let context: StoreContext

  func commit(_ changes: ChangeSet) async throws -> CommitReceipt {
    let receipt = try await store.commit(changes)
    // Numbers only: a log holds no names of customers.
    context.logger.debug(
      "committed", metadata: ["writes": "\(changes.writes.count)", "cursor": "\(receipt.cursor.sequence)"])
    return receipt
  }

  func read(_ keys: [RecordKey]) async throws -> [StoredRecord?] { try await store.read(keys) }

  func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord] {
    try await store.find(kind, field, in: values)
  }

  func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
    try await store.load(kind, fields: fields, page: page)
  }

  func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
    try await store.journal(kind, id: id, after: after, limit: limit)
  }

  func journal(
    of record: RecordSchema, fields: [FieldName], after: Cursor, through last: Cursor?, pageSize: Int,
    _ body: (JournalPage.Columns) throws -> Void
  ) async throws -> Cursor {
    try await store.journal(of: record, fields: fields, after: after, through: last, pageSize: pageSize, body)
  }

  func operation(_ id: RecordID) async throws -> CommittedOperation? { try await store.operation(id) }

  func waitForCommit(after cursor: Cursor, atMost limit: Duration) async throws -> Bool {
    try await store.waitForCommit(after: cursor, atMost: limit)
  }

  func close() async { await store.close() }
}
