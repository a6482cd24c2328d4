#if PostgreSQL
  import PipelinePlugins

  /// What a row of the journal says, as a number in the table.
  enum JournalCode {
    static let created: Int16 = 0
    static let changed: Int16 = 1
    static let changedInHistory: Int16 = 2
    static let deleted: Int16 = 3
    static let restored: Int16 = 4
  }

  extension PostgreSQLStore {
    func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
      try checkOpen()
      if let kind { _ = try schema.fields(of: kind) }
      guard limit > 0 else { throw StoreError.invalid(reason: "a page of the journal holds at least one entry") }
      // One more than asked for shows whether there is more.
      let wanted = limit == .max ? limit : limit + 1
      let page = try await pool.run { [layout, workspace] session in
        var catalog = layout.catalog
        var number: Int64?
        if let kind {
          if catalog.number(of: kind) == nil { catalog = try Catalog(session, layout.tables) }
          guard let known = catalog.number(of: kind) else {
            return JournalPage(entries: [], cursor: after, hasMore: false)
          }
          number = known
        }
        var parameters = [workspace, .integer(after.sequence), .integer(Int64(wanted))]
        var filter = ""
        if let id {
          parameters.append(.identity(id))
          filter += " AND j.record = $\(parameters.count)"
        }
        if let number {
          parameters.append(.integer(number))
          filter += " AND j.kind = $\(parameters.count)::bigint"
        }
        let page = try JournalPageRows(session, layout.tables, filter, parameters)
        let rows = page.rows
        var reader = JournalReader(layout, catalog, session)
        var entries: [JournalEntry] = []
        for row in 0..<min(rows.count, limit) { entries.append(try reader.entry(rows, row, try page.operation(row))) }
        return JournalPage(
          entries: entries, cursor: entries.last.map { Cursor($0.sequence) } ?? after, hasMore: rows.count > limit)
      }
      replica?.note(page.cursor)
      return page
    }

    func operation(_ id: RecordID) async throws -> CommittedOperation? {
      try checkOpen()
      let sql =
        "SELECT author, recorded, before, last FROM \(layout.tables.operations) WHERE workspace = $1 AND id = $2"
      return try await pool.run { [workspace] session in
        let rows = try session.run(sql, [workspace, .identity(id)])
        guard rows.count == 1 else { return nil }
        return CommittedOperation(
          id: id, author: try rows.text(0, 0), recordedAt: Instant(microsecondsSince1970: try rows.integer(0, 1)),
          after: Cursor(try rows.integer(0, 2)), through: Cursor(try rows.integer(0, 3)))
      }
    }

    /// The identity of the last operation up to the cursor: identities are random.
    func journalMark(at cursor: Cursor) async throws -> [UInt8] {
      try checkOpen()
      let sql = """
        SELECT id FROM \(layout.tables.operations) WHERE workspace = $1 AND last <= $2 ORDER BY last DESC, number DESC LIMIT 1
        """
      return try await pool.run { [workspace] session in
        let rows = try session.run(sql, [workspace, .integer(cursor.sequence)])
        return rows.count == 1 ? try rows.identity(0, 0).bytes : []
      }
    }
  }

  /// Makes entries of rows of the journal.
  private struct JournalReader {
    private let layout: Layout
    private let session: Session
    /// Read again where another store added kinds or fields.
    private var catalog: Catalog

    init(_ layout: Layout, _ catalog: Catalog, _ session: Session) {
      self.layout = layout
      self.catalog = catalog
      self.session = session
    }

    mutating func entry(_ rows: Rows, _ row: Int, _ operation: JournalPageRows.Operation) throws -> JournalEntry {
      let stored = try stored(try rows.integer(row, 1))
      let effective = rows.isNull(row, 4) ? operation.effective : try rows.integer(row, 4)
      return JournalEntry(
        sequence: try rows.integer(row, 0), operation: operation.id,
        key: RecordKey(stored.kind, try rows.identity(row, 2)), version: try rows.integer(row, 3),
        effectiveAt: Instant(microsecondsSince1970: effective),
        recordedAt: Instant(microsecondsSince1970: operation.recorded), author: operation.author,
        event: try event(rows, row, stored.kind))
    }

    private mutating func stored(_ number: Int64, field: Int = 0) throws -> Catalog.Stored {
      if let known = catalog.kinds[number], field == 0 || field < known.fields.count { return known }
      catalog = try Catalog(session, layout.tables)
      guard let known = catalog.kinds[number], field == 0 || field < known.fields.count else {
        throw Damage(reason: "a journal entry is of no kind or field")
      }
      return known
    }

    private mutating func event(_ rows: Rows, _ row: Int, _ kind: RecordKind) throws -> JournalEvent {
      let code = Int16(truncatingIfNeeded: try rows.integer(row, 5))
      switch code {
      case JournalCode.created: return .created(try whole(rows.bytes(row, 7), kind))
      case JournalCode.restored: return .restored(try whole(rows.bytes(row, 7), kind))
      case JournalCode.deleted: return .deleted
      case JournalCode.changed, JournalCode.changedInHistory:
        let place = Int(clamping: try rows.integer(row, 6))
        let fields = try stored(try rows.integer(row, 1), field: place).fields
        let cells = try CellDecoder.decode(rows.bytes(row, 7))
        guard cells.count == 2, fields.indices.contains(place) else {
          throw Damage(reason: "a journal entry changes no field")
        }
        return .changed(
          CellChange(fields[place].name, old: cells[0], new: cells[1], inHistory: code == JournalCode.changedInHistory))
      default: throw Damage(reason: "a journal entry has an unknown event")
      }
    }

    /// The cells of a whole record, in the order of the store's schema.
    private func whole(_ bytes: UnsafeRawBufferPointer, _ kind: RecordKind) throws -> [FieldValue] {
      let cells = try CellDecoder.decode(bytes)
      guard let shown = layout.kinds[kind] else { return cells }
      return shown.placeInStore.map { place in place.flatMap { $0 < cells.count ? cells[$0] : nil } ?? .null }
    }
  }

  /// Reads what a `CellEncoder` wrote. Every length is checked, so that damage is an error and no crash.
  struct CellDecoder {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    /// The cells.
    /// - Throws: `Damage`.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws -> [FieldValue] {
      var decoder = CellDecoder(bytes: bytes)
      let count = try decoder.number()
      // Every cell takes a byte at least.
      guard count <= UInt64(bytes.count) else { throw cutShort }
      var cells: [FieldValue] = []
      cells.reserveCapacity(Int(count))
      for _ in 0..<count { cells.append(try decoder.cell()) }
      guard decoder.place == bytes.count else { throw Damage(reason: "a journal entry is too long") }
      return cells
    }

    private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private static var cutShort: Damage { Damage(reason: "a journal entry is cut short") }

    private mutating func cell() throws -> FieldValue {
      switch try byte() {
      case CellTag.null: return .null
      case CellTag.integer:
        let folded = try number()
        return .integer(Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1))
      case CellTag.text:
        guard let text = String(validating: try run(), as: UTF8.self) else {
          throw Damage(reason: "a text in the journal is not UTF-8")
        }
        return .text(text)
      case CellTag.bytes: return .bytes(Array(try run()))
      default: throw Damage(reason: "a journal entry has an unknown kind of cell")
      }
    }

    private mutating func byte() throws -> UInt8 {
      guard place < bytes.count else { throw Self.cutShort }
      defer { place += 1 }
      return bytes[place]
    }

    private mutating func number() throws -> UInt64 {
      var number: UInt64 = 0
      for shift in stride(from: UInt64(0), through: 63, by: 7) {
        let byte = try byte()
        if shift == 63, byte > 1 { break }
        number |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return number }
      }
      throw Damage(reason: "a number in the journal is too long")
    }

    private mutating func run() throws -> UnsafeRawBufferPointer {
      let count = try number()
      guard count <= UInt64(bytes.count - place) else { throw Self.cutShort }
      defer { place += Int(count) }
      return UnsafeRawBufferPointer(rebasing: bytes[place..<place + Int(count)])
    }
  }
#endif
