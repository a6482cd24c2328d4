#if PostgreSQL
  import PipelinePlugins
  import Synchronization

  /// The loads of a store. Each keeps a connection with a snapshot until its last page, until the token of its next page is
  /// released, or until it was idle for long.
  final class Loads: Sendable {
    private let pool: Pool
    let options: PostgreSQLOptions
    private let state = Mutex((open: [Int64: Load](), next: Int64(0), isClosed: false))

    /// - Parameter first: The number of the first load.
    init(_ pool: Pool, _ options: PostgreSQLOptions, numberedFrom first: Int64 = 0) {
      self.pool = pool
      self.options = options
      state.withLock { $0.next = first }
    }

    /// The first page of a new load.
    func first(_ query: PageQuery) async throws -> ColumnPage {
      let connection = try await pool.acquire()
      do {
        let cursor = try await connection.run { session in try query.open(session) }
        let page = try await connection.run(repeats: false) { [rows = options.pageRows] in
          try query.page($0, rows, cursor)
        }
        guard page.ids.count == options.pageRows else {
          await end(connection)
          return page
        }
        let load = Load(connection, query, cursor)
        let number = state.withLock { state in
          state.next += 1
          state.open[state.next] = load
          return state.next
        }
        watch(number, load)
        var result = page
        result.next = LoadPlace(load: number, page: 1).token(
          lease: LoadLease { [weak self] in await self?.remove(number) })
        return result
      } catch {
        await end(connection)
        throw error
      }
    }

    func next(_ token: PageToken) async throws -> ColumnPage {
      guard let place = LoadPlace(token), let load = state.withLock({ $0.open[place.load] }),
        load.begin(page: place.page)
      else { throw StoreError.invalid(reason: "the page is not one of this store's open loads; start the load again") }
      do {
        let page = try await load.connection.run(repeats: false) { [rows = options.pageRows] in
          try load.query.page($0, rows, load.cursor)
        }
        guard page.ids.count == options.pageRows else {
          await remove(place.load)
          return page
        }
        load.end()
        var result = page
        result.next = LoadPlace(load: place.load, page: place.page + 1).token(lease: token.lease)
        return result
      } catch {
        await remove(place.load)
        throw error
      }
    }

    func close() async {
      let open = state.withLock { state in
        defer { state.open = [:] }
        return state.open
      }
      for load in open.values { await end(load.connection) }
    }

    private func remove(_ number: Int64) async {
      if let load = state.withLock({ $0.open.removeValue(forKey: number) }) { await end(load.connection) }
    }

    /// Ends the snapshot, also in a task that was cancelled.
    private func end(_ connection: Connection) async {
      await withCheckedContinuation { continuation in
        connection.enqueue { connection in
          if let session = try? connection.session() { session.settle(wasCancelled: false) }
          continuation.resume()
        }
      }
      pool.release(connection)
    }

    /// Ends a load that was left alone for too long.
    private func watch(_ number: Int64, _ load: Load) {
      Task { [weak self, patience = options.loadPatience] in
        while true {
          let rest = load.idleSince().map { $0 + patience - .now } ?? patience
          if rest <= .zero { break }
          try? await Task.sleep(for: rest)
          guard let self, self.state.withLock({ $0.open[number] === load }) else { return }
        }
        await self?.remove(number)
      }
    }
  }

  /// A load that has more pages.
  final class Load: Sendable {
    let connection: Connection
    let query: PageQuery
    let cursor: Cursor
    private let state = Mutex((page: Int64(1), used: ContinuousClock.now, isReading: false))

    init(_ connection: Connection, _ query: PageQuery, _ cursor: Cursor) {
      self.connection = connection
      self.query = query
      self.cursor = cursor
    }

    /// - Returns: `false` for a page that is not the next one.
    func begin(page: Int64) -> Bool {
      state.withLock { state in
        guard state.page == page, !state.isReading else { return false }
        state.isReading = true
        return true
      }
    }

    func end() {
      state.withLock { state in state = (state.page + 1, .now, false) }
    }

    func idleSince() -> ContinuousClock.Instant? { state.withLock { $0.isReading ? nil : $0.used } }
  }

  /// What the pages of a load are read with.
  struct PageQuery: Sendable {
    private let opening: [Request]
    private let fetching: String
    private let types: [CellType]

    init(_ kind: KindLayout, _ places: [Int], _ types: [CellType], _ workspace: Parameter, rows: Int) {
      self.types = types
      let columns = (["_id", "_version"] + places.map { kind.column($0) }).joined(separator: ", ")
      let table = kind.table
      opening = [
        Request("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"), Request("SET LOCAL enable_seqscan = on"),
        Request(
          """
          DECLARE load NO SCROLL CURSOR FOR SELECT \(columns) FROM \(table) WHERE _workspace = $1 AND NOT _deleted
          """, [workspace], once: true),
        Request("SELECT head FROM \(kind.workspaces) WHERE number = $1", [workspace]),
      ]
      fetching = "FETCH FORWARD \(rows) FROM load"
    }

    /// Begins a snapshot. A repeated call begins another one.
    func open(_ session: Session) throws -> Cursor {
      let rows = try session.run(opening)
      guard let head = rows.last, head.count == 1 else { throw Damage(reason: "the workspace is gone") }
      return Cursor(try head.integer(0, 0))
    }

    func page(_ session: Session, _ size: Int, _ cursor: Cursor) throws -> ColumnPage {
      let rows = try session.run(fetching, once: true)
      let count = rows.count
      var (ids, versions): ([RecordID], [Int64]) = ([], [])
      ids.reserveCapacity(count)
      versions.reserveCapacity(count)
      for row in 0..<count {
        ids.append(try rows.identity(row, 0))
        versions.append(try rows.integer(row, 1))
      }
      let columns = try types.enumerated().map { index, type in
        var reader = ColumnReader(type)
        reader.reserve(count)
        for row in 0..<count { try reader.append(rows, row, index + 2) }
        return reader.column
      }
      return ColumnPage(ids: ids, versions: versions, columns: columns, cursor: cursor, next: nil)
    }
  }

  extension PostgreSQLStore {
    func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
      try checkOpen()
      if let page {
        let isOfReplica = LoadPlace(page).map { $0.load > Replica.firstLoad } ?? false
        return try await (isOfReplica ? replica?.loads ?? loads : loads).next(page)
      }
      let fields = try LoadedFields(fields, of: kind, in: schema)
      guard let kind = layout.kinds[kind] else { return fields.nothing(at: try await head()) }
      let query = PageQuery(kind, fields.places, fields.types, workspace, rows: target.options.pageRows)
      // A standby may be late: what it lacks is in the journal, which the database itself is asked for.
      if let page = try await replica?.attempt({ try await $0.loads.first(query) }) { return page }
      return try await loads.first(query)
    }

    /// The end of the workspace's journal.
    func head() async throws -> Cursor {
      let sql = "SELECT head FROM \(layout.tables.workspaces) WHERE number = $1"
      return try await pool.run { [workspace] session in
        let rows = try session.run(sql, [workspace])
        guard rows.count == 1 else { throw Damage(reason: "the workspace is gone") }
        return Cursor(try rows.integer(0, 0))
      }
    }
  }
#endif
