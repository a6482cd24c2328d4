import PipelinePlugins

/// What a store that groups by itself promises (``GroupingStore``).
extension StorageContract {
  static let grouping: [Promise<StorageTrial>] = [
    Promise(
      "ST-63",
      "Where claimed: records are grouped by their cells, exactly to the byte and below zero too, with their number and the exact sum.",
      skipping: without(.groups)
    ) { trial in
      try await trial.withStore { store in
        try await compare(store)
        try await trial.withStore(workspace: "another") { _ = try await $0.commit(1, Sample.create(1, amount: 77)) }
        _ = try await store.commit(Sample.changes(1, samples))
        try await compare(store)
        // What is deleted is in no group; what is changed is in another one.
        try await store.commit(
          2, Sample.delete(1, at: 1), Sample.delete(6, at: 1), Sample.set(2, from: 1, amount: -1, to: 19))
        try await compare(store)
        try await store.commit(3, Sample.delete(2, at: 2))
        try await compare(store)
      }
    },
    Promise(
      "ST-64", "Where claimed: grouping refuses unknown kinds and fields, and sums of what are no integers.",
      skipping: without(.groups)
    ) { trial in
      try await trial.withStore { store in
        _ = try await store.commit(Sample.changes(1, samples))
        let store = try grouping(store)
        let refused = [
          RecordGrouping("stranger", by: [], sum: "amount"),
          RecordGrouping(Sample.kind, by: [.init("surname")], sum: "amount"),
          RecordGrouping(Sample.kind, by: [], sum: "surname"), RecordGrouping(Sample.kind, by: [], sum: "title"),
        ]
        for query in refused {
          try await requireInvalid("\(query.kind) by \(query.fields), sum of \(query.sum)") {
            _ = try await store.groups(query)
          }
        }
      }
    },
  ]

  /// Records whose groups are easily got wrong.
  private static let samples: [RecordWrite] = {
    let cells = [
      // The sum of two numbers of 64 bits has more.
      Sample.cells("a", amount: .max, tag: "x"), Sample.cells("b", amount: -1, tag: "y", parent: 1),
      Sample.cells("c", amount: .max, tag: "x"), Sample.cells("d", amount: .max, tag: "x"),
      // Alike to people, and not the same bytes.
      Sample.cells("e", amount: 5, tag: "\u{E9}"), Sample.cells("e", amount: 7, tag: "e\u{301}"),
      // Nothing, an empty text, and no amount.
      Sample.cells("f", amount: 0, tag: ""), Sample.cells("g", amount: 0), Sample.cells("h", tag: "y", parent: 1),
      Sample.cells("i", tag: "y", parent: 1), Sample.cells("j", amount: -10, tag: "y", parent: 2),
      Sample.cells("k", amount: -11, tag: "y", parent: 2), Sample.cells("l", amount: 9, tag: "y", parent: 1),
    ]
    return cells.enumerated().map { Sample.create($0.offset, $0.element) }
  }()

  private static func grouping(_ store: any Store) throws -> any GroupingStore {
    guard let store = store as? any GroupingStore else { throw BrokenPromise("the store is no GroupingStore") }
    return store
  }

  /// Compares the store's groups with those of its records, one by one.
  private static func compare(_ store: any Store) async throws {
    let groupings: [[RecordGrouping.Field]] = [
      [], [.init("tag")], [.init("amount", step: 10)], [.init("parent"), .init("tag")],
      [.init("tag"), .init("amount", step: 4), .init("title")],
    ]
    for fields in groupings {
      let query = RecordGrouping(Sample.kind, by: fields, sum: "amount")
      let (loaded, cursor, _) = try await store.wholeLoad()
      var wanted: [[ExactCell]: RecordGroup] = [:]
      for record in loaded.values {
        let amount = record.cells[1].integer
        let key = try fields.map { field in try cell(field, of: record) } + [.init(.integer(amount == nil ? 0 : 1))]
        wanted[key, default: RecordGroup()].add(amount)
      }
      let found = try await grouping(store).groups(query)
      let by = fields.map(\.name.description).joined(separator: ", ")
      try require(found.cursor == cursor, "by \(by): groups are those of \(found.cursor), not of \(cursor)")
      try require(found.columns.count == fields.count, "by \(by): \(found.columns.count) columns")
      var groups: [[ExactCell]: RecordGroup] = [:]
      for row in found.counts.indices {
        try require(found.sums.count == found.counts.count, "by \(by): \(found.sums.count) sums")
        let key =
          try found.columns.map { ExactCell(try $0.cell(row)) } + [.init(.integer(found.sums[row] == nil ? 0 : 1))]
        let group = RecordGroup(count: found.counts[row], sum: found.sums[row])
        try require(groups.updateValue(group, forKey: key) == nil, "by \(by): the group \(key) is there twice")
      }
      try require(groups == wanted, "by \(by): \(groups), not \(wanted)")
    }
  }

  private static func cell(_ field: RecordGrouping.Field, of record: StoredRecord) throws -> ExactCell {
    guard let place = Sample.names.firstIndex(of: field.name) else { throw BrokenPromise("no field \(field.name)") }
    guard field.step > 1, let number = record.cells[place].integer else { return ExactCell(record.cells[place]) }
    return ExactCell(.integer(number - ((number % field.step) + field.step) % field.step))
  }
}

/// The records of a group.
private struct RecordGroup: Hashable {
  var count: Int64 = 0
  var sum: Int128?

  mutating func add(_ amount: Int64?) {
    count += 1
    if let amount { sum = (sum ?? 0) + Int128(amount) }
  }
}
