import PipelineEngine
import PipelinePlugins
import Testing

/// Targets given in the test.
struct Targets: TargetSource {
  var list: [SalesTarget]
  func targets() async throws -> [SalesTarget] { list }
}

@Suite("Targets in reports")
struct TargetReportTests {
  static let report = ReportDefinition(
    "quota", period: .relative(.thisQuarter), groupBy: [.owner], measures: [.won, .target, .attainment, .coverage])

  private func with(_ backend: Backend, _ body: (Desk) async throws -> Void) async throws {
    let quarter = FiscalCalendar.calendarYears.period(.quarter, containing: Fixture.today)
    let next = FiscalCalendar.calendarYears.period(
      .quarter, containing: try #require(Fixture.today.adding(days: 100)))
    let list = [
      SalesTarget(.owner("anna"), quarter, 100_00), SalesTarget(.owner("bob"), quarter, 200_00),
      SalesTarget(.team("north"), quarter, 500_00), SalesTarget(.owner("anna"), next, 900_00),
    ]
    try await backend.withDesk {
      $0.targets = Targets(list: list)
      $0.access = Policy(
        grants: ["anna": AccessGrant(sees: .owners(["anna"]), changes: .owners(["anna"]))],
        knownTeams: ["anna": "north", "bob": "north"])
    } _: { desk in
      let boss = desk.acting(as: "boss")
      let acme = try await boss.addAccount("Acme")
      for (owner, amount, isWon) in [("anna", 25_00, true), ("anna", 100_00, false), ("bob", 300_00, true)] {
        let deal = try await boss.addOpportunity(in: acme) {
          $0.owner = owner
          $0.statedAmount = Money(minorUnits: Int64(amount), currency: .usd)
          $0.expectedCloseDate = Fixture.today
        }
        guard isWon else { continue }
        _ = try await boss.edit(deal.id) {
          $0.status = "engaging"
          $0.nextStep = "call"
        }
        _ = try await boss.edit(deal.id) { $0.status = "won" }
      }
      try await body(desk)
    }
  }

  @Test(
    "attainment is what is won of the target, coverage the open weighted over what is missing", arguments: Backend.all)
  func attained(backend: Backend) async throws {
    try await with(backend) { desk in
      let table = try await desk.acting(as: "boss").forecast(Self.report).table
      let anna: [ReportCell] = [
        .text("anna"), .money(25_00), .money(100_00), .percent(BasisPoints(2_500)!), .percent(BasisPoints(1_333)!),
      ]
      // More than the target: nothing is missing that could be covered.
      let bob: [ReportCell] = [.text("bob"), .money(300_00), .money(200_00), .ratio(15_000), .null]
      #expect(table.rows == [anna, bob])
      // The team's own target counts, not its people's beside it.
      #expect(table.total?[2] == .money(500_00) && table.total?[3] == .percent(BasisPoints(6_500)!))
    }
  }

  @Test(
    "a reader sees the targets of those whose deals they see, and none of a team that is only partly theirs",
    arguments: Backend.all)
  func gated(backend: Backend) async throws {
    try await with(backend) { desk in
      let table = try await desk.acting(as: "anna").forecast(Self.report).table
      #expect(table.rows.map { $0[0] } == [.text("anna")])
      #expect(table.total?[2] == .money(100_00))
    }
  }

  @Test("a month's target beside that of its quarter counts in the month alone", arguments: Backend.all)
  func nested(backend: Backend) async throws {
    let calendar = FiscalCalendar.calendarYears
    let quarter = calendar.period(.quarter, containing: Fixture.today)
    let month = calendar.period(.month, containing: Fixture.today)
    try await backend.withDesk {
      $0.targets = Targets(list: [
        SalesTarget(.owner("anna"), quarter, 100_00), SalesTarget(.owner("anna"), month, 30_00),
        SalesTarget(.owner("bob"), month, 20_00),
      ])
    } _: { desk in
      let boss = desk.acting(as: "boss")
      let rows = { (grouping: [DealDimension]) async throws -> [[ReportCell]] in
        try await boss.forecast(
          ReportDefinition("quota", period: .relative(.thisQuarter), groupBy: grouping, measures: [.target])
        ).table.rows
      }
      let (byOwner, byQuarter, byMonth) = (
        try await rows([.owner]), try await rows([.quarter]), try await rows([.month])
      )
      #expect(byOwner == [[.text("anna"), .money(100_00)], [.text("bob"), .money(20_00)]])
      #expect(byQuarter.map { $0[1] } == [.money(120_00)])
      #expect(byMonth.map { $0[1] } == [.money(50_00)])
    }
  }

  @Test("a target of somebody who is not known is an error with a hint, where people are known", arguments: Backend.all)
  func unknown(backend: Backend) async throws {
    let quarter = FiscalCalendar.calendarYears.period(.quarter, containing: Fixture.today)
    func sentence(_ holder: SalesTarget.Holder, entered: Bool) async throws -> String? {
      var text: String?
      try await backend.withDesk {
        $0.targets = Targets(list: [SalesTarget(holder, quarter, 100_00)])
      } _: { desk in
        if entered {
          _ = try await desk.together { batch in try await batch.setSalesperson("anna") { $0.team = "north" } }
        }
        do { _ = try await desk.forecast(Self.report) } catch let error as UnknownName { text = error.description }
      }
      return text
    }
    #expect(try await sentence(.owner("ana"), entered: true) == "there is no salesperson 'ana'; did you mean 'anna'?")
    #expect(try await sentence(.team("nort"), entered: true) == "there is no team 'nort'; did you mean 'north'?")
    #expect(try await sentence(.owner("anna"), entered: true) == nil)
    #expect(try await sentence(.team("north"), entered: true) == nil)
    // Where nobody was entered, a target is how somebody becomes known.
    #expect(try await sentence(.owner("zoe"), entered: false) == nil)
    #expect(try await sentence(.team("west"), entered: false) == nil)
  }
}
