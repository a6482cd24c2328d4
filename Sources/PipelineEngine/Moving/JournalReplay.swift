import PipelinePlugins

/// Commits the operations of a journal in another store: each in a transaction, in order, with the same identities, versions,
/// authors and instants.
///
/// Commits that follow one another wait for the disk together where the store can. Each is guarded by a record of the one
/// before, so that none takes effect after one that failed: what the store has is always a beginning of the journal.
struct JournalReplay {
  private let store: any Store
  /// The places in the store of the entries that it has.
  private(set) var places: JournalPlaces
  private var operation: ReplayedOperation?
  private var waiting: [Waiting] = []
  /// A record that the latest commit wrote, which shows that it took effect.
  private var proof: RecordGuard?

  /// A commit that was sent.
  private struct Waiting {
    let numbers: ClosedRange<Int64>
    let count: Int
    let commit: Task<CommitReceipt, any Error>
  }

  /// The most commits that wait at once: those that share one transaction in the bundled stores.
  private static let window = 128
  /// The most writes of a commit that another one may follow before it is durable.
  private static let smallCommit = 20

  /// - Parameter places: The places of what the store has already.
  init(_ store: any Store, places: JournalPlaces = JournalPlaces()) {
    self.store = store
    self.places = places
  }

  /// Adds the next entry of the journal.
  /// - Throws: The ``StoreError`` of an earlier commit.
  nonisolated(nonsending) mutating func append(_ entry: JournalEntry) async throws {
    if let operation, operation.changes.operation != entry.operation {
      try await commit(operation)
      self.operation = nil
    }
    var event = entry.event
    if let latest = JournalPlaces.latest(in: event, of: entry.key.kind) {
      while latest > places.last, !waiting.isEmpty { try await settleFirst() }
      event = places.moved(event, of: entry.key.kind)
    }
    if operation == nil { operation = ReplayedOperation(entry) }
    operation?.append(entry, event)
  }

  /// Commits the last operation, and waits until all are durable.
  nonisolated(nonsending) mutating func finish() async throws {
    if let operation { try await commit(operation) }
    operation = nil
    while !waiting.isEmpty { try await settleFirst() }
  }

  /// Waits for the commits that were sent, and ignores their results.
  nonisolated(nonsending) func abandon() async {
    for one in waiting { _ = await one.commit.result }
  }

  private nonisolated(nonsending) mutating func commit(_ operation: ReplayedOperation) async throws {
    try Task.checkCancellation()
    var changes = operation.finished()
    let isSmall = changes.writes.count <= Self.smallCommit
    if !isSmall || proof == nil { while !waiting.isEmpty { try await settleFirst() } }
    if !waiting.isEmpty, let proof { changes.guards = [proof] }
    let (accepted, accepting) = AsyncStream.makeStream(of: Void.self)
    let commit = Task { [store, changes] in
      defer { accepting.finish() }
      return try await store.commit(changes) { accepting.finish() }
    }
    for await _ in accepted {}
    waiting.append(Waiting(numbers: operation.numbers, count: operation.count, commit: commit))
    proof = isSmall ? changes.lastWritten : nil
    while waiting.count >= Self.window { try await settleFirst() }
  }

  private nonisolated(nonsending) mutating func settleFirst() async throws {
    let first = waiting[0]
    let receipt = try await first.commit.value
    waiting.removeFirst()
    let end = receipt.cursor.sequence
    // Where entries of an operation have gaps in one of the journals, only its last one has a known place.
    let isDense = first.numbers.upperBound &- first.numbers.lowerBound == Int64(first.count - 1)
    places.append(isDense ? first.numbers : first.numbers.upperBound...first.numbers.upperBound, endingAt: end)
  }
}

/// The change set of an operation, made of its entries.
private struct ReplayedOperation {
  private(set) var changes: ChangeSet
  private(set) var numbers: ClosedRange<Int64>
  private(set) var count = 0
  /// The update whose entries follow one another: those of one write have one version.
  private var update: (key: RecordKey, version: Int64, effectiveAt: Instant, cells: [CellChange])?
  /// New records of a large operation, in their compact form.
  private var creations: (kind: RecordKind, ids: [RecordID], builder: PackedCreations.Builder)?
  private var packed: Set<RecordKey> = []
  private var packs = true

  /// From how many writes on new records are kept in a compact form.
  private static let many = 1_000

  init(_ entry: JournalEntry) {
    changes = ChangeSet(
      operation: entry.operation, effectiveAt: entry.recordedAt, recordedAt: entry.recordedAt, author: entry.author)
    numbers = entry.sequence...entry.sequence
  }

  mutating func append(_ entry: JournalEntry, _ event: JournalEvent) {
    numbers = numbers.lowerBound...max(numbers.lowerBound, entry.sequence)
    count += 1
    if case .changed(let change) = event {
      if update?.key == entry.key, update?.version == entry.version {
        update?.cells.append(change)
      } else {
        endUpdate()
        update = (entry.key, entry.version, entry.effectiveAt, [change])
      }
      return
    }
    endUpdate()
    switch event {
    case .created(let cells):
      if packs, changes.writes.count >= Self.many { return pack(entry, cells) }
      write(entry.key, .create(cells), entry.effectiveAt)
    case .restored(let cells): write(entry.key, .restore(expected: entry.version &- 1, cells), entry.effectiveAt)
    case .deleted: write(entry.key, .delete(expected: entry.version &- 1), entry.effectiveAt)
    case .changed: break
    }
  }

  /// The change set, complete.
  func finished() -> ChangeSet {
    var copy = self
    copy.endUpdate()
    copy.endCreations()
    return copy.changes
  }

  private mutating func endUpdate() {
    guard let ended = update else { return }
    update = nil
    write(ended.key, .update(expected: ended.version &- 1, ended.cells), ended.effectiveAt)
  }

  private mutating func write(_ key: RecordKey, _ action: WriteAction, _ instant: Instant) {
    endCreations()
    if packed.contains(key) {
      // A packed record is written once in its change set.
      changes.writes = ChangeSet.Writes(Array(changes.writes))
      (packed, packs) = ([], false)
    }
    changes.writes.append(RecordWrite(key, action, effectiveAt: instant))
  }

  private mutating func pack(_ entry: JournalEntry, _ cells: [FieldValue]) {
    if let open = creations, open.kind != entry.key.kind || open.builder.isFull { endCreations() }
    if creations == nil { creations = (entry.key.kind, [], PackedCreations.Builder()) }
    creations?.ids.append(entry.key.id)
    creations?.builder.append(cells, at: entry.effectiveAt)
    packed.insert(entry.key)
  }

  private mutating func endCreations() {
    guard let ended = creations else { return }
    creations = nil
    var made = ended.builder.creations(of: ended.kind)
    made.identify(ended.ids)
    changes.writes.append(made)
  }
}

extension ChangeSet {
  /// An operation without entries, which marks a store that a journal is replayed in.
  static func mark(_ operation: RecordID, by author: String) -> ChangeSet {
    let start = Instant(microsecondsSince1970: 0)
    return ChangeSet(operation: operation, effectiveAt: start, recordedAt: start, author: author)
  }

  /// A record that exists after the change set, at the version that it has then.
  fileprivate var lastWritten: RecordGuard? {
    var seen: Set<RecordKey> = []
    for write in writes.reversed() where seen.insert(write.key).inserted {
      switch write.action {
      case .create: return RecordGuard(write.key, version: 1)
      case .update(let expected, _), .restore(let expected, _): return RecordGuard(write.key, version: expected &+ 1)
      case .delete: continue
      }
    }
    return nil
  }
}
