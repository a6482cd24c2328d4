import PipelineAnalytics
import PipelinePlugins
import Testing

/// A store's view of some deals that change: what it would load, and what it would journal.
struct ChangingDeals {
  var deals = DealFixture()
  var entries: [JournalEntry] = []
  private var next = 2
  private var born = 0

  private mutating func journal(_ id: RecordID, _ event: JournalEvent) {
    entries.append(
      JournalEntry(
        sequence: Int64(next), operation: id, key: RecordKey(.opportunity, id), version: 1,
        effectiveAt: Instant(microsecondsSince1970: 0), recordedAt: Instant(microsecondsSince1970: 0), author: "",
        event: event))
    next += 1
  }

  /// A new deal, a change, or a deletion.
  mutating func step(_ random: inout SeededGenerator) {
    switch Int.random(in: 0..<10, using: &random) {
    case 0...3: create(&random)
    case 4...7: change(&random)
    default: delete(&random)
    }
  }

  mutating func create(_ random: inout SeededGenerator) {
    let statuses = ["prospecting", "engaging", "proposal", "won", "lost", "gone"]
    let dates = [nil, "2017-01-31", "2017-02-01", "2018-07-15", "2031-12-31"]
    deals.add(
      statuses.randomElement(using: &random)!,
      Bool.random(using: &random) ? Int64.random(in: 0...9_999, using: &random) : nil,
      probability: Int.random(in: 0...99, using: &random), owner: "owner \(Int.random(in: 0..<300, using: &random))",
      expected: dates.randomElement(using: &random)!, actual: dates.randomElement(using: &random)!,
      currency: ["EUR", "EUR", "JPY", nil].randomElement(using: &random)!,
      account: Int.random(in: 0..<400, using: &random),
      since: Int64.random(in: 1_450_000_000_000_000...1_500_000_000_000_000, using: &random))
    born += 1
    deals.deals[deals.deals.count - 1].id = DealFixture.id(born)
    let cells = deals.deals[deals.deals.count - 1].cells
    journal(DealFixture.id(born), .created(OpportunityBody.fields.fields.map { cells[$0.name] ?? .null }))
  }

  mutating func change(_ random: inout SeededGenerator) {
    guard let place = deals.deals.indices.randomElement(using: &random) else { return }
    let field = DealColumns.fields.randomElement(using: &random)!
    let new = deals.deals.randomElement(using: &random)!.cells[field] ?? .null
    let old = deals.deals[place].cells[field] ?? .null
    deals.deals[place].cells[field] = new
    journal(deals.deals[place].id, .changed(CellChange(field, old: old, new: new, inHistory: true)))
  }

  mutating func delete(_ random: inout SeededGenerator) {
    guard let place = deals.deals.indices.randomElement(using: &random) else { return }
    journal(deals.deals[place].id, .deleted)
    deals.deals.remove(at: place)
  }
}

@Suite("The journal is the feed")
struct FeedTests {
  @Test("applying the journal gives what a rebuild gives", arguments: [UInt64(5), 2017])
  func identity(seed: UInt64) async throws {
    print("FeedTests seed \(seed)")
    var random = SeededGenerator(seed)
    var store = ChangingDeals()
    for _ in 0..<50 { store.create(&random) }
    var columns = try store.deals.columns(pageSize: 7)
    store.entries = []
    let decay = ProbabilityRule.onReading(
      Derivation(.probability, .daysInStage, .owner) { (stored: BasisPoints, days: Int?, _: String) -> BasisPoints? in
        (days ?? 0) % 3 == 0 ? BasisPoints(Int(stored.value) / 2) : nil
      })
    let readings = [DealFixture.reading(), DealFixture.reading(rules: [decay])]
    for round in 0..<30 {
      for _ in 0..<100 { store.step(&random) }
      let page = JournalPage(entries: store.entries, cursor: Cursor(store.entries.last?.sequence ?? 1), hasMore: false)
      columns.apply(page)
      columns.apply(page)
      let rebuilt = try store.deals.columns(pageSize: 1000)
      #expect(columns.rowCount == rebuilt.rowCount)
      for reading in readings {
        let where_ = "seed \(seed), round \(round)"
        #expect(try await columns.funnel(reading).total == rebuilt.funnel(reading).total, "\(where_)")
        #expect(try await columns.salesGrid(reading, by: .month) == rebuilt.salesGrid(reading, by: .month), "\(where_)")
        let report = ReportDefinition("all", period: .all, groupBy: [.account, .currency, .category])
        #expect(try await columns.forecast(report, reading) == rebuilt.forecast(report, reading), "\(where_)")
        #expect(try columns.deals(reading, where: []) == rebuilt.deals(reading, where: []), "\(where_)")
      }
    }
  }

  @Test("a page of other columns is refused and changes nothing")
  func wrongPage() throws {
    var deals = DealFixture()
    deals.add("won", 1)
    var page = deals.pages(of: 1)[0]
    page.columns[4] = .texts(codes: [0], dictionary: ["x"])
    var columns = DealColumns(cycles: [DealFixture.cycle], baseCurrency: .eur)
    #expect(throws: ColumnPageError(field: "amount")) { try columns.append(page) }
    page.columns[4] = .integers([1])
    page.columns[2] = .texts(codes: [9], dictionary: ["x"])
    #expect(throws: ColumnPageError(field: "owner")) { try columns.append(page) }
    #expect(columns.rowCount == 0)
  }
}
