#if SQLite
  import PipelinePlugins

  extension SQLiteStore {
    func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
      try checkOpen()
      if let page { return try await loads.next(page) }
      let fields = try LoadedFields(fields, of: kind, in: schema)
      guard let kind = layout.kinds[kind] else {
        return fields.nothing(at: try await readers.run { try $0.newestCursor() })
      }
      return try await loads.first(PageQuery(kind, fields.places, fields.types, layout.workspace))
    }
  }

  /// What a page is read with.
  struct PageQuery: Sendable {
    let table: String
    private let sql: String
    private let types: [CellType]
    private let workspace: Int64

    init(_ kind: KindLayout, _ places: [Int], _ types: [CellType], _ workspace: Int64) {
      table = kind.table
      self.types = types
      self.workspace = workspace
      let columns = (["_id", "_version"] + places.map { kind.column($0) }).joined(separator: ", ")
      // The plus keeps SQLite from reading by the index that begins with the workspace, row by scattered row.
      sql = """
        SELECT \(columns) FROM \(kind.table) WHERE _row BETWEEN ?1 AND ?2 AND +_workspace = ?3 AND _deleted = 0
        """
    }

    /// The records whose rows lie in a range, in the order of their creation.
    func page(_ rows: ClosedRange<Int64>, cursor: Cursor, next: PageToken?, _ session: Session) throws -> ColumnPage {
      let statement = try session.statement(sql)
      defer { statement.reset() }
      statement.bind(1, rows.lowerBound)
      statement.bind(2, rows.upperBound)
      statement.bind(3, workspace)
      var readers = types.map { ColumnReader($0) }
      var (ids, versions): ([RecordID], [Int64]) = ([], [])
      let capacity = Int(rows.upperBound - rows.lowerBound) + 1
      ids.reserveCapacity(capacity)
      versions.reserveCapacity(capacity)
      for index in readers.indices { readers[index].reserve(capacity) }
      while try statement.step() {
        ids.append(try statement.identity(0))
        versions.append(statement.integer(1))
        for index in readers.indices { try readers[index].append(statement, Int32(truncatingIfNeeded: index + 2)) }
      }
      return ColumnPage(ids: ids, versions: versions, columns: readers.map(\.column), cursor: cursor, next: next)
    }
  }

  extension Session {
    /// The place of the newest line of the journal.
    func newestCursor() throws -> Cursor {
      let statement = try statement("SELECT max(sequence) FROM journal")
      defer { statement.reset() }
      return Cursor(try statement.step() ? statement.integer(0) : 0)
    }

    /// The rows of a table; `nil` for an empty one.
    func rows(of table: String) throws -> ClosedRange<Int64>? {
      let least = try statement("SELECT min(_row) FROM \(table)")
      let greatest = try statement("SELECT max(_row) FROM \(table)")
      defer {
        least.reset()
        greatest.reset()
      }
      guard try least.step(), try greatest.step(), !least.isNull(0), !greatest.isNull(0) else { return nil }
      let (first, last) = (least.integer(0), greatest.integer(0))
      guard first > 0, first <= last else { throw Damage(reason: "a row's number is out of range") }
      return first...last
    }
  }
#endif
