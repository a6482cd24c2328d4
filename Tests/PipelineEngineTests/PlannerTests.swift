import PipelineEngine
import PipelinePlugins
import Testing

/// A small sales cycle for tests.
enum Fixture {
  static let cycle = SalesCycle(
    "direct",
    stages: [
      Stage("prospecting", probability: percent(10), forecast: "pipeline", next: ["engaging", "lost"]),
      Stage("engaging", probability: percent(40), forecast: "best_case", requires: ["next_step"]),
      Stage("won", outcome: .won, next: ["engaging"]),
      Stage("lost", outcome: .lost, requires: ["loss_reason"]),
    ])

  static let lookups = LookupTables([
    LookupTable(.line, [LookupEntry("gtx-pro"), LookupEntry("old", isRetired: true)]),
    LookupTable(.lossReason, [LookupEntry("price")]),
    LookupTable(.source, [LookupEntry("fair")]),
  ])

  static func percent(_ value: Int) -> BasisPoints { BasisPoints(percent: value)! }

  static let stated = ProbabilityRule.onChange { $0.stated.map { ProbabilityAnswer($0, .person) } }
  static let byStage = ProbabilityRule.onChange { ProbabilityAnswer($0.stage.probability, .stage) }

  static func planner(_ rules: [ProbabilityRule] = [stated, byStage]) -> Planner {
    Planner(cycles: [cycle], baseCurrency: .usd, probability: rules, history: [], lookups: lookups)
  }

  static let today = CivilDate(year: 2026, month: 11, day: 24)!

  static func moment(days: Int = 0) -> PlanningMoment {
    let day = today.adding(days: days)!
    return PlanningMoment(at: Instant(startOf: day), today: day, author: "anna")
  }

  static let acme: AccountBody = {
    var body = AccountBody()
    body.name = "Acme"
    body.source = "fair"
    return body
  }()

  static func deal(_ fill: (inout OpportunityBody) -> Void = { _ in }) throws -> OpportunityBody {
    var draft = OpportunityBody()
    fill(&draft)
    return try planner().planCreation(draft, in: acme, moment()).get()
  }

  static func edit(
    _ deal: OpportunityBody, _ planner: Planner = planner(), days: Int = 1, closedOn: CivilDate? = nil,
    _ change: (inout OpportunityBody) -> Void
  ) throws -> OpportunityBody {
    var draft = deal
    change(&draft)
    var moment = moment(days: days)
    moment.closedOn = closedOn
    return try planner.planEdit(from: deal, to: draft, moment).get()
  }
}

@Suite("Planning a deal")
struct PlannerTests {
  @Test("a new deal gets its name, source, stage, owner, currency and close date")
  func defaults() throws {
    let deal = try Fixture.deal()
    #expect(deal.name == "Acme")
    #expect(deal.source == "fair")
    #expect(deal.cycle == "direct")
    #expect(deal.status == "prospecting")
    #expect(deal.owner == "anna")
    #expect(deal.currency == .usd)
    #expect("\(deal.expectedCloseDate!)" == "2027-01-05", "six weeks after 2026-11-24")
    #expect(deal.probability == Fixture.percent(10))
    #expect(deal.probabilityOrigin == .stage)
    #expect(deal.forecast == "pipeline")
  }

  @Test("the lines give the amount, each rounded half-even on its own")
  func amount() throws {
    let deal = try Fixture.deal {
      $0.lines = [
        OpportunityLine(product: "gtx-pro", quantity: 3, unitPrice: "4821.00"),
        OpportunityLine(product: "gtx-pro", quantity: "0.5", unitPrice: "0.05"),
        OpportunityLine(product: "gtx-pro", quantity: "0.5", unitPrice: "0.07"),
      ]
    }
    #expect(deal.amount?.decimalText == "14463.06", "0.025 rounds to 0.02 and 0.035 to 0.04")
  }

  @Test("a person's own probability is kept until the deal is closed")
  func personsProbability() throws {
    var deal = try Fixture.deal { $0.probability = Fixture.percent(25) }
    #expect(deal.probabilityOrigin == .person)
    deal = try Fixture.edit(deal) {
      $0.status = "engaging"
      $0.nextStep = "call"
    }
    #expect(deal.probability == Fixture.percent(25))
    deal = try Fixture.edit(deal) { $0.status = "won" }
    #expect(deal.probability == .full)
    #expect(deal.probabilityOrigin == .stage)
    deal = try Fixture.edit(deal) { $0.status = "engaging" }
    #expect(deal.probability == Fixture.percent(40), "reopening goes back to the stage's")
  }

  @Test("an edit that leaves the stage alone leaves the probability alone")
  func noReset() throws {
    let deal = try Fixture.deal()
    var changed = SalesCycle(
      "direct", stages: [Stage("prospecting", probability: Fixture.percent(77), next: nil)])
    changed = SalesCycle("direct", stages: changed.stages + Fixture.cycle.stages.dropFirst())
    let planner = Planner(
      cycles: [changed], baseCurrency: .usd, probability: [Fixture.byStage], history: [], lookups: Fixture.lookups)
    #expect(try Fixture.edit(deal, planner) { $0.nextStep = "write" }.probability == Fixture.percent(10))
  }

  @Test("giving a probability back to the strategy")
  func clearing() throws {
    let deal = try Fixture.edit(try Fixture.deal { $0.probability = Fixture.percent(25) }) { $0.probability = nil }
    #expect(deal.probability == Fixture.percent(10))
    #expect(deal.probabilityOrigin == .stage)
  }

  @Test("closing sets the closing day, reopening clears it and the loss reason")
  func closing() throws {
    var deal = try Fixture.deal()
    deal = try Fixture.edit(deal) {
      $0.status = "lost"
      $0.lossReason = "price"
    }
    #expect("\(deal.actualCloseDate!)" == "2026-11-25")
    #expect(deal.probability == .zero)
    deal = try Fixture.edit(deal) {
      $0.status = "engaging"
      $0.nextStep = "again"
    }
    #expect(deal.actualCloseDate == nil)
    #expect(deal.lossReason == nil)
  }

  @Test("a refusal lists everything that is missing at once")
  func allAtOnce() throws {
    let deal = try Fixture.deal()
    do {
      _ = try Fixture.edit(deal) {
        $0.status = "engaging"
        $0.name = " "
        $0.source = "nowhere"
        $0.lines = [OpportunityLine(product: "old", quantity: -1, unitPrice: 1)]
      }
      Issue.record("the edit was taken")
    } catch let refused as Refused {
      #expect(
        refused.refusals.map(\.description) == [
          "Name: a deal needs a name",
          "Lines: the quantity of 'old' is -1; it must be zero or more",
          "Next step: 'Next step' must be filled before a deal may be in 'engaging'",
          "Source: OpportunitySource has no entry 'nowhere'; it has: fair",
          "Lines: 'old' is retired in OpportunityLine",
        ])
    }
  }

  @Test("what a rule refuses, by code", arguments: Case.all)
  func refused(_ one: Case) throws {
    let deal = try Fixture.deal()
    do {
      _ = try Fixture.edit(deal, Fixture.planner(one.rules), one.change)
      Issue.record("'\(one.name)' was taken")
    } catch let refused as Refused {
      #expect(refused.refusals.map(\.code) == [one.code], "\(one.name)")
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let code: Refusal.Code
    var rules = [Fixture.stated, Fixture.byStage]
    let change: @Sendable (inout OpportunityBody) -> Void
    var testDescription: String { name }

    static let all: [Case] = [
      Case(name: "a way that the cycle does not have", code: .stageNotAllowed) { $0.status = "won" },
      Case(name: "an unknown status", code: .unknownStage) { $0.status = "nowhere" },
      Case(name: "an unknown cycle", code: .unknownStage) { $0.cycle = "nowhere" },
      Case(name: "100 % on an open deal", code: .probabilityOfOpenDeal) { $0.probability = .full },
      Case(name: "0 % on an open deal", code: .probabilityOfOpenDeal) { $0.probability = .zero },
      Case(name: "no room for a person's figure", code: .probabilityNotEditable, rules: [Fixture.byStage]) {
        $0.probability = Fixture.percent(33)
      },
      Case(name: "an unknown product", code: .unknownEntry) {
        $0.lines = [OpportunityLine(product: "nothing", unitPrice: 1)]
      },
      Case(name: "a retired product", code: .retiredEntry) {
        $0.lines = [OpportunityLine(product: "old", unitPrice: 1)]
      },
      Case(name: "a total beyond every amount", code: .overflow) {
        $0.lines = [OpportunityLine(product: "gtx-pro", quantity: 999_999_999_999, unitPrice: "999999999999.99")]
      },
      Case(name: "an amount in another currency", code: .currencyMismatch) {
        $0.statedAmount = Money(minorUnits: Int64(5), currency: .eur)
      },
      Case(name: "an amount beside lines", code: .amountBesideLines) {
        $0.statedAmount = Money(minorUnits: Int64(5), currency: .usd)
        $0.lines = [OpportunityLine(product: "gtx-pro", unitPrice: 1)]
      },
    ]
  }

  @Test("a key that was there before may stay though it is retired now")
  func retiredStays() throws {
    let before = try Fixture.deal { $0.lines = [OpportunityLine(product: "gtx-pro", unitPrice: 1)] }
    let lookups = LookupTables([LookupTable(.line, [LookupEntry("gtx-pro", isRetired: true)])])
    let planner = Planner(
      cycles: [Fixture.cycle], baseCurrency: .usd, probability: [], history: [], lookups: lookups)
    let after = try Fixture.edit(before, planner) { $0.lines[0].quantity = 2 }
    #expect(after.amount?.decimalText == "2.00")
  }

  @Test("every field's cell reads back as it was written")
  func cells() throws {
    var deal = try Fixture.deal {
      $0.lines = [OpportunityLine(product: "gtx-pro", quantity: "1.5", unitPrice: "2.25")]
      $0.description = "a \"quoted\"\nnote\u{0}"
    }
    deal = try Fixture.edit(deal) {
      $0.status = "lost"
      $0.lossReason = "price"
      $0.winLossReport = "too dear"
    }
    let cells = OpportunityBody.fields.encode(deal)
    #expect(try OpportunityBody.fields.decode(cells) == deal)
    #expect(OpportunityBody.fields.diff(deal, deal).isEmpty)
  }
}
