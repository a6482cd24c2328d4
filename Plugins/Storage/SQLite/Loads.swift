#if SQLite
  import PipelinePlugins

  /// The loads that are under way in a store.
  ///
  /// A load of more than one page holds a read transaction on two connections that see the same moment, and reads ahead: the
  /// pages that follow are on their way while the caller works on one. The transactions end with the last page, when
  /// the token of the next page is dropped or left alone for too long, or with the store.
  actor Loads {
    nonisolated let place: String
    private let readers: SQLiteReaders
    nonisolated let options: SQLiteOptions
    private var underWay: [Int64: RunningLoad] = [:]
    private var count: Int64 = 0

    init(_ readers: SQLiteReaders, _ place: String, _ options: SQLiteOptions) {
      self.readers = readers
      self.place = place
      self.options = options
    }

    /// Begins a load.
    func first(_ query: PageQuery) async throws -> ColumnPage {
      for _ in 0..<5 {
        let connection = try await readers.borrow()
        do {
          let page = try await begin(query, connection)
          if let page { return page }
        } catch {
          await end([connection])
          if !connection.isStale { throw error }
        }
      }
      throw StoreError.failed(place: place, reason: "the file changed again and again while it was read")
    }

    /// The page of a token.
    func next(_ token: PageToken) async throws -> ColumnPage {
      guard let wanted = LoadPlace(token), var load = underWay[wanted.load], wanted.page == load.nextPage else {
        throw StoreError.invalid(reason: "the page is not one that this store is about to give; begin the load again")
      }
      load.readAhead()
      let (number, task) = (wanted.load, load.take())
      underWay[number] = load
      do {
        var result = try await task.value
        result.next = result.next.map { PageToken($0.bytes, lease: token.lease) }
        guard !load.connections.contains(where: \.isStale) else {
          throw StoreError.failed(place: place, reason: "the file changed while it was read; begin the load again")
        }
        if result.next == nil { await finish(number) }
        return result
      } catch {
        await finish(number)
        throw error
      }
    }

    /// Ends all loads.
    func close() async {
      for number in underWay.keys { await finish(number) }
    }

    /// The first page; `nil` where the file changed meanwhile.
    private func begin(_ query: PageQuery, _ connection: Connection) async throws -> ColumnPage? {
      let (cursor, rows) = try await connection.run { session in
        try session.statement("BEGIN").run()
        return (try session.newestCursor(), try session.rows(of: query.table) ?? 1...1)
      }
      let size = options.pageRows
      guard rows.upperBound - rows.lowerBound >= size else {
        let page = try await connection.run { try query.page(rows, cursor: cursor, next: nil, $0) }
        let isStale = connection.isStale
        await end([connection])
        return isStale ? nil : page
      }
      var connections = [connection]
      if let second = try await readers.twin(at: cursor) { connections.append(second) }
      count += 1
      let load = RunningLoad(
        number: count, query: query, rows: rows, size: size, cursor: cursor, connections: connections)
      underWay[count] = load
      watch(count)
      let lease = LoadLease { [weak self, count] in await self?.finish(count) }
      return try await next(LoadPlace(load: count, page: 0).token(lease: lease))
    }

    private func finish(_ number: Int64) async {
      guard let load = underWay.removeValue(forKey: number) else { return }
      load.cancel()
      await end(load.connections)
    }

    private func end(_ connections: [Connection]) async {
      for connection in connections {
        await connection.settle { $0.endReading() }
        await readers.giveBack(connection)
      }
    }

    /// Ends a load that nobody asks for any more, so that the log beside the file can be folded in again.
    private func watch(_ number: Int64) {
      Task { [weak self, patience = options.loadPatience] in
        var seen = -1
        while let page = await self?.underWay[number]?.nextPage {
          if page == seen { return await self?.finish(number) ?? () }
          seen = page
          try? await Task.sleep(for: patience)
        }
      }
    }
  }

  /// A load of several pages.
  private struct RunningLoad {
    let number: Int64
    let query: PageQuery
    let rows: ClosedRange<Int64>
    let size: Int64
    let cursor: Cursor
    let connections: [Connection]
    private(set) var nextPage = 0
    private var ahead: [Task<ColumnPage, any Error>] = []

    init(
      number: Int64, query: PageQuery, rows: ClosedRange<Int64>, size: Int64, cursor: Cursor,
      connections: [Connection]
    ) {
      self.number = number
      self.query = query
      self.rows = rows
      self.size = size
      self.cursor = cursor
      self.connections = connections
    }

    private var pages: Int { Int((rows.upperBound - rows.lowerBound) / size) + 1 }

    /// Starts pages until two a connection are on their way.
    mutating func readAhead() {
      while ahead.count < 2 * connections.count, nextPage + ahead.count < pages {
        let page = nextPage + ahead.count
        let first = rows.lowerBound + Int64(page) * size
        let range = first...min(first + size - 1, rows.upperBound)
        let token = page + 1 < pages ? LoadPlace(load: number, page: Int64(page) + 1).token() : nil
        let connection = connections[page % connections.count]
        ahead.append(
          Task { [query, cursor] in
            try await connection.run { try query.page(range, cursor: cursor, next: token, $0) }
          })
      }
    }

    mutating func take() -> Task<ColumnPage, any Error> {
      nextPage += 1
      return ahead.removeFirst()
    }

    func cancel() { for task in ahead { task.cancel() } }
  }
#endif
