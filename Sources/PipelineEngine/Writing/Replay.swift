public import PipelinePlugins

/// An operation that was committed before: a repeated command returns the records as that operation left them.
struct Replay: Sendable {
  let committed: CommittedOperation
  private let store: any Store
  /// The records that the operation created, by kind, in order; each is the result of one command.
  private var created: [RecordKind: [RecordID]] = [:]
  /// The records that the operation wrote, in order.
  private(set) var written: [RecordKey] = []

  /// - Parameter author: The user who repeats the operation.
  /// - Throws: ``OperationTaken`` if another user committed it.
  /// - Returns: `nil` if it was not committed yet.
  init?(_ operation: RecordID, of author: String, _ store: any Store) async throws {
    guard let committed = try await store.operation(operation) else { return nil }
    guard committed.author == author else { throw OperationTaken(operation: operation) }
    self.committed = committed
    self.store = store
    var seen: Set<RecordKey> = []
    try await store.eachEntry(of: committed) { entry in
      if case .created = entry.event { created[entry.key.kind, default: []].append(entry.key.id) }
      if seen.insert(entry.key).inserted { written.append(entry.key) }
    }
    for kind in created.keys { created[kind]?.reverse() }
  }

  /// Reads the journal entries of the operation, in order.
  func eachEntry(_ body: (JournalEntry) throws -> Void) async throws {
    try await store.eachEntry(of: committed, body)
  }

  /// The next record of a kind that the operation created.
  ///
  /// - Throws: ``OperationTaken`` if there are no more: the repeated command is a different one.
  mutating func nextCreated<Body>(_ table: FieldTable<Body>) async throws -> Record<Body> {
    guard let id = created[table.kind]?.popLast() else { throw OperationTaken(operation: committed.id) }
    return try await record(table, id)
  }

  /// A record as the operation left it.
  ///
  /// - Throws: ``OperationTaken`` if the operation did not write it.
  func record<Body>(_ table: FieldTable<Body>, _ id: RecordID) async throws -> Record<Body> {
    var life = RecordLife(key: RecordKey(table.kind, id))
    try await life.read(store, table, through: committed.through)
    guard let cells = life.cells else { throw OperationTaken(operation: committed.id) }
    return Record(id: id, version: life.version, body: try table.decode(cells))
  }

  /// The live records of a kind that the operation wrote.
  func records<Body>(_ table: FieldTable<Body>) async throws -> [Record<Body>] {
    var records: [Record<Body>] = []
    for key in written where key.kind == table.kind {
      if let record = try? await record(table, key.id) { records.append(record) }
    }
    return records
  }
}

/// An error for an operation id that another user or another command used before.
public struct OperationTaken: ExplainedError, Hashable {
  /// The operation.
  public let operation: RecordID

  /// Creates the error.
  public init(operation: RecordID) { self.operation = operation }

  /// One line for people, with what to do.
  public var explanation: LocalizedText {
    LocalizedText(ErrorPhrase.operationTaken, ["operation": .text("\(operation)")])
  }
}

/// The state of one record, computed from its journal.
struct RecordLife: Sendable {
  let key: RecordKey
  /// The cells after the last entry; `nil` before the creation and after a deletion.
  private(set) var cells: [FieldValue]?
  /// The cells at the last deletion; `nil` if the record was never deleted.
  private(set) var cellsAtDeletion: [FieldValue]?
  private(set) var version: Int64 = 0

  init(key: RecordKey) { self.key = key }

  /// Reads the record's journal up to a cursor, or to its end.
  mutating func read<Body>(_ store: any Store, _ table: FieldTable<Body>, through last: Cursor? = nil) async throws {
    var life = self
    try await store.eachEntry(of: key.kind, key.id, through: last) { entry in
      if case .deleted = entry.event { life.cellsAtDeletion = life.cells }
      entry.event.apply(to: &life.cells, table.position)
      life.version = entry.version
    }
    self = life
  }
}
