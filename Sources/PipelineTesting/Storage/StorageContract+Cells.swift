import PipelinePlugins

extension StorageContract {
  static let cells: [Promise<StorageTrial>] = [
    Promise(
      "ST-1",
      "Cells are read back exactly after creation and update: integers over their range, texts to the byte, identities."
    ) { trial in
      try await trial.withStore { store in
        let texts = [
          "plain", "two\nlines", "a\u{0}b", "\u{1}0\u{1}1", "𝄞 🧾 \u{10FFFF}", "'; DROP TABLE x; --", "42", "1e3", "  ",
        ]
        let numbers: [Int64] = [0, 1, -1, .max, -.max, 1 << 53 + 1, 86_400_000_000]
        for (number, text) in texts.enumerated() {
          let cells = Sample.cells(text, amount: numbers[number % numbers.count], tag: text, parent: 7, note: text)
          try await store.commit(number, Sample.create(number, cells))
          let record = try await store.sample(number)
          try require(same(record?.cells, cells), "\(cells) came back as \(record?.cells ?? [])")
        }
        for (index, number) in numbers.enumerated() {
          let version = Int64(index + 1)
          try await store.commit(100 + index, Sample.set(0, from: version, amount: 0, to: number))
          let record = try await store.sample(0)
          try require(record?.cells[1] == .integer(number), "\(number) came back as \(record?.cells[1] ?? .null)")
        }
      }
    },
    Promise("ST-2", "A null cell is read as null, an empty text as an empty text.") { trial in
      try await trial.withStore { store in
        try await store.commit(
          1, Sample.create(1, Sample.cells()), Sample.create(2, Sample.cells("", tag: "", note: "")))
        let (none, empty) = (try await store.sample(1), try await store.sample(2))
        try require(same(none?.cells, Sample.cells()), "nothing came back as \(none?.cells ?? [])")
        let expected = Sample.cells("", tag: "", note: "")
        try require(same(empty?.cells, expected), "empty texts came back as \(empty?.cells ?? [])")
        let loaded = try await store.wholeLoad()
        try require(same(loaded.records[Sample.id(2)]?.cells, expected), "empty texts were not loaded as such")
        let found = try await store.find(Sample.kind, "tag", in: [.text("")])
        try require(found.map(\.id) == [Sample.id(2)], "an empty text found \(found.count) records")
      }
    },
    Promise("ST-3", "Texts are compared by their bytes: canonically equivalent Unicode texts remain different.") {
      trial in
      try await trial.withStore { store in
        let (one, two) = (Sample.cells("caf\u{E9}", tag: "\u{E9}"), Sample.cells("cafe\u{301}", tag: "e\u{301}"))
        try await store.commit(1, Sample.create(1, one), Sample.create(2, two))
        let loaded = try await store.wholeLoad()
        try require(same(loaded.records[Sample.id(1)]?.cells, one), "the composed text was loaded as another")
        try require(same(loaded.records[Sample.id(2)]?.cells, two), "the decomposed text was loaded as another")
        let found = try await store.find(Sample.kind, "tag", in: [.text("e\u{301}")])
        try require(found.map(\.id) == [Sample.id(2)], "the decomposed text found \(found.map(\.id))")
      }
    },
    Promise(
      "ST-4",
      "Cells that do not match the schema are refused as invalid, and nothing of their change set is written."
    ) { trial in
      try await trial.withStore { store in
        let bad: [(String, WriteAction)] = [
          ("a text for a number", .create([.null, .text("1"), .null, .null, .null])),
          ("a number for a text", .create([.integer(1), .null, .null, .null, .null])),
          ("the least whole number", .create([.null, .integer(.min), .null, .null, .null])),
          ("an identity of three bytes", .create([.null, .null, .null, .bytes([1, 2, 3]), .null])),
          ("too few cells", .create([.null])),
          ("too many cells", .create(Sample.cells() + [.null])),
          (
            "a change to another type",
            .update(
              expected: 1, [CellChange("amount", old: .null, new: .text("1"), inHistory: true)])
          ),
          ("an update of nothing", .update(expected: 1, [])),
        ]
        try await store.commit(1, Sample.create(1, amount: 5))
        for (index, (what, action)) in bad.enumerated() {
          let number = if case .create = action { 100 + index } else { 1 }
          try await requireInvalid(what) {
            _ = try await store.commit(
              Sample.changes(10 + index, [Sample.create(50, amount: 1), RecordWrite(Sample.key(number), action)]))
          }
        }
        let left = try await store.read([Sample.key(50), Sample.key(1)])
        try require(left[0] == nil && left[1]?.version == 1, "part of a refused change set was written")
      }
    },
    Promise("ST-5", "Every verb refuses an unknown kind or field as invalid.") {
      trial in
      try await trial.withStore { store in
        try await requireInvalid("an unknown kind") { _ = try await store.read([Sample.key(1, "unknown")]) }
        try await requireInvalid("an unknown kind") { _ = try await store.find("unknown", "tag", in: []) }
        try await requireInvalid("an unknown field") { _ = try await store.find(Sample.kind, "unknown", in: []) }
        try await requireInvalid("an unknown kind") { _ = try await store.load("unknown", fields: [], page: nil) }
        try await requireInvalid("an unknown field") {
          _ = try await store.load(Sample.kind, fields: ["unknown"], page: nil)
        }
        try await requireInvalid("an unknown kind") {
          _ = try await store.journal("unknown", id: nil, after: .start, limit: 1)
        }
        try await requireInvalid("an unknown kind") {
          try await store.commit(1, RecordWrite(Sample.key(1, "unknown"), .create([])))
        }
      }
    },
  ]
}
