#if PostgreSQL
  import PipelinePlugins
  import Synchronization

  /// One workspace of a database.
  final class PostgreSQLStore: Store {
    let schema: StoreSchema
    let layout: Layout
    let target: ConnectionTarget
    /// The workspace's number, bound to every statement.
    let workspace: Parameter
    let pool: Pool
    let loads: Loads
    /// `nil` for a store that was opened for reading.
    let commits: CommitQueue?
    let listener: Listener
    /// A standby that deals are loaded from and grouped on; `nil` for none.
    let replica: Replica?
    private let isClosed = Mutex(false)

    init(_ schema: StoreSchema, _ layout: Layout, _ target: ConnectionTarget, _ context: StoreContext) {
      self.schema = schema
      self.layout = layout
      self.target = target
      workspace = .integer(target.workspace ?? 0)
      let isWriting = context.mode == .writing
      pool = Pool(target, most: max(1, target.options.pool - (isWriting ? 1 : 0)))
      loads = Loads(pool, target.options)
      commits = isWriting ? CommitQueue(target, layout, schema, context) : nil
      listener = Listener(target)
      replica = target.replica.map { Replica($0, context) }
    }

    /// A store that nobody closed gives its connections back all the same.
    deinit {
      if isClosed.withLock({ $0 }) { return }
      Task { [loads, pool, commits, listener, replica] in
        await Self.release(loads, pool, commits, listener, replica)
      }
    }

    func close() async {
      let wasClosed = isClosed.withLock { isClosed in
        defer { isClosed = true }
        return isClosed
      }
      if !wasClosed { await Self.release(loads, pool, commits, listener, replica) }
    }

    func checkOpen() throws {
      if isClosed.withLock({ $0 }) { throw StoreError.closed }
    }

    private static func release(
      _ loads: Loads, _ pool: Pool, _ commits: CommitQueue?, _ listener: Listener, _ replica: Replica?
    ) async {
      await replica?.close()
      await listener.close()
      await loads.close()
      await commits?.close()
      await pool.close()
    }
  }

  extension PostgreSQLStore {
    func read(_ keys: [RecordKey]) async throws -> [StoredRecord?] {
      try checkOpen()
      let kinds = Set(keys.map(\.kind))
      for kind in kinds { _ = try schema.fields(of: kind) }
      let known = kinds.compactMap { layout.kinds[$0] }
      if known.isEmpty { return keys.map { _ in nil } }
      let wanted = known.map { kind in (kind, keys.filter { $0.kind == kind.kind }.map(\.id)) }
      return try await pool.run { [workspace] session in
        let requests = wanted.map { Request($0.0.reading, [workspace, .identities($0.1)]) }
        // Records of several kinds are read at one moment.
        let results = try requests.count == 1 ? session.run(requests) : session.snapshot(requests)
        var found: [RecordKey: StoredRecord] = [:]
        for (rows, (kind, _)) in zip(results, wanted) {
          for row in 0..<rows.count {
            let record = try kind.record(rows, row)
            found[RecordKey(kind.kind, record.id)] = record
          }
        }
        return keys.map { found[$0] }
      }
    }

    func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord] {
      try checkOpen()
      let place = try schema.indexedPosition(of: field, in: kind)
      guard let kind = layout.kinds[kind], kind.placeInStore[place] != nil else { return [] }
      let type = kind.fields[place].type
      var array = ArrayParameter(type.pgType)
      for value in values where !value.isNull && value.fits(type) { array.append(value) }
      guard array.count > 0 else { return [] }
      let condition = IndexedField.condition(kind.column(place), "v", type)
      // A loop over the values, each by the index; without OFFSET the planner may read the table instead.
      let sql = """
        SELECT r.* FROM (SELECT DISTINCT v\(IndexedField.digest("v", type)) FROM unnest($2) AS u (v)) AS q CROSS JOIN LATERAL (
          SELECT \(kind.selection) FROM \(kind.table) WHERE _workspace = $1 AND \(condition) AND NOT _deleted OFFSET 0) AS r
        """
      return try await pool.run { [workspace, array] session in
        let rows = try session.run(sql, [workspace, array.parameter])
        return try (0..<rows.count).map { try kind.record(rows, $0) }.sorted { $0.id < $1.id }
      }
    }
  }

  extension Session {
    /// Runs statements that see the database at one moment, in one round trip.
    func snapshot(_ requests: [Request]) throws -> [Rows] {
      let begin = Request("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
      return Array(try run([begin] + requests + [Request("COMMIT")]).dropFirst().dropLast())
    }
  }
#endif
