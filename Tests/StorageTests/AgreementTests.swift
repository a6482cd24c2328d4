import Foundation
import PipelinePlugins
import PipelineTesting
import Testing

/// Random operations on every backend and on a model of a few lines: all give the same answers.
@Suite("Backends agree", .serialized, .timeLimit(.minutes(60)))
struct AgreementTests {
  @Test("with a plain model, after any operations")
  func agree() async throws {
    let (runs, steps) = (Torture.count(12, long: 10_000), 200)
    for first in stride(from: 0, to: runs, by: 8) {
      // Several at once: a server has most of its time to wait for the disk.
      let scripts = (first..<min(first + 8, runs)).map { Script(seed: Torture.seed &+ UInt64($0), steps: steps) }
      let found = try await withThrowingTaskGroup(of: (Script, String)?.self) { group in
        for script in scripts {
          group.addTask { try await Self.difference(script.steps).map { (script, $0) } }
        }
        return try await group.reduce(nil) { $0 ?? $1 }
      }
      guard let (script, difference) = found else { continue }
      var shortest = script.steps
      // The shortest script found that still differs: without each piece, from large to small.
      var size = shortest.count / 2
      while size > 0 {
        var start = 0
        while start < shortest.count {
          var shorter = shortest
          shorter.removeSubrange(start..<min(start + size, shorter.count))
          if try await Self.difference(shorter) != nil { shortest = shorter } else { start += size }
        }
        size /= 2
      }
      Issue.record("seed \(script.seed): \(difference)\nshrunk to \(shortest.count) steps: \(shortest)")
      return
    }
    Torture.report(
      "backends agree (\(Bundled.names.joined(separator: ", ")), a model)",
      "\(runs) seeds × \(steps) operations: 0 differences")
  }

  @Test(
    "the comparison sees a store that differs",
    arguments: [Fault.losesText, .keepsDeleted, .ignoresUpdateVersion, .losesInstants])
  func sensitive(fault: Fault) async throws {
    var found = false
    for seed in 1...5 as ClosedRange<UInt64> where !found {
      let driver = BrokenDriver(base: try Bundled.trial("memory").driver, fault: fault)
      found = try await Self.difference(Script(seed: seed, steps: 200).steps, drivers: [driver]) != nil
    }
    #expect(found)
  }

  /// Where a backend first differs from the model; `nil` if none does.
  private static func difference(_ steps: [Step], drivers: [any StorageDriver]? = nil) async throws -> String? {
    for driver in try drivers ?? Self.drivers() {
      var (model, feed) = (Model(), Feed())
      // Workspaces of a database must not meet.
      let context = StoreContext(workspace: "w\(UUID().uuidString)", schema: Model.schema, mode: .writing)
      let store = try await driver.open(context)
      for (number, step) in steps.enumerated() {
        let (expected, answer) = (model.commit(step), await commit(step, number, to: store))
        if expected != answer { return "step \(number), \(step): the model says \(expected), the store \(answer)" }
        guard number % 20 == 19 || number == steps.count - 1 else { continue }
        // In the end the journal is read from its start.
        if number == steps.count - 1 { feed = Feed() }
        if let difference = try await compare(model, store, &feed) { return "after step \(number): \(difference)" }
      }
      await store.close()
    }
    return nil
  }

  /// Those of the bundled backends. A schema of PostgreSQL takes longer to make than a script to run, so that all have one.
  private static func drivers() throws -> [any StorageDriver] {
    try Bundled.names.map { try $0 == "postgresql" ? postgresql.get() : Bundled.trial($0).driver }
  }

  private static let postgresql = Result { try Bundled.trial("postgresql").driver }

  /// The entries of a journal that were read so far, as text.
  private struct Feed {
    var entries: [String] = []
    var cursor = Cursor.start

    mutating func read(_ store: any Store) async throws {
      var hasMore = true
      while hasMore {
        let page = try await store.journal(nil, id: nil, after: cursor, limit: 7)
        entries += page.entries.map {
          "\($0.key.id.low) \($0.version) \($0.effectiveAt.microsecondsSince1970) \($0.author) \($0.event)"
        }
        (cursor, hasMore) = (page.cursor, page.hasMore)
      }
    }
  }

  private static func commit(_ step: Step, _ number: Int, to store: any Store) async -> String {
    do {
      let receipt = try await store.commit(step.changes)
      return receipt.wasRepeated ? "repeated" : "written"
    } catch StoreError.conflict(let conflict) {
      return "conflict \(conflict.key.id.low) \(conflict.found ?? 0)"
    } catch {
      return "\(error)"
    }
  }

  /// The answers of the reading verbs, as text.
  private static func compare(_ model: Model, _ store: any Store, _ feed: inout Feed) async throws -> String? {
    let keys = (0..<Script.records).map { RecordKey(deals, number(Int($0))) }
    let read = try await store.read(keys).map { $0.map { "\($0.version) \($0.cells)" } ?? "none" }
    if read != model.read(keys) { return "read: \(read) instead of \(model.read(keys))" }
    for name in Script.names {
      let found = try await store.find(deals, "name", in: [.text(name)]).map { "\($0.id.low) \($0.version)" }
      if found != model.find(name) { return "find \(name): \(found) instead of \(model.find(name))" }
    }
    try await feed.read(store)
    let entries = feed.entries
    if entries != model.journal {
      let place =
        zip(entries, model.journal).enumerated().first { $1.0 != $1.1 }?.offset
        ?? min(entries.count, model.journal.count)
      return
        "journal entry \(place): \(entries.dropFirst(place).first ?? "none") instead of \(model.journal.dropFirst(place).first ?? "none")"
    }
    var loaded: [String] = []
    var page: ColumnPage?
    repeat {
      let next = try await store.load(deals, fields: ["amount"], page: page?.next)
      guard case .integers(let amounts) = next.columns[0] else { return "a column of another type" }
      for row in next.ids.indices { loaded.append("\(next.ids[row].low) \(next.versions[row]) \(amounts[row])") }
      page = next
    } while page?.next != nil
    if loaded.sorted() != model.load.sorted() { return "load: \(loaded.sorted()) instead of \(model.load.sorted())" }
    return nil
  }
}

/// One commit.
struct Step: Sendable, CustomStringConvertible {
  let changes: ChangeSet
  var description: String {
    "\(changes.operation.low): " + changes.writes.map { "\($0.key.id.low) \($0.action)" }.joined(separator: ", ")
  }
}

/// Commits by dice: some expect wrong versions, some come twice, some have several writes of a record.
private struct Script: Sendable {
  static let records: UInt64 = 8
  static let names = ["a", "b\u{0}c", "é", "e\u{301}", ""]
  let seed: UInt64
  private(set) var steps: [Step] = []

  init(seed: UInt64, steps count: Int) {
    self.seed = seed
    var dice = SeededNumbers(seed: seed)
    var model = Model()
    for place in 0..<count {
      if place > 0, dice.next() % 20 == 0 {
        steps.append(steps[Int(dice.next() % UInt64(place))])
        continue
      }
      var changes = ChangeSet(
        operation: RecordID(high: 7, low: UInt64(place)),
        effectiveAt: Instant(microsecondsSince1970: Int64(dice.next() % 1_000)),
        recordedAt: Instant(microsecondsSince1970: Int64(place)), author: ["anna", "ben"][Int(dice.next() % 2)])
      for _ in 0...(dice.next() % 3) { changes.writes.append(Self.write(&dice, model)) }
      let step = Step(changes: changes)
      _ = model.commit(step)
      steps.append(step)
    }
  }

  private static func write(_ dice: inout SeededNumbers, _ model: Model) -> RecordWrite {
    let key = RecordKey(deals, number(Int(dice.next() % records)))
    let known = model.version(of: key)
    // Mostly the right version, and the right verb for what is there.
    let version = dice.next() % 10 == 0 ? Int64(dice.next() % 5) : known
    let instant = dice.next() % 3 == 0 ? Instant(microsecondsSince1970: Int64(dice.next() % 2_000)) : nil
    let cells: [FieldValue] = [cell(names.randomElement(using: &dice)), amount(&dice)]
    let verb = dice.next() % 12
    if known == 0 || verb == 0 { return RecordWrite(key, .create(cells), effectiveAt: instant) }
    if model.isDeleted(key) || verb == 1 {
      return RecordWrite(key, .restore(expected: version, cells), effectiveAt: instant)
    }
    if verb == 2 { return RecordWrite(key, .delete(expected: version), effectiveAt: instant) }
    var changes = [CellChange("amount", old: model.cell(key, 1), new: amount(&dice), inHistory: verb % 2 == 0)]
    if verb > 8 { changes.append(CellChange("name", old: model.cell(key, 0), new: cells[0], inHistory: true)) }
    return RecordWrite(key, .update(expected: version, changes), effectiveAt: instant)
  }

  private static func cell(_ text: String?) -> FieldValue { text.map { .text($0) } ?? .null }
  private static func amount(_ dice: inout SeededNumbers) -> FieldValue {
    dice.next() % 5 == 0 ? .null : .integer(Int64(bitPattern: dice.next() | 1))
  }
}

/// What a store does, in a few lines.
private struct Model {
  static let schema = dealSchema

  private struct Stored {
    var version: Int64
    var cells: [FieldValue]?
    var latest: Int64
  }

  private var records: [RecordKey: Stored] = [:]
  private var operations: Set<RecordID> = []
  private(set) var journal: [String] = []

  func version(of key: RecordKey) -> Int64 { records[key]?.version ?? 0 }
  func isDeleted(_ key: RecordKey) -> Bool { records[key].map { $0.cells == nil } ?? false }
  func cell(_ key: RecordKey, _ place: Int) -> FieldValue { records[key]?.cells?[place] ?? .null }

  mutating func commit(_ step: Step) -> String {
    guard !operations.contains(step.changes.operation) else { return "repeated" }
    var next = self
    for write in step.changes.writes {
      if let conflict = next.apply(write, step.changes) { return conflict }
    }
    next.operations.insert(step.changes.operation)
    self = next
    return "written"
  }

  private mutating func apply(_ write: RecordWrite, _ changes: ChangeSet) -> String? {
    let key = write.key
    let found = records[key]
    let live = found?.cells == nil ? nil : found?.version
    let conflict = "conflict \(key.id.low) \(live ?? 0)"
    let own = changes.effectiveAt.microsecondsSince1970
    let instant = write.effectiveAt?.microsecondsSince1970 ?? max(found?.latest ?? own, own)
    let latest = max(found?.latest ?? instant, instant)
    var events: [JournalEvent] = []
    var (version, cells) = ((found?.version ?? 0) + 1, found?.cells)
    switch write.action {
    case .create(let new):
      guard found == nil else { return conflict }
      (version, cells, events) = (1, new, [.created(new)])
    case .update(let expected, let updates):
      guard live == expected else { return conflict }
      for change in updates { cells?[change.field == "name" ? 0 : 1] = change.new }
      events = updates.map { .changed($0) }
    case .delete(let expected):
      guard live == expected else { return conflict }
      (cells, events) = (nil, [.deleted])
    case .restore(let expected, let new):
      guard let found, found.cells == nil, found.version == expected else { return conflict }
      (cells, events) = (new, [.restored(new)])
    }
    records[key] = Stored(version: version, cells: cells, latest: latest)
    journal += events.map { "\(key.id.low) \(version) \(instant) \(changes.author) \($0)" }
    return nil
  }

  func read(_ keys: [RecordKey]) -> [String] {
    keys.map { key in records[key].flatMap { stored in stored.cells.map { "\(stored.version) \($0)" } } ?? "none" }
  }

  func find(_ name: String) -> [String] {
    records.filter { $1.cells?[0].isSame(as: .text(name)) == true }.sorted { $0.key.id < $1.key.id }
      .map { "\($0.key.id.low) \($0.value.version)" }
  }

  var load: [String] {
    records.compactMap { key, stored in
      guard let amount = stored.cells?[1] else { return nil }
      if case .integer(let number) = amount { return "\(key.id.low) \(stored.version) \(number)" }
      return "\(key.id.low) \(stored.version) \(CellColumn.missing)"
    }
  }
}
