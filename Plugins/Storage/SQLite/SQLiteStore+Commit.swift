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
#endif
