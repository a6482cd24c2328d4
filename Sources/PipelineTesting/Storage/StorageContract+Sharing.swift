import PipelinePlugins

/// What several drivers and workspaces share.
extension StorageContract {
  static let sharing: [Promise<StorageTrial>] = [
    Promise(
      "ST-37", "Where claimed: another driver for the same location reads everything.",
      skipping: without(.outlivesDriver)
    ) { trial in
      guard let other = trial.other else { throw BrokenPromise("the trial has no second driver") }
      try await trial.withStore { try await $0.commit(1, Sample.create(1, amount: 1)) }
      try await trial.withStore(of: other) { store in
        let again = try await store.commit(1, Sample.create(1, amount: 1))
        try require(again.wasRepeated, "the operation is not known")
        try await store.commit(2, Sample.set(1, from: 1, amount: 1, to: 2))
      }
      try await trial.withStore(.reading) { store in
        let record = try await store.sample(1)
        try require(record?.version == 2, "the record is at version \(record?.version ?? 0)")
      }
    },
    Promise(
      "ST-38", "Where claimed: a second writer is refused with an error naming the first, until the first closes.",
      skipping: without(.oneWriter)
    ) { trial in
      guard let other = trial.other else { throw BrokenPromise("the trial has no second driver") }
      try await trial.withStore { _ in
        try await requireError("a refusal that names who writes") {
          try await trial.withStore(of: other) { _ in }
        } where: {
          if case .locked(_, .some) = $0 { true } else { false }
        }
        try await trial.withStore(.reading, of: other) { _ in }
      }
      try await trial.withStore(of: other) { _ in }
    },
    Promise(
      "ST-39", "Workspaces are isolated: identities, operations, values and journals of one do not exist in another."
    ) { trial in
      try await trial.withStore(workspace: "one") { one in
        try await trial.withStore(workspace: "two") { two in
          try await one.commit(1, Sample.create(1, Sample.cells("of one", tag: "t")))
          let receipt = try await two.commit(1, Sample.create(1, Sample.cells("of two", tag: "t")))
          try require(!receipt.wasRepeated, "an operation of one workspace is known in another")
          try await one.commit(2, Sample.delete(1, at: 1))
          let (gone, left) = (try await one.sample(1), try await two.sample(1))
          try require(gone == nil && left?.cells[0] == .text("of two"), "one workspace's deletion shows in another")
          let found = try await two.find(Sample.kind, "tag", in: [.text("t")])
          let (empty, loaded) = (try await one.wholeLoad().records, try await two.wholeLoad().records)
          try require(found.count == 1 && empty.isEmpty && loaded.count == 1, "records of one show in another")
          let (first, second) = (try await one.wholeJournal(), try await two.wholeJournal())
          try require(first.count == 2 && second.count == 1, "\(first.count) and \(second.count) entries, not 2 and 1")
          let history = try await two.wholeJournal(Sample.kind, id: Sample.id(1))
          try require(history == second, "one workspace's history shows in another")
        }
      }
    },
    Promise(
      "ST-56",
      "Where claimed: an open store of another driver reads each commit as soon as it has returned, by every verb.",
      skipping: without(.outlivesDriver)
    ) { trial in
      guard let other = trial.other else { throw BrokenPromise("the trial has no second driver") }
      try await trial.withStore { writer in
        var end = try await writer.commit(1, Sample.create(1, Sample.cells("a", amount: 0, tag: "t"))).cursor
        try await trial.withStore(.reading, of: other) { reader in
          // What it has read, it may keep only for as long as nothing is written.
          for number in 1...4 {
            let receipt = try await writer.commit(
              number + 1, Sample.set(1, from: Int64(number), amount: Int64(number - 1), to: Int64(number)),
              Sample.create(number + 1, Sample.cells("b", tag: "t")))
            try await reader.requireNew(number, after: end, to: receipt.cursor)
            end = receipt.cursor
          }
        }
      }
    },
    Promise(
      "ST-57",
      "Where claimed, by a backend of several writers: stores of two drivers lose none of each other's updates.",
      skipping: severalWriters
    ) { trial in
      guard let other = trial.other else { throw BrokenPromise("the trial has no second driver") }
      try await trial.withStore { one in
        try await one.commit(0, Sample.create(1, amount: 0))
        try await trial.withStore(of: other) { two in
          // Both have read the same version, so that the second is too late.
          let known = try await two.sample(1)
          try await one.commit(1, Sample.set(1, from: 1, amount: 0, to: 1))
          let conflict = VersionConflict(key: Sample.key(1), expected: known?.version ?? 0, found: 2)
          try await requireConflict(conflict) { try await two.commit(2, Sample.set(1, from: 1, amount: 0, to: 1)) }
          try await withThrowingTaskGroup(of: Void.self) { group in
            for (writer, store) in [one, two].enumerated() {
              group.addTask { for turn in 1...20 { try await store.increment(operation: writer * 100 + 10 + turn) } }
            }
            try await group.waitForAll()
          }
          for store in [one, two] {
            let record = try await store.sample(1)
            try require(
              record?.version == 42 && record?.cells[1] == .integer(41),
              "after 41 increments: \(record?.cells[1] ?? .null) at version \(record?.version ?? 0)")
          }
        }
      }
    },
  ]

  /// Skips a promise for those that do not claim it.
  static func without(_ claim: StorageClaim) -> @Sendable (StorageTrial) -> String? {
    { $0.claims.contains(claim) ? nil : "it does not claim that it \(claim.rawValue)" }
  }
}

extension Store {
  /// Throws where the record 1 is not what `number` updates made of it, or the last commit is missing.
  fileprivate func requireNew(_ number: Int, after old: Cursor, to end: Cursor) async throws {
    let record = try await sample(1)
    try require(
      record?.version == Int64(number + 1) && record?.cells[1] == .integer(Int64(number)),
      "`read` returns version \(record?.version ?? 0) instead of \(number + 1)")
    let found = try await find(Sample.kind, "tag", in: [.text("t")])
    try require(
      found.map(\.id) == (1...number + 1).map(Sample.id) && found.first == record,
      "`find` returns what was there before")
    let (loaded, cursor, _) = try await wholeLoad()
    try require(loaded.count == number + 1 && loaded[Sample.id(1)] == record, "`load` returns what was there before")
    try require(cursor == end, "`load` returns cursor \(cursor.sequence) instead of \(end.sequence)")
    let entries = try await wholeJournal(after: old)
    try require(entries.last?.sequence == end.sequence, "`journal` returns \(entries.count) entries of the last commit")
    let operation = try await operation(Sample.operation(number + 1))
    try require(operation != nil, "`operation` does not know the last commit")
    let hasMore = try await waitForCommit(after: old, atMost: .seconds(30))
    try require(hasMore, "`waitForCommit` does not see the last commit")
  }

  /// Adds one to the amount of the record 1, again after each conflict.
  fileprivate func increment(operation: Int) async throws {
    while true {
      guard let record = try await sample(1), let amount = record.cells[1].integer else {
        throw BrokenPromise("the record is gone")
      }
      do {
        try await commit(operation, Sample.set(1, from: record.version, amount: amount, to: amount + 1))
        return
      } catch StoreError.conflict {
        continue
      }
    }
  }
}
