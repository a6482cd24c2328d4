import PipelinePlugins

extension StorageContract {
  static let operations: [Promise<StorageTrial>] = [
    Promise(
      "ST-18",
      "A failed change set writes nothing, neither records nor journal entries, whichever of its writes failed."
    ) {
      trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 1), Sample.create(2, amount: 1), Sample.create(3, amount: 1))
        let before = try await (store.wholeLoad(), store.wholeJournal())
        let good = [
          Sample.create(4, amount: 4), Sample.set(1, from: 1, amount: 1, to: 9), Sample.delete(2, at: 1),
        ]
        for place in 0...good.count {
          var writes = good
          writes.insert(Sample.set(3, from: 7, amount: 1, to: 9), at: place)
          try await requireConflict(VersionConflict(key: Sample.key(3), expected: 7, found: 1)) {
            _ = try await store.commit(Sample.changes(10 + place, writes))
          }
          let after = try await (store.wholeLoad(), store.wholeJournal())
          try require(after.0.records == before.0.records, "records changed (failing write \(place))")
          try require(after.1 == before.1, "the journal changed (failing write \(place))")
        }
      }
    },
    Promise(
      "ST-19",
      "Committing an operation twice has one effect; the second receipt has the same cursor and says that it is a repeat."
    ) {
      trial in
      try await trial.withStore { store in
        let first = try await store.commit(1, Sample.create(1, amount: 1))
        let again = try await store.commit(1, Sample.create(1, amount: 1))
        try require(!first.wasRepeated && again.wasRepeated, "repeating is not distinguished")
        try require(first.cursor == again.cursor, "\(first.cursor) became \(again.cursor)")
        let entries = try await store.wholeJournal()
        try require(entries.count == 1, "one operation has \(entries.count) entries")
      }
    },
    Promise(
      "ST-20",
      "Repeating an operation has no effect after later commits either, even where its expected versions are outdated."
    ) {
      trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 1))
        let first = try await store.commit(2, Sample.set(1, from: 1, amount: 1, to: 2))
        try await store.commit(3, Sample.set(1, from: 2, amount: 2, to: 3))
        let again = try await store.commit(2, Sample.set(1, from: 1, amount: 1, to: 2))
        try require(again.wasRepeated && again.cursor == first.cursor, "an old operation was not known any more")
        let amount = try await store.sample(1)?.cells[1]
        try require(amount == .integer(3), "repeating an old operation changed the record to \(amount ?? .null)")
      }
    },
    Promise("ST-21", "A failed operation is not recorded as committed: committing it again may succeed.") { trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 1))
        try await requireConflict(VersionConflict(key: Sample.key(1), expected: 2, found: 1)) {
          try await store.commit(2, Sample.set(1, from: 2, amount: 1, to: 9))
        }
        let receipt = try await store.commit(2, Sample.set(1, from: 1, amount: 1, to: 9))
        try require(!receipt.wasRepeated, "a failed operation is taken for a committed one")
        let amount = try await store.sample(1)?.cells[1]
        try require(amount == .integer(9), "the second try left \(amount ?? .null)")
      }
    },
    Promise("ST-22", "A large change set is atomic: concurrent readers see all of it or nothing.") { trial in
      try await trial.withStore { store in
        let count = 5_000
        let writes = (0..<count).map { Sample.create($0, amount: 1) }
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { _ = try await store.commit(Sample.changes(1, writes)) }
          for _ in 0..<20 {
            let ends = try await store.read([Sample.key(0), Sample.key(count - 1)])
            try require((ends[0] == nil) == (ends[1] == nil), "the first record is there without the last")
            let loaded = try await store.wholeLoad(Sample.kind, ["amount"]).records.count
            try require(loaded == 0 || loaded == count, "\(loaded) of \(count) records were loaded")
          }
          try await group.waitForAll()
        }
        try await requireConflict(VersionConflict(key: Sample.key(0), expected: 0, found: 1)) {
          _ = try await store.commit(
            Sample.changes(2, (count..<2 * count).map { Sample.create($0, amount: 1) } + [Sample.create(0, amount: 1)]))
        }
        let left = try await store.wholeLoad(Sample.kind, ["amount"]).records.count
        try require(left == count, "a great change set that failed left \(left - count) records")
      }
    },
    Promise(
      "ST-40",
      "A change set may write a record several times, each at the version that the previous write produced."
    ) { trial in
      try await trial.withStore { store in
        let steps = [
          Sample.create(1, amount: 1), Sample.set(1, from: 1, amount: 1, to: 2), Sample.create(2, amount: 5),
          Sample.set(1, from: 2, amount: 2, to: 3),
        ]
        try await requireConflict(VersionConflict(key: Sample.key(1), expected: 7, found: 3)) {
          _ = try await store.commit(Sample.changes(1, steps + [Sample.set(1, from: 7, amount: 3, to: 4)]))
        }
        let refused = try await store.read([Sample.key(1), Sample.key(2)])
        try require(refused == [nil, nil], "a change set that failed at its last step left \(refused)")
        _ = try await store.commit(Sample.changes(1, steps))
        let record = try await store.sample(1)
        try require(record?.version == 3, "three writes lead to version \(record?.version ?? 0)")
        try require(record?.cells[1] == .integer(3), "the last of three writes left \(record?.cells[1] ?? .null)")
        let entries = try await store.wholeJournal(Sample.kind, id: Sample.id(1))
        try require(entries.map(\.version) == [1, 2, 3], "the journal holds versions \(entries.map(\.version))")
        try await store.commit(2, Sample.set(1, from: 3, amount: 3, to: 4), Sample.delete(1, at: 4))
        let gone = try await store.sample(1)
        try require(gone == nil, "a record that was changed and deleted is still there")
        try await requireConflict(VersionConflict(key: Sample.key(3), expected: 0, found: 1)) {
          try await store.commit(3, Sample.create(3, amount: 1), Sample.create(3, amount: 2))
        }
        try await requireConflict(VersionConflict(key: Sample.key(3), expected: 0, found: nil)) {
          try await store.commit(4, Sample.create(3, amount: 1), Sample.delete(3, at: 1), Sample.create(3, amount: 2))
        }
      }
    },
  ]
}
