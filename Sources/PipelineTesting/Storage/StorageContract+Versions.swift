import PipelinePlugins

extension StorageContract {
  static let versions: [Promise<StorageTrial>] = [
    Promise(
      "ST-11",
      "A record is created at version 1; each write increments the version by one, however many fields it changes."
    ) {
      trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 1))
        try await store.commit(
          2,
          RecordWrite(
            Sample.key(1),
            .update(
              expected: 1,
              [
                CellChange("amount", old: .integer(1), new: .integer(2), inHistory: true),
                CellChange("note", old: .null, new: .text("n"), inHistory: true),
              ])))
        try await store.commit(3, Sample.set(1, from: 2, amount: 2, to: 3))
        let version = try await store.sample(1)?.version
        try require(version == 3, "after a creation and two updates the version is \(version ?? 0)")
      }
    },
    Promise("ST-12", "Creating a record that exists is a conflict that names the current version.") { trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 1))
        try await store.commit(2, Sample.set(1, from: 1, amount: 1, to: 2))
        try await requireConflict(VersionConflict(key: Sample.key(1), expected: 0, found: 2)) {
          try await store.commit(3, Sample.create(1, amount: 9))
        }
        let amount = try await store.sample(1)?.cells[1]
        try require(amount == .integer(2), "the refused creation changed the record")
      }
    },
    Promise("ST-13", "An update at another version than the current one is a conflict that names both versions.") {
      trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 1))
        try await store.commit(2, Sample.set(1, from: 1, amount: 1, to: 2))
        for stale: Int64 in [1, 3] {
          try await requireConflict(VersionConflict(key: Sample.key(1), expected: stale, found: 2)) {
            try await store.commit(3, Sample.set(1, from: stale, amount: 1, to: 9))
          }
        }
        try await requireConflict(VersionConflict(key: Sample.key(5), expected: 1, found: nil)) {
          try await store.commit(4, Sample.set(5, from: 1, amount: 1, to: 9))
        }
      }
    },
    Promise("ST-14", "A deletion at another version than the current one is a conflict that names both versions.") {
      trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 1))
        try await store.commit(2, Sample.set(1, from: 1, amount: 1, to: 2))
        try await requireConflict(VersionConflict(key: Sample.key(1), expected: 1, found: 2)) {
          try await store.commit(3, Sample.delete(1, at: 1))
        }
        try await store.commit(4, Sample.delete(1, at: 2))
        try await requireConflict(VersionConflict(key: Sample.key(1), expected: 3, found: nil)) {
          try await store.commit(5, Sample.delete(1, at: 3))
        }
      }
    },
    Promise(
      "ST-15",
      "A guard on a changed or deleted record is a conflict; a guard at the current version lets the change set commit."
    ) {
      trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 1), Sample.create(2, amount: 1))
        try await store.commit(2, Sample.set(1, from: 1, amount: 1, to: 2))
        try await requireConflict(VersionConflict(key: Sample.key(1), expected: 1, found: 2)) {
          try await store.commit(3, Sample.create(3, amount: 1), guards: [RecordGuard(Sample.key(1), version: 1)])
        }
        let refused = try await store.sample(3)
        try require(refused == nil, "a change set was applied though its guard did not hold")
        try await store.commit(4, Sample.create(3, amount: 1), guards: [RecordGuard(Sample.key(1), version: 2)])
        try await store.commit(5, Sample.delete(2, at: 1))
        try await requireConflict(VersionConflict(key: Sample.key(2), expected: 1, found: nil)) {
          try await store.commit(6, Sample.create(4, amount: 1), guards: [RecordGuard(Sample.key(2), version: 1)])
        }
      }
    },
    Promise("ST-16", "A deleted record is no longer read, found or loaded, and its identity cannot be created again.") {
      trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, Sample.cells(tag: "a")), Sample.create(2, Sample.cells(tag: "a")))
        try await store.commit(2, Sample.delete(1, at: 1))
        let read = try await store.sample(1)
        let found = try await store.find(Sample.kind, "tag", in: [.text("a")])
        let loaded = try await store.wholeLoad().records
        try require(read == nil, "a deleted record was read")
        try require(found.map(\.id) == [Sample.id(2)], "a deleted record was found")
        try require(Array(loaded.keys) == [Sample.id(2)], "a deleted record was loaded")
        try await requireConflict(VersionConflict(key: Sample.key(1), expected: 0, found: nil)) {
          try await store.commit(3, Sample.create(1, amount: 1))
        }
      }
    },
    Promise("ST-17", "Concurrent tasks that update one record and retry after a conflict lose no update.") {
      trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 0))
        // All begin with the same copy, so that all but one of them are too late, however they are scheduled.
        let copy = try await store.sample(1)
        try await withThrowingTaskGroup(of: Void.self) { group in
          for task in 0..<8 {
            group.addTask {
              for turn in 0..<10 {
                try await add(1, operation: 100 + task * 10 + turn, from: turn == 0 ? copy : nil, store)
              }
            }
          }
          try await group.waitForAll()
        }
        let record = try await store.sample(1)
        try require(record?.cells[1] == .integer(80), "80 additions of 1 make \(record?.cells[1] ?? .null)")
        try require(record?.version == 81, "80 updates lead to version \(record?.version ?? 0)")
      }
    },
  ]

  /// Adds to the first sample's amount, again and again until nobody else was faster.
  private static func add(
    _ number: Int64, operation: Int, from copy: StoredRecord?, _ store: any Store
  ) async throws {
    var copy = copy
    while true {
      let current = if let copy { copy } else { try await store.sample(1) }
      guard let record = current, let amount = record.cells[1].integer else {
        throw BrokenPromise("the record is gone")
      }
      do {
        try await store.commit(operation, Sample.set(1, from: record.version, amount: amount, to: amount + number))
        return
      } catch StoreError.conflict {
        copy = nil
      }
    }
  }
}
