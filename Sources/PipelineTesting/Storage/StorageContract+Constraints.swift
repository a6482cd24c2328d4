import PipelinePlugins

extension StorageContract {
  static let constraints: [Promise<StorageTrial>] = unique + references + judging

  private static let unique: [Promise<StorageTrial>] = [
    Promise(
      "ST-42",
      "A unique value belongs to one live record of a workspace; a second is refused with an error naming the first."
    ) { trial in
      try await trial.withStore(schema: Ruled.schema) { store in
        try await store.commit(1, Ruled.deal(1, code: "a"), Ruled.deal(2, code: "b"), Ruled.deal(3))
        let held = Ruled.violation(4, "code", .text("a"), .taken(by: Sample.key(1)))
        try await requireBroken([held]) { try await store.commit(2, Ruled.deal(4, code: "a")) }
        let moved = Ruled.violation(2, "code", .text("a"), .taken(by: Sample.key(1)))
        try await requireBroken([moved]) { try await store.commit(3, Ruled.set(2, "code", "b", "a")) }
        try await store.commit(4, Ruled.deal(5), Ruled.deal(6, code: "A"), Ruled.deal(7, code: "a "))
        try await store.commit(5, Sample.delete(1, at: 1))
        try await store.commit(6, Ruled.deal(8, code: "a"))
        try await store.commit(7, Ruled.set(8, "code", "a", nil), Ruled.set(2, "code", "b", "a"))
      }
      try await trial.withStore(workspace: "other", schema: Ruled.schema) { store in
        try await store.commit(8, Ruled.deal(20, code: "a"))
      }
    },
    Promise("ST-43", "Several fields may be unique together; a record with null in any of them is exempt.") {
      trial in
      try await trial.withStore(schema: Ruled.schema) { store in
        try await store.commit(1, Ruled.entry(1, "reasons", "price"), Ruled.entry(2, "sources", "price"))
        let held = ConstraintViolation(
          Ruled.entryKey(3), ["table", "key"], [.text("reasons"), .text("price")], .taken(by: Ruled.entryKey(1)))
        try await requireBroken([held]) { try await store.commit(2, Ruled.entry(3, "reasons", "price")) }
        let moved = ConstraintViolation(
          Ruled.entryKey(2), ["table", "key"], [.text("reasons"), .text("price")], .taken(by: Ruled.entryKey(1)))
        try await requireBroken([moved]) {
          try await store.commit(3, Ruled.set(2, "table", "sources", "reasons", kind: Ruled.entries))
        }
        try await store.commit(4, Ruled.entry(4, "reasons", nil), Ruled.entry(5, "reasons", nil))
      }
    },
    Promise(
      "ST-44", "Of concurrent tasks that write the same unique value, one succeeds; the others' errors name its record."
    ) {
      trial in
      try await trial.withStore(schema: Ruled.schema) { store in
        let outcomes = await withTaskGroup(of: Result<Int, any Error>.self) { group in
          for task in 1...8 {
            group.addTask {
              do {
                try await store.commit(task, Ruled.deal(task, code: "one"))
                return .success(task)
              } catch { return .failure(error) }
            }
          }
          return await group.reduce(into: []) { $0.append($1) }
        }
        let winners = outcomes.compactMap { try? $0.get() }
        try require(winners.count == 1, "\(winners.count) of 8 records hold one unique value")
        for case .failure(let error) in outcomes {
          guard case StoreError.constraint(let violations) = error else { throw BrokenPromise("refused as \(error)") }
          try require(
            violations.map(\.problem) == winners.map { .taken(by: Sample.key($0)) }, "refused as \(violations)")
        }
        let loaded = try await store.wholeLoad(Sample.kind, ["code"]).records
        try require(loaded.count == 1, "\(loaded.count) records are there")
      }
    },
  ]

  private static let references: [Promise<StorageTrial>] = [
    Promise(
      "ST-45",
      "A reference is to a record that is live at the commit; a record that a live one refers to cannot be deleted."
    ) { trial in
      try await trial.withStore(schema: Ruled.schema) { store in
        try await store.commit(1, Ruled.parent(1), Ruled.parent(2), Ruled.parent(3), Ruled.deal(1, parent: 1))
        let none = Ruled.violation(2, "parent", .bytes(Sample.id(9).bytes), .missing(Ruled.parents))
        try await requireBroken([none]) { try await store.commit(2, Ruled.deal(2, parent: 9)) }
        try await store.commit(3, RecordWrite(Ruled.parentKey(3), .delete(expected: 1)))
        let gone = Ruled.violation(2, "parent", .bytes(Sample.id(3).bytes), .missing(Ruled.parents))
        try await requireBroken([gone]) { try await store.commit(4, Ruled.deal(2, parent: 3)) }
        let needed = ConstraintViolation(
          Ruled.parentKey(1), ["parent"], [.bytes(Sample.id(1).bytes)], .referred(by: Sample.key(1)))
        try await requireBroken([needed]) {
          try await store.commit(5, RecordWrite(Ruled.parentKey(1), .delete(expected: 1)))
        }
        let move = CellChange(
          "parent", old: .bytes(Sample.id(1).bytes), new: .bytes(Sample.id(2).bytes), inHistory: true)
        try await store.commit(6, RecordWrite(Sample.key(1), .update(expected: 1, [move])))
        try await store.commit(7, RecordWrite(Ruled.parentKey(1), .delete(expected: 1)))
        try await store.commit(8, Sample.delete(1, at: 2), RecordWrite(Ruled.parentKey(2), .delete(expected: 1)))
      }
    },
    Promise(
      "ST-46",
      "A key is of its list; a retired one stays where it is used but is not newly set; one in use cannot be deleted."
    ) { trial in
      try await trial.withStore(schema: Ruled.schema) { store in
        try await store.commit(1, Ruled.deal(9, reason: "standard"))
        try await store.commit(
          2, Ruled.entry(1, "reasons", "price"), Ruled.entry(2, "sources", "web"), Ruled.deal(1, reason: "price"))
        for (number, key) in ["web", "standard", "Price"].enumerated() {
          let unknown = Ruled.violation(2, "reason", .text(key), .unknownKey(Ruled.reasons))
          try await requireBroken([unknown]) { try await store.commit(10 + number, Ruled.deal(2, reason: key)) }
        }
        let used = ConstraintViolation(
          Ruled.entryKey(1), ["reason"], [.text("price")], .referred(by: Sample.key(1)))
        try await requireBroken([used]) {
          try await store.commit(20, RecordWrite(Ruled.entryKey(1), .delete(expected: 1)))
        }
        let retiring = CellChange("retired", old: .integer(0), new: .integer(1), inHistory: true)
        try await store.commit(21, RecordWrite(Ruled.entryKey(1), .update(expected: 1, [retiring])))
        let retired = Ruled.violation(2, "reason", .text("price"), .retiredKey(Ruled.reasons))
        try await requireBroken([retired]) { try await store.commit(22, Ruled.deal(2, reason: "price")) }
        try await store.commit(23, Ruled.set(1, "code", nil, "kept"))
        try await store.commit(24, Ruled.set(1, at: 2, "reason", "price", nil))
        try await store.commit(25, RecordWrite(Ruled.entryKey(1), .delete(expected: 2)))
      }
    },
  ]

  private static let judging: [Promise<StorageTrial>] = [
    Promise(
      "ST-47",
      "Constraints are checked after all writes of a change set, in any order; a violation leaves nothing written."
    ) { trial in
      try await trial.withStore(schema: Ruled.schema) { store in
        try await store.commit(
          1, Ruled.deal(1, parent: 1, reason: "price"), Ruled.parent(1), Ruled.entry(1, "reasons", "price"))
        try await store.commit(2, Ruled.deal(2, code: "a"), Ruled.deal(3, code: "b"))
        try await store.commit(3, Ruled.set(2, "code", "a", "b"), Ruled.set(3, "code", "b", "a"))
        try await store.commit(4, Ruled.deal(4, code: "b"), Sample.delete(2, at: 2))
        let before = try await store.wholeJournal()
        let twice = [
          Ruled.violation(5, "code", .text("c"), .taken(by: Sample.key(6))),
          Ruled.violation(6, "code", .text("c"), .taken(by: Sample.key(5))),
        ]
        try await requireBroken(twice) {
          try await store.commit(5, Ruled.parent(2), Ruled.deal(5, code: "c"), Ruled.deal(6, code: "c"))
        }
        let left = try await store.read([Ruled.parentKey(2), Sample.key(5), Sample.key(6)])
        try require(left == [nil, nil, nil], "a change set that broke a constraint left \(left)")
        let after = try await store.wholeJournal()
        try require(after == before, "a change set that broke a constraint left entries in the journal")
        try await store.commit(6, Ruled.deal(5, code: "c"))
        try await store.commit(7, Ruled.deal(7, code: "d"), Ruled.set(7, "code", "d", "e"), Ruled.deal(8, code: "d"))
      }
    },
    Promise(
      "ST-48",
      "A new constraint leaves existing violations as they are, and applies to every value written afterwards."
    ) { trial in
      try await trial.withStore(schema: Ruled.schema.map { RecordSchema($0.kind, $0.fields) }) { store in
        try await store.commit(1, Ruled.deal(1, code: "a", reason: "none"), Ruled.deal(2, code: "a", parent: 5))
        try await store.commit(2, Ruled.entry(1, "reasons", "price"), Ruled.entry(2, "reasons", "price"))
      }
      try await trial.withStore(schema: Ruled.schema) { store in
        try await store.commit(3, Ruled.set(1, "note", nil, "still edited"), Ruled.set(2, "note", nil, "this too"))
        let broken = try await store.brokenConstraints(of: Ruled.schema)
        try require(
          Set(broken) == [
            Ruled.violation(2, "code", .text("a"), .taken(by: Sample.key(1))),
            Ruled.violation(2, "parent", .bytes(Sample.id(5).bytes), .missing(Ruled.parents)),
            Ruled.violation(1, "reason", .text("none"), .unknownKey(Ruled.reasons)),
            ConstraintViolation(
              Ruled.entryKey(2), ["table", "key"], [.text("reasons"), .text("price")], .taken(by: Ruled.entryKey(1))),
          ], "broken: \(broken)")
        try await requireError("a unique value held twice already") {
          try await store.commit(4, Ruled.deal(3, code: "a"))
        } where: {
          if case .constraint(let violations) = $0 { violations.count == 1 } else { false }
        }
        try await store.commit(5, Ruled.set(2, at: 2, "code", "a", "b"))
        let left = try await store.brokenConstraints(of: Ruled.schema)
        try require(left.count == 3, "after one was mended: \(left)")
      }
    },
    Promise(
      "ST-49",
      "A write without an effective instant takes effect no earlier than its record's other entries, despite the clock."
    ) { trial in
      try await trial.withStore { store in
        let day = Instant(microsecondsSince1970: 86_400_000_000)
        try await store.commit(100, Sample.create(1, amount: 0), Sample.create(2, amount: 0))
        try await store.commit(50, Sample.set(1, from: 1, amount: 0, to: 1))
        let past = RecordWrite(
          Sample.key(1), Sample.set(1, from: 2, amount: 1, to: 2).action, effectiveAt: Instant(microsecondsSince1970: 5)
        )
        let later = RecordWrite(Sample.key(1), Sample.set(1, from: 3, amount: 2, to: 3).action, effectiveAt: day)
        try await store.commit(
          120, past, later, Sample.set(1, from: 4, amount: 3, to: 4), Sample.set(2, from: 1, amount: 0, to: 1))
      }
      try await trial.withStore { store in
        try await store.commit(60, Sample.set(1, from: 5, amount: 4, to: 5), Sample.delete(2, at: 2))
        let entries = try await store.wholeJournal()
        let seconds = entries.map { $0.effectiveAt.microsecondsSince1970 / 1_000_000 }
        try require(
          seconds == [100, 100, 100, 0, 86_400, 86_400, 120, 86_400, 120], "entries took effect at \(seconds)")
        let known = entries.map { $0.recordedAt.microsecondsSince1970 / 1_000_000 }
        try require(known == [100, 100, 50, 120, 120, 120, 120, 60, 60], "entries were recorded at \(known)")
      }
    },
  ]
}

/// Throws where a call is not refused for exactly these violations.
private func requireBroken(_ expected: [ConstraintViolation], _ body: () async throws -> Void) async throws {
  try await requireError("broken constraints: \(expected)", body) {
    if case .constraint(let violations) = $0 {
      Set(violations) == Set(expected) && violations.count == expected.count
    } else {
      false
    }
  }
}

/// Records with constraints.
private enum Ruled {
  static let parents: RecordKind = "parent"
  static let entries: RecordKind = "entry"
  static let reasons = EntryList(
    kind: entries, nameField: "table", name: "reasons", keyField: "key", retiredField: "retired", defaults: ["standard"]
  )

  static let schema = [
    RecordSchema(
      Sample.kind,
      [
        FieldSpec("code", .text), FieldSpec("parent", .bytes), FieldSpec("reason", .text), FieldSpec("note", .text),
        FieldSpec("amount", .integer),
      ], constraints: [.unique(["code"]), .reference("parent", parents), .entry("reason", reasons)]),
    RecordSchema(parents, [FieldSpec("title", .text)]),
    RecordSchema(
      entries, [FieldSpec("table", .text, isIndexed: true), FieldSpec("key", .text), FieldSpec("retired", .integer)],
      constraints: [.unique(["table", "key"])]),
  ]

  static func parentKey(_ number: Int) -> RecordKey { Sample.key(number, parents) }
  static func entryKey(_ number: Int) -> RecordKey { Sample.key(number, entries) }

  static func deal(_ number: Int, code: String? = nil, parent: Int? = nil, reason: String? = nil) -> RecordWrite {
    let cells: [FieldValue] = [
      code.map(FieldValue.text) ?? .null, parent.map { .bytes(Sample.id($0).bytes) } ?? .null,
      reason.map(FieldValue.text) ?? .null, .null, .null,
    ]
    return RecordWrite(Sample.key(number), .create(cells))
  }

  static func parent(_ number: Int) -> RecordWrite { RecordWrite(parentKey(number), .create([.text("p")])) }

  static func entry(_ number: Int, _ table: String, _ key: String?) -> RecordWrite {
    RecordWrite(entryKey(number), .create([.text(table), key.map(FieldValue.text) ?? .null, .integer(0)]))
  }

  static func set(
    _ number: Int, at version: Int64 = 1, _ field: FieldName, _ old: String?, _ new: String?,
    kind: RecordKind = Sample.kind
  ) -> RecordWrite {
    let change = CellChange(
      field, old: old.map(FieldValue.text) ?? .null, new: new.map(FieldValue.text) ?? .null, inHistory: true)
    return RecordWrite(Sample.key(number, kind), .update(expected: version, [change]))
  }

  static func violation(
    _ number: Int, _ field: FieldName, _ cell: FieldValue, _ problem: ConstraintViolation.Problem
  ) -> ConstraintViolation {
    ConstraintViolation(Sample.key(number), [field], [cell], problem)
  }
}
