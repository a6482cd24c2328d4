import PipelinePlugins

/// Commits that wait together.
extension StorageContract {
  static let waiting: [Promise<StorageTrial>] = [
    Promise(
      "ST-53", "Commits that run at once have each their own result: a refused one writes nothing, the others all."
    ) { trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(0, amount: 0))
        let refused = try await withThrowingTaskGroup(of: Int?.self) { group in
          for number in 1...90 {
            group.addTask {
              // Every third expects a version that the record never had, after a write that is in order.
              let misfit = number % 3 == 0 ? [Sample.set(0, from: 7, amount: 0, to: 1)] : []
              let changes = Sample.changes(number + 1, [Sample.create(number, amount: 1)] + misfit)
              do {
                _ = try await store.commit(changes) {}
                return nil
              } catch StoreError.conflict(VersionConflict(key: Sample.key(0), expected: 7, found: 1)) {
                return number
              }
            }
          }
          return try await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
        }
        try require(refused == Set((1...90).filter { $0 % 3 == 0 }), "\(refused.sorted()) were refused")
        let loaded = try await store.wholeLoad(Sample.kind, ["amount"]).records
        try require(loaded.count == 61, "\(loaded.count) of 61 records are there")
        let entries = try await store.wholeJournal()
        try require(entries.map(\.sequence) == (1...61).map { Int64($0) }, "the journal has \(entries.count) entries")
      }
    },
    Promise("ST-54", "A commit that is called after another one was enqueued takes effect after it.") { trial in
      try await trial.withStore { store in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 1...40 {
            let (enqueued, enqueuing) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
              defer { enqueuing.finish() }
              _ = try await store.commit(Sample.changes(number, [Sample.create(number, amount: 1)])) {
                enqueuing.yield()
              }
            }
            for await _ in enqueued { break }
          }
          try await group.waitForAll()
        }
        let order = try await store.wholeJournal().map(\.key.id)
        try require(order == (1...40).map(Sample.id), "the commits took effect in another order")
      }
    },
  ]
}
