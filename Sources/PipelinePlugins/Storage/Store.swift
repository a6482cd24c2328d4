public import Logging

/// Opens stores: the product of a storage plugin.
public protocol StorageDriver: Sendable {
  /// Opens the store of one workspace, and creates it if the mode allows it.
  ///
  /// - Throws: ``StoreError``.
  func open(_ context: StoreContext) async throws -> any Store
}

/// The records and the journal of one workspace. A store knows cells, not deals.
///
/// Safe for concurrent calls. Every verb throws ``StoreError``, or `CancellationError` if its task is cancelled. The
/// contract is `Documentation/Contracts/Storage.md`, and the test kit tests a store against it.
public protocol Store: Sendable {
  /// Returns the records with these keys, in the order of the keys; `nil` for a record that does not exist or was
  /// deleted.
  func read(_ keys: [RecordKey]) async throws -> [StoredRecord?]

  /// Returns the records of a kind whose indexed field has one of these values, ordered by identity.
  /// - Throws: ``StoreError/invalid(reason:)`` for a field that is not indexed.
  func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord]

  /// Commits a change set and its journal entries in one transaction, or nothing.
  ///
  /// Committing the same operation twice has one effect and returns the same cursor. It returns when the change set is
  /// as durable as the backend promises.
  /// - Throws: ``StoreError/conflict(_:)`` if an expected version is not the current one, ``StoreError/constraint(_:)``
  ///   for violated constraints.
  func commit(_ changes: ChangeSet) async throws -> CommitReceipt

  /// Commits like ``commit(_:)``, and calls `enqueued` as soon as the commits of later calls take effect after this one,
  /// before this one is durable. A store that combines the commits that wait for its disk implements it; the default
  /// calls `enqueued` never.
  func commit(_ changes: ChangeSet, enqueued: () -> Void) async throws -> CommitReceipt

  /// Announces a commit that is being planned, which may not follow. A store whose commits run on a thread of their own
  /// can wake it meanwhile; the default does nothing. Returns at once.
  func expectCommit()

  /// Returns a page of the current cells of all records of a kind, in the store's fastest order. Pages that continue
  /// one another by ``ColumnPage/next`` are consistent at one cursor.
  func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage

  /// Returns a page of the journal after a cursor, oldest first: of one kind or all, of one record or all.
  ///
  /// - Parameter limit: The maximum number of entries, at least 1. The entries of one operation may be split over
  ///   pages.
  func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage

  /// Reads the journal of a kind by column, oldest first: its creations, deletions and restorations, and the changes of
  /// some fields.
  ///
  /// It returns what the pages of ``journal(_:id:after:limit:)`` return, of entries that were committed before the call. The past
  /// of many records is computed from it: a store that can read cells without an object for each entry implements it. The
  /// default reads the pages.
  ///
  /// - Parameters:
  ///   - record: The kind, as the store was opened with it.
  ///   - fields: The fields whose cells and changes are wanted, each once.
  ///   - last: The cursor of the last entry that is wanted, not after the end of the journal; `nil` for all.
  ///   - pageSize: The maximum number of entries in a page, at least 1.
  ///   - body: Takes over the pages, in order, each with at least one entry. If it throws, nothing more is read.
  /// - Returns: The cursor up to which the journal was read: of the last entry of the kind or after it, `last` if it is given,
  ///   and never before `after`.
  func journal(
    of record: RecordSchema, fields: [FieldName], after: Cursor, through last: Cursor?, pageSize: Int,
    _ body: (JournalPage.Columns) throws -> Void
  ) async throws -> Cursor

  /// Returns the author, time and journal range of a committed operation; `nil` if none has this identity.
  func operation(_ id: RecordID) async throws -> CommittedOperation?

  /// Waits until the journal may have entries after a cursor, of this process or another, or until the time is over.
  ///
  /// Those who watch a pipeline call it for as long as they have nothing to read. The default waits a tenth of a second,
  /// and returns `true`. A store that can find out at less cost than by reading its journal implements it.
  /// - Returns: `false` if there are no such entries.
  func waitForCommit(after cursor: Cursor, atMost limit: Duration) async throws -> Bool

  /// Where the engine may keep the columns of this store's deals, so that a new process need not load them; `nil` for
  /// nowhere, which is the default.
  var columnFile: ColumnFilePlace? { get }

  /// Returns bytes that identify the journal up to a cursor: two journals that differ before it have different ones, such
  /// as those of a store, and of a backup of it that was restored and then changed otherwise. Without entries before the
  /// cursor there are no bytes, which is also the default.
  func journalMark(at cursor: Cursor) async throws -> [UInt8]

  /// Closes files and connections. Later calls throw ``StoreError/closed``.
  func close() async
}

/// A file beside a store for what can be computed from it again.
public struct ColumnFilePlace: Hashable, Sendable {
  /// The path. The engine writes this file with the deals, `PATH.past` with their past, and while it does `PATH.new` and
  /// `PATH.past.new`.
  public let path: String
  /// How many journal entries the file may miss before it is written again, at least. A store with fewer has no file.
  public let patience: Int

  /// A place for a file.
  public init(path: String, patience: Int = 20_000) {
    self.path = path
    self.patience = patience
  }
}

extension Store {
  /// No file.
  public var columnFile: ColumnFilePlace? { nil }

  /// No bytes.
  public func journalMark(at cursor: Cursor) async throws -> [UInt8] { [] }

  /// Commits, and calls nothing before.
  public func commit(_ changes: ChangeSet, enqueued: () -> Void) async throws -> CommitReceipt {
    try await commit(changes)
  }

  /// Does nothing.
  public func expectCommit() {}

  /// Waits a tenth of a second, or as long as the limit if that is shorter.
  public func waitForCommit(after cursor: Cursor, atMost limit: Duration) async throws -> Bool {
    try await Task.sleep(for: min(limit, .milliseconds(100)))
    return true
  }
}

/// The parameters for opening a store.
public struct StoreContext: Sendable {
  /// The tenant. One store can contain several workspaces.
  public let workspace: String
  /// The record kinds and their fields. Opening for writing adds new kinds and fields.
  public let schema: [RecordSchema]
  /// Whether the store is opened for reading or writing.
  public let mode: StoreMode
  /// The maximum time to wait for another writing process; `nil` for the backend's setting.
  public let wait: Duration?
  /// The store's logger. Libraries log at `debug` what happens in an operation, at `info` only what an operator would not
  /// learn otherwise, such as a wait or a migration; above `debug` without paths, names and amounts.
  public let logger: Logger
  /// Called after waiting for another process, such as for its lock, with the time that it took: the engine measures waits.
  public let waited: @Sendable (Duration) -> Void

  /// Creates parameters; by default nothing is logged.
  public init(
    workspace: String, schema: [RecordSchema], mode: StoreMode, wait: Duration? = nil,
    logger: Logger = Logger(label: "sales-pipeline", factory: { _ in SwiftLogNoOpLogHandler() }),
    waited: @escaping @Sendable (Duration) -> Void = { _ in }
  ) {
    self.workspace = workspace
    self.schema = schema
    self.mode = mode
    self.wait = wait
    self.logger = logger
    self.waited = waited
  }
}

/// Whether a store is opened for reading or writing.
public enum StoreMode: Hashable, Sendable {
  /// Writes and creates nothing, and takes no lock, so that it works beside a writing process and on a read-only file.
  /// A store that does not exist is an error.
  case reading
  /// Reads and commits. A backend that allows one writing process refuses a second.
  case writing
}

/// A record's kind and identity.
public struct RecordKey: Hashable, Sendable {
  /// The kind.
  public let kind: RecordKind
  /// The identity.
  public let id: RecordID

  /// Creates a key.
  public init(_ kind: RecordKind, _ id: RecordID) {
    self.kind = kind
    self.id = id
  }

  /// Hashes the identity alone, which hardly ever two kinds share.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// A record in a store.
public struct StoredRecord: Hashable, Sendable {
  /// The identity.
  public let id: RecordID
  /// The number of writes of the record, from 1.
  public let version: Int64
  /// A cell for each field of the kind's schema, in its order.
  public let cells: [FieldValue]

  /// Creates a record.
  public init(id: RecordID, version: Int64, cells: [FieldValue]) {
    self.id = id
    self.version = version
    self.cells = cells
  }
}

/// A position in the journal: the sequence number of the last entry that was read.
public struct Cursor: Hashable, Comparable, Sendable {
  /// The sequence number; 0 before the first entry.
  public let sequence: Int64

  /// Creates a cursor.
  public init(_ sequence: Int64) { self.sequence = sequence }

  /// Before the first entry.
  public static let start = Cursor(0)

  /// Orders by sequence number.
  public static func < (left: Self, right: Self) -> Bool { left.sequence < right.sequence }
}

extension Cursor: Codable {
  /// Reads the sequence number.
  public init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(Int64.self)) }

  /// Writes the sequence number.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    try value.encode(sequence)
  }
}
