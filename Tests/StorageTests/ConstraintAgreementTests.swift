import Foundation
import PipelinePlugins
import PipelineTesting
import Testing

@Suite("Backends agree on constraints")
struct ConstraintAgreementTests {
  @Test(
    "the same changes have the same results, records and journal in every backend",
    arguments: 1...12 as ClosedRange<UInt64>)
  func agreement(seed: UInt64) async throws {
    print("seed \(seed)")
    let drivers = try Bundled.names.map { (name: $0, driver: try Bundled.trial($0).driver) }
    var stores: [(name: String, store: any Store)] = []
    for (name, driver) in drivers {
      stores.append((name, try await driver.open(StoreContext(workspace: "w", schema: Mix.schema, mode: .writing))))
    }
    var mix = Mix(seed: seed)
    for step in 0..<150 {
      let changes = mix.makeChanges()
      var results: [String] = []
      for (_, store) in stores { results.append(await Self.outcome(store, changes)) }
      for (index, result) in results.enumerated() {
        #expect(result == results[0], "seed \(seed), step \(step): \(stores[index].name) and \(stores[0].name)")
      }
      if results[0].hasPrefix("committed") { mix.take(changes) }
    }
    var answers: [[String]] = []
    for (_, store) in stores { answers.append(try await Self.everything(store)) }
    for (index, answer) in answers.enumerated() where answer != answers[0] {
      let place = zip(answer, answers[0]).enumerated().first { $1.0 != $1.1 }
      Issue.record(
        "seed \(seed): \(stores[index].name) differs from \(stores[0].name): \(place.map { "\($0.1)" } ?? "length")")
    }
    #expect(answers[0].count > 100)
    for (_, store) in stores { await store.close() }
  }

  @Test("a second entry of a key is refused as such, whichever of the two is retired", arguments: Bundled.names)
  func secondEntry(backend: String) async throws {
    let store = try await Bundled.trial(backend).driver.open(
      StoreContext(workspace: "w", schema: Mix.schema, mode: .writing))
    for (step, retired) in [[1, 0], [0, 1], [1, 0, 0], [0, 1, 1]].enumerated() {
      var writes = retired.enumerated().map { index, retired in
        RecordWrite(
          RecordKey("entry", Mix.id(step * 10 + index)),
          .create([.text("reasons"), .text("price"), .integer(Int64(retired))]))
      }
      let using: [FieldValue] = [.null, .null, .null, .text("price")]
      writes.append(RecordWrite(RecordKey("thing", Mix.id(step)), .create(using)))
      let changes = ChangeSet(
        operation: Mix.id(900 + step), effectiveAt: Instant(microsecondsSince1970: 1),
        recordedAt: Instant(microsecondsSince1970: 1), author: "anna", writes: writes)
      do {
        _ = try await store.commit(changes)
        Issue.record("two entries of a key were accepted")
      } catch StoreError.constraint(let violations) {
        #expect(Set(violations.map(\.fields)) == [["list", "key"]], "step \(step): \(violations)")
      }
    }
    await store.close()
  }

  private static func outcome(_ store: any Store, _ changes: ChangeSet) async -> String {
    do {
      let receipt = try await store.commit(changes)
      return "committed \(receipt.cursor.sequence) \(receipt.wasRepeated)"
    } catch StoreError.constraint(let violations) {
      return "refused: "
        + violations.map { violation in
          // Of several that hold a value or refer to a record any may be named.
          switch violation.problem {
          case .referred(let by): return "\(violation.record) \(violation.fields) by a \(by.kind)"
          case .taken(let by): return "\(violation.record) \(violation.fields) held by a \(by.kind)"
          default: break
          }
          return "\(violation)"
        }.sorted().joined(separator: ", ")
    } catch {
      return "\(error)"
    }
  }

  /// Every record, entry and operation, in a form that can be compared.
  private static func everything(_ store: any Store) async throws -> [String] {
    var lines: [String] = []
    for record in Mix.schema {
      var (token, rows): (PageToken?, [String]) = (nil, [])
      repeat {
        let page = try await store.load(record.kind, fields: record.fields.map(\.name), page: token)
        for (row, id) in page.ids.enumerated() {
          rows.append("\(record.kind) \(id) \(page.versions[row]) \(page.columns.map { Self.text($0[row]) })")
        }
        token = page.next
      } while token != nil
      lines += rows.sorted()
      for field in record.fields where field.isIndexed {
        for value in Mix.texts {
          let found = try await store.find(record.kind, field.name, in: [.text(value)])
          lines.append("\(field.name) \(value.utf8.count): \(found.map(\.id))")
        }
      }
    }
    let journal = try await store.journal(nil, id: nil, after: .start, limit: .max)
    for entry in journal.entries { lines.append("\(entry)") }
    for operation in Set(journal.entries.map(\.operation)).sorted() {
      lines.append("\(String(describing: try await store.operation(operation)))")
    }
    return lines
  }

  private static func text(_ cell: FieldValue) -> String { "\(cell) \(cell.text.map { Array($0.utf8) } ?? [])" }
}

/// Change sets with constraints, some of them wrong, drawn from a seed.
private struct Mix {
  static let table = EntryList(
    kind: "entry", nameField: "list", name: "reasons", keyField: "key", retiredField: "retired", defaults: ["price"])
  static let schema = [
    RecordSchema(
      "thing",
      [
        FieldSpec("code", .text, isIndexed: true), FieldSpec("amount", .integer), FieldSpec("owner", .bytes),
        FieldSpec("reason", .text),
      ], constraints: [.unique(["code"]), .reference("owner", "owner"), .entry("reason", table)]),
    RecordSchema("owner", [FieldSpec("title", .text, isIndexed: true)]),
    RecordSchema(
      "entry", [FieldSpec("list", .text), FieldSpec("key", .text), FieldSpec("retired", .integer)],
      constraints: [.unique(["list", "key"])]),
  ]
  static let texts = [
    "", "a", "b\u{0}c", "\u{1}", "é", "e\u{301}", String(repeating: "long ", count: 2_000), "price", "x",
  ]

  private var state: UInt64
  private var known: [RecordKey: (version: Int64, cells: [FieldValue], isDeleted: Bool)] = [:]
  private var operations = 0
  private var sets: [ChangeSet] = []

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  private mutating func below(_ limit: Int) -> Int {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }

  static func id(_ number: Int) -> RecordID { RecordID(milliseconds: 5, counter: 0, random: UInt64(number)) }

  mutating func makeChanges() -> ChangeSet {
    operations += 1
    if below(20) == 0, let again = sets.randomElement(using: &self) { return again }
    // Some are as large as those that a backend commits alone.
    let count = below(25) == 0 ? 110 + below(30) : 1 + below(4)
    var writes: [RecordWrite] = []
    var touched: Set<RecordKey> = []
    for _ in 0..<count {
      let record = Self.schema[[0, 0, 0, 1, 2][below(5)]]
      let key = RecordKey(record.kind, Self.id(below(count > 100 ? 400 : 40)))
      if count > 100, !touched.insert(key).inserted { continue }
      writes.append(write(key, record))
    }
    let guards =
      below(6) == 0 ? [RecordGuard(RecordKey("owner", Self.id(below(40))), version: Int64(1 + below(2)))] : []
    return ChangeSet(
      operation: RecordID(milliseconds: 7, counter: 1, random: UInt64(operations)),
      effectiveAt: Instant(microsecondsSince1970: Int64(below(1_000))),
      recordedAt: Instant(microsecondsSince1970: Int64(operations)), author: "anna", writes: writes, guards: guards)
  }

  private mutating func write(_ key: RecordKey, _ record: RecordSchema) -> RecordWrite {
    let instant = below(4) == 0 ? Instant(microsecondsSince1970: Int64(below(1_000))) : nil
    guard let own = known[key] else { return RecordWrite(key, .create(cells(record)), effectiveAt: instant) }
    // Sometimes a version that is not the current one.
    let version = own.version + (below(12) == 0 ? 1 : 0)
    if own.isDeleted { return RecordWrite(key, .restore(expected: version, cells(record)), effectiveAt: instant) }
    switch below(10) {
    case 0: return RecordWrite(key, .delete(expected: version), effectiveAt: instant)
    case 1: return RecordWrite(key, .create(cells(record)), effectiveAt: instant)
    default:
      let place = below(record.fields.count)
      let change = CellChange(
        record.fields[place].name, old: own.cells[place], new: cell(record, place), inHistory: below(2) == 0)
      return RecordWrite(key, .update(expected: version, [change]), effectiveAt: instant)
    }
  }

  private mutating func cells(_ record: RecordSchema) -> [FieldValue] {
    record.fields.indices.map { cell(record, $0) }
  }

  private mutating func cell(_ record: RecordSchema, _ place: Int) -> FieldValue {
    let field = record.fields[place]
    switch field.name {
    case "retired": return .integer(Int64(below(3) == 0 ? 1 : 0))
    case "list": return .text(below(4) == 0 ? "sources" : "reasons")
    case "reason", "owner": if below(3) > 0 { return .null }
    default: if below(5) == 0 { return .null }
    }
    switch field.type {
    case .integer: return .integer(Int64(below(100)) - 50)
    case .bytes: return .bytes(Self.id(below(40)).bytes)
    case .text:
      // Mostly different, so that most are taken by nobody.
      return .text(below(2) == 0 ? Self.texts[below(Self.texts.count)] : "text \(below(500))")
    }
  }

  /// Takes note of a change set that was committed.
  mutating func take(_ changes: ChangeSet) {
    if sets.contains(changes) { return }
    sets.append(changes)
    for write in changes.writes {
      switch write.action {
      case .create(let cells): known[write.key] = (1, cells, false)
      case .restore(let expected, let cells): known[write.key] = (expected + 1, cells, false)
      case .delete(let expected):
        known[write.key] = (expected + 1, known[write.key]?.cells ?? [], true)
      case .update(let expected, let cells):
        guard var own = known[write.key], let record = Self.schema.first(where: { $0.kind == write.key.kind }) else {
          continue
        }
        for change in cells {
          if let place = record.fields.firstIndex(where: { $0.name == change.field }) { own.cells[place] = change.new }
        }
        own.version = expected + 1
        known[write.key] = own
      }
    }
  }
}

extension Mix: RandomNumberGenerator {
  mutating func next() -> UInt64 { UInt64(below(Int.max)) }
}
