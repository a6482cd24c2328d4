import PipelinePlugins

extension StorageContract {
  static let journal: [Promise<StorageTrial>] = [
    Promise(
      "ST-23",
      "The journal records, in order, each creation with the whole record, each changed field and each deletion."
    ) { trial in
      try await trial.withStore { store in
        let cells = Sample.cells("a\u{0}b", amount: -.max, tag: "", parent: 3)
        try await store.commit(1, Sample.create(1, cells))
        let changes = [
          CellChange("note", old: .null, new: .text("n"), inHistory: true),
          CellChange("amount", old: .integer(-.max), new: .null, inHistory: false),
        ]
        try await store.commit(2, RecordWrite(Sample.key(1), .update(expected: 1, changes)))
        try await store.commit(3, Sample.delete(1, at: 2))
        let entries = try await store.wholeJournal()
        try require(
          entries.map(\.event) == [.created(cells), .changed(changes[0]), .changed(changes[1]), .deleted],
          "the journal says \(entries.map(\.event))")
        try require(entries.map(\.version) == [1, 2, 2, 3], "versions \(entries.map(\.version))")
      }
    },
    Promise("ST-24", "Each entry has its operation, record, effective instant, recording instant and author.") {
      trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 1), Sample.create(2, amount: 1))
        try await store.commit(2, Sample.set(2, from: 1, amount: 1, to: 2))
        let entries = try await store.wholeJournal()
        try require(entries.map(\.key) == [1, 2, 2].map { Sample.key($0) }, "records \(entries.map(\.key.id))")
        for (entry, operation) in zip(entries, [1, 1, 2]) {
          let changes = Sample.changes(operation, [])
          try require(entry.operation == changes.operation, "entry \(entry.sequence) names another operation")
          try require(
            entry.effectiveAt == changes.effectiveAt && entry.recordedAt == changes.recordedAt,
            "entry \(entry.sequence) names other times")
          try require(entry.author == changes.author, "entry \(entry.sequence) names '\(entry.author)'")
        }
      }
    },
    Promise(
      "ST-25", "Sequence numbers in the journal only grow, and a commit's cursor is the sequence of its last entry."
    ) {
      trial in
      try await trial.withStore { store in
        var cursors: [Cursor] = []
        for number in 1...5 {
          let writes = (0..<number).map { Sample.create(number * 10 + $0, amount: 1) }
          cursors.append(try await store.commit(Sample.changes(number, writes)).cursor)
        }
        let entries = try await store.wholeJournal()
        try require(entries.count == 15, "15 creations left \(entries.count) entries")
        try require(
          zip(entries, entries.dropFirst()).allSatisfy { $0.sequence < $1.sequence }, "places do not grow")
        try require((entries.first?.sequence ?? 0) > 0, "the first place is \(entries.first?.sequence ?? 0)")
        for (number, cursor) in zip(1...5, cursors) {
          let last = entries.last { $0.operation == Sample.operation(number) }?.sequence
          try require(last == cursor.sequence, "operation \(number) ends at \(last ?? 0), not at \(cursor.sequence)")
        }
      }
    },
    Promise("ST-26", "Pages of any size return the same entries, and each says whether more follow.") { trial in
      try await trial.withStore { store in
        _ = try await store.commit(Sample.changes(1, (0..<7).map { Sample.create($0, amount: 1) }))
        try await store.commit(2, Sample.set(3, from: 1, amount: 1, to: 2), Sample.delete(4, at: 1))
        let whole = try await store.wholeJournal(limit: .max)
        try require(whole.count == 9, "\(whole.count) entries instead of 9")
        for limit in [1, 2, 3, 9, 10] {
          let paged = try await store.wholeJournal(limit: limit)
          try require(paged == whole, "pages of \(limit) give \(paged.map(\.sequence))")
        }
        let exact = try await store.journal(nil, id: nil, after: .start, limit: 9)
        try require(!exact.hasMore, "a page that holds everything says that there is more")
        try await requireInvalid("a page of nothing") {
          _ = try await store.journal(nil, id: nil, after: .start, limit: 0)
        }
      }
    },
    Promise("ST-27", "The journal of a kind or of a record contains exactly its entries of the whole journal.") {
      trial in
      try await trial.withStore { store in
        let foreign = RecordWrite(Sample.key(1, Sample.other), .create([.text("other")]))
        try await store.commit(1, Sample.create(1, amount: 1), foreign, Sample.create(2, amount: 1))
        try await store.commit(2, Sample.set(1, from: 1, amount: 1, to: 2), Sample.set(2, from: 1, amount: 1, to: 2))
        try await store.commit(3, Sample.delete(1, at: 2))
        let whole = try await store.wholeJournal()
        for kind in [Sample.kind, Sample.other] {
          let entries = try await store.wholeJournal(kind, limit: 2)
          try require(entries == whole.filter { $0.key.kind == kind }, "of \(kind): \(entries.map(\.sequence))")
          let one = try await store.wholeJournal(kind, id: Sample.id(1), limit: 1)
          try require(
            one == whole.filter { $0.key == Sample.key(1, kind) }, "of one \(kind): \(one.map(\.sequence))")
        }
        let both = try await store.wholeJournal(id: Sample.id(1), limit: 1)
        try require(both == whole.filter { $0.key.id == Sample.id(1) }, "of one identity: \(both.map(\.sequence))")
        let late = try await store.wholeJournal(Sample.kind, id: Sample.id(1), after: Cursor(whole[2].sequence))
        try require(
          late.map(\.event) == whole.filter { $0.key == Sample.key(1) }.dropFirst().map(\.event), "after: \(late)")
      }
    },
    Promise("ST-28", "After the last entry a page is empty, and its cursor is unchanged.") { trial in
      try await trial.withStore { store in
        let empty = try await store.journal(nil, id: nil, after: .start, limit: 5)
        try require(
          empty.entries.isEmpty && empty.cursor == .start && !empty.hasMore, "an empty journal gives \(empty)")
        let cursor = try await store.commit(1, Sample.create(1, amount: 1)).cursor
        let after = try await store.journal(nil, id: nil, after: cursor, limit: 5)
        try require(after.entries.isEmpty && after.cursor == cursor && !after.hasMore, "behind the end: \(after)")
      }
    },
    Promise(
      "ST-41",
      "A write's own effective instant is journalled, else that of its change set; a set has one recording instant."
    ) { trial in
      try await trial.withStore { store in
        let days: [Int64?] = [9, -4, nil, 2]
        let instants = days.map { day in day.map { Instant(microsecondsSince1970: $0 * 86_400_000_000) } }
        let writes = [
          Sample.create(1, amount: 1), Sample.set(1, from: 1, amount: 1, to: 2), Sample.create(2, amount: 1),
          Sample.set(1, from: 2, amount: 2, to: 3),
        ]
        let changes = Sample.changes(
          5, zip(writes, instants).map { RecordWrite($0.key, $0.action, effectiveAt: $1) })
        _ = try await store.commit(changes)
        try await store.commit(6, Sample.delete(2, at: 1))
        let later = Sample.changes(6, [])
        for entries in [try await store.wholeJournal(), try await store.wholeJournal(limit: 1)] {
          try require(
            entries.map(\.effectiveAt) == instants.map { $0 ?? changes.effectiveAt } + [later.effectiveAt],
            "entries took effect at \(entries.map(\.effectiveAt.microsecondsSince1970))")
          try require(
            entries.map(\.recordedAt) == writes.map { _ in changes.recordedAt } + [later.recordedAt],
            "entries were recorded at \(entries.map(\.recordedAt.microsecondsSince1970))")
        }
        let entries = try await store.wholeJournal(Sample.kind, id: Sample.id(1))
        try require(entries.first?.effectiveAt == instants[0], "a record's own journal holds other instants")
      }
    },
    Promise(
      "ST-55",
      "`waitForCommit` returns `true` where entries follow the cursor, also new ones, and `false` only after its limit."
    ) { trial in
      try await trial.withStore { store in
        var cursor = try await store.commit(1, Sample.create(1, amount: 1)).cursor
        for limit in [Duration.zero, .seconds(30)] {
          let found = try await timely { try await store.waitForCommit(after: .start, atMost: limit) }
          try require(found, "it returned `false`, and an entry follows")
        }
        _ = try await timely { [cursor] in try await store.waitForCommit(after: cursor, atMost: .milliseconds(10)) }
        for number in 2...4 {
          async let receipt = late { try await store.commit(number, Sample.create(number, amount: 1)) }
          // A store need not know whether there are entries: it may return `true` sooner.
          let found = try await store.waitForCommit(after: cursor, atMost: .seconds(30))
          cursor = try await receipt.cursor
          try require(found, "it returned `false` before its limit, or in spite of a commit")
        }
      }
    },
    Promise(
      "ST-58",
      "`journalMark` returns the same bytes for a cursor after later commits too, and different bytes after each operation; or always none."
    ) { trial in
      try await trial.withStore { store in
        var marks: [(cursor: Cursor, bytes: [UInt8])] = [(.start, try await store.journalMark(at: .start))]
        try require(marks[0].bytes.isEmpty, "an empty journal has the mark \(marks[0].bytes)")
        for number in 1...4 {
          let cursor = try await store.commit(number, Sample.create(number, amount: 1)).cursor
          marks.append((cursor, try await store.journalMark(at: cursor)))
        }
        let bytes = marks.dropFirst().map(\.bytes)
        try require(
          bytes.allSatisfy(\.isEmpty) || Set(bytes).count == bytes.count && !bytes.contains([]),
          "after each of four operations: \(bytes)")
        for mark in marks {
          let again = try await store.journalMark(at: mark.cursor)
          try require(again == mark.bytes, "at \(mark.cursor.sequence) it was \(mark.bytes), and is \(again)")
        }
      }
    },
  ]

  /// Commits when another task waits.
  private static func late(_ commit: @Sendable () async throws -> CommitReceipt) async throws -> CommitReceipt {
    try await Task.sleep(for: .milliseconds(20))
    return try await commit()
  }

  /// Returns what a wait returned, or throws if it takes ten seconds.
  private static func timely(_ wait: @escaping @Sendable () async throws -> Bool) async throws -> Bool {
    try await withThrowingTaskGroup(of: Bool?.self) { group in
      group.addTask { try await wait() }
      group.addTask {
        try await Task.sleep(for: .seconds(10))
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let found = first else {
        throw BrokenPromise("it waits beyond its limit")
      }
      return found
    }
  }
}
