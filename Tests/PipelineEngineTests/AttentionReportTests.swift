import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// Slipped and overdue deals, leaderboards, top deals and the pipeline created: a small company, reckoned by hand.
@Suite("Reports that managers ask for", .serialized)
struct AttentionReportTests {
  private static func day(_ number: Int) -> CivilDate { Fixture.today.adding(days: number) ?? Fixture.today }

  /// Moves close dates about: only `b` is moved to later days, on day 3 by 8 days and on day 7 by 10, and only `d` is lost.
  private func tell(_ backend: Backend, _ body: (Desk) async throws -> Void) async throws {
    let world = AsOfTests.World(seed: 1)
    try await backend.withDesk(
      environment: world.environment,
      { $0.lookups = [LookupBinding(.lossReason, Entries(list: [LookupEntry("price")]))] }
    ) { desk in
      var now: Int64 = 0
      func pass(to day: Int64, _ second: Int64 = 43_200) {
        world.pass(seconds: day * 86_400 + second - now)
        now = day * 86_400 + second
      }
      let account = try await desk.addAccount("Acme")
      var deals: [String: RecordID] = [:]
      func add(_ name: String, _ amount: Int64, owner: String, close: Int) async throws {
        deals[name] = try await desk.addOpportunity(in: account) {
          $0.name = name
          $0.owner = owner
          $0.statedAmount = Money(minorUnits: amount * 100, currency: .usd)
          $0.expectedCloseDate = Self.day(close)
        }.id
      }
      func move(_ name: String, to close: Int) async throws {
        _ = try await desk.edit(try #require(deals[name])) { $0.expectedCloseDate = Self.day(close) }
      }
      pass(to: 0)
      try await add("a", 100, owner: "anna", close: 10)
      try await add("b", 200, owner: "ben", close: 10)
      try await add("c", 400, owner: "ben", close: 10)
      pass(to: 0, 80_000)
      try await move("a", to: 20)
      pass(to: 3)
      try await move("b", to: 15)
      try await move("b", to: 18)
      pass(to: 4)
      try await move("c", to: 30)
      try await move("c", to: 10)
      pass(to: 5)
      try await move("b", to: 16)
      pass(to: 6)
      try await add("d", 50, owner: "anna", close: 40)
      pass(to: 7)
      try await move("b", to: 26)
      pass(to: 8)
      _ = try await desk.close(try await desk.opportunity(try #require(deals["d"])), as: .lost) {
        $0.lossReason = "price"
      }
      pass(to: 12)
      try await body(desk)
    }
  }

  private func rows(_ desk: Desk, _ definition: ReportDefinition, asOf day: Int? = nil) async throws -> [[String]] {
    let scope = ReportScope(asOf: day.map { desk.endOfDay(Self.day($0)) })
    let table = try await desk.forecast(definition, scope).table
    return (table.rows + [table.total ?? []]).map { row in
      zip(row, table.columns).map { $0.plainText($1.kind) ?? "-" }
    }
  }

  private static let slips = ReportDefinition(
    "slips", period: .all, groupBy: [.owner],
    measures: [.count, .slipped, .slippedShare, .slippedAmount, .slips, .averageSlip])

  @Test(
    "slips are days at whose end a close date is later than a day before, also as of a past day", arguments: Backend.all
  )
  func slipped(_ backend: Backend) async throws {
    try await tell(backend) { desk in
      #expect(
        try await rows(desk, Self.slips) == [
          ["anna", "1", "0", "0", "0.00", "0", "-"], ["ben", "2", "1", "50", "200.00", "2", "18"],
          ["-", "3", "1", "33.33", "200.00", "2", "18"],
        ])
      #expect(try await rows(desk, Self.slips, asOf: 2).last == ["-", "3", "0", "0", "0.00", "0", "-"])
      #expect(try await rows(desk, Self.slips, asOf: 5).last == ["-", "3", "1", "33.33", "200.00", "1", "8"])
      let known = ReportScope(asOf: desk.endOfDay(Self.day(12)), knownAt: desk.endOfDay(Self.day(5)))
      #expect(try await desk.forecast(Self.slips, known).table.total?[5] == .count(1))
      var filters = DealFilter()
      filters.slipped = true
      let bySlips = ReportDefinition(
        "r", period: .all, groupBy: [.timesSlipped, .deal], filters: filters, measures: [.amount])
      #expect(try await rows(desk, bySlips) == [["2", "b", "200.00"], ["-", "-", "200.00"]])
      let source = try await desk.explain(FigureCell([.owner: "ben"], .slips), of: Self.slips)
      #expect(source.deals.items.map(\.deal.name) == ["b"])
      let found = try await desk.opportunities(filters).items
      #expect(found.map(\.name) == ["b"])
    }
  }

  @Test("slips are the same in a snapshot, in its lists and on a dashboard", arguments: Backend.all)
  func slippedTogether(_ backend: Backend) async throws {
    try await tell(backend) { desk in
      let alone = try await desk.forecast(Self.slips).table
      let snapshot = try await desk.snapshot()
      #expect(try await snapshot.forecast(Self.slips).table == alone)
      let then = try await desk.snapshot(.asOf(desk.endOfDay(Self.day(5))))
      #expect(try await then.forecast(Self.slips).table.total?[5] == .count(1))

      var filters = DealFilter()
      filters.slipped = true
      #expect(try await snapshot.opportunities(filters).items.map(\.name) == ["b"])
      #expect(try await then.opportunities(filters).items.map(\.name) == ["b"])
      let mostOften = try #require(DealFilter.Order("-times_slipped"))
      #expect(try await snapshot.opportunities(by: mostOften).items.first?.name == "b")
      var scope = ReportScope()
      scope.filter = filters
      #expect(try await snapshot.funnel(scope).total.count == 1)

      let fall = try await desk.waterfall(from: Self.day(5), scope)
      #expect(fall[.opening].count == 1 && fall[.closing].count == 1)

      _ = try await desk.reports.save(Self.slips)
      let page = try await desk.dashboard(widgets: [DashboardWidget(rawValue: "slips")])
      #expect(page.table.total == alone.total && page.table.rows == alone.rows)
    }
  }

  @Test("the days of slips are those of the time zone, on the first change of a day too", arguments: Backend.all)
  func slippedAtMidnight(_ backend: Backend) async throws {
    let world = AsOfTests.World(seed: 1)
    try await backend.withDesk(
      environment: world.environment, { $0.calendar = CalendarSetup(timeZone: "Europe/Paris") }
    ) { desk in
      let account = try await desk.addAccount("Acme")
      let deal = try await desk.addOpportunity(in: account) { $0.expectedCloseDate = Self.day(50) }
      // Local midnight two days later, which is the day before in UTC, and the afternoon of the same local day.
      let (end, now) = (desk.endOfDay(Self.day(1)), world.environment.now())
      world.pass(seconds: (end.microsecondsSince1970 - now.microsecondsSince1970) / 1_000_000 + 1)
      _ = try await desk.edit(deal.id) { $0.expectedCloseDate = Self.day(20) }
      world.pass(seconds: 50_000)
      _ = try await desk.edit(deal.id) { $0.expectedCloseDate = Self.day(60) }
      #expect(try await rows(desk, Self.slips).last == ["-", "1", "1", "100", "0.00", "1", "10"])
    }
  }

  @Test("overdue deals are open ones past their close date", arguments: Backend.all)
  func overdue(_ backend: Backend) async throws {
    try await tell(backend) { desk in
      let report = ReportDefinition(
        "r", period: .all, groupBy: [.owner], measures: [.count, .overdue, .overdueAmount, .averageOverdue])
      #expect(
        try await rows(desk, report) == [
          ["anna", "1", "0", "0.00", "-"], ["ben", "2", "1", "400.00", "2"], ["-", "3", "1", "400.00", "2"],
        ])
      #expect(try await rows(desk, report, asOf: 10).last?[1...] == ["3", "0", "0.00", "-"])
      var filters = DealFilter()
      filters.overdue = true
      let found = try await desk.opportunities(filters).items
      #expect(found.map(\.name) == ["c"])
      let byAge = try #require(DealFilter.Order("-days_overdue"))
      #expect(try await desk.opportunities(by: byAge).items.first?.name == "c")
      let ages = ReportDefinition("r", period: .all, groupBy: [.daysOverdue], filters: filters, measures: [.count])
      #expect(try await rows(desk, ages) == [["0-7", "1"], ["-", "1"]])
    }
  }

  @Test("a leaderboard has ranks, a limit, and totals of what it shows", arguments: Backend.all)
  func leaderboard(_ backend: Backend) async throws {
    try await tell(backend) { desk in
      var board = ReportDefinition(
        "r", period: .all, groupBy: [.owner], measures: [.rank, .amount], sort: [ReportSort("amount", descending: true)]
      )
      #expect(
        try await rows(desk, board) == [["ben", "1", "600.00"], ["anna", "2", "100.00"], ["-", "-", "700.00"]])
      board.limit = 1
      #expect(try await rows(desk, board) == [["ben", "1", "600.00"], ["-", "-", "600.00"]])
      let cut = try await desk.forecast(board)
      #expect(cut.gaps == [ReportGap(reason: .beyondLimit, count: 1)])
      // Equal in the column that is sorted by: the same rank, and the next one is left out.
      let ties = ReportDefinition(
        "r", period: .all, groupBy: [.deal], measures: [.rank, .overdue],
        sort: [ReportSort("overdue", descending: true)])
      let tied = try await rows(desk, ties)
      #expect(tied.map { $0[1] } == ["1", "2", "2", "-"])
    }
  }

  @Test("the deals behind a total are those of the rows that a limit leaves", arguments: Backend.all)
  func totalOfFew(_ backend: Backend) async throws {
    try await tell(backend) { desk in
      let board = ReportDefinition(
        "r", period: .all, groupBy: [.owner, .stage], measures: [.amount],
        sort: [ReportSort("amount", descending: true)], limit: 1)
      #expect(try await rows(desk, board).last == ["-", "-", "600.00"])
      let whole = try await desk.explain(FigureCell([:], .amount), of: board)
      #expect(Set(whole.deals.items.map(\.deal.name)) == ["b", "c"])
      #expect(whole.value == .money(600_00))
      let stage = try await desk.explain(FigureCell([.stage: "prospecting"], .amount), of: board)
      #expect(stage.value == .money(600_00))
    }
  }

  @Test("top deals are rows of their own, the greatest first", arguments: Backend.all)
  func topDeals(_ backend: Backend) async throws {
    try await tell(backend) { desk in
      let top = ReportDefinition(
        "r", period: .all, groupBy: [.deal, .owner], measures: [.amount],
        sort: [ReportSort("amount", descending: true)], limit: 2)
      #expect(
        try await rows(desk, top) == [
          ["c", "ben", "400.00"], ["b", "ben", "200.00"], ["-", "-", "600.00"],
        ])
      #expect(try await desk.forecast(top).gaps == [ReportGap(reason: .beyondLimit, count: 1)])
      let explained = try await desk.explain(FigureCell([.deal: "b"]), of: top)
      #expect(explained.deals.items.map(\.deal.name) == ["b"])
      var first = top
      first.sort = [ReportSort("close_date")]
      first.groupBy = [.deal, .closeDay]
      let (now, then) = (try await rows(desk, first), try await rows(desk, first, asOf: 3))
      #expect(now.map { $0[0] } == ["c", "a", "-"])
      #expect(then.map { $0[0] } == ["c", "b", "-"])
    }
  }

  @Test("the pipeline created is dated by the day of creation, lost deals included", arguments: Backend.all)
  func created(_ backend: Backend) async throws {
    try await tell(backend) { desk in
      var filters = DealFilter()
      filters.outcomes = Outcome.allCases
      var created = ReportDefinition(
        "r", period: .days(from: Self.day(1), to: Self.day(30)), groupBy: [.owner], filters: filters,
        measures: [.count, .amount], datedBy: .created)
      #expect(try await rows(desk, created) == [["anna", "1", "50.00"], ["-", "1", "50.00"]])
      created.period = .relative(.thisMonth)
      created.groupBy = [.createdMonth]
      created.compare = .previousPeriod
      #expect(
        try await rows(desk, created) == [
          ["2026-12", "0", "0.00", "750.00", "-750.00"], ["-", "0", "0.00", "750.00", "-750.00"],
        ])
      let document = try await desk.forecast(created)
      #expect(document.parameters.contains { $0.key == "period" && $0.label.fallback == "Created on" })
    }
  }
}
