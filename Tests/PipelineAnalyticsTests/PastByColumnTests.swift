import PipelineAnalytics
import PipelinePlugins
import Testing

@Suite("The past, read by column")
struct PastByColumnTests {
  /// Entries by column, in pages of random sizes. Entries of other kinds and of other fields are left out, as a store does.
  private static func pages(
    _ entries: [JournalEntry], _ random: inout SeededGenerator
  ) throws -> [JournalPage.Columns] {
    let deals = RecordSchema(
      .opportunity, OpportunityBody.fields.fields.map { FieldSpec($0.name, $0.kind.cellType) })
    var builder = try JournalPage.Columns.Builder(deals, DealColumns.fields)
    var pages: [JournalPage.Columns] = []
    var rest = 0
    for entry in entries {
      builder.append(entry)
      rest -= 1
      guard rest <= 0, let page = builder.take() else { continue }
      pages.append(page)
      rest = [1, 2, 7, 40, 400].randomElement(using: &random)!
    }
    if let page = builder.take() { pages.append(page) }
    return pages
  }

  /// The same history, made from the entries and by column, or in turn one way and the other.
  private static func histories(
    _ entries: [JournalEntry], _ random: inout SeededGenerator
  ) throws -> (plain: DealHistory, others: [DealHistory]) {
    var plain = DealHistory(PastTests.empty, interval: 16)
    plain.append(JournalPage(entries: entries, cursor: Cursor(Int64(entries.count)), hasMore: false))
    var byColumn = DealHistory(PastTests.empty, interval: 16)
    for page in try pages(entries, &random) { try byColumn.append(page) }
    byColumn.advance(to: Cursor(Int64(entries.count)))
    var mixed = DealHistory(PastTests.empty, interval: 16)
    var place = 0
    while place < entries.count {
      let part = entries[place..<min(entries.count, place + Int.random(in: 1...90, using: &random))]
      place = part.endIndex
      if Bool.random(using: &random) {
        mixed.append(JournalPage(entries: Array(part), cursor: Cursor(Int64(place)), hasMore: false))
      } else {
        for page in try pages(Array(part), &random) { try mixed.append(page) }
      }
      // A question in between: what follows extends what was put in order.
      if Int.random(in: 0..<4, using: &random) == 0 { _ = mixed.columns(asOf: Instant(microsecondsSince1970: .max)) }
    }
    return (plain, [byColumn, mixed])
  }

  private static func expectEqual(
    _ entries: [JournalEntry], _ span: ClosedRange<Int64>, _ random: inout SeededGenerator, _ place: String
  ) async throws {
    var (plain, others) = try histories(entries, &random)
    for index in others.indices {
      #expect(others[index].cursor == plain.cursor, "\(place)")
      for round in 0..<4 {
        let edge = entries.randomElement(using: &random)!.effectiveAt.microsecondsSince1970
        let time =
          round.isMultiple(of: 2)
          ? Int64.random(in: span, using: &random) : edge + Int64.random(in: -1...1, using: &random)
        let moment = Instant(microsecondsSince1970: time)
        let known = Instant(microsecondsSince1970: Int64.random(in: span, using: &random))
        let (expected, found) = (plain.columns(asOf: moment), others[index].columns(asOf: moment))
        try await PastTests().expectEqual(found, expected, place)
        try await PastTests().expectEqual(
          others[index].columns(asOf: moment, knownAt: known), plain.columns(asOf: moment, knownAt: known), place)
        #expect(
          others[index].unknownPast(asOf: moment) { $0 != "anna" } == plain.unknownPast(asOf: moment) { $0 != "anna" },
          "\(place)")
        for knownAt in [nil, known] {
          let areEqual =
            shown(others[index].stays(of: found, asOf: moment, knownAt: knownAt))
            == shown(plain.stays(of: expected, asOf: moment, knownAt: knownAt))
          #expect(areEqual, "stays \(place)")
        }
      }
    }
  }

  /// Stays with their stages by name: statuses that no cycle defines are numbered by the questions that met them first.
  private static func shown(_ stays: DealStays) -> [String] {
    func name(_ code: UInt32) -> String {
      let entry = stays.columns.stages.entries[Int(code)]
      return "\(entry.cycle)/\(entry.status)"
    }
    return stays.stays.map {
      "\($0.row) \(name($0.stage)) \($0.earliest) \($0.began) \($0.ended ?? -1) \($0.next.map(name) ?? "")"
    }
  }

  @Test("it is what the entries say", arguments: [UInt64(3), 2017], [false, true])
  func equal(seed: UInt64, backDated: Bool) async throws {
    print("PastByColumnTests seed \(seed), back-dated \(backDated)")
    var random = SeededGenerator(seed)
    var lives = RandomLives(backDated: backDated, restoring: true)
    for _ in 0..<400 { lives.step(&random) }
    #expect(lives.entries.contains { if case .restored = $0.event { true } else { false } })
    try await Self.expectEqual(lives.entries, lives.span, &random, "seed \(seed)")
  }

  @Test("stays in stages are what the entries say", arguments: [UInt64(3), 2017])
  func stays(seed: UInt64) async throws {
    print("PastByColumnTests stays, seed \(seed)")
    var random = SeededGenerator(seed)
    var lives = StageLives()
    for _ in 0..<500 { lives.step(&random) }
    try await Self.expectEqual(lives.entries, StageLives.first...lives.now, &random, "seed \(seed)")
  }

  @Test("changes in any order of time are put in order as a stable sort does", arguments: [UInt64(1)])
  func order(seed: UInt64) async throws {
    // Enough entries for the order to be made by digits.
    var random = SeededGenerator(seed)
    var lives = RandomLives(backDated: true, restoring: true)
    for _ in 0..<2_500 { lives.step(&random) }
    var history = DealHistory(PastTests.empty)
    for page in try Self.pages(lives.entries, &random) { try history.append(page) }
    for _ in 0..<2 {
      let time = Int64.random(in: lives.span, using: &random)
      try await PastTests().expectEqual(
        history.columns(asOf: Instant(microsecondsSince1970: time)), lives.naive(asOf: time).columns(), "seed \(seed)")
    }
  }

  @Test("a page of other columns is refused")
  func refused() throws {
    var random = SeededGenerator(3)
    var lives = RandomLives(backDated: false)
    for _ in 0..<50 { lives.step(&random) }
    let pages = try Self.pages(lives.entries, &random)
    let spoils: [(inout JournalPage.Columns) -> Void] = [
      { $0.cells.removeLast() }, { $0.cells.swapAt(0, 4) }, { $0.cells[4] = .integers([1, 2, 3]) },
      { $0.cells[2] = .texts(codes: [7], dictionary: []) },
    ]
    for spoil in spoils {
      var history = DealHistory(PastTests.empty)
      var first = pages[0]
      spoil(&first)
      #expect(throws: ColumnPageError.self) { try history.append(first) }
    }
  }
}
