import PipelineEngine
import PipelinePlugins
import Testing

@Suite("Closing and reopening", .serialized)
struct ClosingTests {
  /// A deal of 1,000 in the first stage, which gives no forecast entry.
  private func deal(_ desk: Desk, _ fill: (inout OpportunityBody) -> Void = { _ in }) async throws -> Opportunity {
    let account = try await desk.addAccount("Acme")
    return try await desk.addOpportunity(in: account) {
      $0.statedAmount = Money(minorUnits: Int64(100_000), currency: .eur)
      fill(&$0)
    }
  }

  @Test(
    "a reopened deal has no forecast entry of the closed stage", arguments: Backend.all, ["won", "lost"])
  func forecastGoes(_ backend: Backend, closed: String) async throws {
    try await backend.withStorage { storage in
      let cycle = SalesCycle(
        "s",
        stages: [
          Stage("open", probability: Fixture.percent(10)), Stage("won", outcome: .won),
          Stage("lost", outcome: .lost),
        ])
      try await Rules.open(storage, cycles: [cycle]) { desk in
        var deal = try await deal(desk)
        #expect(deal.forecast == nil)
        deal = try await desk.changeStatus(of: deal, to: closed)
        #expect(deal.forecast == (closed == "won" ? "closed" : "omitted"))
        deal = try await desk.changeStatus(of: deal, to: "open")
        #expect(deal.forecast == nil)
        #expect(deal.probability == Fixture.percent(10))
        #expect(deal.actualCloseDate == nil)
      }
    }
  }

  @Test("a person's own forecast entry comes back, and stays when the stage changes", arguments: Backend.all)
  func personsForecast(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      var deal = try await deal(desk) { $0.forecast = "commit" }
      #expect(deal.forecastOrigin == .person)
      deal = try await desk.edit(deal) {
        $0.status = "n"
        $0.nextStep = "Call"
      }
      #expect(deal.forecast == "commit", "the stage's best_case does not overwrite it")
      deal = try await desk.changeStatus(of: deal, to: "lost")
      #expect(deal.forecast == "omitted")
      deal = try await desk.reopen(deal)
      #expect(deal.forecast == "commit")
      #expect(deal.forecastOrigin == .person)
    }
  }

  @Test("an entry that an earlier stage gave comes back where the open stage gives none", arguments: Backend.all)
  func stagesForecast(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      var deal = try await deal(desk)
      deal = try await desk.edit(deal) {
        $0.status = "n"
        $0.nextStep = "Call"
      }
      #expect(deal.forecast == "best_case")
      deal = try await desk.changeStatus(of: deal, to: "lost")
      deal = try await desk.changeStatus(of: deal, to: "p")
      #expect(deal.forecast == "best_case", "p gives none: as before closing")
      #expect(deal.forecastOrigin == .stage)
    }
  }

  @Test("a deal that is lost after it was won closes on the later day", arguments: Backend.all)
  func outcomeChanges(_ backend: Backend) async throws {
    let clock = MovableClock()
    try await backend.withStorage { storage in
      let cycle = SalesCycle(
        "s",
        stages: [
          Stage("open", probability: Fixture.percent(10)), Stage("won", outcome: .won), Stage("paid", outcome: .won),
          Stage("lost", outcome: .lost),
        ])
      try await Rules.open(storage, cycles: [cycle], clock: clock) { desk in
        var deal = try await deal(desk)
        clock.advance(days: 10)
        deal = try await desk.changeStatus(of: deal, to: "won")
        #expect("\(deal.actualCloseDate!)" == "2026-12-04")
        clock.advance(days: 10)
        deal = try await desk.changeStatus(of: deal, to: "paid")
        #expect("\(deal.actualCloseDate!)" == "2026-12-04", "won still")
        clock.advance(days: 10)
        deal = try await desk.changeStatus(of: deal, to: "lost")
        #expect("\(deal.actualCloseDate!)" == "2026-12-24")
      }
    }
  }

  @Test("the closing day can be corrected, alone and beside other fields", arguments: Backend.all)
  func corrected(_ backend: Backend) async throws {
    let clock = MovableClock()
    try await backend.withRules(clock: clock) { desk in
      var deal = try await deal(desk)
      clock.advance(days: 30)
      deal = try await desk.changeStatus(of: deal, to: "lost")
      let (first, second) = (CivilDate(iso: "2026-12-01")!, CivilDate(iso: "2026-12-02")!)
      deal = try await desk.edit(deal, closedOn: first) { _ in }
      #expect(deal.actualCloseDate == first)
      deal = try await desk.edit(deal, closedOn: second) { $0.nextStep = "Invoice" }
      #expect(deal.actualCloseDate == second)
      #expect(deal.nextStep == "Invoice")
      #expect(deal.statusSince == Instant(startOf: second))
      #expect(try await desk.edit(deal, closedOn: second) { $0.status = "lost" }.version == deal.version)
    }
  }

  @Test("what cannot be a closing day is refused, and nothing is written", arguments: Backend.all)
  func impossibleDays(_ backend: Backend) async throws {
    let clock = MovableClock()
    try await backend.withRules(clock: clock) { desk in
      let deal = try await deal(desk)
      clock.advance(days: 3)
      for day in ["2026-11-23", "2026-11-28", "2199-12-01", "1900-01-01"] {
        let refusals = try await Rules.refusals {
          _ = try await desk.edit(deal, closedOn: CivilDate(iso: day)!) { $0.status = "lost" }
        }
        #expect(refusals == ["closing_day actual_close_date"], "\(day)")
      }
      #expect(
        try await Rules.refusals { _ = try await desk.edit(deal, closedOn: CivilDate(iso: "2026-11-25")!) { _ in } }
          == ["closing_day actual_close_date"], "the deal is open")
      for day in ["2026-11-24", "2026-11-27"] {
        let closed = try await desk.edit(deal.id, closedOn: CivilDate(iso: day)!) { $0.status = "lost" }
        #expect(closed.actualCloseDate == CivilDate(iso: day), "the day of creation, and today")
        _ = try await desk.reopen(closed)
      }
    }
  }

  @Test("only an import that allows it closes deals in the future")
  func futureOfImports() throws {
    var draft = OpportunityBody()
    draft.status = "won"
    var moment = Fixture.moment()
    moment.startsAnywhere = true
    moment.closedOn = Fixture.today.adding(days: 1)
    #expect(throws: Refused.self) { try Fixture.planner().planCreation(draft, in: Fixture.acme, moment).get() }
    moment.allowsFutureClosing = true
    let deal = try Fixture.planner().planCreation(draft, in: Fixture.acme, moment).get()
    #expect(deal.actualCloseDate == moment.closedOn)
  }

  @Test("a closed deal's probability is its outcome's", arguments: Backend.all)
  func probability(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      let deal = try await desk.changeStatus(of: try await deal(desk), to: "lost")
      for share in [50, 100] {
        #expect(
          try await Rules.refusals { _ = try await desk.edit(deal) { $0.probability = Fixture.percent(share) } }
            == ["probability_of_closed_deal probability"])
      }
      #expect(try await desk.edit(deal) { $0.probability = .zero }.version == deal.version)
      #expect(try await desk.opportunity(deal.id).probability == .zero)
    }
  }

  @Test(
    "who made a deal that nobody dated is unknown: it has no age, and its changes are history", arguments: Backend.all)
  func unknownCreation(_ backend: Backend) async throws {
    var moment = Fixture.moment()
    moment.isCreationUnknown = true
    moment.closedOn = CivilDate(iso: "2020-03-01")
    moment.startsAnywhere = true
    var draft = OpportunityBody()
    draft.status = "won"
    let deal = try Fixture.planner().planCreation(draft, in: Fixture.acme, moment).get()
    #expect(deal.createdAt == nil)
    #expect(try OpportunityBody.fields.decode(OpportunityBody.fields.encode(deal)) == deal)
    let edit = RecordEdit(kind: .opportunity, createdAt: deal.createdAt, at: moment.at, author: "anna")
    #expect(GraceWindow().keeps(FieldChange(field: "name", old: .null, new: .text("x")), of: edit))
  }
}
