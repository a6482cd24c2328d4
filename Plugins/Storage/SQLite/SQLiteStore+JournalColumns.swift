#if SQLite
  import PipelinePlugins

  extension SQLiteStore {
    func journal(
      of record: RecordSchema, fields: [FieldName], after: Cursor, through last: Cursor?, pageSize: Int,
      _ body: (JournalPage.Columns) throws -> Void
    ) async throws -> Cursor {
      try checkOpen()
      let specs = try schema.fields(of: record.kind)
      let types = try RecordSchema(record.kind, specs).places(of: fields).map { specs[$0].type }
      guard pageSize > 0 else { throw StoreError.invalid(reason: "a page of the journal holds at least one entry") }
      let asked = JournalReading.Question(
        kind: record.kind, fields: fields, types: types, workspace: layout.workspace, last: last, pageSize: pageSize,
        alone: loads.options.manyEntries)
      var place = after
      // The file may change under a connection that cannot see it. What was read before remains true: it goes on from there.
      for _ in 0..<5 {
        guard var reading = try await JournalReading(asked, after: place, readers) else { continue }
        do {
          while let page = try await reading.next() {
            try checkOpen()
            do { try body(page) } catch { throw BodyError(error: error) }
            place = page.cursor ?? place
          }
          await reading.end()
          return max(after, last ?? reading.newest)
        } catch {
          await reading.end()
          if let error = error as? BodyError { throw error.error }
          guard reading.isStale else { throw error }
        }
      }
      throw StoreError.failed(place: loads.place, reason: "the file changed again and again while it was read")
    }
  }

  /// An error that the closure of the caller threw.
  private struct BodyError: Error {
    let error: any Error
  }

  /// A reading of the journal of one kind by column.
  ///
  /// Where there is much to read, it holds a read transaction on two connections that see the same moment, and reads ahead:
  /// the pages that follow are on their way while the caller works on one.
  private struct JournalReading {
    struct Question: Sendable {
      let kind: RecordKind
      let fields: [FieldName]
      let types: [CellType]
      let workspace: Int64
      let last: Cursor?
      let pageSize: Int
      /// Fewer entries are read by one connection.
      let alone: Int
    }

    /// The end of the journal at the moment that is read.
    let newest: Cursor
    private let readers: SQLiteReaders
    private let connections: [Connection]
    private let query: JournalQuery?
    private let size: Int64
    /// What is not yet on its way.
    private var rest: Range<Int64>
    private var ahead: [Task<JournalRows, any Error>] = []
    private var count = 0
    /// All identities, where they are read at once; `nil` where each page looks up its own.
    private let identities: Task<RowIdentities, any Error>?

    /// `nil` if the file changed meanwhile.
    init?(_ asked: Question, after: Cursor, _ readers: SQLiteReaders) async throws {
      let connection = try await readers.borrow()
      let start: Start
      do {
        start = try await connection.run { try Start(asked, $0) }
      } catch {
        await Self.end([connection], readers)
        if connection.isStale { return nil }
        throw error
      }
      (newest, query, self.readers, size) = (start.newest, start.query, readers, Int64(asked.pageSize))
      let first = max(after.sequence, 0) + 1
      rest = first..<max(first, min(newest, asked.last ?? newest).sequence + 1)
      var connections = [connection]
      var identities: Task<RowIdentities, any Error>?
      if let query, rest.count > asked.alone {
        if let second = try? await readers.twin(at: newest) { connections.append(second) }
        if Int64(rest.count) > start.records / 4 {
          identities = Task { [workspace = asked.workspace, connection = connections[connections.count - 1]] in
            try await connection.run { try RowIdentities(query.table, workspace: workspace, $0) }
          }
        }
      }
      (self.connections, self.identities) = (connections, identities)
    }

    /// What is known before the first page.
    private struct Start {
      let newest: Cursor
      let query: JournalQuery?
      let records: Int64

      /// Begins to read one moment.
      init(_ asked: Question, _ session: Session) throws {
        try session.statement("BEGIN").run()
        newest = try session.newestCursor()
        let operation = try session.statement("SELECT last FROM operations ORDER BY number DESC LIMIT 1")
        defer { operation.reset() }
        let last = try operation.step() ? operation.integer(0) : 0
        guard newest.sequence <= last, last < .max else {
          throw Damage(reason: "the journal goes on after its last operation")
        }
        query = try JournalQuery(asked.kind, asked.fields, asked.types, asked.workspace, session)
        let rows = try query.flatMap { try session.rows(of: $0.table) }
        records = rows.map { $0.upperBound - $0.lowerBound + 1 } ?? 0
      }
    }

    /// Whether the file changed under a connection that does not see it.
    var isStale: Bool { connections.contains(where: \.isStale) }

    /// The next page with entries.
    mutating func next() async throws -> JournalPage.Columns? {
      while true {
        try Task.checkCancellation()
        readAhead()
        if ahead.isEmpty { return nil }
        let page = try await ahead.removeFirst().value
        var entries = page.entries
        if let identities { entries.ids = try await identities.value(page.rows) }
        guard !isStale else { throw StoreError.failed(place: "", reason: "the file changed while it was read") }
        if !entries.sequences.isEmpty { return entries }
      }
    }

    /// Starts pages until two a connection are on their way.
    private mutating func readAhead() {
      guard let query else { return }
      while ahead.count < 2 * connections.count, !rest.isEmpty {
        let range = rest.lowerBound...min(rest.lowerBound + size - 1, rest.upperBound - 1)
        rest = range.upperBound + 1..<rest.upperBound
        let connection = connections[count % connections.count]
        count += 1
        ahead.append(
          Task { [isNamed = identities == nil] in
            try await connection.run { try query.page(range, isNamed: isNamed, $0) }
          })
      }
    }

    /// Lets go of the moment.
    func end() async {
      for task in ahead { task.cancel() }
      identities?.cancel()
      await Self.end(connections, readers)
    }

    private static func end(_ connections: [Connection], _ readers: SQLiteReaders) async {
      for connection in connections {
        await connection.settle { $0.endReading() }
        await readers.giveBack(connection)
      }
    }
  }
#endif
