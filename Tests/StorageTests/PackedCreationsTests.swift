#if SQLite
  import Foundation
  import PipelinePlugins
  import PipelineTesting
  import Testing

  @testable import SQLiteStorage

  @Suite("Change sets with packed creations")
  struct PackedCreationsTests {
    @Test("backends keep every promise for records in the compact form", arguments: Bundled.names)
    func contract(name: String) async throws {
      let reports = try await StorageContract.promises.check {
        let trial = try Bundled.trial(name)
        return StorageTrial(
          PackingDriver(base: trial.driver), other: trial.other.map { PackingDriver(base: $0) }, claims: trial.claims)
      }
      for report in reports { #expect(report.verdict.breach == nil, "\(name): \(report)") }
    }

    @Test("writes are the same collection in whichever form", arguments: [1, 2, 3] as [UInt64])
    func collection(seed: UInt64) throws {
      print("seed \(seed)")
      var random = SeededNumbers(seed: seed)
      var (writes, plain): (ChangeSet.Writes, [RecordWrite]) = ([], [])
      for step in 0..<60 {
        let some = (0..<random.below(5)).map { write(step * 10 + $0, &random) }
        plain += some
        switch random.below(4) {
        case 0: writes += some
        case 1: writes.append(contentsOf: ChangeSet.Writes(some))
        case 2: if !some.isEmpty { writes.append(PackedCreations(some)) }
        default:
          guard !some.isEmpty else { continue }
          var creations = PackedCreations(some)
          creations.move { bytes in { bytes } }
          #expect(creations.byteCount == 0)
          writes.append(creations)
        }
      }
      #expect(writes.count == plain.count)
      #expect(Array(writes) == plain)
      #expect(writes == ChangeSet.Writes(plain) && writes.hashValue == ChangeSet.Writes(plain).hashValue)
      #expect(writes.indices.map { writes[$0] } == plain)
      var walked: [RecordWrite] = []
      writes.forEachPart({ walked.append($0) }, packed: { walked += $0.writes })
      #expect(walked == plain)
      #expect(plain.allSatisfy { writes.contains($0.key) } && !writes.contains(RecordKey(deals, number(9_999))))
      var joined: ChangeSet.Writes = [plain[0]]
      joined.append(contentsOf: writes)
      #expect(Array(joined) == [plain[0]] + plain)
      for _ in 0..<20 {
        let start = random.below(plain.count)
        let range = start..<min(plain.count, start + random.below(4))
        let new = [write(5_000 + start, &random)]
        writes.replaceSubrange(range, with: new)
        plain.replaceSubrange(range, with: new)
        #expect(Array(writes) == plain)
      }
    }

    @Test(
      "fields in another order than the file's, and fields that the file does not have yet, are written all the same")
    func otherOrder() async throws {
      let place = try Place()
      let driver = SQLiteStorage(path: place.path)
      await (try driver.open(StoreContext(workspace: "w", schema: dealSchema, mode: .writing))).close()
      let schema = [
        RecordSchema(deals, [FieldSpec("amount", .integer), FieldSpec("note", .text), FieldSpec("name", .text)])
      ]
      let cells: [FieldValue] = [.integer(7), .text("new"), .text("Deal")]
      let store = try await driver.open(StoreContext(workspace: "w", schema: schema, mode: .writing))
      var changes = adding(0..<0, operation: 1)
      changes.writes.append(PackedCreations([RecordWrite(RecordKey(deals, number(1)), .create(cells))]))
      _ = try await store.commit(changes)
      #expect(try await store.read([RecordKey(deals, number(1))]).map { $0?.cells } == [cells])
      let entries = try await store.journal(nil, id: nil, after: .start, limit: 10).entries
      #expect(entries.map(\.event) == [.created(cells)])
      await store.close()
    }

    private func write(_ place: Int, _ random: inout SeededNumbers) -> RecordWrite {
      let texts = ["", "a", "é𝄞", String(repeating: "long ", count: 60)]
      let cells: [FieldValue] = [
        random.below(3) == 0
          ? .null : .text(texts[random.below(texts.count)]),
        [.null, .integer(0), .integer(-1), .integer(.max), .integer(.min), .integer(63), .integer(-65)][
          random.below(7)],
        .bytes(
          Array(repeating: UInt8(random.below(256)), count: random.below(200))
        ),
      ]
      let instant =
        random.below(2) == 0
        ? nil : Instant(microsecondsSince1970: Int64(random.below(1_000)) - 500)
      return RecordWrite(RecordKey(deals, number(place)), .create(cells), effectiveAt: instant)
    }
  }

  @Suite("Indexes of a table that grows at once")
  struct IndexesSetAsideTests {
    private static let schema = [
      RecordSchema(
        deals, [FieldSpec("name", .text, isIndexed: true), FieldSpec("amount", .integer)],
        constraints: [.unique(["name"])])
    ]

    @Test("a commit of many new records leaves the indexes as they were, and so does one that is refused")
    func kept() async throws {
      let place = try Place()
      let driver = SQLiteStorage(path: place.path)
      let store = try await driver.open(StoreContext(workspace: "w", schema: Self.schema, mode: .writing))
      let before = try await indexes(store)
      #expect(before.contains { $0.contains("deal_by_name") })

      let many = 12_000
      await #expect(throws: StoreError.self) { _ = try await store.commit(Self.adding(0..<many, doubled: true)) }
      #expect(try await indexes(store) == before)
      #expect(try await store.find(deals, "name", in: [.text("deal 5")]).isEmpty)

      _ = try await store.commit(Self.adding(0..<many))
      #expect(try await indexes(store) == before)
      for index in [0, 7, many - 1] {
        #expect(try await store.find(deals, "name", in: [.text("deal \(index)")]).map(\.id) == [number(index)])
      }
      // Names are unique with the index that was made again.
      await #expect(throws: StoreError.self) {
        _ = try await store.commit(Self.adding(many..<many + 1, doubled: true, operation: 3))
      }
      await store.close()
    }

    /// New records in the compact form; doubled, the last has a name that the store has by then.
    private static func adding(_ numbers: Range<Int>, doubled: Bool = false, operation: Int = 1) -> ChangeSet {
      var changes = StorageTests.adding(0..<0, operation: operation + (doubled ? 10 : 0))
      changes.writes.append(
        PackedCreations(
          numbers.map { index in
            let name = doubled && index == numbers.upperBound - 1 ? "deal 0" : "deal \(index)"
            return RecordWrite(RecordKey(deals, number(index)), .create([.text(name), .integer(Int64(index))]))
          }))
      return changes
    }

    /// The statements that make the file's indexes.
    private func indexes(_ store: any Store) async throws -> Set<String> {
      let connection = try #require((store as? SQLiteStore)?.writer?.connection)
      return try await connection.run { session in
        let statement = try session.statement("SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
        defer { statement.reset() }
        var found: Set<String> = []
        while try statement.step() { found.insert(try statement.text(0)) }
        return found
      }
    }
  }
#endif
