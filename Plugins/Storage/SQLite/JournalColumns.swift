#if SQLite
  import PipelinePlugins

  /// What the journal of a kind is read with by column.
  struct JournalQuery: Sendable {
    let table: String
    private let kind: Int64
    private let workspace: Int64
    private let types: [CellType]
    /// For each of the file's fields the place of its column; -1 for a field that is not asked for.
    private let columnOfField: [Int]
    /// The columns of fields that the file lacks.
    private let absent: [Int]

    /// `nil` for a kind that the file lacks.
    init?(_ kind: RecordKind, _ fields: [FieldName], _ types: [CellType], _ workspace: Int64, _ session: Session) throws
    {
      let catalog = try Catalog(session)
      guard let stored = catalog.kinds.first(where: { $0.value.kind == kind }) else { return nil }
      (self.kind, self.workspace, self.types) = (stored.key, workspace, types)
      table = KindLayout.table(kind)
      let names = stored.value.fields.map(\.name)
      columnOfField = names.map { name in fields.firstIndex(of: name) ?? -1 }
      absent = fields.indices.filter { !names.contains(fields[$0]) }
    }

    /// The entries in a range of the journal.
    ///
    /// - Parameter isNamed: Whether the identities of the records are looked up here, one by one.
    func page(_ range: ClosedRange<Int64>, isNamed: Bool, _ session: Session) throws -> JournalRows {
      // The plus keeps SQLite from looking for an index.
      let statement = try session.statement(
        """
        SELECT sequence, operation, record, event, field, effective, data FROM journal
        WHERE sequence BETWEEN ?1 AND ?2 AND +workspace = ?3 AND +kind = ?4 ORDER BY sequence
        """)
      defer { statement.reset() }
      statement.bind(1, range.lowerBound)
      statement.bind(2, range.upperBound)
      statement.bind(3, workspace)
      statement.bind(4, kind)
      var page = JournalRows(capacity: Int(clamping: range.upperBound - range.lowerBound) + 1)
      var columns = types.map { ColumnReader($0) }
      var operations = try OperationReader(session)
      defer { operations.close() }
      // The buffer is looked for once a page, not once a cell.
      try columns.withUnsafeMutableBufferPointer { columns in
        while try statement.step() {
          guard let event = try event(statement, columns) else { continue }
          let operation = try operations.find(statement.integer(1))
          let effective = statement.isNull(5) ? operation.effective : statement.integer(5)
          page.append(
            sequence: statement.integer(0), row: statement.integer(2), effective: effective,
            recorded: operation.recorded, event)
        }
      }
      page.entries.cells = columns.map(\.column)
      if isNamed { page.entries.ids = try RowIdentities.find(page.rows, table, session) }
      return page
    }

    /// What an entry says, its cells added to the columns; `nil` for a change of a field that is not asked for.
    private func event(
      _ statement: Statement, _ columns: UnsafeMutableBufferPointer<ColumnReader>
    ) throws -> JournalPage.Columns.Event? {
      switch statement.integer(3) {
      case JournalCode.created:
        try whole(statement, columns)
        return .created
      case JournalCode.restored:
        try whole(statement, columns)
        return .restored
      case JournalCode.deleted: return .deleted
      case JournalCode.changed, JournalCode.changedInHistory:
        let field = statement.integer(4)
        guard field >= 0, field < columnOfField.count else { throw Damage(reason: "a journal entry changes no field") }
        let column = columnOfField[Int(field)]
        guard column >= 0 else { return nil }
        var cells = try CellDecoder(statement.bytes(6))
        guard cells.count == 2 else { throw Damage(reason: "a journal entry changes no field") }
        try cells.skip()
        try cells.next(into: &columns[column])
        try cells.end()
        return .changed(field: Int32(truncatingIfNeeded: column))
      default: throw Damage(reason: "a journal entry holds an unknown event")
      }
    }

    /// Adds the cells of a whole record.
    private func whole(_ statement: Statement, _ columns: UnsafeMutableBufferPointer<ColumnReader>) throws {
      var cells = try CellDecoder(statement.bytes(6))
      for field in 0..<min(cells.count, columnOfField.count) {
        let column = columnOfField[field]
        if column >= 0 { try cells.next(into: &columns[column]) } else { try cells.skip() }
      }
      if cells.count > columnOfField.count {
        for _ in columnOfField.count..<cells.count { try cells.skip() }
      } else {
        // Fields that were added later.
        for column in columnOfField[cells.count...] where column >= 0 { columns[column].appendMissing() }
      }
      for column in absent { columns[column].appendMissing() }
      try cells.end()
    }
  }

  /// A page of the journal by column, its records by their rows.
  struct JournalRows: Sendable {
    var entries = JournalPage.Columns(
      sequences: [], ids: [], effectiveAt: [], recordedAt: [], events: [], cells: [])
    private(set) var rows: [Int64] = []

    init(capacity: Int) {
      entries.sequences.reserveCapacity(capacity)
      entries.effectiveAt.reserveCapacity(capacity)
      entries.recordedAt.reserveCapacity(capacity)
      entries.events.reserveCapacity(capacity)
      rows.reserveCapacity(capacity)
    }

    mutating func append(
      sequence: Int64, row: Int64, effective: Int64, recorded: Int64, _ event: JournalPage.Columns.Event
    ) {
      entries.sequences.append(sequence)
      rows.append(row)
      entries.effectiveAt.append(Instant(microsecondsSince1970: effective))
      entries.recordedAt.append(Instant(microsecondsSince1970: recorded))
      entries.events.append(event)
    }
  }

  /// Reads operations beside the journal, whose entries have them in their order.
  private struct OperationReader {
    private let statement: Statement
    private var number = Int64.min
    private var times: (effective: Int64, recorded: Int64) = (0, 0)
    /// How many operations are passed over before the next one is looked up.
    private static let patience: Int64 = 32

    init(_ session: Session) throws {
      statement = try session.statement(
        "SELECT number, effective, recorded FROM operations WHERE number >= ?1 ORDER BY number")
    }

    /// When an operation took effect, and when it was recorded.
    mutating func find(_ wanted: Int64) throws -> (effective: Int64, recorded: Int64) {
      if wanted == number { return times }
      if number == .min || wanted < number || wanted - number > Self.patience {
        statement.reset()
        statement.bind(1, wanted)
      }
      repeat {
        guard try statement.step() else { throw Damage(reason: "a journal entry is of no operation") }
        number = statement.integer(0)
      } while number < wanted
      guard number == wanted else { throw Damage(reason: "a journal entry is of no operation") }
      times = (statement.integer(1), statement.integer(2))
      return times
    }

    func close() { statement.reset() }
  }

  /// The identities of a kind's records by their rows in the file.
  struct RowIdentities: Sendable {
    /// By row, where most rows of the table are of the workspace; else empty.
    private var dense: [RecordID] = []
    private var sparse: [Int64: RecordID] = [:]
    private static let none = RecordID(high: 0, low: 0)

    /// All identities of a workspace, from the index by identity, which is much smaller than the records.
    init(_ table: String, workspace: Int64, _ session: Session) throws {
      let statement = try session.statement("SELECT _row, _id FROM \(table) WHERE _workspace = ?1")
      defer { statement.reset() }
      statement.bind(1, workspace)
      var (rows, ids): ([Int64], [RecordID]) = ([], [])
      while try statement.step() {
        rows.append(statement.integer(0))
        ids.append(try statement.identity(1))
      }
      let greatest = rows.max() ?? 0
      guard rows.allSatisfy({ $0 >= 0 }), greatest < Int64(rows.count) * 4 else {
        sparse = Dictionary(zip(rows, ids)) { first, _ in first }
        return
      }
      dense = Array(repeating: Self.none, count: Int(greatest) + 1)
      for (row, id) in zip(rows, ids) { dense[Int(row)] = id }
    }

    func callAsFunction(_ rows: [Int64]) throws -> [RecordID] {
      try rows.map { row in
        let id = row >= 0 && row < dense.count ? dense[Int(row)] : sparse[row] ?? Self.none
        guard id != Self.none else { throw Self.missing }
        return id
      }
    }

    /// The identities of a few rows.
    static func find(_ rows: [Int64], _ table: String, _ session: Session) throws -> [RecordID] {
      let statement = try session.statement("SELECT _id FROM \(table) WHERE _row = ?1")
      defer { statement.reset() }
      var latest: (row: Int64, id: RecordID) = (.min, none)
      return try rows.map { row in
        if row == latest.row { return latest.id }
        statement.reset()
        statement.bind(1, row)
        guard try statement.step() else { throw missing }
        latest = (row, try statement.identity(0))
        return latest.id
      }
    }

    private static var missing: Damage { Damage(reason: "a journal entry is of no record") }
  }
#endif
