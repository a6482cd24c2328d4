import SalesPipeline
import Testing
import ToolSupport

@Suite("The sample company has a past")
struct SampleCompanyTests {
  static let today = CivilDate("2026-11-24")

  private func withSample(_ yaml: String, deals: Int = 120, _ body: (Desk) async throws -> Void) async throws {
    let checked = ConfigurationReader(catalog: .bundled).check(text: yaml, file: "sales.yaml")
    let setup = try #require(checked.value, "\(checked.report)")
    // The clock is a day later than the company's: nothing of it lies in the future.
    let clock = PipelineEnvironment.fixed(at: Instant(startOf: try #require(Self.today.adding(days: 1))))
    let pipeline = try await Pipeline.open(setup, environment: clock)
    let desk = pipeline.acting(as: "anna")
    let made = try await SampleCompany(setup, today: Self.today, seed: 7).fill(desk, deals: deals)
    #expect(made.deals == deals)
    do { try await body(desk) } catch {
      await pipeline.close()
      throw error
    }
    await pipeline.close()
  }

  private static let starter = Starter.configuration.replacing("sqlite: {path: sales.db}", with: "memory: {}")

  @Test("on any past day there were deals, every one of which the journal knows")
  func past() async throws {
    try await withSample(Self.starter) { desk in
      var counts: [Int] = []
      for days in [-600, -300, -90, -1] {
        let then = desk.endOfDay(try #require(Self.today.adding(days: days)))
        let funnel = try await desk.funnel(ReportScope(asOf: then))
        #expect(!funnel.gaps.contains { $0.reason == .unknownPast })
        counts.append(funnel.total.count)
      }
      #expect(counts.allSatisfy { $0 > 0 } && Set(counts).count > 1, "\(counts)")
      let outcomes = try await desk.opportunities(limit: 1000).items.map(\.body.status)
      #expect(outcomes.contains("won") && outcomes.contains("lost") && outcomes.contains("negotiation"))
      let first = try #require(try await desk.findOpportunity(externalID: "S-1"))
      #expect(try await desk.history(of: first.id).count > 1)
      #expect(try await desk.history(of: first.id).map(\.at).first == first.createdAt)
    }
  }

  @Test("the same seed, day and setup make the same company")
  func reproducible() async throws {
    var tellings: [[String]] = []
    for _ in 0..<2 {
      try await withSample(Self.starter, deals: 40) { desk in
        var lines: [String] = []
        for deal in try await desk.opportunities(limit: 1000).items {
          for entry in try await desk.history(of: deal.id) { lines.append("\(deal.name) \(entry.at) \(entry.event)") }
        }
        tellings.append(lines)
      }
    }
    #expect(tellings[0] == tellings[1] && tellings[0].count > 100)
  }

  @Test("it keeps to the rules of any sales cycle")
  func rules() async throws {
    let yaml = """
      version: 1
      storage: memory
      currency: {base: EUR}
      lookups: {OpportunityLossReason: {inline: [price]}, OpportunityCompetitor: {inline: [globex]}}
      sales_cycles:
        strict:
          stages:
            - {key: lead, probability: 5, next: [talk, lost], requires: [description]}
            - {key: talk, probability: 20, next: [offer, lost], requires: [next_step]}
            - {key: offer, probability: 60, next: [won, lost], requires: [competitor, expected_close_date]}
            - {key: won, outcome: won, next: []}
            - {key: lost, outcome: lost, requires: [loss_reason, win_loss_report], next: []}
      """
    try await withSample(yaml) { desk in
      let statuses = Set(try await desk.opportunities(limit: 1000).items.map(\.body.status))
      #expect(statuses == ["lead", "talk", "offer", "won", "lost"])
    }
  }
}
