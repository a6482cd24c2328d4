#if SQLite
  import GRDBSQLite
  import PipelinePlugins

  /// One commit, within its transaction.
  struct Commit {
    let changes: ChangeSet
    let layout: Layout
    let session: Session
    /// The sequence of the entry written last. Entries are never deleted, so the greatest plus one was never used.
    var last: Int64
    private var operation: Int64 = 0
    var encoder = CellEncoder()
    let journal: Statement
    private var insertions: [RecordKind: Statement] = [:]
    /// The record written last, which the next write may be of.
    var written: (key: RecordKey, row: RecordRow)?

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
      for guarded in changes.guards { _ = try row(guarded.key, expected: guarded.version) }
      try changes.writes.forEachPart({ try apply($0) }, packed: { try create($0) })
    }

    mutating func apply(_ write: RecordWrite) throws {
      let kind = try kind(write.key.kind)
      switch write.action {
      case .create(let cells): try create(write, cells, kind)
      case .update(let expected, let cells): try update(write, expected, cells, kind)
      case .delete(let expected): try delete(write, expected, kind)
      case .restore(let expected, let cells): try restore(write, expected, cells, kind)
      }
    }

    func kind(_ kind: RecordKind) throws -> KindLayout {
      guard let layout = layout.kinds[kind] else {
        throw StoreError.invalid(reason: "the store was not opened with the kind '\(kind)'")
      }
      return layout
    }

    /// Sets when a write takes effect: when it says, else with its change set, but no earlier than the record's other entries.
    ///
    /// - Parameter latest: When the latest of these took effect; `nil` for a new record.
    /// - Returns: When the latest one does now.
    func settle(_ effectiveAt: Instant?, _ latest: Int64?) -> Int64 {
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

    func note(_ kind: KindLayout, _ row: Int64, _ version: Int64, _ event: Int64, field: Int?) throws {
      journal.bind(1, last)
      journal.bind(4, kind.number)
      journal.bind(5, row)
      journal.bind(6, version)
      journal.bind(7, event)
      if let field { journal.bind(8, Int64(field)) } else { journal.bindNull(8) }
      try journal.run()
    }

    mutating func insertion(_ kind: RecordKind, _ layout: KindLayout) throws -> Statement {
      if let statement = insertions[kind] { return statement }
      let statement = try session.statement(layout.insertion)
      insertions[kind] = statement
      return statement
    }
  }
#endif
