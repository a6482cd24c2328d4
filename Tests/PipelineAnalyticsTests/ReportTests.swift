import PipelineAnalytics
import PipelinePlugins
import Testing

@Suite("Reports of a few deals, reckoned by hand")
struct ReportTests {
  private func sample() -> DealFixture {
    var deals = DealFixture()
    deals.add("prospecting", 100_05, expected: "2017-10-15")
    deals.add("prospecting", 200_05, expected: "2018-02-01", forecast: "omitted")
    deals.add("engaging", 1_000_00, probability: 55, owner: "Bela", expected: "2017-11-30", forecast: "commit")
    deals.add("engaging", nil, owner: "Bela")
    deals.add("engaging", 777, owner: "Bela", expected: "2017-12-01", currency: "JPY")
    deals.add("won", 500_00, expected: "2017-06-01", actual: "2017-10-02", forecast: "closed")
    deals.add("won", 250_00, owner: "Bela", actual: "2018-01-01", forecast: "closed")
    deals.add("lost", 900_00, expected: "2017-10-01", actual: "2017-10-01", forecast: "omitted")
    return deals
  }

  @Test("funnel: every open stage in order, each figure rounded on its own")
  func funnel() async throws {
    let columns = try sample().columns()
    for tasks in [1, 2, 5] {
      let report = try await columns.funnel(DealFixture.reading(), tasks: tasks)
      #expect(report.rows.map(\.status) == ["prospecting", "engaging", "proposal"])
      #expect(report.rows.map(\.figures.count) == [2, 3, 0])
      #expect(report.rows.map(\.figures.unweighted) == [300_10, 1_000_00, 0])
      #expect(report.rows.map(\.figures.weighted) == [30_01, 550_00, 0])
      #expect(report.total.count == 5 && report.total.unweighted == 1_300_10 && report.total.weighted == 580_01)
      #expect(
        report.gaps == [
          ReportGap(reason: .noAmount, count: 1), ReportGap(reason: .otherCurrency, detail: "JPY", count: 1),
        ])
    }
  }

  @Test("a total is not the sum of rounded rows")
  func ownRounding() async throws {
    var deals = DealFixture()
    deals.add("prospecting", 4)
    deals.add("engaging", 1)
    let report = try await deals.columns().funnel(DealFixture.reading())
    // 0.4 and 0.4 are nothing each; 0.8 is one.
    #expect(report.rows.map(\.figures.weighted) == [0, 0, 0] && report.total.weighted == 1)
  }

  @Test("sales grid: sparse, by owner then period, the undated last")
  func grid() async throws {
    let grid = try await sample().columns().salesGrid(DealFixture.reading(), by: .quarter)
    #expect(
      grid.rows.map { "\($0.owner) \($0.period?.label ?? "-")" } == [
        "Anna 2017-Q4", "Anna 2018-Q1", "Bela 2017-Q4", "Bela 2018-Q1", "Bela -",
      ])
    #expect(grid.rows.map(\.figures.won.count) == [1, 0, 0, 1, 0])
    #expect(grid.rows.map(\.figures.won.unweighted) == [500_00, 0, 0, 250_00, 0])
    #expect(grid.rows.map(\.figures.open.count) == [1, 1, 2, 0, 1])
    #expect(grid.rows.map(\.figures.open.weighted) == [10_00, 20_00, 550_00, 0, 0])
    #expect(grid.total.won.unweighted == 750_00 && grid.total.open.unweighted == 1_300_10)
    #expect(grid.total.open.weighted == 580_01)
  }

  @Test("forecast: open by expected date, won by actual date, omitted and undated left out and said so")
  func forecast() async throws {
    let definition = ReportDefinition("q4", period: .relative(.thisQuarter), groupBy: [.owner, .category])
    let document = try await sample().columns().forecast(definition, DealFixture.reading())
    #expect(document.table.columns.map(\.key) == ["owner", "category", "count", "unweighted", "weighted", "won"])
    func category(_ key: String) -> ReportCell {
      .label(key: key, LookupTable.standardForecasting[key]?.label ?? "")
    }
    #expect(
      document.table.rows == [
        [.text("Anna"), category("pipeline"), .count(1), .money(100_05), .money(10_00), .money(0)],
        [.text("Anna"), category("closed"), .count(1), .money(500_00), .money(500_00), .money(500_00)],
        [.text("Bela"), category("pipeline"), .count(1), .money(0), .money(0), .money(0)],
        [.text("Bela"), category("commit"), .count(1), .money(1_000_00), .money(550_00), .money(0)],
      ])
    #expect(
      document.table.total == [.null, .null, .count(4), .money(1_600_05), .money(1_060_00), .money(500_00)])
    #expect(
      document.gaps == [
        ReportGap(reason: .otherCurrency, detail: "JPY", count: 1), ReportGap(reason: .undated, count: 1),
      ])
    #expect(document.period.map { "\($0.lowerBound) \($0.upperBound)" } == "2017-10-01 2017-12-31")
  }

  @Test("forecast of all dates keeps the undated and counts the omitted")
  func forecastOfAll() async throws {
    let definition = ReportDefinition("all", period: .all, groupBy: [.quarter], owners: ["Anna"])
    let document = try await sample().columns().forecast(definition, DealFixture.reading())
    let quarter = LocalizedText(CalendarPhrase.yearQuarter, ["year": "2017", "number": "4"])
    // What the forecast omits is counted, and left out of its sums alone.
    let next = LocalizedText(CalendarPhrase.yearQuarter, ["year": "2018", "number": "1"])
    #expect(
      document.table.rows == [
        [.label(key: "2017-Q4", quarter), .count(2), .money(600_05), .money(510_00), .money(500_00)],
        [.label(key: "2018-Q1", next), .count(1), .money(0), .money(0), .money(0)],
      ])
    #expect(document.gaps == [ReportGap(reason: .omitted, count: 1)])
    #expect(document.period == nil && document.notes.map(\.fallback) == ["1 deal omitted from the forecast: left out"])
  }

  @Test("a weight of a date is asked for each day, once a group")
  func weightByDates() async throws {
    var deals = DealFixture()
    deals.add("engaging", 1_000_00, expected: "2018-01-10")
    deals.add("engaging", 1_000_00, expected: "2018-03-01")
    deals.add("engaging", 1_000_00)
    let soon = Derivation<Weight>(.daysToClose) { (days: Int?) in (days ?? 99) <= 31 ? Weight.full : .zero }
    let report = try await deals.columns().salesGrid(DealFixture.reading(weight: soon), by: .month)
    #expect(report.rows.map(\.figures.open.weighted) == [1_000_00, 0, 0])
  }

  @Test("a rule that reads falls with the days in the stage, and stops at a person's own figure")
  func readingRule() async throws {
    var deals = DealFixture()
    deals.add("engaging", 100_00, since: Instant(startOf: CivilDate(iso: "2017-12-21")!).microsecondsSince1970)
    deals.add("engaging", 100_00, since: Instant(startOf: CivilDate(iso: "2017-12-31")!).microsecondsSince1970)
    deals.add("engaging", 100_00, probability: 90, since: 0)
    let rule = ProbabilityRule.onReading(
      Derivation(.probability, .probabilityOrigin, .daysInStage) {
        (stored: BasisPoints, origin: ProbabilityOrigin, days: Int?) -> BasisPoints? in
        origin == .person ? nil : BasisPoints(Int(stored.value) - (days ?? 0) * 100)
      })
    let report = try await deals.columns().funnel(DealFixture.reading(rules: [rule]))
    #expect(report.total.weighted == 30_00 + 40_00 + 90_00)
    let listing = try deals.columns().deals(DealFixture.reading(rules: [rule]), where: [.outcome(.open)])
    #expect(listing.rows.map(\.probability.value) == [3000, 4000, 9000])
  }

  @Test("a status that no cycle defines is counted as open, and named")
  func unknownStage() async throws {
    var deals = DealFixture()
    deals.add("mystery", 10_00, probability: 50)
    let report = try await deals.columns().funnel(DealFixture.reading())
    #expect(report.rows.map(\.status) == ["prospecting", "engaging", "proposal", "mystery"])
    #expect(report.total.weighted == 5_00)
    #expect(report.gaps == [ReportGap(reason: .unknownStage, detail: "direct/mystery", count: 1)])
  }

  @Test("no deals, no stages: empty reports")
  func nothing() async throws {
    let columns = DealColumns(cycles: [], baseCurrency: .eur)
    #expect(try await columns.funnel(DealFixture.reading()).rows.isEmpty)
    #expect(try await columns.salesGrid(DealFixture.reading(), by: .month).rows.isEmpty)
    let document = try await columns.forecast(ReportDefinition("none"), DealFixture.reading(), tasks: 4)
    #expect(document.table.rows.isEmpty && document.table.total?.first == .null)
    #expect(try columns.deals(DealFixture.reading(), where: []).totalCount == 0)
  }

  @Test("amounts that no 64-bit sum holds do not overflow")
  func greatest() async throws {
    var deals = DealFixture()
    for _ in 0..<5 { deals.add("engaging", .max, probability: 99) }
    let report = try await deals.columns().funnel(DealFixture.reading())
    #expect(report.total.unweighted == 5 * Int128(Int64.max))
    #expect(report.total.weighted == dividedHalfEven(5 * Int128(Int64.max) * 99, by: 100))
  }

  @Test("the deals of a stage come by close date, in pages")
  func listing() throws {
    let columns = try sample().columns()
    let stage = columns.stages.filter("engaging")
    #expect(columns.stages.filter("engaging", cycle: "other") == .values(.stage, []))
    let all = try columns.deals(DealFixture.reading(), where: [stage])
    #expect(all.rows.map { $0.closeDate.map { "\($0)" } } == ["2017-11-30", "2017-12-01", nil])
    #expect(all.rows.map(\.weighted) == [550_00, nil, nil])
    for offset in 0...4 {
      let page = try columns.deals(DealFixture.reading(), where: [stage], offset: offset, limit: 2)
      #expect(page.rows == Array(all.rows.dropFirst(offset).prefix(2)) && page.totalCount == 3)
    }
  }

  @Test("weights of many dimensions: each group's figure is the sum over its deals", arguments: [UInt64(31), 32])
  func weightsAgainstBruteForce(seed: UInt64) async throws {
    print("weightsAgainstBruteForce seed \(seed)")
    var random = SeededGenerator(seed)
    var deals = DealFixture()
    var expected: [String: Int128] = [:]
    for _ in 0..<3000 {
      let owner = "owner \(Int.random(in: 0..<20, using: &random))"
      let month = Int.random(in: 1...9, using: &random)
      let amount = Int64.random(in: -9_999_999...9_999_999, using: &random)
      let share = Int.random(in: 1...99, using: &random)
      let age = Int.random(in: 0...400, using: &random)
      let since = try #require(CivilDate(iso: "2017-12-31")?.adding(days: -age))
      deals.add(
        "engaging", amount, probability: share, owner: owner, expected: "2018-0\(month)-1\(month)",
        since: Instant(startOf: since).microsecondsSince1970)
      let weight = Int128(age % 7 == 0 ? share * 5000 : share * 10_000)
      expected["\(owner) 2018-0\(month)", default: 0] += Int128(amount) * weight
    }
    let rule = ProbabilityRule.onReading(
      Derivation(.daysInStage, .probability) { (days: Int?, stored: BasisPoints) -> BasisPoints? in
        (days ?? 0) % 7 == 0 ? BasisPoints(Int(stored.value) / 2) : nil
      })
    for tasks in [1, 3] {
      let grid = try await deals.columns(pageSize: 500).salesGrid(
        DealFixture.reading(rules: [rule]), by: .month, tasks: tasks)
      #expect(grid.rows.count == expected.count)
      for row in grid.rows {
        let key = "\(row.owner) \(row.period?.label ?? "")"
        #expect(
          row.figures.open.weighted == expected[key].map { dividedHalfEven($0, by: 1_000_000) }, "seed \(seed), \(key)")
      }
    }
  }
}
