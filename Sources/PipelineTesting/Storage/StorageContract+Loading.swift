import PipelinePlugins

extension StorageContract {
  static let loading: [Promise<StorageTrial>] = [
    Promise("ST-29", "`load` returns what `read` returns, with versions, for any fields in any order.") { trial in
      try await trial.withStore { store in
        let samples = [
          Sample.cells("a", amount: 1, tag: "x", parent: 1, note: nil), Sample.cells(), Sample.cells("", amount: .max),
          Sample.cells("a", amount: -.max, tag: "x", parent: 2, note: "a\u{0}b"),
          Sample.cells("𝄞", tag: "y", parent: 1),
        ]
        _ = try await store.commit(Sample.changes(1, samples.enumerated().map { Sample.create($0, $1) }))
        try await store.commit(2, Sample.set(2, from: 1, amount: .max, to: 7))
        for fields: [FieldName] in [Sample.names, Sample.names.reversed(), ["amount"], ["note", "note"], []] {
          let loaded = try await store.wholeLoad(Sample.kind, fields)
          try require(loaded.records.count == samples.count, "\(loaded.records.count) records instead of 5")
          for number in samples.indices {
            guard let read = try await store.sample(number), let row = loaded.records[read.id] else {
              throw BrokenPromise("record \(number) was not loaded")
            }
            try require(row.version == read.version, "record \(number) was loaded at version \(row.version)")
            let expected = fields.map { field in read.cells[Sample.names.firstIndex(of: field) ?? 0] }
            try require(same(row.cells, expected), "\(expected) was loaded as \(row.cells)")
          }
        }
        let none = try await store.wholeLoad(Sample.other, ["title"])
        try require(none.records.isEmpty, "a kind without records loads \(none.records.count)")
      }
    },
    Promise(
      "ST-30", "All pages of a load show the records at one cursor, even when records are written between the pages."
    ) { trial in
      try await trial.withStore { store in
        let cursor = try await store.commit(Sample.changes(1, (0..<200).map { Sample.create($0, amount: 0) })).cursor
        let loaded = try await store.wholeLoad { page in
          try await store.commit(
            100 + page, Sample.set(199, from: Int64(page), amount: 0, to: Int64(page)),
            Sample.create(1_000 + page, amount: 1), Sample.delete(100 + page, at: 1))
        }
        try require(loaded.cursor == cursor, "true at \(loaded.cursor.sequence) instead of \(cursor.sequence)")
        try require(loaded.records.count == 200, "\(loaded.records.count) records instead of 200")
        try require(
          loaded.records.values.allSatisfy { $0.version == 1 && $0.cells[1] == .integer(0) },
          "what was written between two pages shows in a later one")
      }
    },
    Promise("ST-31", "Applying the journal after a load's cursor to that load gives a later load.") { trial in
      try await trial.withStore { store in
        var history = RandomHistory(seed: trial.seed)
        for _ in 0..<10 { _ = try await store.commit(history.next()) }
        for round in 0..<20 {
          let early = try await store.wholeLoad()
          for _ in 0..<3 { _ = try await store.commit(history.next()) }
          let fed = try apply(try await store.wholeJournal(Sample.kind, after: early.cursor, limit: 4), early.records)
          let late = try await store.wholeLoad()
          try require(fed == late.records, "round \(round) of seed \(trial.seed): the feed leads elsewhere")
        }
      }
    },
  ]

  /// Records as they are after these entries.
  private static func apply(
    _ entries: [JournalEntry], _ records: [RecordID: StoredRecord]
  ) throws -> [RecordID: StoredRecord] {
    var records = records
    for entry in entries {
      let id = entry.key.id
      switch entry.event {
      case .created(let cells), .restored(let cells):
        records[id] = StoredRecord(id: id, version: entry.version, cells: cells)
      case .deleted: records[id] = nil
      case .changed(let change):
        guard let record = records[id], let place = Sample.names.firstIndex(of: change.field) else {
          throw BrokenPromise("entry \(entry.sequence) changes a record that is not there")
        }
        var cells = record.cells
        try require(
          same(cells[place], change.old), "entry \(entry.sequence) changes \(cells[place]), not \(change.old)")
        cells[place] = change.new
        records[id] = StoredRecord(id: id, version: entry.version, cells: cells)
      }
    }
    return records
  }
}

/// Change sets that follow one another, drawn from a seed.
struct RandomHistory {
  private var random: SeededNumbers
  private var standing: [Int: (version: Int64, cells: [FieldValue])] = [:]
  /// Deleted records, by their versions.
  private var gone: [Int: Int64] = [:]
  private var count = 0
  private var operations = 0

  init(seed: UInt64) { random = SeededNumbers(seed: seed) }

  mutating func next() -> ChangeSet {
    operations += 1
    var writes: [RecordWrite] = []
    var touched: Set<Int> = []
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let draw = Int.random(in: 0..<10, using: &random)
      if draw == 8, let number = gone.keys.filter({ !touched.contains($0) }).min(), let version = gone[number] {
        gone[number] = nil
        let cells = (0..<5).map { cell(at: $0) }
        standing[number] = (version + 1, cells)
        touched.insert(number)
        writes.append(RecordWrite(Sample.key(number), .restore(expected: version, cells)))
        continue
      }
      let candidates = standing.keys.filter { !touched.contains($0) }.sorted()
      guard draw >= 4, let number = candidates.randomElement(using: &random), let record = standing[number] else {
        count += 1
        let cells = (0..<5).map { cell(at: $0) }
        standing[count] = (1, cells)
        touched.insert(count)
        writes.append(Sample.create(count, cells))
        continue
      }
      touched.insert(number)
      if draw == 9 {
        standing[number] = nil
        gone[number] = record.version + 1
        writes.append(Sample.delete(number, at: record.version))
      } else {
        writes.append(update(number, record))
      }
    }
    // Some take effect at an instant of their own.
    writes = writes.map { write in
      guard Int.random(in: 0..<4, using: &random) == 0 else { return write }
      let instant = Instant(microsecondsSince1970: Int64.random(in: -1_000...50_000_000, using: &random))
      return RecordWrite(write.key, write.action, effectiveAt: instant)
    }
    return Sample.changes(operations, writes)
  }

  private mutating func update(_ number: Int, _ record: (version: Int64, cells: [FieldValue])) -> RecordWrite {
    var cells = record.cells
    var changes: [CellChange] = []
    for place in Set((0..<3).map { _ in Int.random(in: 0..<5, using: &random) }).sorted() {
      let new = cell(at: place)
      changes.append(
        CellChange(Sample.names[place], old: cells[place], new: new, inHistory: Bool.random(using: &random)))
      cells[place] = new
    }
    standing[number] = (record.version + 1, cells)
    return RecordWrite(Sample.key(number), .update(expected: record.version, changes))
  }

  private mutating func cell(at place: Int) -> FieldValue {
    if Int.random(in: 0..<4, using: &random) == 0 { return .null }
    switch Sample.schema[0].fields[place].type {
    case .integer: return .integer(Int64.random(in: -Int64.max...Int64.max, using: &random))
    case .text: return .text(["", "a", "b\u{0}", "𝄞"][Int.random(in: 0..<4, using: &random)])
    case .bytes: return .bytes(Sample.id(Int.random(in: 0..<5, using: &random)).bytes)
    }
  }
}
