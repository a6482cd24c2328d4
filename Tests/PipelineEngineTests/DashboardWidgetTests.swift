import PipelineEngine
import PipelinePlugins
import Testing

/// A company over two quarters: what it opens in August, and what it wins, loses and leaves lying in October and November.
private struct TwoQuarters {
  let desk: Desk
  let clock: PipelineEnvironment.TestClock

  static func with(
    _ backend: Backend, _ change: (inout PipelineSetup) -> Void = { _ in }, _ body: (Desk) async throws -> Void
  ) async throws {
    let clock = PipelineEnvironment.TestClock(at: "2026-08-10T09:00:00Z")
    try await backend.withDesk(environment: .testing(clock), change) { desk in
      let acme = try await desk.addAccount("Acme")
      func add(_ name: String, _ units: Int64, _ owner: String, _ closing: String) async throws -> RecordID {
        try await desk.addOpportunity(in: acme) {
          $0.name = name
          $0.owner = owner
          $0.statedAmount = Money(minorUnits: units, currency: .usd)
          $0.expectedCloseDate = CivilDate(closing)
        }.id
      }
      func close(_ id: RecordID, _ status: String) async throws {
        _ = try await desk.edit(id) {
          $0.status = "engaging"
          $0.nextStep = "call"
        }
        _ = try await desk.edit(id) {
          $0.status = status
          if status == "lost" { $0.lossReason = "price" }
        }
      }
      _ = try await add("late", 100_00, "anna", "2026-11-01")
      let won = try await add("won in November", 300_00, "anna", "2026-11-20")
      let lost = try await add("lost in November", 50_00, "bob", "2026-11-20")
      let early = try await add("won in August", 700_00, "bob", "2026-08-20")
      try await close(early, "won")
      clock.set(to: "2026-11-10T09:00:00Z")
      try await close(won, "won")
      try await close(lost, "lost")
      _ = try await add("due", 40_00, "bob", "2026-12-10")
      clock.set(to: "2026-11-24T09:00:00Z")
      try await body(desk)
    }
  }
}

extension ReportTable {
  /// A cell of a row, by the column's key.
  fileprivate func cell(_ row: Int, _ key: String) -> ReportCell? {
    columns.firstIndex { $0.key == key }.map { rows[row][$0] }
  }
}

@Suite("Key figures, the year, and deals that need attention", .serialized)
struct DashboardWidgetTests {
  @Test("key figures are those of the quarter and of the one before, and the change between", arguments: Backend.all)
  func keyFigures(_ backend: Backend) async throws {
    try await TwoQuarters.with(backend) { desk in
      let document = try await desk.dashboard(widgets: [.keyFigures, .waterfall])
      let table = document.table
      #expect(document.lead?.key == "key_figures" && document.chart?.kind == .figures)
      #expect((0..<3).map { table.cell($0, "period")?.plainText(.text) } == ["2026-Q4", "2026-Q3", "change"])
      #expect(
        (0..<3).map { table.cell($0, "day") } == [
          .date(CivilDate("2026-11-24")), .date(CivilDate("2026-09-30")), .null,
        ])
      // At the end of September three deals were open, today two are.
      #expect((0..<3).map { table.cell($0, "open") } == [.money(140_00), .money(450_00), .money(-310_00)])
      #expect((0..<3).map { table.cell($0, "open_count") } == [.count(2), .count(3), .count(-1)])
      #expect((0..<3).map { table.cell($0, "won") } == [.money(300_00), .money(700_00), .null])
      #expect((0..<3).map { table.cell($0, "won_count") } == [.count(1), .count(1), .null])
      #expect(
        (0..<3).map { table.cell($0, "win_rate")?.plainText(.percent) } == ["50", "100", "-50"])
      #expect((0..<3).map { table.cell($0, "overdue") } == [.money(100_00), .money(0), .money(100_00)])
      #expect(table.cell(0, "target") == nil, "without targets there is no column of them")
      // The opening pipeline of the waterfall beside it is the same figure.
      let waterfall = try #require(document.sections.first)
      #expect(waterfall.table.cell(0, "amount") == table.cell(1, "open"))
      #expect(waterfall.table.rows.last?.last == table.cell(0, "open"))
    }
  }

  @Test("a person's key figures count the deals that this person sees, and the targets too", arguments: Backend.all)
  func access(_ backend: Backend) async throws {
    let quarter = FiscalCalendar.calendarYears.period(.quarter, containing: Fixture.today)
    let change = { (setup: inout PipelineSetup) in
      setup.access = Policy(
        grants: ["ben": AccessGrant(sees: .owners(["bob"]), changes: .owners(["bob"]))], knownTeams: [:])
      setup.targets = Targets(
        list: [SalesTarget(.owner("anna"), quarter, 600_00), SalesTarget(.owner("bob"), quarter, 200_00)])
    }
    try await TwoQuarters.with(backend, change) { desk in
      let all = try await desk.dashboard(widgets: [.keyFigures]).table
      #expect(all.cell(0, "target") == .money(800_00) && all.cell(0, "attainment")?.plainText(.percent) == "37.5")
      let own = try await desk.acting(as: "ben").dashboard(widgets: [.keyFigures, .attention, .salesYear])
      #expect(own.table.cell(0, "open") == .money(40_00) && own.table.cell(1, "open") == .money(50_00))
      #expect(own.table.cell(0, "won") == .money(0) && own.table.cell(1, "won") == .money(700_00))
      #expect(own.table.cell(0, "target") == .money(200_00))
      let names = own.sections[0].details.flatMap { $0.table.rows.map { $0[0] } }
      #expect(Set(names) == [.text("due")], "no deal of another person's is listed")
      #expect(own.sections[1].table.total?.last == .money(200_00))
      // Figures of one source have no target.
      var scope = ReportScope()
      scope.filter.amount = AmountRange(from: ExactDecimal(coefficient: 1, scale: 0))
      #expect(try await desk.dashboard(scope, widgets: [.keyFigures]).table.cell(0, "target") == nil)
      #expect(
        try await desk.dashboard(ReportScope(owners: ["anna"]), widgets: [.keyFigures]).table.cell(0, "target")
          == .money(600_00))
    }
  }

  @Test("the year has a row for every quarter or month, also for one without a deal", arguments: Backend.all)
  func year(_ backend: Backend) async throws {
    try await TwoQuarters.with(backend) { desk in
      let quarters = try await desk.dashboard(widgets: [.salesYear])
      #expect(quarters.table.rows.map { $0[0].plainText(.text) } == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"])
      #expect(quarters.table.rows.map { $0[2] } == [.money(0), .money(0), .money(700_00), .money(300_00)])
      #expect(quarters.table.cell(3, "open") == .money(140_00) && quarters.table.total?[2] == .money(1_000_00))
      #expect(quarters.lead?.facts["today"] == "2026-Q4" && quarters.chart?.line == nil)
      #expect(try await desk.dashboard(widgets: [.salesYear], grain: .month).table.rows.count == 12)
    }
  }

  @Test(
    "deals that need attention: overdue, stuck for the longest first, due without a next step", arguments: Backend.all)
  func attention(_ backend: Backend) async throws {
    try await TwoQuarters.with(backend) { desk in
      let document = try await desk.dashboard(widgets: [.attention])
      let reasons = document.table.rows.map { $0[0].plainText(.text) }
      #expect(reasons == ["overdue", "stuck", "no_next_step"])
      #expect(document.table.rows.map { $0[1] } == [.count(1), .count(1), .count(1)])
      #expect(document.details.map { $0.table.rows.first?[0] } == [.text("late"), .text("late"), .text("due")])
      #expect(document.details[0].table.cell(0, "days") == .count(23), "since the first of November")
      #expect(document.details[1].table.cell(0, "days") == .count(106), "since the tenth of August")
    }
    try await backend.withDesk { desk in
      let document = try await desk.dashboard(widgets: [.attention])
      #expect(document.table.rows.isEmpty && document.lead?.empty != nil)
    }
  }

  @Test("the bars of a waterfall open to their deals, those of the greatest effect first", arguments: Backend.all)
  func bars(_ backend: Backend) async throws {
    try await TwoQuarters.with(backend) { desk in
      let report = try await desk.waterfallReport(dealsPerBar: 10)
      var opened: [String: [[ReportCell]]] = [:]
      for detail in report.details {
        opened[report.table.rows[detail.row][0].plainText(.text) ?? ""] = detail.table.rows
        let sum = detail.table.rows.reduce(Int128(0)) {
          if case .money(let units)? = $1.last { $0 + units } else { $0 }
        }
        #expect(report.table.rows[detail.row][2] == .money(sum), "the deals of a bar make the bar")
        #expect(report.table.rows[detail.row][1] == .count(Int64(detail.totalCount)))
      }
      #expect(
        opened.mapValues { $0.map { $0[0] } } == [
          "new": [.text("due")], "won": [.text("won in November")], "lost": [.text("lost in November")],
        ])
      #expect(try await desk.waterfallReport().details.isEmpty)
    }
  }

  @Test("a live dashboard answers again after a commit, and not without one")
  func live() async throws {
    try await TwoQuarters.with(.memory) { desk in
      var answers = desk.live(.dashboard(widgets: [.keyFigures])).makeAsyncIterator()
      let first = try #require(try await answers.next())
      #expect(first.table.cell(0, "open_count") == .count(2))
      let acme = try #require(try await desk.accounts().items.first)
      _ = try await desk.addOpportunity(in: acme) { $0.statedAmount = Money(minorUnits: Int64(1), currency: .usd) }
      let second = try #require(try await answers.next())
      #expect(second.table.cell(0, "open_count") == .count(3))
    }
  }
}
