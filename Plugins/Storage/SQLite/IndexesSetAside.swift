#if SQLite
  import PipelinePlugins

  /// The indexes of tables that are dropped while a change set adds more records than they have, and made again after them:
  /// sorting all entries once takes less time than finding the place of each. It is part of the change set's transaction, so
  /// that no other connection sees a table without its indexes.
  struct IndexesSetAside {
    /// The fewest records of a kind for which it is worth it.
    static let least = 10_000
    private var statements: [String] = []

    /// Drops the indexes. That of identities stays, since writes are found by it.
    init(for changes: ChangeSet, _ layout: Layout, _ session: Session) throws {
      var added: [RecordKind: Int] = [:]
      changes.writes.forEachPart({ _ in }, packed: { added[$0.kind, default: 0] += $0.count })
      for (kind, count) in added where count >= Self.least {
        guard let table = layout.kinds[kind]?.table, try Self.rows(of: table, session) < count else { continue }
        for index in try Self.indexes(of: kind, session) {
          try session.execute("DROP INDEX \"\(index.name)\"")
          statements.append(index.sql)
        }
      }
    }

    /// Makes the indexes again.
    func restore(_ session: Session) throws {
      for statement in statements { try session.execute(statement) }
    }

    /// At least as many rows as a table has, since none is ever removed.
    private static func rows(of table: String, _ session: Session) throws -> Int {
      let statement = try session.statement("SELECT max(_row) FROM \(table)")
      defer { statement.reset() }
      return try statement.step() && !statement.isNull(0) ? Int(statement.integer(0)) : 0
    }

    private static func indexes(of kind: RecordKind, _ session: Session) throws -> [(name: String, sql: String)] {
      let statement = try session.statement(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql NOT LIKE 'CREATE UNIQUE%'")
      defer { statement.reset() }
      statement.bind(1, "records_\(kind)")
      var found: [(String, String)] = []
      while try statement.step() { found.append((try statement.text(0), try statement.text(1))) }
      return found
    }
  }
#endif
