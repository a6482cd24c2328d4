#if SQLite
  import GRDBSQLite
  import PipelinePlugins

  extension SQLiteStore {
    func commit(_ changes: ChangeSet) async throws -> CommitReceipt { try await commit(changes) {} }

    func expectCommit() { writer?.commits.expect() }

    func commit(_ changes: ChangeSet, enqueued: () -> Void) async throws -> CommitReceipt {
      try checkOpen()
      guard let writer else { throw StoreError.openedForReading(place: loads.place) }
      let work: CommitQueue.Work = { [layout, schema] session in
        var commit = try Commit(changes, layout, session)
        guard try commit.begin() else { return try session.receipt(of: changes.operation, layout.workspace) }
        try schema.check(changes)
        var source = SQLiteConstraintSource(schema, layout, session)
        var check = try ConstraintCheck(schema, changes, &source)
        let indexes = try IndexesSetAside(for: changes, layout, session)
        try commit.run()
        try indexes.restore(session)
        try check.run(&source)
        return CommitReceipt(cursor: Cursor(commit.last), wasRepeated: false)
      }
      if changes.writes.count <= Self.smallCommit {
        return try await writer.commits.commit(enqueued: enqueued, work)
      }
      // A large one takes long enough to be cancelled.
      return try await writer.connection.run { session in
        let receipt = try session.transaction { try work(session) }
        writer.checkpointer.run(beside: session)
        return receipt
      }
    }

    /// The most writes of a commit that shares a transaction with others.
    private static let smallCommit = 100
  }

  extension Session {
    /// What an operation did that was committed before.
    fileprivate func receipt(of operation: RecordID, _ workspace: Int64) throws -> CommitReceipt {
      let statement = try statement("SELECT last FROM operations WHERE workspace = ?1 AND id = ?2")
      defer { statement.reset() }
      statement.bind(1, workspace)
      statement.bind(2, operation)
      guard try statement.step() else { throw Damage(reason: "an operation is listed and not there") }
      return CommitReceipt(cursor: Cursor(statement.integer(0)), wasRepeated: true)
    }
  }

  /// What a line of the journal says, as a number in the file.
  enum JournalCode {
    static let created: Int64 = 0
    static let changed: Int64 = 1
    static let changedInHistory: Int64 = 2
    static let deleted: Int64 = 3
    static let restored: Int64 = 4
  }

  /// One commit, within its transaction.
  private struct Commit {
    let changes: ChangeSet
    let layout: Layout
    let session: Session
    /// The sequence of the entry written last. Entries are never deleted, so the greatest plus one was never used.
    private(set) var last: Int64
    private var operation: Int64 = 0
    private var encoder = CellEncoder()
    private let journal: Statement
    private var insertions: [RecordKind: Statement] = [:]
    /// The record written last, which the next write may be of.
    private var written: (key: RecordKey, standing: StandingRecord)?

    init(_ changes: ChangeSet, _ layout: Layout, _ session: Session) throws {
      self.changes = changes
      self.layout = layout
      self.session = session
      let newest = try session.statement(.newestEntry)
      last = try newest.step() ? newest.integer(0) : 0
      newest.reset()
      journal = try session.statement(.entry)
    }

    mutating func run() throws {
      for guarded in changes.guards { _ = try standing(guarded.key, expected: guarded.version) }
      try changes.writes.forEachPart({ try apply($0) }, packed: { try create($0) })
    }

    private mutating func apply(_ write: RecordWrite) throws {
      let kind = try kind(write.key.kind)
      switch write.action {
      case .create(let cells): try create(write, cells, kind)
      case .update(let expected, let cells): try update(write, expected, cells, kind)
      case .delete(let expected): try delete(write, expected, kind)
      case .restore(let expected, let cells): try restore(write, expected, cells, kind)
      }
    }

    private func kind(_ kind: RecordKind) throws -> KindLayout {
      guard let layout = layout.kinds[kind] else {
        throw StoreError.invalid(reason: "the store was not opened with the kind '\(kind)'")
      }
      return layout
    }

    /// Sets when a write takes effect: when it says, else with its change set, but no earlier than the record's other entries.
    ///
    /// - Parameter latest: When the latest of these took effect; `nil` for a new record.
    /// - Returns: When the latest one does now.
    private func settle(_ effectiveAt: Instant?, _ latest: Int64?) -> Int64 {
      let own = changes.effectiveAt.microsecondsSince1970
      let instant = effectiveAt?.microsecondsSince1970 ?? max(latest ?? own, own)
      // Only what differs from the operation's own is written: most entries carry no instant.
      if instant == own { journal.bindNull(10) } else { journal.bind(10, instant) }
      return max(latest ?? instant, instant)
    }

    /// Notes the operation, with the place that its last entry will have.
    ///
    /// - Returns: `false` if it was committed before; then nothing was written.
    mutating func begin() throws -> Bool {
      var entries = 0
      changes.writes.forEachPart(
        { write in
          if case .update(_, let cells) = write.action { entries += cells.count } else { entries += 1 }
        }, packed: { entries += $0.count })
      let statement = try session.statement(.operation)
      statement.bind(1, layout.workspace)
      statement.bind(2, changes.operation)
      statement.bind(3, last + Int64(entries))
      statement.bind(4, changes.effectiveAt.microsecondsSince1970)
      statement.bind(5, changes.recordedAt.microsecondsSince1970)
      statement.bind(6, changes.author)
      try statement.run()
      guard sqlite3_changes(session.handle) == 1 else { return false }
      operation = sqlite3_last_insert_rowid(session.handle)
      journal.bind(2, operation)
      journal.bind(3, layout.workspace)
      return true
    }

    private mutating func create(_ write: RecordWrite, _ cells: [FieldValue], _ kind: KindLayout) throws {
      let key = write.key
      let latest = settle(write.effectiveAt, nil)
      encoder.removeAll()
      encoder.begin(count: kind.placeInSchema.count)
      for place in kind.placeInSchema { encoder.append(place.map { cells[$0] } ?? .null) }
      let statement = try insertion(key.kind, kind)
      let row = try encoder.bytes.withUnsafeBytes { try insert(key, $0, latest, kind, statement) }
      written = (key, StandingRecord(row: row, version: 1, latest: latest))
    }

    private mutating func create(_ creations: PackedCreations) throws {
      let kind = try kind(creations.kind)
      guard kind.isInOrderOfSchema else {
        return try creations.writes.forEach { try apply($0) }
      }
      let statement = try insertion(creations.kind, kind)
      try creations.forEach { id, bytes, effectiveAt in
        _ = try insert(RecordKey(creations.kind, id), bytes, settle(effectiveAt, nil), kind, statement)
      }
    }

    /// Inserts a record, and its journal entry.
    ///
    /// - Parameter bytes: The encoded cells in the file's order, which is how the journal holds them; columns are bound in the
    ///   store's order.
    /// - Returns: The number of the row.
    private mutating func insert(
      _ key: RecordKey, _ bytes: UnsafeRawBufferPointer, _ latest: Int64, _ kind: KindLayout, _ statement: Statement
    ) throws -> Int64 {
      guard let base = bytes.baseAddress else { return 0 }
      last += 1
      statement.bind(1, layout.workspace)
      statement.bind(3, last)
      statement.bind(4, latest)
      var walk = CellWalk(bytes)
      for parameter in kind.parameters {
        let cell = walk.next()
        // What the schema lacks has no parameter.
        if parameter > 0 { statement.bind(parameter, cell) }
      }
      do {
        try withUnsafeBytes(of: (key.id.high.bigEndian, key.id.low.bigEndian)) { id in
          if let base = id.baseAddress { statement.bind(2, blobAt: base, count: id.count) }
          try statement.run()
        }
      } catch let failure as SQLiteFailure where failure.code == sqliteConstraintUnique {
        throw StoreError.conflict(
          VersionConflict(key: key, expected: 0, found: try standing(key, kind).flatMap(\.liveVersion)))
      }
      let row = sqlite3_last_insert_rowid(session.handle)
      journal.bind(9, blobAt: base, count: bytes.count)
      try note(kind, row, 1, JournalCode.created, field: nil)
      return row
    }

    private mutating func update(
      _ write: RecordWrite, _ expected: Int64, _ cells: [CellChange], _ kind: KindLayout
    ) throws {
      let key = write.key
      let standing = try standing(key, expected: expected)
      let (row, latest) = (standing.row, settle(write.effectiveAt, try latest(of: standing, kind)))
      let places = cells.compactMap { kind.places[$0.field] }
      let statement = try session.update(kind, places)
      statement.bind(1, row)
      statement.bind(2, expected + 1)
      statement.bind(3, latest)
      for (index, change) in cells.enumerated() { statement.bind(Int32(truncatingIfNeeded: index + 4), change.new) }
      try statement.run()
      for (change, place) in zip(cells, places) {
        encoder.removeAll()
        encoder.begin(count: 2)
        encoder.append(change.old)
        encoder.append(change.new)
        last += 1
        let event = change.inHistory ? JournalCode.changedInHistory : JournalCode.changed
        try encoder.bytes.withUnsafeBytes { bytes in
          guard let base = bytes.baseAddress else { return }
          journal.bind(9, blobAt: base, count: bytes.count)
          try note(kind, row, expected + 1, event, field: kind.placeInFile[place])
        }
      }
      written = (key, StandingRecord(row: row, version: expected + 1, latest: latest))
    }

    private mutating func delete(_ write: RecordWrite, _ expected: Int64, _ kind: KindLayout) throws {
      let standing = try standing(write.key, expected: expected)
      let (row, latest) = (standing.row, settle(write.effectiveAt, try latest(of: standing, kind)))
      let columns = kind.storedColumns.map { ", \($0) = NULL" }.joined()
      let statement = try session.statement(
        "UPDATE \(kind.table) SET _version = ?2, _effective = ?3, _deleted = 1\(columns) WHERE _row = ?1")
      statement.bind(1, row)
      statement.bind(2, expected + 1)
      statement.bind(3, latest)
      try statement.run()
      last += 1
      written = nil
      journal.bindNull(9)
      try note(kind, row, expected + 1, JournalCode.deleted, field: nil)
    }

    private mutating func restore(
      _ write: RecordWrite, _ expected: Int64, _ cells: [FieldValue], _ kind: KindLayout
    ) throws {
      let key = write.key
      let tombstone = try tombstone(key, kind, expected: expected)
      let (row, latest) = (tombstone.row, settle(write.effectiveAt, try latest(of: tombstone, kind)))
      let columns = kind.fields.enumerated().map { ", \"\($1.name)\" = ?\($0 + 4)" }.joined()
      let statement = try session.statement(
        "UPDATE \(kind.table) SET _version = ?2, _effective = ?3, _deleted = 0\(columns) WHERE _row = ?1")
      statement.bind(1, row)
      statement.bind(2, expected + 1)
      statement.bind(3, latest)
      for (place, cell) in cells.enumerated() { statement.bind(Int32(truncatingIfNeeded: place + 4), cell) }
      try statement.run()
      encoder.removeAll()
      encoder.begin(count: kind.placeInSchema.count)
      for place in kind.placeInSchema { encoder.append(place.map { cells[$0] } ?? .null) }
      last += 1
      try encoder.bytes.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        journal.bind(9, blobAt: base, count: bytes.count)
        try note(kind, row, expected + 1, JournalCode.restored, field: nil)
      }
      written = (key, StandingRecord(row: row, version: expected + 1, latest: latest))
    }

    /// The record that was deleted at a version.
    private func tombstone(_ key: RecordKey, _ kind: KindLayout, expected: Int64) throws -> StandingRecord {
      let found = try standing(key, kind)
      guard let found, found.isDeleted, found.version == expected else {
        throw StoreError.conflict(VersionConflict(key: key, expected: expected, found: found?.liveVersion))
      }
      return found
    }

    private func note(_ kind: KindLayout, _ row: Int64, _ version: Int64, _ event: Int64, field: Int?) throws {
      journal.bind(1, last)
      journal.bind(4, kind.number)
      journal.bind(5, row)
      journal.bind(6, version)
      journal.bind(7, event)
      if let field { journal.bind(8, Int64(field)) } else { journal.bindNull(8) }
      try journal.run()
    }

    private mutating func insertion(_ kind: RecordKind, _ layout: KindLayout) throws -> Statement {
      if let statement = insertions[kind] { return statement }
      let statement = try session.statement(layout.insertion)
      insertions[kind] = statement
      return statement
    }

    /// A record that stands at a version.
    private func standing(_ key: RecordKey, expected: Int64) throws -> StandingRecord {
      if let written, written.standing.version == expected, written.key == key { return written.standing }
      let found = try standing(key, kind(key.kind))
      guard let found, found.liveVersion == expected else {
        throw StoreError.conflict(VersionConflict(key: key, expected: expected, found: found?.liveVersion))
      }
      return found
    }

    private func standing(_ key: RecordKey, _ kind: KindLayout) throws -> StandingRecord? {
      let statement = try session.statement(kind.standing)
      defer { statement.reset() }
      statement.bind(1, layout.workspace)
      statement.bind(2, key.id)
      guard try statement.step() else { return nil }
      return StandingRecord(
        row: statement.integer(0), version: statement.integer(1), isDeleted: statement.integer(2) != 0,
        latest: statement.isNull(3) ? nil : statement.integer(3))
    }

    /// When the latest entry of a record took effect. A record of an older layout does not say so yet.
    private func latest(of record: StandingRecord, _ kind: KindLayout) throws -> Int64? {
      if let latest = record.latest { return latest }
      let statement = try session.statement(
        """
        SELECT max(coalesce(j.effective, o.effective)) FROM journal j JOIN operations o ON o.number = j.operation
        WHERE j.kind = ?1 AND j.record = ?2 AND j.event <> 0
          OR j.sequence = (SELECT _created FROM \(kind.table) WHERE _row = ?2)
        """)
      defer { statement.reset() }
      statement.bind(1, kind.number)
      statement.bind(2, record.row)
      return try statement.step() && !statement.isNull(0) ? statement.integer(0) : nil
    }
  }

  /// A record's place in the file, and how it stands.
  private struct StandingRecord {
    let row: Int64
    let version: Int64
    var isDeleted = false
    /// When the latest of its entries took effect; `nil` where the file does not say so yet.
    let latest: Int64?

    /// `nil` for a tombstone.
    var liveVersion: Int64? { isDeleted ? nil : version }
  }

  /// `SQLITE_CONSTRAINT_UNIQUE`, a macro that Swift does not import.
  private let sqliteConstraintUnique = SQLITE_CONSTRAINT | 8 << 8
#endif
