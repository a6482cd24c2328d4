import PipelineEngine
import PipelinePlugins
import Testing

@Suite("What a person states", .serialized)
struct StatedValueTests {
  private func deal(_ desk: Desk, _ fill: (inout OpportunityBody) -> Void = { _ in }) async throws -> Opportunity {
    try await desk.addOpportunity(in: try await desk.addAccount("Acme")) {
      $0.nextStep = "Call"
      fill(&$0)
    }
  }

  @Test("a value that equals the present one stays when the stage changes beside it", arguments: Backend.all)
  func besideStage(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      var deal = try await deal(desk)
      #expect(deal.probability == Fixture.percent(10))
      deal = try await desk.edit(deal) {
        $0.status = "n"
        $0.probability = Fixture.percent(10)
        $0.forecast = "pipeline"
      }
      #expect(deal.probability == Fixture.percent(10))
      #expect(deal.probabilityOrigin == .person)
      #expect(deal.forecast == "pipeline")
      #expect(deal.forecastOrigin == .person)
    }
  }

  @Test(
    "a value that equals the stage's becomes the person's, and an edit elsewhere states nothing", arguments: Backend.all
  )
  func becomesPersons(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      var deal = try await deal(desk)
      deal = try await desk.edit(deal) { $0.description = "note" }
      #expect(deal.probabilityOrigin == .stage, "nothing was stated")
      deal = try await desk.edit(deal) { $0.probability = Fixture.percent(10) }
      #expect(deal.probabilityOrigin == .person)
      #expect(deal.version == 3)
      deal = try await desk.edit(try await desk.opportunity(deal.id)) { $0.status = "n" }
      #expect(deal.probability == Fixture.percent(10))
      deal = try await desk.edit(deal) { $0.probability = nil }
      #expect(deal.probability == Fixture.percent(60), "given back to the stage")
      #expect(deal.probabilityOrigin == .stage)
    }
  }

  @Test("edits of one batch state only what each assigns", arguments: Backend.all)
  func inBatch(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      let deal = try await deal(desk)
      let after = try await desk.together { batch in
        let first = try await batch.edit(deal) { $0.forecast = "commit" }
        return try await batch.edit(first) { $0.status = "n" }
      }
      #expect(after.forecast == "commit")
      #expect(after.probability == Fixture.percent(60))
      #expect(after.probabilityOrigin == .stage)
    }
  }

  @Test("deals are equal when their fields are, assigned or not")
  func equality() {
    var (left, right) = (OpportunityBody(), OpportunityBody())
    left.probability = nil
    left.lines = []
    #expect(left == right)
    #expect(Set([left, right]).count == 1)
    right.forecast = "commit"
    #expect(left != right)
  }

  @Test("clearing a field makes it unknown; so does a text of blanks", arguments: Backend.all)
  func clearing(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      var deal = try await deal(desk) {
        $0.competitor = "globex"
        $0.source = "web"
        $0.forecast = "commit"
        $0.description = "x"
        $0.winLossReport = "y"
        $0.externalID = "E"
      }
      deal = try await desk.edit(deal) { body in
        for name: FieldName in [
          "competitor", "source", "forecast", "loss_reason", "description", "win_loss_report", "external_id",
          "next_step", "expected_close_date", "probability", "lines", "stated_amount",
        ] {
          let field = try #require(OpportunityBody.fields[name])
          try field.set(&body, fromText: name == "description" ? "  " : "", currency: .eur)
        }
      }
      let cells = Dictionary(
        zip(OpportunityBody.fields.fields.map(\.name), OpportunityBody.fields.encode(deal.body)),
        uniquingKeysWith: { $1 })
      for name: FieldName in [
        "competitor", "source", "forecast", "description", "win_loss_report", "external_id", "next_step",
        "expected_close_date", "lines", "stated_amount",
      ] {
        #expect(cells[name] == .null, "\(name)")
      }
      #expect(deal.probability == Fixture.percent(10), "a cleared probability is the stage's")
      deal = try await desk.edit(deal) {
        $0.description = "\r\n "
        $0.competitor = " "
      }
      #expect(deal.description == nil)
      #expect(deal.competitor == nil)
      #expect(try await Rules.refusals { _ = try await desk.edit(deal) { $0.name = "\t" } } == ["missing name"])
    }
  }

  @Test("a deal's currency changes with its prices or its amount", arguments: Backend.all)
  func currency(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      let refused = ["currency_mismatch currency"]
      let stated = try await deal(desk) { $0.statedAmount = Money(minorUnits: Int64(10_000), currency: .eur) }
      #expect(try await Rules.refusals { _ = try await desk.edit(stated) { $0.currency = .usd } } == refused)
      let lines = [OpportunityLine(product: "gtx", unitPrice: "100")]
      let lined = try await deal(desk) { $0.lines = lines }
      #expect(try await Rules.refusals { _ = try await desk.edit(lined) { $0.currency = .usd } } == refused)
      let same = try await desk.edit(lined) {
        $0.currency = .usd
        $0.lines = lines
      }
      #expect(same.amount == Money(minorUnits: Int64(10_000), currency: .usd), "stated anew, the same digits")
      let other = try await desk.edit(stated) {
        $0.currency = .usd
        $0.statedAmount = Money(minorUnits: Int64(12_000), currency: .usd)
      }
      #expect(other.amount?.decimalText == "120.00")
      let empty = try await deal(desk)
      #expect(try await desk.edit(empty) { $0.currency = .usd }.currency == .usd, "there is nothing to restate")
    }
  }
}
