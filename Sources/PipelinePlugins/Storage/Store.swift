public import Logging

/// Opens stores: what a storage plugin makes.
public protocol StorageDriver: Sendable {
  /// Opens one workspace's store, making it where it does not exist and the mode allows it.
  ///
  /// - Throws: ``StoreError``.
  func open(_ context: StoreContext) async throws -> any Store
}

/// Records and their journal, for one workspace. Six verbs and no more; a store knows cells, not deals.
///
/// Safe to call from many tasks at once. Every verb throws ``StoreError``. The contract stands in
/// `Documentation/Contracts/Storage.md`, and the test kit holds a store to it.
public protocol Store: Sendable {
  /// The records under these keys, in the order of the keys; `nil` for one that does not exist or was deleted.
  func read(_ keys: [RecordKey]) async throws -> [StoredRecord?]

  /// The records of a kind whose indexed field holds one of these values, in order of identity.
  func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord]

  /// Applies all of a change set and its journal entries in one transaction, or nothing.
  ///
  /// Committing the same operation twice has one effect and returns the same receipt. Returns only when the change set is
  /// as durable as the backend promises.
  /// - Throws: ``StoreError/conflict(_:)`` where an expected version does not stand.
  func commit(_ changes: ChangeSet) async throws -> CommitReceipt

  /// The current cells of all records of a kind, a page at a time, in the store's cheapest order. Pages that follow one
  /// another by ``ColumnPage/next`` are true at one cursor.
  func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage

  /// The journal after a cursor, oldest first: of one kind or all, of one record or all.
  ///
  /// - Parameter limit: How many entries a page may hold, at least 1. All entries of one operation may be split over pages.
  func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage

  /// Where an operation that was committed stands in the journal; `nil` where none with this identity was.
  func operation(_ id: RecordID) async throws -> CommittedOperation?

  /// Lets go of files and connections. Verbs called later throw ``StoreError/closed``.
  func close() async
}

/// What a store is opened with.
public struct StoreContext: Sendable {
  /// The tenant; leads every key.
  public let workspace: String
  /// The kinds of record and their fields. Opening for writing adds kinds and fields that are new.
  public let schema: [RecordSchema]
  /// Whether the store may change.
  public let mode: StoreMode
  /// How long opening for writing may wait for a process that writes; `nil` for as long as the backend is configured to.
  public let wait: Duration?
  /// Where the store says what it does.
  public let logger: Logger

  /// What a store is opened with; by default it says nothing.
  public init(
    workspace: String, schema: [RecordSchema], mode: StoreMode, wait: Duration? = nil,
    logger: Logger = Logger(label: "sales-pipeline", factory: { _ in SwiftLogNoOpLogHandler() })
  ) {
    self.workspace = workspace
    self.schema = schema
    self.mode = mode
    self.wait = wait
    self.logger = logger
  }
}

/// Whether a store may change.
public enum StoreMode: Hashable, Sendable {
  /// Records nothing, makes nothing and never takes the writer's lock, so a printer runs beside a server and on a
  /// read-only file. A store that does not exist is an error.
  case reading
  /// Reads and commits. A backend that allows one writing process refuses the second.
  case writing
}

/// A record's kind and identity.
public struct RecordKey: Hashable, Sendable {
  /// The kind.
  public let kind: RecordKind
  /// The identity.
  public let id: RecordID

  /// A key.
  public init(_ kind: RecordKind, _ id: RecordID) {
    self.kind = kind
    self.id = id
  }
}

/// A record as a store keeps it.
public struct StoredRecord: Hashable, Sendable {
  /// The identity.
  public let id: RecordID
  /// How many writes made it what it is, from 1.
  public let version: Int64
  /// A cell for each field of the kind's schema, in its order.
  public let cells: [FieldValue]

  /// A record.
  public init(id: RecordID, version: Int64, cells: [FieldValue]) {
    self.id = id
    self.version = version
    self.cells = cells
  }
}

/// A place in the journal: the sequence number of the last entry seen. Ordered, and only ever growing.
public struct Cursor: Hashable, Comparable, Sendable {
  /// The sequence number; 0 before the first entry.
  public let sequence: Int64

  /// A place in the journal.
  public init(_ sequence: Int64) { self.sequence = sequence }

  /// Before the first entry.
  public static let start = Cursor(0)

  /// Orders by place.
  public static func < (left: Self, right: Self) -> Bool { left.sequence < right.sequence }
}
