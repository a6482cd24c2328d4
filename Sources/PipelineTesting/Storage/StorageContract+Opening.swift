import PipelinePlugins

extension StorageContract {
  static let opening: [Promise<StorageTrial>] = [
    Promise("ST-32", "A reopened store has the same records, journal and operations.") { trial in
      let writes = [Sample.create(1, amount: 1), Sample.create(2, amount: 2)]
      var (before, receipt): ([JournalEntry], CommitReceipt?) = ([], nil)
      try await trial.withStore { store in
        receipt = try await store.commit(Sample.changes(1, writes))
        before = try await store.wholeJournal()
      }
      try await trial.withStore { store in
        let records = try await store.wholeLoad().records
        try require(records.count == 2, "\(records.count) records instead of 2")
        let entries = try await store.wholeJournal()
        try require(entries == before, "the journal is another one")
        let again = try await store.commit(Sample.changes(1, writes))
        try require(again.wasRepeated && again.cursor == receipt?.cursor, "the operation is not known any more")
        let next = try await store.commit(2, Sample.create(3, amount: 3)).cursor
        try require(next > again.cursor, "the journal begins anew")
      }
    },
    Promise(
      "ST-33",
      "A store opened for reading reads everything, sees later commits, and refuses to commit with an error saying why."
    ) {
      trial in
      try await trial.withStore { writer in
        try await writer.commit(1, Sample.create(1, Sample.cells("a", tag: "t")))
        try await trial.withStore(.reading) { reader in
          let read = try await reader.sample(1)
          let found = try await reader.find(Sample.kind, "tag", in: [.text("t")])
          let entries = try await reader.wholeJournal()
          try require(read?.id == Sample.id(1) && found.count == 1 && entries.count == 1, "it does not read everything")
          try await requireError("a refusal to write") {
            try await reader.commit(2, Sample.create(2, amount: 1))
          } where: {
            if case .openedForReading = $0 { true } else { false }
          }
          try await writer.commit(3, Sample.create(3, amount: 1))
          let seen = try await reader.wholeLoad().records
          try require(Set(seen.keys) == [Sample.id(1), Sample.id(3)], "it sees \(seen.keys)")
        }
      }
    },
    Promise("ST-34", "Opening for reading something that does not exist throws an error and creates nothing.") {
      trial in
      for _ in 0..<2 {
        try await requireError("nothing found") {
          try await trial.withStore(.reading) { _ in }
        } where: {
          if case .notFound = $0 { true } else { false }
        }
      }
    },
    Promise("ST-35", "New kinds and fields are added on opening; existing records have null in them.") {
      trial in
      try await trial.withStore { try await $0.commit(1, Sample.create(1, Sample.cells("a", amount: 1))) }
      let grown = [
        RecordSchema(Sample.kind, Sample.schema[0].fields + [FieldSpec("later", .text, isIndexed: true)]),
        Sample.schema[1], RecordSchema("later_kind", [FieldSpec("title", .text)]),
      ]
      let old = Sample.cells("a", amount: 1) + [.null]
      try await trial.withStore(.reading, schema: grown) { store in
        let record = try await store.sample(1)
        try require(same(record?.cells, old), "before it was added: \(record?.cells ?? [])")
        let found = try await store.find(Sample.kind, "later", in: [.text("x")])
        let loaded = try await store.wholeLoad(Sample.kind, ["later", "title"]).records[Sample.id(1)]
        let none = try await store.wholeLoad("later_kind", ["title"]).records
        try require(
          found.isEmpty && same(loaded?.cells, [.null, .text("a")]) && none.isEmpty, "new fields are not empty")
      }
      try await trial.withStore(schema: grown) { store in
        let new = Sample.cells("b") + [.text("x")]
        let kind = RecordWrite(RecordKey("later_kind", Sample.id(1)), .create([.text("k")]))
        try await store.commit(2, Sample.create(2, new), kind)
        let read = try await store.read([Sample.key(1), Sample.key(2)])
        try require(same(read[0]?.cells, old) && same(read[1]?.cells, new), "read as \(read)")
        let found = try await store.find(Sample.kind, "later", in: [.text("x")])
        try require(found.map(\.id) == [Sample.id(2)], "the new field found \(found.map(\.id))")
        let entries = try await store.wholeJournal(Sample.kind)
        try require(entries.map(\.event) == [.created(old), .created(new)], "the journal says \(entries.map(\.event))")
      }
    },
    Promise("ST-36", "A closed store refuses every verb, may be closed again, and leaves other stores open.") {
      trial in
      try await trial.withStore { other in
        let store = try await trial.driver.open(Sample.context())
        try await store.commit(1, Sample.create(1, amount: 1))
        await store.close()
        await store.close()
        let verbs: [@Sendable () async throws -> Void] = [
          { _ = try await store.read([Sample.key(1)]) },
          { _ = try await store.find(Sample.kind, "tag", in: []) },
          { _ = try await store.commit(2, Sample.create(2, amount: 1)) },
          { _ = try await store.load(Sample.kind, fields: [], page: nil) },
          { _ = try await store.journal(nil, id: nil, after: .start, limit: 1) },
        ]
        for verb in verbs { try await requireError("closed", verb) { $0 == .closed } }
        try await other.commit(3, Sample.create(3, amount: 1))
        let records = try await other.wholeLoad().records
        try require(records.count == 2, "the other store has \(records.count) records instead of 2")
      }
    },
  ]

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
  ]

  /// Skips a promise for those that do not claim it.
  private static func without(_ claim: StorageClaim) -> @Sendable (StorageTrial) -> String? {
    { $0.claims.contains(claim) ? nil : "it does not claim that it \(claim.rawValue)" }
  }
}
