import PipelinePlugins

extension StorageContract {
  static let restoring: [Promise<StorageTrial>] = [
    Promise(
      "ST-50",
      "`operation` returns author, time and journal range of a committed operation, and `nil` for any other."
    ) { trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 1))
        let receipt = try await store.commit(
          2, Sample.set(1, from: 1, amount: 1, to: 2), Sample.create(2, amount: 1), Sample.create(3, amount: 1))
        try await store.commit(3, Sample.set(1, from: 2, amount: 2, to: 3))
        let kept = try await store.operation(Sample.operation(2))
        let changes = Sample.changes(2, [])
        try require(kept?.id == changes.operation, "operation \(kept.map { "\($0.id)" } ?? "nothing")")
        try require(kept?.author == changes.author && kept?.recordedAt == changes.recordedAt, "who and when is lost")
        try require(kept?.through == receipt.cursor, "its last entry is at another place than its receipt says")
        let own = try await store.wholeJournal().filter { $0.operation == changes.operation }.map(\.sequence)
        let between = try await store.wholeJournal(after: kept?.after ?? .start).map(\.sequence)
          .prefix { Cursor($0) <= kept?.through ?? .start }
        try require(
          Array(between) == own && own.count == 3, "its entries are \(own), and between its places \(between)")
        try await requireConflict(VersionConflict(key: Sample.key(1), expected: 9, found: 3)) {
          try await store.commit(4, Sample.set(1, from: 9, amount: 3, to: 4))
        }
        let failed = try await store.operation(Sample.operation(4))
        let unknown = try await store.operation(Sample.operation(5))
        try require(failed == nil && unknown == nil, "an operation is returned that was not committed")
        try await store.commit(6)
        let empty = try await store.operation(Sample.operation(6))
        try require(
          empty != nil && empty?.after == empty?.through, "an operation that wrote nothing is not returned as such")
      }
    },
    Promise(
      "ST-51",
      "Restoring a deleted record writes the given cells at the next version: read, found, loaded, and one journal entry."
    ) { trial in
      try await trial.withStore { store in
        try await store.commit(
          1, Sample.create(1, Sample.cells("old", amount: 1, tag: "a")), Sample.create(2, amount: 2))
        try await store.commit(2, Sample.delete(1, at: 1))
        let cells = Sample.cells("back", amount: 7, tag: "b", parent: 9)
        try await store.commit(3, RecordWrite(Sample.key(1), .restore(expected: 2, cells)))
        let record = try await store.sample(1)
        try require(record?.version == 3, "a restored record is at version \(record?.version ?? 0)")
        try require(same(record?.cells, cells), "a restored record holds \(record?.cells ?? [])")
        let (found, stale) = (
          try await store.find(Sample.kind, "tag", in: [.text("b")]),
          try await store.find(Sample.kind, "tag", in: [.text("a")])
        )
        try require(
          found.map(\.id) == [Sample.id(1)] && stale.isEmpty, "a restored record is not found by what it holds")
        let loaded = try await store.wholeLoad().records
        try require(same(loaded[Sample.id(1)]?.cells, cells) && loaded.count == 2, "a restored record is not loaded")
        let entries = try await store.wholeJournal(Sample.kind, id: Sample.id(1))
        try require(entries.map(\.version) == [1, 2, 3], "the journal holds versions \(entries.map(\.version))")
        try require(
          entries.last?.event == .restored(cells), "the journal holds \(entries.last.map { "\($0.event)" } ?? "")")
        try await store.commit(4, Sample.set(1, from: 3, amount: 7, to: 8), Sample.delete(1, at: 4))
        let gone = try await store.sample(1)
        try require(gone == nil, "a record that was restored cannot be deleted again")
      }
    },
    Promise(
      "ST-52",
      "Restoring a record that exists, never existed, or was deleted at another version is a conflict."
    ) { trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 1), Sample.create(2, amount: 1))
        try await store.commit(2, Sample.delete(1, at: 1))
        let cells = Sample.cells("back", amount: 7)
        func restore(_ number: Int, _ version: Int64) -> RecordWrite {
          RecordWrite(Sample.key(number), .restore(expected: version, cells))
        }
        try await requireConflict(VersionConflict(key: Sample.key(2), expected: 1, found: 1)) {
          try await store.commit(3, restore(2, 1))
        }
        try await requireConflict(VersionConflict(key: Sample.key(3), expected: 1, found: nil)) {
          try await store.commit(4, restore(3, 1))
        }
        try await requireConflict(VersionConflict(key: Sample.key(1), expected: 1, found: nil)) {
          try await store.commit(5, restore(1, 1))
        }
        let records = try await store.read([Sample.key(1), Sample.key(2), Sample.key(3)])
        try require(records.map { $0?.version } == [nil, 1, nil], "a refused restoration left something")
      }
    },
  ]
}
