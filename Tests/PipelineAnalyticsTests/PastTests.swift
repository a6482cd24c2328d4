import PipelineAnalytics
import PipelinePlugins
import Testing

/// A journal of deals' lives made from a seed, and the plainest way of telling what it says of a moment.
struct RandomLives {
  var entries: [JournalEntry] = []
  private var born: [RecordID] = []
  private var alive: [RecordID] = []
  private var samples: [[FieldName: FieldValue]] = []
  private var now: Int64 = 1_480_000_000_000_000
  static let day: Int64 = 86_400_000_000
  /// Whether entries may take effect before ones that are known.
  let isBackDated: Bool
  /// Whether deals that were deleted may be restored.
  let isRestoring: Bool
  private var gone: [RecordID] = []

  init(backDated: Bool, restoring: Bool = false) { (isBackDated, isRestoring) = (backDated, restoring) }

  private mutating func journal(_ id: RecordID, _ event: JournalEvent, _ random: inout SeededGenerator) {
    let back = isBackDated && Int.random(in: 0..<5, using: &random) == 0
    let effective = back ? now - Int64.random(in: 0...200, using: &random) * Self.day / 2 : now
    entries.append(
      JournalEntry(
        sequence: Int64(entries.count + 1), operation: id, key: RecordKey(.opportunity, id), version: 1,
        effectiveAt: Instant(microsecondsSince1970: effective), recordedAt: Instant(microsecondsSince1970: now),
        author: "", event: event))
  }

  mutating func step(_ random: inout SeededGenerator) {
    if Int.random(in: 0..<3, using: &random) > 0 { now += Int64.random(in: 0...2, using: &random) * Self.day / 2 }
    if isRestoring, !gone.isEmpty, Int.random(in: 0..<12, using: &random) == 0 {
      let id = gone.remove(at: gone.indices.randomElement(using: &random)!)
      let cells = samples.randomElement(using: &random)!
      alive.append(id)
      return journal(id, .restored(OpportunityBody.fields.fields.map { cells[$0.name] ?? .null }), &random)
    }
    switch Int.random(in: 0..<10, using: &random) {
    case 0...2: create(&random)
    case 3...8:
      guard let id = alive.randomElement(using: &random) else { return create(&random) }
      let field = DealColumns.fields.randomElement(using: &random)!
      let new = samples.randomElement(using: &random)![field] ?? .null
      journal(id, .changed(CellChange(field, old: .null, new: new, inHistory: true)), &random)
    default:
      guard alive.count > 5 else { return }
      let place = alive.indices.randomElement(using: &random)!
      gone.append(alive.remove(at: place))
      journal(gone[gone.count - 1], .deleted, &random)
    }
  }

  private mutating func create(_ random: inout SeededGenerator) {
    var deals = DealFixture()
    let dates = [nil, "2017-01-31", "2017-02-01", "2017-07-15", "2018-12-31"]
    deals.add(
      ["prospecting", "engaging", "proposal", "won", "lost", "gone"].randomElement(using: &random)!,
      Bool.random(using: &random) ? Int64.random(in: 0...9_999, using: &random) : nil,
      probability: Int.random(in: 0...99, using: &random), owner: "owner \(Int.random(in: 0..<20, using: &random))",
      expected: dates.randomElement(using: &random)!, actual: dates.randomElement(using: &random)!,
      forecast: ["pipeline", "commit", "omitted", nil].randomElement(using: &random)!,
      currency: ["EUR", "EUR", "JPY", nil].randomElement(using: &random)!,
      cycle: ["direct", "direct", "other"].randomElement(using: &random)!,
      account: Int.random(in: 0..<30, using: &random), since: now)
    var cells = deals.deals[0].cells
    cells["created_at"] = .integer(now - Int64.random(in: 0...3, using: &random) * Self.day)
    let id = DealFixture.id(born.count + 1)
    born.append(id)
    alive.append(id)
    samples.append(cells)
    journal(id, .created(OpportunityBody.fields.fields.map { cells[$0.name] ?? .null }), &random)
  }

  /// The deals at a moment, rolled forward from the start.
  func naive(asOf moment: Int64, knownAt: Int64 = .max) -> DealFixture {
    var births: [RecordID: Int64] = [:]
    for entry in entries {
      if case .created = entry.event { births[entry.key.id] = entry.effectiveAt.microsecondsSince1970 }
    }
    func effective(_ entry: JournalEntry) -> Int64 {
      max(entry.effectiveAt.microsecondsSince1970, births[entry.key.id]!)
    }
    let ordered = entries.filter { effective($0) <= moment && $0.recordedAt.microsecondsSince1970 <= knownAt }
      .sorted { (effective($0), $0.sequence) < (effective($1), $1.sequence) }
    var cells: [RecordID: [FieldName: FieldValue]] = [:]
    var dead: Set<RecordID> = []
    for entry in ordered {
      switch entry.event {
      case .created(let all), .restored(let all):
        dead.remove(entry.key.id)
        cells[entry.key.id] = Dictionary(uniqueKeysWithValues: zip(OpportunityBody.fields.fields.map(\.name), all))
      case .changed(let change): cells[entry.key.id]?[change.field] = change.new
      case .deleted: dead.insert(entry.key.id)
      }
    }
    var fixture = DealFixture()
    fixture.deals = born.filter { cells[$0] != nil && !dead.contains($0) }.map { ($0, cells[$0]!) }
    return fixture
  }

  /// The exact instant of an entry, or the microsecond before or after it.
  func boundary(_ random: inout SeededGenerator) -> Int64 {
    entries.randomElement(using: &random)!.effectiveAt.microsecondsSince1970 + Int64.random(in: -1...1, using: &random)
  }

  var span: ClosedRange<Int64> { 1_479_000_000_000_000...now + 3 * Self.day }
}

@Suite("The past")
struct PastTests {
  static let empty = DealColumns(cycles: [DealFixture.cycle], baseCurrency: .eur)

  func expectEqual(_ then: DealColumns, _ plain: DealColumns, _ place: String) async throws {
    let reading = DealFixture.reading(today: "2017-06-30")
    let report = ReportDefinition("all", period: .all, groupBy: [.owner, .category, .currency])
    let (a, b) = (try await then.funnel(reading), try await plain.funnel(reading))
    func filled(_ funnel: FunnelReport) -> Set<FunnelReport.Row> { Set(funnel.rows.filter { $0.figures.count > 0 }) }
    #expect(a.total == b.total && filled(a) == filled(b), "funnel \(place)")
    #expect(try await then.salesGrid(reading, by: .month) == plain.salesGrid(reading, by: .month), "grid \(place)")
    #expect(
      try await then.forecast(report, reading).table == plain.forecast(report, reading).table, "forecast \(place)")
    #expect(try then.deals(reading, where: []) == plain.deals(reading, where: []), "deals \(place)")
    // Deals that a history knows and that do not exist at the moment are not counted.
    #expect(try then.count(reading, where: []) == plain.count(reading, where: []), "count \(place)")
    // Statuses that no cycle defines keep their order of appearance: compared as a set.
    let query = PivotQuery([.stage, .account])
    #expect(
      try await Set(then.pivot(query, reading).groups) == Set(plain.pivot(query, reading).groups), "pivot \(place)")
  }

  @Test("any moment is what rolling forward gives", arguments: [UInt64(3), 2017, 99, 5, 6, 7, 8, 9], [false, true])
  func rolling(seed: UInt64, backDated: Bool) async throws {
    print("PastTests seed \(seed), back-dated \(backDated)")
    var random = SeededGenerator(seed)
    var lives = RandomLives(backDated: backDated)
    for _ in 0..<600 { lives.step(&random) }
    var history = DealHistory(Self.empty, interval: 16)
    history.append(JournalPage(entries: lives.entries, cursor: Cursor(600), hasMore: false))
    let other = [
      SalesCycle(
        "direct",
        stages: [Stage("engaging"), Stage("proposal", outcome: .won), Stage("won"), Stage("lost", outcome: .lost)])
    ]
    for round in 0..<25 {
      let t = round.isMultiple(of: 2) ? Int64.random(in: lives.span, using: &random) : lives.boundary(&random)
      let known = Int64.random(in: lives.span, using: &random)
      let m = Instant(microsecondsSince1970: t)
      let naive = try lives.naive(asOf: t).columns()
      try await expectEqual(history.columns(asOf: m), naive, "seed \(seed)")
      #expect(try naive.count(DealFixture.reading(today: "2017-06-30"), where: []) == naive.rowCount)
      try await expectEqual(
        history.columns(asOf: m, cycles: other), lives.naive(asOf: t).columns(cycles: other), "cycles seed \(seed)")
      try await expectEqual(
        history.columns(asOf: m, knownAt: Instant(microsecondsSince1970: known)),
        lives.naive(asOf: t, knownAt: known).columns(), "known seed \(seed)")
    }
  }

  @Test("continuing equals building at once", arguments: [UInt64(3), 2017, 5, 6, 7, 8, 9], [false, true])
  func continuing(seed: UInt64, backDated: Bool) async throws {
    print("PastTests seed \(seed), back-dated \(backDated)")
    var random = SeededGenerator(seed)
    var lives = RandomLives(backDated: backDated)
    var history = DealHistory(Self.empty, interval: 16)
    var told = 0
    for _ in 0..<12 {
      for _ in 0..<60 { lives.step(&random) }
      history.append(
        JournalPage(entries: Array(lives.entries[told...]), cursor: Cursor(Int64(lives.entries.count)), hasMore: false))
      told = lives.entries.count
      for _ in 0..<6 {
        let t = Int64.random(in: lives.span, using: &random)
        try await expectEqual(
          history.columns(asOf: Instant(microsecondsSince1970: t)), lives.naive(asOf: t).columns(), "seed \(seed)")
      }
    }
  }
}
