#if PostgreSQL
  import PipelinePlugins

  extension PostgreSQLStore: GroupingStore {
    var groupsReports: Bool { target.options.grouping == .store }

    func groups(_ grouping: RecordGrouping) async throws -> RecordGroups {
      try checkOpen()
      let specs = try schema.fields(of: grouping.kind)
      let fields = try LoadedFields(grouping.fields.map(\.name), of: grouping.kind, in: schema)
      let sum = try schema.position(of: grouping.sum, in: grouping.kind)
      guard specs[sum].type == .integer else {
        throw StoreError.invalid(reason: "'\(grouping.sum)' of '\(grouping.kind)' is not of integers")
      }
      guard let kind = layout.kinds[grouping.kind] else {
        return RecordGroups(
          columns: fields.types.map { ColumnReader($0).column }, counts: [], sums: [], cursor: try await head())
      }
      let query = GroupQuery(kind, grouping, fields.places, sum, fields.types)
      let run = { @Sendable [workspace] (session: Session) in try query.groups(session, workspace) }
      let groups = try await replica?.attempt { [target] replica in
        guard try await replica.isReady(kind.workspaces, workspace) else { return RecordGroups?.none }
        try await target.options.standbyIsReady()
        let groups = try await replica.pool.run(run)
        return replica.isCurrent(groups.cursor) ? groups : nil
      }
      if let groups = groups ?? nil { return groups }
      return try await pool.run(run)
    }
  }

  /// The statement that groups records.
  private struct GroupQuery: Sendable {
    private let sql: String
    private let head: String
    private let types: [CellType]

    init(_ kind: KindLayout, _ grouping: RecordGrouping, _ places: [Int], _ sum: Int, _ types: [CellType]) {
      self.types = types
      let cells = zip(grouping.fields, places).map { field, place in
        let column = kind.column(place)
        // The remainder of a number below zero is not above it.
        return field.step == 1
          ? column : "\(column) - ((\(column) % \(field.step)) + \(field.step)) % \(field.step)"
      }
      let amount = kind.column(sum)
      let keys = (cells + ["\(amount) IS NULL"]).indices.map { "\($0 + 1)" }.joined(separator: ", ")
      // A sum of numbers of 64 bits has more: it is read as text.
      sql = """
        SELECT \((cells + ["\(amount) IS NULL"]).joined(separator: ", ")), count(*), sum(\(amount))::text
        FROM \(kind.table) WHERE _workspace = $1 AND NOT _deleted GROUP BY _workspace, \(keys)
        """
      head = "SELECT head FROM \(kind.workspaces) WHERE number = $1"
    }

    func groups(_ session: Session, _ workspace: Parameter) throws -> RecordGroups {
      let results = try session.run([
        Request("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"), Request("SET LOCAL enable_seqscan = on"),
        Request(sql, [workspace]), Request(head, [workspace]), Request("COMMIT"),
      ])
      let (rows, head) = (results[2], results[3])
      guard head.count == 1 else { throw Damage(reason: "the workspace is gone") }
      var readers = types.map { ColumnReader($0) }
      for place in readers.indices {
        readers[place].reserve(rows.count)
        for row in 0..<rows.count { try readers[place].append(rows, row, place) }
      }
      var groups = RecordGroups(
        columns: readers.map(\.column), counts: [], sums: [], cursor: Cursor(try head.integer(0, 0)))
      for row in 0..<rows.count {
        groups.counts.append(try rows.integer(row, types.count + 1))
        guard !rows.isNull(row, types.count + 2) else {
          groups.sums.append(nil)
          continue
        }
        guard let sum = Int128(try rows.text(row, types.count + 2)) else { throw Damage(reason: "a sum is no number") }
        groups.sums.append(sum)
      }
      return groups
    }
  }
#endif
