import PipelinePlugins

extension StorageContract {
  static let finding: [Promise<StorageTrial>] = [
    Promise("ST-6", "`read` returns one result per key, in the order of the keys, and `nil` for a missing record.") {
      trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, amount: 1), Sample.create(2, amount: 2), Sample.create(3, amount: 3))
        let read = try await store.read([3, 9, 1, 3, 2].map { Sample.key($0) })
        try require(
          read.map { $0?.id } == [Sample.id(3), nil, Sample.id(1), Sample.id(3), Sample.id(2)],
          "keys 3, 9, 1, 3, 2 read as \(read.map { $0?.id.description ?? "nil" })")
        let none = try await store.read([])
        try require(none.isEmpty, "no keys read as \(none.count) records")
        let foreign = try await store.read([Sample.key(1, Sample.other)])
        try require(foreign == [nil], "a record was read as one of another kind")
      }
    },
    Promise("ST-7", "`find` returns the records with any of several values, each once, ordered by identity.") {
      trial in
      try await trial.withStore { store in
        let tags = ["b", "a", "b", "c", "a"]
        for number in [4, 2, 0, 3, 1] {
          try await store.commit(number, Sample.create(number, Sample.cells(tag: tags[number], parent: number % 2)))
        }
        let found = try await store.find(Sample.kind, "tag", in: [.text("b"), .text("a"), .text("b"), .text("x")])
        try require(found.map(\.id) == [0, 1, 2, 4].map(Sample.id), "a and b found \(found.map(\.id))")
        try require(same(found[0].cells, Sample.cells(tag: "b", parent: 0)), "what was found is not the whole record")
        let odd = try await store.find(Sample.kind, "parent", in: [.bytes(Sample.id(1).bytes)])
        try require(odd.map(\.id) == [1, 3].map(Sample.id), "an identity found \(odd.map(\.id))")
        let none = try await store.find(Sample.kind, "tag", in: [])
        try require(none.isEmpty, "no values found \(none.count) records")
      }
    },
    Promise("ST-8", "`find` never returns a record whose field is null, even when null is searched for.") { trial in
      try await trial.withStore { store in
        try await store.commit(1, Sample.create(1, Sample.cells("x")), Sample.create(2, Sample.cells(tag: "a")))
        let found = try await store.find(Sample.kind, "tag", in: [.null, .text("a")])
        try require(found.map(\.id) == [Sample.id(2)], "nothing found \(found.map(\.id))")
      }
    },
    Promise("ST-9", "`find` uses current values only: neither previous values nor deleted records match.") {
      trial in
      try await trial.withStore { store in
        try await store.commit(
          1, Sample.create(1, Sample.cells(tag: "old")), Sample.create(2, Sample.cells(tag: "old")))
        let change = CellChange("tag", old: .text("old"), new: .text("new"), inHistory: false)
        try await store.commit(
          2, RecordWrite(Sample.key(1), .update(expected: 1, [change])), Sample.delete(2, at: 1))
        let old = try await store.find(Sample.kind, "tag", in: [.text("old")])
        try require(old.isEmpty, "the old value found \(old.map(\.id))")
        let new = try await store.find(Sample.kind, "tag", in: [.text("new")])
        try require(new.map(\.id) == [Sample.id(1)] && new.first?.version == 2, "the new value found \(new)")
      }
    },
    Promise("ST-10", "`find` refuses a field that is not indexed as invalid.") { trial in
      try await trial.withStore { store in
        try await requireInvalid("a search by a field that is not indexed") {
          _ = try await store.find(Sample.kind, "note", in: [.text("x")])
        }
      }
    },
  ]
}
