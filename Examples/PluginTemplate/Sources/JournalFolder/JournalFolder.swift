import Foundation
import MemoryStorage
public import PipelinePlugins

/// `journal_folder: {path: sales}`: keeps each commit as a line of JSON in a file, and the records in memory.
public enum JournalFolderPlugin: Plugin {
  /// The settings of the plugin.
  public struct Settings: PluginSettings {
    /// The folder, which is created if it does not exist.
    public var path = ""
    /// The defaults.
    public init() {}
    /// The declarations of the settings.
    public static let settings: [Setting<Self>] = [
      Setting("path", \.path, "The folder, relative to the configuration.", required: true)
    ]
  }

  /// The name in configurations.
  public static let name = "journal_folder"
  /// A summary for the reference page.
  public static let summary = "Keeps each commit as a line of JSON in a file, and the records in memory."
  /// The slot of the plugin.
  public static let slot: Slot<any StorageDriver> = .storage

  /// Creates the driver. Nothing is opened before the pipeline is.
  public static func make(_ settings: Settings, _ context: PluginContext) -> any StorageDriver {
    JournalFolder(path: URL(filePath: settings.path, relativeTo: URL(filePath: context.baseFolder)).path)
  }
}

/// Opens the workspaces of a folder. All stores that a driver opens share the records in memory.
public actor JournalFolder: StorageDriver {
  private let path: String
  private var workspaces: [String: Workspace] = [:]

  /// A driver for a folder.
  public init(path: String) { self.path = path }

  /// Opens a workspace.
  public func open(_ context: StoreContext) async throws -> any Store {
    let name = context.workspace.utf8.map { String($0, radix: 16) }.joined(separator: "-")
    let workspace = workspaces[name] ?? Workspace(file: "\(path)/\(name).ndjson")
    workspaces[name] = workspace
    return try await workspace.open(context)
  }
}

/// A workspace: its file, and what the file says in memory.
actor Workspace {
  private let journal: JournalFile
  private var memory = MemoryStorage()
  /// Applies the lines of the file: without constraints, which may be younger than the records.
  private var replayer: (any Store)?
  private var writers = 0
  /// What was asked last: commits and the lines that follow from them have one order.
  private var last: Task<Void, Never>?

  init(file: String) { journal = JournalFile(path: file) }

  func open(_ context: StoreContext) async throws -> any Store {
    try await inTurn { workspace in
      if context.mode == .writing, workspace.writers == 0 { try workspace.journal.lock() }
      do {
        guard try workspace.journal.exists(orCreate: context.mode == .writing) else {
          throw StoreError.notFound(place: workspace.journal.path)
        }
        let plain = context.schema.map { RecordSchema($0.kind, $0.fields) }
        workspace.replayer = try await workspace.memory.open(
          StoreContext(workspace: context.workspace, schema: plain, mode: .writing))
        try await workspace.catchUp(plain)
        let store = try await workspace.memory.open(context)
        if context.mode == .writing { workspace.writers += 1 }
        return FolderStore(workspace: workspace, store: store, schema: plain, mode: context.mode)
      } catch {
        if context.mode == .writing, workspace.writers == 0 { workspace.journal.unlock() }
        throw error
      }
    }
  }

  func close(_ mode: StoreMode) async {
    guard mode == .writing else { return }
    writers -= 1
    if writers == 0 { journal.unlock() }
  }

  /// Commits in memory, which finds conflicts and violated constraints, then writes the line. If that fails, memory is ahead of
  /// the file: it is forgotten, and the next opening reads the file again.
  func commit(_ changes: ChangeSet, to store: any Store, _ schema: [RecordSchema]) async throws -> CommitReceipt {
    try await inTurn { workspace in
      let line = try LoggedCommit(changes, schema)
      let receipt = try await store.commit(changes)
      guard !receipt.wasRepeated else { return receipt }
      do { try workspace.journal.append(line) } catch {
        await store.close()
        (workspace.memory, workspace.replayer) = (MemoryStorage(), nil)
        workspace.journal.rewind()
        throw error
      }
      return receipt
    }
  }

  /// Reads what other processes wrote.
  func refresh(_ schema: [RecordSchema]) async throws { try await inTurn { try await $0.catchUp(schema) } }

  private func catchUp(_ schema: [RecordSchema]) async throws {
    guard let replayer else { throw StoreError.closed }
    for line in try journal.newLines() { _ = try await replayer.commit(try line.changes(schema, journal.path)) }
  }

  private func inTurn<Result: Sendable>(
    _ work: @escaping @Sendable (isolated Workspace) async throws -> Result
  ) async throws -> Result {
    try Task.checkCancellation()
    let previous = last
    let task = Task {
      await previous?.value
      return try await work(self)
    }
    last = Task { _ = await task.result }
    return try await task.value
  }
}

/// A store over the shared memory.
private struct FolderStore: Store {
  let workspace: Workspace
  let store: any Store
  let schema: [RecordSchema]
  let mode: StoreMode
  private let isOpen = Gate()

  init(workspace: Workspace, store: any Store, schema: [RecordSchema], mode: StoreMode) {
    (self.workspace, self.store, self.schema, self.mode) = (workspace, store, schema, mode)
  }

  func commit(_ changes: ChangeSet) async throws -> CommitReceipt {
    guard mode == .writing else { return try await store.commit(changes) }
    return try await workspace.commit(changes, to: store, schema)
  }

  /// The store in memory, once it has what others wrote. A writer is alone, and need not look.
  private func current() async throws -> any Store {
    if mode == .reading, isOpen.value { try await workspace.refresh(schema) }
    return store
  }

  func read(_ keys: [RecordKey]) async throws -> [StoredRecord?] { try await current().read(keys) }

  func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord] {
    try await current().find(kind, field, in: values)
  }

  func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
    // The pages after the first are of the first one's moment.
    try await (page == nil ? current() : store).load(kind, fields: fields, page: page)
  }

  func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
    try await current().journal(kind, id: id, after: after, limit: limit)
  }

  func operation(_ id: RecordID) async throws -> CommittedOperation? { try await current().operation(id) }

  func waitForCommit(after cursor: Cursor, atMost limit: Duration) async throws -> Bool {
    if mode == .writing { return try await store.waitForCommit(after: cursor, atMost: limit) }
    let end = ContinuousClock.now + limit
    while true {
      if try await !journal(nil, id: nil, after: cursor, limit: 1).entries.isEmpty { return true }
      guard ContinuousClock.now < end else { return false }
      try await Task.sleep(for: min(.milliseconds(50), end - .now))
    }
  }

  func journalMark(at cursor: Cursor) async throws -> [UInt8] { try await current().journalMark(at: cursor) }

  func close() async {
    guard isOpen.shut() else { return }
    await store.close()
    await workspace.close(mode)
  }
}
