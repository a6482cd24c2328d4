import PipelineAnalytics
import PipelinePlugins
import Testing

@Suite("Reports where groupings, filters and comparisons meet")
struct ReportFaultTests {
  private static func won(_ deals: inout DealFixture, _ amount: Int64, _ day: String, _ owner: String = "anna") {
    deals.add("won", amount, owner: owner, actual: day, forecast: "closed", created: "2017-06-01")
  }

  /// Deals of one product, and one of two.
  private static func products() throws -> (columns: DealColumns, input: ForecastInput) {
    var deals = DealFixture()
    won(&deals, 120_00, "2017-07-01")
    won(&deals, 140_00, "2017-08-20")
    var input = ForecastInput()
    input.lines.set([OpportunityLine(product: "p", unitPrice: 120)], of: DealFixture.id(1), in: .eur)
    input.lines.set(
      [OpportunityLine(product: "p", unitPrice: 60), OpportunityLine(product: "q", unitPrice: 80)],
      of: DealFixture.id(2), in: .eur)
    return (try deals.columns(), input)
  }

  private func texts(_ rows: [[ReportCell]], _ table: ReportTable) -> [String] {
    rows.map { row in
      zip(row, table.columns).map { $0.plainText($1.kind) ?? "" }.joined(separator: " ")
    }
  }

  @Test("a product's subtotal is the sum of its parts, for any grouping below it")
  func subtotals() async throws {
    let (columns, input) = try Self.products()
    let definition = ReportDefinition(
      "r", period: .all, groupBy: [.product, .owner], measures: [.count, .won, .averageCycle, .products])
    let table = try await columns.forecast(definition, DealFixture.reading(), input).table
    #expect(texts(table.rows, table) == ["p anna 2 180.00 55 1", "q anna 1 80.00 80 1"])
    #expect(texts(table.subtotals.map(\.cells), table) == ["p  2 180.00 55 1", "q  1 80.00 80 1"])
    #expect(texts([table.total ?? []], table) == ["  2 260.00 55 2"])
  }

  @Test("with products an amount is the part's, in rows and in the total")
  func amounts() async throws {
    let (columns, input) = try Self.products()
    var filters = DealFilter()
    filters.amount = AmountRange(from: 100)
    let definition = ReportDefinition(
      "r", period: .all, groupBy: [.product], filters: filters, measures: [.count, .won])
    let table = try await columns.forecast(definition, DealFixture.reading(), input).table
    #expect(texts(table.rows, table) == ["p 1 120.00"])
    #expect(texts([table.total ?? []], table) == [" 1 120.00"])
  }

  @Test("the cycle is of days beside a filter on amounts too")
  func cycles() async throws {
    let (columns, _) = try Self.products()
    var filters = DealFilter()
    filters.amount = AmountRange(from: 130)
    let definition = ReportDefinition(
      "r", period: .all, groupBy: [.owner], filters: filters, measures: [.count, .won, .averageCycle])
    let table = try await columns.forecast(definition, DealFixture.reading()).table
    #expect(texts(table.rows, table) == ["anna 1 140.00 80"])
  }

  @Test("what was before has its row under a longer period, across the turn of the year too")
  func compared() async throws {
    var deals = DealFixture()
    Self.won(&deals, 120_00, "2017-12-05")
    Self.won(&deals, 140_00, "2017-11-30")
    Self.won(&deals, 30_00, "2017-11-30", "zoe")
    let definition = ReportDefinition(
      "r", period: .relative(.thisMonth), groupBy: [.fiscalYear, .owner], measures: [.won], compare: .previousPeriod)
    let now = try await deals.columns().forecast(definition, DealFixture.reading()).table
    #expect(
      texts(now.rows, now) == ["2017 anna 120.00 140.00 -20.00", "2017 zoe 0.00 30.00 -30.00"])
    #expect(texts(now.subtotals.map(\.cells), now) == ["2017  120.00 170.00 -50.00"])
    #expect(texts([now.total ?? []], now) == ["  120.00 170.00 -50.00"])
    let later = try await deals.columns().forecast(definition, DealFixture.reading(today: "2018-01-15")).table
    #expect(texts(later.rows, later) == ["2018 anna 0.00 120.00 -120.00"])
    // Why: the figure of the period before, and a row that stands only for it.
    let columns = try deals.columns()
    let zoe = FigureCell([.owner: "zoe"], .won)
    let nothing = try await columns.sources(of: zoe, in: definition, DealFixture.reading())
    #expect(nothing.value == .money(0) && nothing.listing.totalCount == 0)
    var before = zoe
    before.isEarlier = true
    let earlier = try await columns.sources(of: before, in: definition, DealFixture.reading())
    #expect(earlier.value == .money(30_00) && earlier.listing.rows.map(\.id) == [DealFixture.id(3)])
  }

  @Test("what is not known is last in either direction")
  func order() async throws {
    var deals = DealFixture()
    deals.add("engaging", 1_00, owner: "anna")
    deals.add("engaging", 2_00, owner: "bob", expected: "2018-01-10")
    deals.add("engaging", 3_00, owner: "zoe", expected: "2018-02-10")
    for (sort, keys) in [
      (ReportSort("month"), ["2018-01", "2018-02", ""]),
      (ReportSort("month", descending: true), ["2018-02", "2018-01", ""]),
    ] {
      let definition = ReportDefinition("r", period: .all, groupBy: [.month], measures: [.count], sort: [sort])
      let table = try await deals.columns().forecast(definition, DealFixture.reading()).table
      #expect(table.rows.map { $0[0].plainText(.text) ?? "" } == keys)
    }
    Self.won(&deals, 50_00, "2017-12-01", "anna")
    for descending in [false, true] {
      let definition = ReportDefinition(
        "r", period: .all, groupBy: [.owner], measures: [.averageDeal],
        sort: [ReportSort("average_deal", descending: descending)])
      let table = try await deals.columns().forecast(definition, DealFixture.reading()).table
      #expect(table.rows.map { $0[0].plainText(.text) ?? "" } == ["anna", "bob", "zoe"])
    }
  }

  @Test("a figure that a filter on outcomes leaves nothing to say is refused; the standard ones agree with it")
  func contradictions() async throws {
    let columns = try Self.products().columns
    for (measure, outcomes) in [
      (ReportMeasure.winRate, [Outcome.won]), (.won, [.open]), (.lost, [.open, .won]), (.weighted, [.lost]),
      (.velocity, [.open, .won]),
    ] {
      var filters = DealFilter()
      filters.outcomes = outcomes
      let definition = ReportDefinition("r", period: .all, groupBy: [], filters: filters, measures: [measure])
      await #expect(throws: FigureError.self, "\(measure.rawValue)") {
        try await columns.forecast(definition, DealFixture.reading())
      }
    }
    #expect(ReportMeasure.standard(for: [.lost]) == [.count, .lost])
    #expect(ReportMeasure.standard(for: [.open]) == [.count, .unweighted, .weighted])
    #expect(ReportMeasure.standard(for: []) == ReportMeasure.standard)
  }

  @Test("a filter on outcomes narrows what a figure is about: the cycle of won deals alone")
  func narrowed() async throws {
    var deals = DealFixture()
    Self.won(&deals, 1_00, "2017-06-11")
    deals.add("lost", 1_00, owner: "anna", actual: "2017-06-22", forecast: "omitted", created: "2017-06-01")
    for (outcomes, days) in [([], "15.5"), ([Outcome.won], "10"), ([.lost], "21"), ([.won, .lost], "15.5")] {
      var filters = DealFilter()
      filters.outcomes = outcomes
      let definition = ReportDefinition("r", period: .all, groupBy: [], filters: filters, measures: [.averageCycle])
      let table = try await deals.columns().forecast(definition, DealFixture.reading()).table
      #expect(texts([table.total ?? []], table) == [days], "\(outcomes)")
    }
  }

  @Test("a person with a target and no deal has a row")
  func targets() async throws {
    let quarter = FiscalCalendar.calendarYears.period(.quarter, containing: CivilDate(iso: "2017-12-31")!)
    var deals = DealFixture()
    Self.won(&deals, 10_00, "2017-12-01")
    var input = ForecastInput()
    input.targets = [SalesTarget(.owner("anna"), quarter, 100_00), SalesTarget(.owner("zoe"), quarter, 400_00)]
    let definition = ReportDefinition(
      "r", period: .relative(.thisQuarter), groupBy: [.owner], measures: [.won, .target, .attainment])
    let table = try await deals.columns().forecast(definition, DealFixture.reading(), input).table
    #expect(texts(table.rows, table) == ["anna 10.00 100.00 10", "zoe 0.00 400.00 0"])
    #expect(texts([table.total ?? []], table) == [" 10.00 500.00 2"])
  }

  @Test("more groups than anybody reads are refused")
  func tooMany() async throws {
    var deals = DealFixture()
    let days = (0..<320).compactMap { CivilDate(iso: "2017-01-01")?.adding(days: $0).map { "\($0)" } }
    for owner in 0..<320 { for day in days { deals.add("engaging", 1, owner: "p\(owner)", expected: day) } }
    let columns = try deals.columns(pageSize: 200_000)
    let definition = ReportDefinition("r", period: .all, groupBy: [.owner, .closeDay])
    await #expect(throws: PivotError.tooManyGroups) { try await columns.forecast(definition, DealFixture.reading()) }
  }
}
