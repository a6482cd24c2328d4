import PipelineEngine
import PipelinePlugins
import Testing

@Suite("Ways between stages", .serialized)
struct StageGateTests {
  @Test("no change of the sales cycle leads round a stage", arguments: Backend.all)
  func roundTrip(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
      let gate = ["stage_not_allowed status"]
      func move(_ cycle: String, _ status: String) async throws -> [String] {
        try await Rules.refusals {
          _ = try await desk.edit(deal.id) {
            $0.cycle = cycle
            $0.status = status
          }
        }
      }
      #expect(try await move("direct", "won") == gate)
      #expect(try await move("partner", "won") == gate)
      #expect(try await move("partner", "lost") == gate)
      #expect(try await desk.opportunity(deal.id) == deal)
      #expect(try await move("partner", "late") == [], "it names the cycle in 'from'")
      #expect(try await move("direct", "n") == gate + ["missing next_step"])
      #expect(try await move("direct", "won") == gate)
      #expect(try await move("direct", "p") == [], "the first stage takes the deals of all cycles")
      #expect(try await move("partner", "p2") == [])
    }
  }

  @Test("a closed stage that leads nowhere is not left through another sales cycle", arguments: Backend.all)
  func closedStays(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      let acme = try await desk.addAccount("Acme")
      let deal = try await desk.addOpportunity(in: acme) {
        $0.nextStep = "Call"
        $0.status = "won"
      }
      #expect(deal.actualCloseDate == desk.today)
      for status in ["p2", "late", "lost"] {
        #expect(
          try await Rules.refusals {
            _ = try await desk.edit(deal) {
              $0.cycle = "partner"
              $0.status = status
            }
          } == ["stage_not_allowed status"], "\(status)")
      }
      let lost = try await desk.edit(try await desk.addOpportunity(in: acme)) { $0.status = "lost" }
      let moved = try await desk.edit(lost) {
        $0.cycle = "partner"
        $0.status = "p2"
      }
      #expect(moved.actualCloseDate == nil, "lost leads back to p: the deal is reopened")
    }
  }

  @Test("a new deal starts where it could go at once", arguments: Backend.all)
  func start(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      let acme = try await desk.addAccount("Acme")
      func start(_ status: String, nextStep: String? = nil) async throws -> [String] {
        try await Rules.refusals {
          _ = try await desk.addOpportunity(in: acme) {
            $0.status = status
            $0.nextStep = nextStep
          }
        }
      }
      #expect(try await start("p") == [])
      #expect(try await start("n") == ["missing next_step"])
      #expect(try await start("won") == ["missing next_step"], "the way goes through n")
      #expect(try await start("won", nextStep: "Call") == [])
      #expect(try await start("lost") == [])
    }
    let cycle = SalesCycle(
      "s",
      stages: [
        Stage("a", probability: Fixture.percent(10), next: ["lost"]), Stage("b", probability: Fixture.percent(10)),
        Stage("won", outcome: .won), Stage("lost", outcome: .lost),
      ])
    try await backend.withStorage { storage in
      try await Rules.open(storage, cycles: [cycle]) { desk in
        let acme = try await desk.addAccount("Acme")
        do {
          _ = try await desk.addOpportunity(in: acme) { $0.status = "b" }
          Issue.record("the deal was taken")
        } catch let refused as Refused {
          #expect(refused.refusals.map(\.code) == [.stageNotAllowed])
          #expect(refused.refusals.first?.parameters["allowed"] == "a, lost")
        }
      }
    }
  }

  @Test("a field that a stage needs is not emptied later", arguments: Backend.all)
  func emptiedLater(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme")) {
        $0.status = "n"
        $0.nextStep = "Call"
      }
      for text in [nil, "", " \n"] {
        #expect(
          try await Rules.refusals { _ = try await desk.edit(deal) { $0.nextStep = text } } == ["missing next_step"])
      }
      #expect(try await desk.opportunity(deal.id).nextStep == "Call")
    }
  }

  @Test("a deal in a stage that is gone can be edited in every other field, and is found", arguments: Backend.all)
  func removedStage(_ backend: Backend) async throws {
    try await backend.withStorage { storage in
      try await Rules.open(storage) { desk in
        _ = try await desk.addOpportunity(in: try await desk.addAccount("Acme")) {
          $0.status = "n"
          $0.nextStep = "Call"
          $0.externalID = "D"
        }
      }
      let cycle = SalesCycle("direct", stages: Rules.direct.stages.filter { $0.key != "n" })
      try await Rules.openPipeline(storage, cycles: [cycle], seed: 2) { pipeline in
        let desk = pipeline.acting(as: "anna")
        var deal = try #require(try await desk.findOpportunity(externalID: "D"))
        deal = try await desk.edit(deal) {
          $0.name = "Big one"
          $0.nextStep = nil
          $0.probability = Fixture.percent(70)
          $0.forecast = "commit"
          $0.expectedCloseDate = desk.today
        }
        #expect(deal.status == "n")
        #expect(deal.probability == Fixture.percent(70))
        #expect(deal.probabilityOrigin == .person)
        #expect(
          try await pipeline.findings().map(\.kind) == [.removedStage(cycle: "direct", status: "n", deals: 1)])
        #expect(try await desk.edit(deal) { $0.status = "won" }.actualCloseDate == desk.today)
        #expect(try await pipeline.findings().isEmpty)
      }
    }
  }

  @Test("a stage's former key moves its deals on opening, and the journal says who did", arguments: Backend.all)
  func formerKey(_ backend: Backend) async throws {
    try await backend.withStorage { storage in
      let clock = MovableClock()
      try await Rules.open(storage, clock: clock) { desk in
        let acme = try await desk.addAccount("Acme")
        for (id, cycle) in [("D", "direct"), ("P", "partner")] {
          _ = try await desk.addOpportunity(in: acme) {
            $0.externalID = id
            $0.cycle = cycle
          }
        }
      }
      clock.advance(days: 1)
      let stages = [
        Stage("lead", probability: Fixture.percent(15), forecast: "pipeline", was: ["p", "p2"])
      ]
      let cycle = SalesCycle("direct", stages: stages + Rules.direct.stages.dropFirst())
      for seed in 2...3 {
        try await Rules.open(storage, cycles: [cycle, Rules.partner], clock: clock, seed: UInt64(seed)) { desk in
          let deal = try #require(try await desk.findOpportunity(externalID: "D"))
          #expect(deal.status == "lead")
          #expect(deal.probability == Fixture.percent(10), "a rename changes the key alone")
          #expect(deal.version == 2, "moved once")
          let history = try await desk.history(of: deal.id)
          #expect(history.last?.author == "configuration")
          #expect(
            history.last?.event
              == .changed(field: "status", label: OpportunityBody.fields["status"]!.label, old: "p", new: "lead"))
          #expect(try await desk.findOpportunity(externalID: "P")?.status == "p2", "another sales cycle's")
        }
      }
    }
  }
}
