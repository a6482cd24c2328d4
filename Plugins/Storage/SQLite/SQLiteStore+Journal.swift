#if SQLite
  import PipelinePlugins

  extension SQLiteStore {
    func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
      try checkOpen()
      if let kind { _ = try schema.fields(of: kind) }
      guard limit > 0 else { throw StoreError.invalid(reason: "a page of the journal holds at least one entry") }
      let kinds = kind.map { [$0] } ?? (id == nil ? nil : Array(layout.catalog.kinds.values.map(\.kind)))
      return try await readers.run { [layout, options = loads.options] session in
        var reader = JournalReader(layout: layout, options: options, session: session)
        var entries: [JournalEntry] = []
        // One more than asked for shows whether there is more.
        let wanted = limit == .max ? limit : limit + 1
        if let id {
          for kind in kinds ?? [] { entries += try reader.entries(of: kind, id, after, wanted) }
          entries.sort { $0.sequence < $1.sequence }
        } else {
          entries = try reader.entries(of: kinds?.first, after, wanted)
        }
        let page = Array(entries.prefix(limit))
        return JournalPage(
          entries: page, cursor: page.last.map { Cursor($0.sequence) } ?? after, hasMore: entries.count > limit)
      }
    }
  }

  extension SQLiteStore {
    func operation(_ id: RecordID) async throws -> CommittedOperation? {
      try checkOpen()
      return try await readers.run { [layout] session in
        let found = try session.statement(
          "SELECT number, last, recorded, author FROM operations WHERE workspace = ?1 AND id = ?2")
        defer { found.reset() }
        found.bind(1, layout.workspace)
        found.bind(2, id)
        guard try found.step() else { return nil }
        // Operations are numbered, and their entries placed, in the order of their commits, whatever the workspace.
        let before = try session.statement("SELECT last FROM operations WHERE number < ?1 ORDER BY number DESC LIMIT 1")
        defer { before.reset() }
        before.bind(1, found.integer(0))
        let after = try before.step() ? before.integer(0) : 0
        return CommittedOperation(
          id: id, author: try found.text(3), recordedAt: Instant(microsecondsSince1970: found.integer(2)),
          after: Cursor(after), through: Cursor(found.integer(1)))
      }
    }
  }

  extension SQLiteStore {
    /// The identity of the last operation up to the cursor: identities are random.
    func journalMark(at cursor: Cursor) async throws -> [UInt8] {
      try checkOpen()
      return try await readers.run { session in
        let last = try session.statement(
          "SELECT id FROM operations WHERE last <= ?1 ORDER BY number DESC LIMIT 1")
        defer { last.reset() }
        last.bind(1, cursor.sequence)
        return try last.step() ? last.identity(0).bytes : []
      }
    }
  }

  /// Reads lines of the journal within a read transaction.
  private struct JournalReader {
    let layout: Layout
    let options: SQLiteOptions
    let session: Session
    /// The file's kinds and fields, read anew where another store added some.
    private lazy var catalog = layout.catalog
    private static let columns = """
      j.sequence, o.id, j.kind, j.record, j.version, coalesce(j.effective, o.effective), o.recorded, o.author, j.event, j.field, j.data
      FROM journal j JOIN operations o ON o.number = j.operation
      """

    init(layout: Layout, options: SQLiteOptions, session: Session) {
      self.layout = layout
      self.options = options
      self.session = session
    }

    /// The lines of all records, or of one kind's.
    mutating func entries(of kind: RecordKind?, _ after: Cursor, _ limit: Int) throws -> [JournalEntry] {
      var filter = ""
      if let kind {
        guard let number = try number(of: kind) else { return [] }
        filter = "AND j.kind = \(number)"
        if try isRare(kind, number, after) {
          filter = """
            AND +j.kind = \(number) AND j.sequence IN (
              SELECT _created FROM \(KindLayout.table(kind)) WHERE _workspace = ?2
              UNION ALL SELECT sequence FROM journal WHERE kind = \(number) AND event <> 0)
            """
        }
      }
      let statement = try session.statement(
        """
        SELECT \(Self.columns) WHERE j.sequence > ?1 AND j.workspace = ?2 \(filter) ORDER BY j.sequence LIMIT ?3
        """)
      statement.bind(1, after.sequence)
      statement.bind(2, layout.workspace)
      statement.bind(3, Int64(limit))
      return try collect(statement)
    }

    /// Whether a kind has few entries among many others: they are then found by the records and the index of their changes,
    /// and not by reading all entries.
    private func isRare(_ kind: RecordKind, _ number: Int64, _ after: Cursor) throws -> Bool {
      let all = try session.newestCursor().sequence - after.sequence
      guard all > Int64(options.manyEntries) else { return false }
      // An entry that is looked up costs as much as some dozens that are read in order.
      let few = max(1_000, all / 32)
      let counts = [
        "SELECT 1 FROM \(KindLayout.table(kind)) LIMIT \(few)",
        "SELECT 1 FROM journal WHERE kind = \(number) AND event <> 0 LIMIT \(few)",
      ]
      return try counts.allSatisfy { sql in
        let count = try session.statement("SELECT count(*) FROM (\(sql))")
        defer { count.reset() }
        return try count.step() && count.integer(0) < few
      }
    }

    /// The lines of one record: its creation, which its row knows the place of, and the rest by the index.
    mutating func entries(of kind: RecordKind, _ id: RecordID, _ after: Cursor, _ limit: Int) throws -> [JournalEntry] {
      guard let number = try number(of: kind) else { return [] }
      let row = try session.statement(
        "SELECT _row, _created FROM \(KindLayout.table(kind)) WHERE _workspace = ?1 AND _id = ?2")
      defer { row.reset() }
      row.bind(1, layout.workspace)
      row.bind(2, id)
      guard try row.step() else { return [] }
      let (record, created) = (row.integer(0), row.integer(1))
      var entries: [JournalEntry] = []
      if created > after.sequence {
        let statement = try session.statement("SELECT \(Self.columns) WHERE j.sequence = ?1")
        statement.bind(1, created)
        entries = try collect(statement)
      }
      let statement = try session.statement(
        """
        SELECT \(Self.columns) WHERE j.kind = ?1 AND j.record = ?2 AND j.event <> 0 AND j.sequence > ?3
        ORDER BY j.sequence LIMIT ?4
        """)
      statement.bind(1, number)
      statement.bind(2, record)
      statement.bind(3, after.sequence)
      statement.bind(4, Int64(limit))
      return Array((entries + (try collect(statement))).prefix(limit))
    }

    private mutating func number(of kind: RecordKind) throws -> Int64? {
      if let known = catalog.kinds.first(where: { $0.value.kind == kind }) { return known.key }
      catalog = try Catalog(session)
      return catalog.kinds.first { $0.value.kind == kind }?.key
    }

    private mutating func collect(_ statement: Statement) throws -> [JournalEntry] {
      defer { statement.reset() }
      var entries: [JournalEntry] = []
      while try statement.step() { entries.append(try entry(statement)) }
      return entries
    }

    private mutating func entry(_ statement: Statement) throws -> JournalEntry {
      let number = statement.integer(2)
      if catalog.kinds[number] == nil { catalog = try Catalog(session) }
      guard let kind = catalog.kinds[number]?.kind else { throw Damage(reason: "a journal entry is of no kind") }
      return JournalEntry(
        sequence: statement.integer(0), operation: try statement.identity(1),
        key: RecordKey(kind, try identity(of: statement.integer(3), kind)), version: statement.integer(4),
        effectiveAt: Instant(microsecondsSince1970: statement.integer(5)),
        recordedAt: Instant(microsecondsSince1970: statement.integer(6)), author: try statement.text(7),
        event: try event(statement, number, kind))
    }

    private mutating func event(_ statement: Statement, _ number: Int64, _ kind: RecordKind) throws -> JournalEvent {
      switch statement.integer(8) {
      case JournalCode.created: return .created(try whole(statement, kind))
      case JournalCode.restored: return .restored(try whole(statement, kind))
      case let code where code == JournalCode.changed || code == JournalCode.changedInHistory:
        let cells = try CellDecoder.decode(statement.bytes(10))
        let place = Int(clamping: statement.integer(9))
        if catalog.kinds[number]?.fields.indices.contains(place) != true { catalog = try Catalog(session) }
        guard cells.count == 2, let fields = catalog.kinds[number]?.fields, fields.indices.contains(place) else {
          throw Damage(reason: "a journal entry changes no field")
        }
        return .changed(
          CellChange(
            fields[place].name, old: cells[0], new: cells[1], inHistory: code == JournalCode.changedInHistory))
      case JournalCode.deleted: return .deleted
      default: throw Damage(reason: "a journal entry holds an unknown event")
      }
    }

    /// The cells of a whole record, in the order of the store's schema.
    private func whole(_ statement: Statement, _ kind: RecordKind) throws -> [FieldValue] {
      let cells = try CellDecoder.decode(statement.bytes(10))
      guard let shown = layout.kinds[kind] else { return cells }
      return shown.placeInFile.map { place in place.flatMap { $0 < cells.count ? cells[$0] : nil } ?? .null }
    }

    private func identity(of row: Int64, _ kind: RecordKind) throws -> RecordID {
      let statement = try session.statement("SELECT _id FROM \(KindLayout.table(kind)) WHERE _row = ?1")
      defer { statement.reset() }
      statement.bind(1, row)
      guard try statement.step() else { throw Damage(reason: "a journal entry is of no record") }
      return try statement.identity(0)
    }
  }
#endif
