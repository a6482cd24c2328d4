import PipelinePlugins

/// What holds after a process was killed while it wrote.
extension StorageContract {
  static let killing: [Promise<StorageTrial>] = [
    Promise(
      "ST-65",
      "Where claimed, after a process was killed: what it acknowledged is there, each commit is whole, and the next process writes.",
      skipping: { trial in
        without(.outlivesDriver)(trial) ?? (trial.killed == nil ? "the trial has no process that is killed" : nil)
      }
    ) { trial in
      guard let killed = trial.killed else { return }
      var known = 0
      for round in 1...3 {
        try await killed.live()
        let acknowledged = try killed.acknowledged()
        try require(acknowledged.count > known, "process \(round) acknowledged nothing before it ended")
        known = acknowledged.count
        try await trial.withStore { store in
          try await store.requireAll(acknowledged)
          try await store.requireWhole()
          for number in acknowledged.suffix(10) {
            let again = try await store.commitPair(number)
            try require(again.wasRepeated, "repeating operation \(number) after the restart wrote again")
          }
          let receipt = try await store.commitPair(900_000_000 + round)
          try require(!receipt.wasRepeated, "a new commit was taken for a repeat")
        }
      }
    }
  ]
}

extension Store {
  fileprivate func commitPair(_ number: Int) async throws -> CommitReceipt {
    try await commit(number, Sample.create(2 * number, amount: 1), Sample.create(2 * number + 1, amount: 2))
  }

  /// Throws where an acknowledged commit is not there.
  fileprivate func requireAll(_ acknowledged: [Int]) async throws {
    for number in acknowledged {
      let records = try await read([Sample.key(2 * number), Sample.key(2 * number + 1)])
      try require(!records.contains(nil), "commit \(number) was acknowledged, and its records are lost")
      let operation = try await operation(Sample.operation(number))
      try require(operation != nil, "commit \(number) was acknowledged, and its operation is not known")
    }
  }

  /// Throws where half of a commit is there, or the journal differs from the records.
  fileprivate func requireWhole() async throws {
    let (records, cursor, _) = try await wholeLoad()
    let entries = try await wholeJournal().filter { $0.sequence <= cursor.sequence }
    try require(
      entries.count == records.count && Set(entries.map(\.key.id)) == Set(records.keys),
      "\(records.count) records are there, and \(entries.count) entries of the journal")
    for (operation, own) in Dictionary(grouping: entries, by: \.operation) {
      try require(own.count == 2, "\(own.count) of 2 records of operation \(operation) are there")
    }
  }
}
