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
        let byColumn = try await store.byColumn(grown[0], ["later", "title"], 5).entries.first
        try require(same(byColumn?.cells, [.null, .text("a")]), "by column: \(byColumn?.cells ?? [])")
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
          { _ = try await store.byColumn(Sample.schema[0], [], 1) },
        ]
        for verb in verbs { try await requireError("closed", verb) { $0 == .closed } }
        try await other.commit(3, Sample.create(3, amount: 1))
        let records = try await other.wholeLoad().records
        try require(records.count == 2, "the other store has \(records.count) records instead of 2")
      }
    },
  ]
}
