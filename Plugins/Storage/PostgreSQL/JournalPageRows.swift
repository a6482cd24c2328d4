#if PostgreSQL
  import PipelinePlugins

  /// The rows of a page of the journal, with the operations that they are of.
  struct JournalPageRows {
    /// What the entries of an operation share.
    struct Operation {
      let id: RecordID
      let effective: Int64
      let recorded: Int64
      let author: String
    }

    /// Sequence, kind, record, version, instant, event, field and data; then what ``operation(_:)`` reads.
    let rows: Rows
    /// By number, where they were read on their own.
    private var operations: [Int64: Operation]?

    private static let columns = "j.sequence, j.kind, j.record, j.version, j.effective, j.event, j.field, j.data"
    private static let ofOperation = "o.id, o.effective, o.recorded, o.author"

    /// - Parameter parameters: The workspace, the place after which entries are read, and how many; then those of the filter.
    init(_ session: Session, _ tables: Tables, _ filter: String, _ parameters: [Parameter]) throws {
      let isSharded = tables.isSharded
      let join = """
        CROSS JOIN LATERAL (
          SELECT id, effective, recorded, author FROM \(tables.operations)
          WHERE workspace = j.workspace AND number = j.operation OFFSET 0) AS o
        """
      rows = try session.run(
        """
        SELECT \(Self.columns), \(isSharded ? "j.operation" : Self.ofOperation) FROM \(tables.journal) j
        \(isSharded ? "" : join)
        WHERE j.workspace = $1 AND j.sequence > $2\(filter) ORDER BY j.sequence LIMIT $3
        """, parameters)
      // A shard is sent no joins.
      if isSharded { try readOperations(session, tables, parameters[0]) }
    }

    private mutating func readOperations(_ session: Session, _ tables: Tables, _ workspace: Parameter) throws {
      let numbers = try Set((0..<rows.count).map { try rows.integer($0, 8) })
      var wanted = ArrayParameter(PGType.int8)
      for number in numbers.sorted() { wanted.append(number) }
      var found: [Int64: Operation] = [:]
      if !numbers.isEmpty {
        let rows = try session.run(
          "SELECT \(Self.ofOperation), o.number FROM \(tables.operations) o WHERE o.workspace = $1 AND o.number = ANY($2)",
          [workspace, wanted.parameter])
        for row in 0..<rows.count { found[try rows.integer(row, 4)] = try Self.operation(rows, row, at: 0) }
      }
      operations = found
    }

    func operation(_ row: Int) throws -> Operation {
      guard let operations else { return try Self.operation(rows, row, at: 8) }
      guard let known = operations[try rows.integer(row, 8)] else {
        throw Damage(reason: "a journal entry has no operation")
      }
      return known
    }

    private static func operation(_ rows: Rows, _ row: Int, at column: Int) throws -> Operation {
      Operation(
        id: try rows.identity(row, column), effective: try rows.integer(row, column + 1),
        recorded: try rows.integer(row, column + 2), author: try rows.text(row, column + 3))
    }
  }
#endif
