#if PostgreSQL
  import PipelinePlugins

  /// The rows that a commit writes, gathered by column: those of a table are one statement, however many they are.
  struct WriteBatch {
    /// New records of a kind.
    private struct Creations {
      let kind: KindLayout
      var ids = ArrayParameter(PGType.uuid)
      var created = ArrayParameter(PGType.int8)
      var effective = ArrayParameter(PGType.int8)
      var fields: [ArrayParameter]

      init(_ kind: KindLayout) {
        self.kind = kind
        fields = kind.fields.map { ArrayParameter($0.type.pgType) }
      }

      var byteCount: Int { fields.reduce(ids.byteCount) { $0 + $1.byteCount } }
    }

    private let layout: Layout
    private let workspace: Parameter
    private var creations: [Creations] = []
    private var updates: [Request] = []
    private var journal = JournalRows()
    private var operations = OperationRows()
    private(set) var count = 0
    private var encoder = CellEncoder()

    init(_ layout: Layout, _ workspace: Parameter) {
      self.layout = layout
      self.workspace = workspace
    }

    var isEmpty: Bool { count == 0 }
    /// About how many bytes wait to be sent.
    var byteCount: Int { creations.reduce(journal.byteCount) { $0 + $1.byteCount } + updates.count * 500 }

    /// The statements that write the rows. New records come first: what is changed was created before.
    mutating func take() -> [Request] {
      var requests: [Request] = []
      for rows in creations where rows.ids.count > 0 {
        let own = [rows.ids, rows.created, rows.effective] + rows.fields
        requests.append(Request(rows.kind.insertion, [workspace] + own.map(\.parameter)))
      }
      requests += updates
      if let request = journal.request(layout.tables, workspace) { requests.append(request) }
      if let request = operations.request(layout.tables, workspace) { requests.append(request) }
      (creations, updates, journal, operations, count) = ([], [], JournalRows(), OperationRows(), 0)
      return requests
    }

    mutating func operation(_ changes: ChangeSet, number: Int64, before: Int64, last: Int64) {
      operations.append(changes, number: number, before: before, last: last)
      count += 1
    }

    /// Adds a write that was checked.
    /// - Returns: The sequence number of its last entry.
    mutating func append(_ step: Step, _ operation: OperationPlace) throws -> Int64 {
      let kind = try layout.kind(step.write.key.kind)
      count += 1
      switch step.write.action {
      case .create(let cells):
        let row = row(of: kind)
        append(step.write.key.id, step.latest, operation.sequence + 1, to: row)
        for (place, cell) in cells.enumerated() { creations[row].fields[place].append(cell) }
        encode(cells, kind)
        return note(step, kind, 1, JournalCode.created, operation)
      case .update(let expected, let changes): return update(step, expected, changes, kind, operation)
      case .delete(let expected):
        let columns = kind.storedColumns.map { ", \($0) = NULL" }.joined()
        updates.append(
          Request(
            "UPDATE \(kind.written) SET _version = $3, _effective = $4, _deleted = true\(columns) WHERE _workspace = $1 AND _id = $2",
            [workspace, .identity(step.write.key.id), .integer(expected + 1), .integer(step.latest)]))
        encoder.removeAll()
        return note(step, kind, expected + 1, JournalCode.deleted, operation)
      case .restore(let expected, let cells):
        let columns = kind.fields.enumerated().map { ", \"\($1.name)\" = $\($0 + 5)" }.joined()
        updates.append(
          Request(
            "UPDATE \(kind.written) SET _version = $3, _effective = $4, _deleted = false\(columns) WHERE _workspace = $1 AND _id = $2",
            [workspace, .identity(step.write.key.id), .integer(expected + 1), .integer(step.latest)]
              + zip(cells, kind.fields).map { .cell($0, $1.type) }))
        encode(cells, kind)
        return note(step, kind, expected + 1, JournalCode.restored, operation)
      }
    }

    /// Adds a new record whose cells are encoded in the order of the schema, which is that of the database.
    mutating func append(
      _ id: RecordID, _ bytes: UnsafeRawBufferPointer, _ instant: Int64, _ kind: KindLayout, _ operation: OperationPlace
    ) {
      count += 1
      let row = row(of: kind)
      append(id, instant, operation.sequence + 1, to: row)
      var walk = CellWalk(bytes)
      for place in 0..<walk.count { creations[row].fields[place].append(walk.next()) }
      journal.append(
        JournalRow(
          sequence: operation.sequence + 1, operation: operation.number, kind: kind.number, record: id, version: 1,
          event: JournalCode.created, field: nil, effective: instant == operation.effective ? nil : instant), bytes)
    }

    private mutating func update(
      _ step: Step, _ expected: Int64, _ changes: [CellChange], _ kind: KindLayout, _ operation: OperationPlace
    ) -> Int64 {
      let places = changes.compactMap { kind.places[$0.field] }
      let columns = places.enumerated().map { ", \"\(kind.fields[$1].name)\" = $\($0 + 5)" }.joined()
      let values = zip(changes, places).map { Parameter.cell($0.new, kind.fields[$1].type) }
      updates.append(
        Request(
          "UPDATE \(kind.written) SET _version = $3, _effective = $4\(columns) WHERE _workspace = $1 AND _id = $2",
          [workspace, .identity(step.write.key.id), .integer(expected + 1), .integer(step.latest)] + values))
      var operation = operation
      for (change, place) in zip(changes, places) {
        encoder.removeAll()
        encoder.append([change.old, change.new])
        let event = change.inHistory ? JournalCode.changedInHistory : JournalCode.changed
        operation.sequence = note(step, kind, expected + 1, event, operation, field: kind.placeInStore[place])
      }
      return operation.sequence
    }

    private mutating func row(of kind: KindLayout) -> Int {
      if let row = creations.firstIndex(where: { $0.kind === kind }) { return row }
      creations.append(Creations(kind))
      return creations.count - 1
    }

    private mutating func append(_ id: RecordID, _ effective: Int64, _ sequence: Int64, to row: Int) {
      creations[row].ids.append(id.high, id.low)
      creations[row].created.append(sequence)
      creations[row].effective.append(effective)
    }

    /// Encodes a whole record in the order of the database's fields.
    private mutating func encode(_ cells: [FieldValue], _ kind: KindLayout) {
      encoder.removeAll()
      encoder.begin(count: kind.placeInSchema.count)
      for place in kind.placeInSchema { encoder.append(place.map { cells[$0] } ?? .null) }
    }

    /// Adds an entry of the journal with the encoded cells.
    private mutating func note(
      _ step: Step, _ kind: KindLayout, _ version: Int64, _ event: Int16, _ operation: OperationPlace, field: Int? = nil
    ) -> Int64 {
      let row = JournalRow(
        sequence: operation.sequence + 1, operation: operation.number, kind: kind.number, record: step.write.key.id,
        version: version, event: event, field: field,
        // Only what differs from the operation's own is written: most entries carry no instant.
        effective: step.instant == operation.effective ? nil : step.instant)
      encoder.bytes.withUnsafeBytes { journal.append(row, $0) }
      return operation.sequence + 1
    }
  }

  /// A write that was checked against what the database has.
  struct Step {
    let write: RecordWrite
    /// When it takes effect, in microseconds since 1970.
    let instant: Int64
    /// When the latest entry of its record takes effect, this one included.
    let latest: Int64
  }

  /// Where the next entry of an operation goes.
  struct OperationPlace {
    let number: Int64
    let effective: Int64
    /// The last sequence number that is taken.
    var sequence: Int64
  }

  private struct JournalRow {
    let sequence: Int64
    let operation: Int64
    let kind: Int64
    let record: RecordID
    let version: Int64
    let event: Int16
    let field: Int?
    let effective: Int64?
  }

  private struct JournalRows {
    private var sequences = ArrayParameter(PGType.int8)
    private var operations = ArrayParameter(PGType.int8)
    private var kinds = ArrayParameter(PGType.int2)
    private var records = ArrayParameter(PGType.uuid)
    private var versions = ArrayParameter(PGType.int8)
    private var events = ArrayParameter(PGType.int2)
    private var fields = ArrayParameter(PGType.int2)
    private var data = ArrayParameter(PGType.bytea)
    private var effective = ArrayParameter(PGType.int8)

    var byteCount: Int { data.byteCount + records.byteCount * 4 }

    mutating func append(_ row: JournalRow, _ bytes: UnsafeRawBufferPointer) {
      sequences.append(row.sequence)
      operations.append(row.operation)
      kinds.append(Int16(truncatingIfNeeded: row.kind))
      records.append(row.record.high, row.record.low)
      versions.append(row.version)
      events.append(row.event)
      if let field = row.field { fields.append(Int16(truncatingIfNeeded: field)) } else { fields.appendNull() }
      if bytes.isEmpty { data.appendNull() } else { data.append(raw: bytes) }
      if let instant = row.effective { effective.append(instant) } else { effective.appendNull() }
    }

    func request(_ tables: Tables, _ workspace: Parameter) -> Request? {
      guard sequences.count > 0 else { return nil }
      let columns = "sequence, operation, kind, record, version, event, field, data, effective"
      let arrays = [sequences, operations, kinds, records, versions, events, fields, data, effective]
      return Request(
        """
        INSERT INTO \(tables.writing(tables.journal)) (workspace, \(columns))
        SELECT $1, r.* FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10) AS r (\(columns))
        """, [workspace] + arrays.map(\.parameter))
    }
  }

  private struct OperationRows {
    private var numbers = ArrayParameter(PGType.int8)
    private var ids = ArrayParameter(PGType.uuid)
    private var before = ArrayParameter(PGType.int8)
    private var last = ArrayParameter(PGType.int8)
    private var effective = ArrayParameter(PGType.int8)
    private var recorded = ArrayParameter(PGType.int8)
    private var authors = ArrayParameter(PGType.text)

    mutating func append(_ changes: ChangeSet, number: Int64, before: Int64, last: Int64) {
      numbers.append(number)
      ids.append(changes.operation.high, changes.operation.low)
      self.before.append(before)
      self.last.append(last)
      effective.append(changes.effectiveAt.microsecondsSince1970)
      recorded.append(changes.recordedAt.microsecondsSince1970)
      authors.append(text: changes.author)
    }

    func request(_ tables: Tables, _ workspace: Parameter) -> Request? {
      guard numbers.count > 0 else { return nil }
      let columns = "number, id, before, last, effective, recorded, author"
      return Request(
        """
        INSERT INTO \(tables.writing(tables.operations)) (workspace, \(columns))
        SELECT $1, r.* FROM unnest($2, $3, $4, $5, $6, $7, $8) AS r (\(columns))
        """, [workspace] + [numbers, ids, before, last, effective, recorded, authors].map(\.parameter))
    }
  }
#endif
