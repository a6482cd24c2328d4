import PipelineAnalytics
import PipelinePlugins
import Testing

/// Answers that are kept from one question to the next must be those that the rows give.
@Suite("Kept answers follow the journal")
struct StandingPivotTests {
  private static let readings = [
    DealFixture.reading(),
    DealFixture.reading(weight: Derivation(.stage) { $0 == "engaging" ? Weight(BasisPoints(percent: 50)!) : .zero }),
    DealFixture.reading(calendar: FiscalCalendar(startMonth: 2, pattern: .weeks445(firstWeekday: 1))!),
  ]

  private func agree(_ columns: DealColumns, _ note: String) async throws {
    let rows = columns.withoutStandingPivots
    for reading in Self.readings {
      #expect(try await columns.funnel(reading) == rows.funnel(reading), "\(note)")
      #expect(try await columns.salesGrid(reading, by: .month) == rows.salesGrid(reading, by: .month), "\(note)")
      for report in [
        ReportDefinition("a", period: .all, groupBy: [.owner, .quarter, .category]),
        ReportDefinition("b", period: .relative(.thisYear), groupBy: [.currency, .stage]),
        ReportDefinition("c", period: .all, groupBy: [.source], owners: ["owner 7", "owner 8"]),
      ] {
        #expect(try await columns.forecast(report, reading) == rows.forecast(report, reading), "\(note)")
      }
      let open = PivotFilter.outcome(.open)
      #expect(try columns.count(reading, where: [open]) == rows.count(reading, where: [open]), "\(note)")
    }
  }

  @Test("after each of many changes, a few at a time", arguments: [UInt64(41), 2026])
  func follow(seed: UInt64) async throws {
    print("StandingPivotTests seed \(seed)")
    var random = SeededGenerator(seed)
    var store = ChangingDeals()
    for _ in 0..<250 { store.create(&random) }
    var columns = try store.deals.columns(pageSize: 100)
    columns.keepStandingPivots()
    store.entries = []
    var answered = 0
    for round in 0..<16 {
      try await agree(columns, "seed \(seed), round \(round)")
      // The second time, nothing was changed.
      let before = columns.answeredWithoutRows
      try await agree(columns, "seed \(seed), round \(round), again")
      #expect(columns.answeredWithoutRows > before, "the rows were read again")
      let first = store.entries.count
      for _ in 0..<Int.random(in: 1...8, using: &random) { store.step(&random) }
      let entries = Array(store.entries[first...])
      let known = columns.answeredWithoutRows
      columns.apply(JournalPage(entries: entries, cursor: Cursor(entries.last?.sequence ?? 1), hasMore: false))
      _ = try await columns.funnel(Self.readings[0])
      answered += columns.answeredWithoutRows - known
      #expect(columns.rowCount == store.deals.deals.count)
    }
    // Funnels group by stages and probabilities: few edits bring a new one of those, or take the last deal of one.
    #expect(answered >= 4, "only \(answered) funnels were answered without the rows after an edit")
  }

  @Test("a reader of an older state keeps its answers, and two copies that change do not share theirs")
  func copies() async throws {
    var store = ChangingDeals()
    for number in 0..<10 { store.deals.add("engaging", Int64(number)) }
    var columns = try store.deals.columns()
    columns.keepStandingPivots()
    let reading = Self.readings[0]
    let before = try await columns.funnel(reading)
    let older = columns
    var other = columns
    columns.apply(amount(1_000, of: 1, sequence: 2))
    other.apply(amount(5, of: 2, sequence: 2))
    #expect(try await columns.funnel(reading).total.unweighted == 1_045)
    #expect(try await other.funnel(reading).total.unweighted == 49)
    #expect(try await older.funnel(reading) == before)
    #expect(before.total.unweighted == 45)
    columns.apply(amount(2_000, of: 1, sequence: 3))
    #expect(try await columns.funnel(reading).total.unweighted == 2_045)
    #expect(try await other.funnel(reading).total.unweighted == 49)
  }

  private func amount(_ amount: Int64, of deal: Int, sequence: Int64) -> JournalEntry {
    JournalEntry(
      sequence: sequence, operation: DealFixture.id(deal), key: RecordKey(.opportunity, DealFixture.id(deal)),
      version: 2,
      effectiveAt: Instant(microsecondsSince1970: 0), recordedAt: Instant(microsecondsSince1970: 0), author: "",
      event: .changed(CellChange("amount", old: .null, new: .integer(amount), inHistory: true)))
  }
}
