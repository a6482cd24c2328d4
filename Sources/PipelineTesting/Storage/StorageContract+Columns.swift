import PipelinePlugins

/// The journal by column.
extension StorageContract {
  static let columns: [Promise<StorageTrial>] = [
    Promise("ST-59", "The journal by column returns what its pages return, for any fields, page sizes and cursors.") {
      trial in
      try await trial.withStore { store in
        try await trial.withStore(workspace: "another") { another in
          var (history, foreign) = (RandomHistory(seed: trial.seed), RandomHistory(seed: trial.seed &+ 1))
          for operation in 0..<25 {
            _ = try await store.commit(history.next())
            // A workspace of few records among those of the other one.
            if operation >= 23 { _ = try await another.commit(foreign.next()) }
            if operation.isMultiple(of: 5) {
              try await store.commit(
                1_000 + operation, RecordWrite(Sample.key(operation, Sample.other), .create([.text("other")])))
            }
          }
          let few = try await another.wholeJournal()
          try await compare(few, in: another, Sample.schema[0], Sample.names, 1_000)
        }
        let whole = try await store.wholeJournal()
        for kind in 0..<2 {
          let record = Sample.schema[kind]
          let entries = whole.filter { $0.key.kind == record.kind }
          let names = record.fields.map(\.name)
          for fields in [names, names.reversed(), Array(names.suffix(1)), []] {
            for size in [1, 3, 1_000] { try await compare(entries, in: store, record, fields, size) }
          }
          for (first, last) in [(0, 7), (5, entries.count / 2), (entries.count - 2, entries.count), (3, 3)] {
            try await compare(entries, in: store, record, names, 4, first..<min(max(first, last), entries.count))
          }
        }
      }
    },
    Promise("ST-60", "Reading by column ends with the first error of its caller, and refuses unknown fields.") {
      trial in
      try await trial.withStore { store in
        let empty = try await store.byColumn(Sample.schema[0], Sample.names, 2)
        try require(empty.entries.isEmpty && empty.end == .start, "an empty journal has \(empty.entries.count) entries")
        let end = try await store.commit(Sample.changes(1, (0..<9).map { Sample.create($0, amount: 1) })).cursor
        var count = 0
        do {
          _ = try await store.journal(
            of: Sample.schema[0], fields: ["amount"], after: .start, through: nil, pageSize: 2
          ) { _ in
            count += 1
            if count == 2 { throw BrokenPromise("planned") }
          }
          throw BrokenPromise("the caller's error is lost")
        } catch let error as BrokenPromise where error == BrokenPromise("planned") {}
        try require(count == 2, "\(count) pages were read")
        let late = try await store.byColumn(Sample.schema[0], ["amount"], 2, after: end)
        try require(late.entries.isEmpty && late.end == end, "after the last entry there are \(late.entries.count)")
        for fields in [["surname"], ["amount", "amount"]] as [[FieldName]] {
          try await requireInvalid("fields \(fields)") { _ = try await store.byColumn(Sample.schema[0], fields, 2) }
        }
        try await requireInvalid("an unknown kind") {
          _ = try await store.byColumn(RecordSchema("stranger", [FieldSpec("amount", .integer)]), ["amount"], 2)
        }
        try await requireInvalid("a page of nothing") {
          _ = try await store.byColumn(Sample.schema[0], ["amount"], 0)
        }
      }
    },
  ]

  /// Reads a part of the journal by column, and compares it with some entries.
  private static func compare(
    _ entries: [JournalEntry], in store: any Store, _ record: RecordSchema, _ fields: [FieldName], _ size: Int,
    _ range: Range<Int>? = nil
  ) async throws {
    let part = entries[range ?? entries.indices]
    let after = part.startIndex == 0 ? .start : Cursor(entries[part.startIndex - 1].sequence)
    let last = range.map { _ in part.last.map { Cursor($0.sequence) } ?? after }
    let read = try await store.byColumn(record, fields, size, after: after, through: last)
    let wanted = part.filter { if case .changed(let change) = $0.event { fields.contains(change.field) } else { true } }
    let place = "\(record.kind), \(fields), pages of \(size)"
    try require(read.entries.count == wanted.count, "\(place): \(read.entries.count) entries of \(wanted.count)")
    for (own, entry) in zip(read.entries, wanted) {
      try require(
        own.sequence == entry.sequence && own.id == entry.key.id && own.effectiveAt == entry.effectiveAt
          && own.recordedAt == entry.recordedAt, "\(place): entry \(entry.sequence) is of another record or time")
      let (event, cells) = said(entry, record, fields)
      try require(own.event == event && same(own.cells, cells), "\(place): entry \(entry.sequence) says something else")
    }
    try require(
      last.map { read.end == $0 } ?? (read.end.sequence >= (part.last?.sequence ?? 0)), "\(place): it ends elsewhere")
  }

  /// What an entry says by column.
  private static func said(
    _ entry: JournalEntry, _ record: RecordSchema, _ fields: [FieldName]
  ) -> (JournalPage.Columns.Event, [FieldValue]) {
    func chosen(_ cells: [FieldValue]) -> [FieldValue] {
      fields.map { field in record.fields.firstIndex { $0.name == field }.map { cells[$0] } ?? .null }
    }
    return switch entry.event {
    case .created(let cells): (.created, chosen(cells))
    case .restored(let cells): (.restored, chosen(cells))
    case .deleted: (.deleted, [])
    case .changed(let change):
      (.changed(field: Int32(truncatingIfNeeded: fields.firstIndex(of: change.field) ?? -1)), [change.new])
    }
  }
}

/// An entry as it was read by column.
struct ReadEntry {
  let sequence: Int64
  let id: RecordID
  let effectiveAt: Instant
  let recordedAt: Instant
  let event: JournalPage.Columns.Event
  let cells: [FieldValue]
}

extension Store {
  /// The journal of a kind as it is read by column.
  func byColumn(
    _ record: RecordSchema, _ fields: [FieldName], _ size: Int, after: Cursor = .start, through last: Cursor? = nil
  ) async throws -> (entries: [ReadEntry], end: Cursor) {
    var entries: [ReadEntry] = []
    let end = try await journal(of: record, fields: fields, after: after, through: last, pageSize: size) { page in
      try require((1...size).contains(page.sequences.count), "a page of \(size) has \(page.sequences.count) entries")
      try require(page.cells.count == fields.count, "\(page.cells.count) columns of \(fields.count) fields")
      var next = Array(repeating: 0, count: fields.count)
      for (index, event) in page.events.enumerated() {
        let columns =
          switch event {
          case .created, .restored: Array(fields.indices)
          case .deleted: [Int]()
          case .changed(let field): [Int(field)]
          }
        var cells: [FieldValue] = []
        for column in columns {
          cells.append(try page.cells[column].cell(next[column]))
          next[column] += 1
        }
        entries.append(
          ReadEntry(
            sequence: page.sequences[index], id: page.ids[index], effectiveAt: page.effectiveAt[index],
            recordedAt: page.recordedAt[index], event: event, cells: cells))
      }
    }
    return (entries, end)
  }
}
