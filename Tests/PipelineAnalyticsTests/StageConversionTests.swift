import PipelineAnalytics
import PipelinePlugins
import Testing

/// Lives of deals from a seed, in which much happens at one instant, takes effect before it is known, is deleted and restored.
struct StageLives {
  typealias Cells = [FieldName: FieldValue]

  private(set) var entries: [JournalEntry] = []
  private var cells: [RecordID: Cells] = [:]
  private var gone: Set<RecordID> = []
  private(set) var now: Int64 = 1_480_000_000_000_000
  static let day: Int64 = 86_400_000_000
  static let first: Int64 = 1_479_000_000_000_000

  static let cycles = [
    DealFixture.cycle,
    SalesCycle(
      "other",
      stages: [Stage("proposal"), Stage("prospecting"), Stage("won", outcome: .won), Stage("lost", outcome: .lost)]),
  ]

  private mutating func journal(_ id: RecordID, _ event: JournalEvent, back: Int64 = 0) {
    entries.append(
      JournalEntry(
        sequence: Int64(entries.count + 1), operation: id, key: RecordKey(.opportunity, id), version: 1,
        effectiveAt: Instant(microsecondsSince1970: now - back), recordedAt: Instant(microsecondsSince1970: now),
        author: "", event: event))
  }

  private static func encoded(_ cells: Cells) -> [FieldValue] {
    OpportunityBody.fields.fields.map { cells[$0.name] ?? .null }
  }

  mutating func step(_ random: inout SeededGenerator) {
    if Bool.random(using: &random) { now += Int64.random(in: 0...4, using: &random) * Self.day / 2 }
    let back = Int.random(in: 0..<6, using: &random) == 0 ? Int64.random(in: 0...40, using: &random) * Self.day / 2 : 0
    let ids = cells.keys.sorted()
    guard ids.count > 3, Int.random(in: 0..<6, using: &random) > 0, let id = ids.randomElement(using: &random) else {
      return create(&random)
    }
    func change(_ lives: inout StageLives, _ field: FieldName, _ values: [String]) {
      let new = FieldValue.text(values.randomElement(using: &random)!)
      lives.cells[id]?[field] = new
      lives.journal(id, .changed(CellChange(field, old: .null, new: new, inHistory: true)), back: back)
    }
    if gone.contains(id) {
      gone.remove(id)
      return journal(id, .restored(Self.encoded(cells[id] ?? [:])))
    }
    switch Int.random(in: 0..<10, using: &random) {
    case 0:
      gone.insert(id)
      journal(id, .deleted, back: back)
    case 1: change(&self, "owner", ["anna", "ben"])
    case 2:
      change(&self, "cycle", ["direct", "other"])
      change(&self, "status", ["prospecting", "proposal"])
    default: change(&self, "status", ["prospecting", "engaging", "proposal", "won", "lost", "unheard"])
    }
  }

  private mutating func create(_ random: inout SeededGenerator) {
    var deals = DealFixture()
    deals.add(
      ["prospecting", "engaging"].randomElement(using: &random)!, 1,
      owner: ["anna", "ben"].randomElement(using: &random)!, cycle: ["direct", "other"].randomElement(using: &random)!)
    var own = deals.deals[0].cells
    let before = [0, 0, 0, 30, nil].randomElement(using: &random)!
    own["created_at"] = before.map { .integer(now - Int64($0) * Self.day) } ?? .null
    let id = DealFixture.id(cells.count + 1)
    cells[id] = own
    journal(id, .created(Self.encoded(own)))
  }
}

/// The rules once more: a deal at a time, and each instant of it replayed from the start.
struct StageOracle {
  struct Figures: Hashable {
    var entered = 0
    var movedOn = 0
    var movedBack = 0
    var lost = 0
    var left = 0
    var open = 0
    var lengths: [Int64] = []
  }

  private(set) var rows: [String: Figures] = [:]
  private(set) var unknown = 0

  static func day(_ instant: Int64) -> Int64 { (instant - (instant % StageLives.day)) / StageLives.day }

  init(
    _ lives: StageLives, asOf time: Int64, knownAt: Int64, days: ClosedRange<Int64>, owner: String?, cycle: String?
  ) {
    for id in Set(lives.entries.map(\.key.id)) {
      let own = lives.entries.filter { $0.key.id == id }
      let birth = own[0].effectiveAt.microsecondsSince1970
      let known = own.filter { $0.recordedAt.microsecondsSince1970 <= knownAt }
        .map { (at: max(birth, $0.effectiveAt.microsecondsSince1970), entry: $0) }.filter { $0.at <= time }
      guard let last = Self.replay(known, upTo: time), owner == nil || last.owner == owner else { continue }
      var states: [(at: Int64, stage: String?)] = []
      for instant in Set(known.map(\.at)).sorted() {
        let stage = Self.replay(known, upTo: instant)?.stage
        if let before = states.last, before.stage == stage { continue }
        // Deleted and restored in one stage.
        if states.count > 1, states[states.count - 1].stage == nil, states[states.count - 2].stage == stage {
          states.removeLast()
          continue
        }
        states.append((instant, stage))
      }
      var created: Int64?
      if case .created(let cells) = own[0].event, let place = OpportunityBody.fields.position(of: "created_at") {
        created = cells[place].integer
      }
      add(states, created, days, cycle)
    }
  }

  /// A deal after all changes up to an instant; no stage if it is deleted, `nil` if it was never there.
  private static func replay(
    _ known: [(at: Int64, entry: JournalEntry)], upTo instant: Int64
  ) -> (stage: String?, owner: String)? {
    var cells: [FieldName: FieldValue]?
    var isThere = false
    let ordered = known.filter { $0.at <= instant }.sorted { ($0.at, $0.entry.sequence) < ($1.at, $1.entry.sequence) }
    for (_, entry) in ordered {
      switch entry.event {
      case .created(let all), .restored(let all):
        cells = Dictionary(uniqueKeysWithValues: zip(OpportunityBody.fields.fields.map(\.name), all))
        isThere = true
      case .changed(let change): if isThere { cells?[change.field] = change.new }
      case .deleted: isThere = false
      }
    }
    guard let cells else { return nil }
    let stage = "\(cells["cycle"]?.text ?? "")/\(cells["status"]?.text ?? "")"
    return (isThere ? stage : nil, cells["owner"]?.text ?? "")
  }

  private mutating func add(
    _ states: [(at: Int64, stage: String?)], _ created: Int64?, _ days: ClosedRange<Int64>, _ cycle: String?
  ) {
    for (index, state) in states.enumerated() {
      guard let stage = state.stage, cycle == nil || stage.hasPrefix("\(cycle ?? "")/") else { continue }
      let began = Self.day(state.at)
      if index == 0, created.map({ Self.day($0) < began }) ?? true {
        if began >= days.lowerBound, created.map({ Self.day($0) <= days.upperBound }) ?? true { unknown += 1 }
        continue
      }
      guard days.contains(began), Self.outcome(stage) == .open else { continue }
      rows[stage, default: Figures()].entered += 1
      guard index + 1 < states.count else {
        rows[stage, default: Figures()].open += 1
        continue
      }
      rows[stage, default: Figures()].lengths.append(Self.day(states[index + 1].at) - began)
      rows[stage, default: Figures()][keyPath: Self.end(stage, states[index + 1].stage)] += 1
    }
  }

  private static func parts(_ stage: String) -> (cycle: SalesCycle?, place: Int?, definition: Stage?) {
    let words = stage.split(separator: "/").map(String.init)
    let cycle = StageLives.cycles.first { $0.key == words[0] }
    return (cycle, cycle?.stages.firstIndex { $0.key == words[1] }, cycle?.stage(words[1]))
  }

  private static func outcome(_ stage: String) -> Outcome { parts(stage).definition?.outcome ?? .open }

  private static func end(_ from: String, _ to: String?) -> WritableKeyPath<Figures, Int> {
    guard let to, parts(from).cycle?.key == parts(to).cycle?.key else { return \.left }
    switch outcome(to) {
    case .won: return \.movedOn
    case .lost: return \.lost
    case .open:
      guard let before = parts(from).place, let after = parts(to).place else { return \.left }
      return after > before ? \.movedOn : \.movedBack
    }
  }
}

@Suite("Stays in stages")
struct StageConversionTests {
  @Test("for any days, moment and filter, what a replay of each deal gives", arguments: [UInt64(3), 2_017, 5, 6, 7, 8])
  func random(seed: UInt64) throws {
    print("StageConversionTests seed \(seed)")
    var random = SeededGenerator(seed)
    var lives = StageLives()
    var history = DealHistory(DealColumns(cycles: StageLives.cycles, baseCurrency: .eur), interval: 16)
    var told = 0
    var met = StageOracle.Figures()
    for round in 0..<12 {
      for _ in 0..<(round == 0 ? 60 : 12) { lives.step(&random) }
      let page = JournalPage(
        entries: Array(lives.entries[told...]), cursor: Cursor(Int64(lives.entries.count)), hasMore: false)
      history.append(page)
      told = lives.entries.count
      let span = StageLives.first...lives.now
      let time = Bool.random(using: &random) ? lives.now : Int64.random(in: span, using: &random)
      let known = Bool.random(using: &random) ? nil : Int64.random(in: span, using: &random)
      let days = (0..<2).map { _ in StageOracle.day(Int64.random(in: span, using: &random)) }.sorted()
      let owner = [nil, "anna"].randomElement(using: &random)!
      let cycle = [nil, nil, "other"].randomElement(using: &random)!
      let conversion = try Self.conversion(&history, time, known, days, owner, cycle)
      let oracle = StageOracle(
        lives, asOf: time, knownAt: known ?? .max, days: days[0]...days[1], owner: owner, cycle: cycle)
      let place = "seed \(seed), round \(round)"
      for row in conversion.rows {
        let own = oracle.rows["\(row.cycle)/\(row.status)"] ?? StageOracle.Figures()
        let counts = [row.entered, row.movedOn, row.movedBack, row.lost, row.left, row.open]
        #expect(
          counts == [own.entered, own.movedOn, own.movedBack, own.lost, own.left, own.open],
          "\(row.cycle)/\(row.status), \(place)")
        #expect(row.entered == counts.dropFirst().reduce(0, +), "\(place)")
        #expect(row.meanDays.map { "\($0)" } == Self.mean(own.lengths), "\(row.cycle)/\(row.status), \(place)")
        met.movedOn += own.movedOn
        met.movedBack += own.movedBack
        met.lost += own.lost
        met.left += own.left
        met.open += own.open
      }
      #expect(Set(oracle.rows.keys).isSubset(of: conversion.rows.map { "\($0.cycle)/\($0.status)" }), "\(place)")
      #expect(conversion.gaps.first { $0.reason == .unknownEntry }?.count ?? 0 == Int64(oracle.unknown), "\(place)")
    }
    #expect([met.movedOn, met.movedBack, met.lost, met.left, met.open].allSatisfy { $0 > 0 }, "seed \(seed)")
  }

  private static func mean(_ lengths: [Int64]) -> String? {
    guard !lengths.isEmpty else { return nil }
    let hundredths = dividedHalfEven(Int128(lengths.reduce(0, +)) * 100, by: Int128(lengths.count))
    return ExactDecimal(coefficient: Int64(hundredths), scale: 2).map { "\($0.normalized)" }
  }

  private static func conversion(
    _ history: inout DealHistory, _ time: Int64, _ known: Int64?, _ days: [Int64], _ owner: String?, _ cycle: String?
  ) throws -> StageConversion {
    let moment = Instant(microsecondsSince1970: time)
    let knownAt = known.map { Instant(microsecondsSince1970: $0) }
    let columns = knownAt.map { history.columns(asOf: moment, knownAt: $0) } ?? history.columns(asOf: moment)
    let ends = try days.map { try #require(CivilDate(daysSince1970: Int32($0))) }
    let question = ConversionQuestion(
      days: ends[0]...ends[1], filters: owner.map { [.texts(.owner, [$0])] } ?? [],
      cycles: Set([cycle].compactMap { $0 }))
    let stays = history.stays(of: columns, asOf: moment, knownAt: knownAt)
    return StageConversion(stays, DealFixture.reading(), question)
  }

  @Test("a stage that gets another key stays the same stage")
  func renamed() throws {
    let cycle = SalesCycle("direct", stages: [Stage("lead", was: ["prospecting"]), Stage("won", outcome: .won)])
    var deals = DealFixture()
    deals.add("prospecting", 1, created: "2017-01-01")
    let (id, cells) = deals.deals[0]
    let start = CivilDate("2017-01-01")
    func entry(_ number: Int64, _ day: Int64, _ event: JournalEvent) -> JournalEntry {
      let at = Instant(startOf: start).adding(microseconds: day * StageLives.day)
      return JournalEntry(
        sequence: number, operation: id, key: RecordKey(.opportunity, id), version: 1, effectiveAt: at, recordedAt: at,
        author: "", event: event)
    }
    func status(_ text: String) -> JournalEvent {
      .changed(CellChange("status", old: .null, new: .text(text), inHistory: true))
    }
    var history = DealHistory(DealColumns(cycles: [cycle], baseCurrency: .eur))
    history.append(
      JournalPage(
        entries: [
          entry(1, 0, .created(OpportunityBody.fields.fields.map { cells[$0.name] ?? .null })),
          entry(2, 3, status("lead")), entry(3, 5, status("won")),
        ], cursor: Cursor(3), hasMore: false))
    let end = Instant(startOf: start).adding(microseconds: 9 * StageLives.day)
    let columns = history.columns(asOf: end)
    let conversion = StageConversion(
      history.stays(of: columns, asOf: end, knownAt: nil), DealFixture.reading(),
      ConversionQuestion(days: start...start))
    #expect(conversion.rows.map(\.status) == ["lead"] && conversion.rows[0].movedOn == 1)
    #expect(conversion.rows[0].meanDays == 5 && conversion.rows[0].conversion == .full)
  }
}
