import PipelinePlugins
import Synchronization

/// What holds while several tasks and drivers work at once.
extension StorageContract {
  static let concurrency: [Promise<StorageTrial>] = [
    Promise("ST-61", "A reader that follows the journal beside concurrent commits reads each entry once, in order.") {
      trial in
      let isDurable = trial.claims.contains(.outlivesDriver)
      let hasSeveralWriters = isDurable && !trial.claims.contains(.oneWriter)
      try await trial.withStore { first in
        try await trial.withStore(.reading, of: isDurable ? trial.other : nil) { reader in
          try await trial.withSecond(hasSeveralWriters, first) { second in
            let isDone = Atomic(false)
            async let followed = reader.follow { isDone.load(ordering: .acquiring) }
            try await withThrowingTaskGroup(of: Void.self) { group in
              for writer in 1...4 {
                let store = writer % 2 == 0 ? second : first
                group.addTask {
                  for turn in 1...15 {
                    let number = writer * 1_000 + turn * 10
                    try await store.commit(
                      number, Sample.create(number, amount: 1), Sample.create(number + 1, amount: 1))
                    // So that the reader reads between commits, however busy the machine is.
                    try await Task.sleep(for: .milliseconds(2))
                  }
                }
              }
              defer { isDone.store(true, ordering: .releasing) }
              try await group.waitForAll()
            }
            let (seen, whole) = (try await followed, try await reader.wholeJournal())
            try require(whole.count == 120, "60 commits of 2 records left \(whole.count) entries")
            let missing = Set(whole.map(\.sequence)).subtracting(seen.map(\.sequence))
            try require(missing.isEmpty, "the reader skipped \(missing.sorted())")
            try require(seen == whole, "the reader saw \(seen.map(\.sequence))")
          }
        }
      }
    },
    Promise(
      "ST-62",
      "Where claimed, by a backend of several writers: one of two drivers that write a unique value at once succeeds.",
      skipping: severalWriters
    ) { trial in
      guard let other = trial.other else { throw BrokenPromise("the trial has no second driver") }
      let schema = [RecordSchema(Sample.kind, Sample.schema[0].fields, constraints: [.unique(["title"])])]
      try await trial.withStore(schema: schema) { one in
        try await trial.withStore(schema: schema, of: other) { two in
          for round in 1...20 {
            let wrote = try await withThrowingTaskGroup(of: Bool.self) { group in
              for (writer, store) in [one, two].enumerated() {
                let number = round * 10 + writer
                group.addTask {
                  do {
                    try await store.commit(number, Sample.create(number, Sample.cells("title \(round)")))
                    return true
                  } catch StoreError.constraint {
                    return false
                  }
                }
              }
              return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            try require(wrote == 1, "\(wrote) of two drivers wrote the same unique value")
          }
          let records = try await two.wholeLoad().records
          try require(records.count == 20, "20 unique values are held by \(records.count) records")
        }
      }
    },
  ]

  /// Skips a promise for backends that are not written by several drivers at once.
  static let severalWriters: @Sendable (StorageTrial) -> String? = { trial in
    guard trial.claims.contains(.outlivesDriver) else {
      return "it does not claim that it \(StorageClaim.outlivesDriver.rawValue)"
    }
    return trial.claims.contains(.oneWriter) ? "it allows one writer" : nil
  }
}

extension StorageTrial {
  /// Runs with a writer of the second driver where there may be one, else with the first writer.
  fileprivate func withSecond(
    _ isThere: Bool, _ first: any Store, _ body: (any Store) async throws -> Void
  ) async throws {
    guard isThere, let other else { return try await body(first) }
    try await withStore(of: other, body)
  }
}

extension Store {
  /// Reads the journal in small pages until the writers are done and nothing follows.
  fileprivate func follow(until isDone: @Sendable () -> Bool) async throws -> [JournalEntry] {
    var (seen, cursor): ([JournalEntry], Cursor) = ([], .start)
    while true {
      // Asked before the page is read: what is written afterwards is found by the next page.
      let isLast = isDone()
      let page = try await journal(nil, id: nil, after: cursor, limit: 3)
      seen += page.entries
      cursor = page.cursor
      if page.entries.isEmpty, isLast { return seen }
      if page.entries.isEmpty { _ = try await waitForCommit(after: cursor, atMost: .milliseconds(20)) }
    }
  }
}
