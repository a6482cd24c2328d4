public import PipelinePlugins

/// An operation that was committed before, from which a repeated command answers: the records as the operation left them.
struct Replay: Sendable {
  let committed: CommittedOperation
  private let store: any Store
  /// The records that it made, by kind, in its order; each answers one command.
  private var created: [RecordKind: [RecordID]] = [:]
  /// The records that it wrote, in its order.
  private(set) var written: [RecordKey] = []

  /// - Parameter author: Who repeats it.
  /// - Throws: ``OperationTaken`` where somebody else did it.
  /// - Returns: `nil` where it was not committed yet.
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

  /// The next record of a kind that the operation made.
  ///
  /// - Throws: ``OperationTaken`` where it made no more: it was another command.
  mutating func nextCreated<Body>(_ table: FieldTable<Body>) async throws -> Record<Body> {
    guard let id = created[table.kind]?.popLast() else { throw OperationTaken(operation: committed.id) }
    return try await record(table, id)
  }

  /// A record as the operation left it.
  ///
  /// - Throws: ``OperationTaken`` where there was none.
  func record<Body>(_ table: FieldTable<Body>, _ id: RecordID) async throws -> Record<Body> {
    var life = RecordLife(key: RecordKey(table.kind, id))
    try await life.read(store, table, through: committed.through)
    guard let cells = life.cells else { throw OperationTaken(operation: committed.id) }
    return Record(id: id, version: life.version, body: try table.decode(cells))
  }

  /// The records of a kind that the operation wrote and left standing.
  func records<Body>(_ table: FieldTable<Body>) async throws -> [Record<Body>] {
    var records: [Record<Body>] = []
    for key in written where key.kind == table.kind {
      if let record = try? await record(table, key.id) { records.append(record) }
    }
    return records
  }
}

/// An operation's identity was used before, by somebody else or for another command.
public struct OperationTaken: ExplainedError, Hashable {
  /// The operation.
  public let operation: RecordID

  /// The identity of this operation was used before.
  public init(operation: RecordID) { self.operation = operation }

  /// One line that a person can act on.
  public var explanation: LocalizedText {
    LocalizedText(ErrorPhrase.operationTaken, ["operation": .text("\(operation)")])
  }
}

/// One record, told from its own journal.
struct RecordLife: Sendable {
  let key: RecordKey
  /// The cells at last; `nil` before its creation and after its deletion.
  private(set) var cells: [FieldValue]?
  /// The cells that it had when it was deleted last; `nil` where it never was.
  private(set) var cellsAtDeletion: [FieldValue]?
  private(set) var version: Int64 = 0

  init(key: RecordKey) { self.key = key }

  /// Reads the record's journal up to a place, or all of it.
  mutating func read<Body>(_ store: any Store, _ table: FieldTable<Body>, through last: Cursor? = nil) async throws {
    var cursor = Cursor.start
    while true {
      let page = try await store.journal(key.kind, id: key.id, after: cursor, limit: 1_000)
      for entry in page.entries {
        if let last, Cursor(entry.sequence) > last { return }
        apply(entry, table)
      }
      cursor = page.cursor
      guard page.hasMore else { return }
    }
  }

  private mutating func apply<Body>(_ entry: JournalEntry, _ table: FieldTable<Body>) {
    version = entry.version
    switch entry.event {
    case .created(let all), .restored(let all): cells = all
    case .deleted:
      cellsAtDeletion = cells
      cells = nil
    case .changed(let change):
      guard let place = table.position(of: change.field) else { return }
      while let count = cells?.count, count <= place { cells?.append(.null) }
      cells?[place] = change.new
    }
  }
}

extension Store {
  /// Walks the journal's entries of an operation.
  func eachEntry(of operation: CommittedOperation, _ body: (JournalEntry) throws -> Void) async throws {
    var cursor = operation.after
    while cursor < operation.through {
      let page = try await journal(nil, id: nil, after: cursor, limit: 1_000)
      for entry in page.entries where Cursor(entry.sequence) <= operation.through && entry.operation == operation.id {
        try body(entry)
      }
      cursor = page.cursor
      guard page.hasMore else { return }
    }
  }
}
