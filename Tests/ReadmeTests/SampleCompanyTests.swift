import SalesPipeline
import Testing
import ToolSupport

/// A sample company in memory on a fixed day.
enum SampleCompanies {
  static let today = CivilDate("2026-11-24")
  /// The starter configuration, with every change in the history.
  static let starter = Starter.configuration.replacing("sqlite: {path: sales.db}", with: "memory: {}")
    .replacing("[{grace_window: {after_creation: 2 hours}}]", with: "[{every_change: {}}]")

  static func with(_ yaml: String = starter, deals: Int = 120, _ body: (Desk) async throws -> Void) async throws {
    let checked = ConfigurationReader(catalog: .bundled).check(text: yaml, file: "sales.yaml")
    let setup = try #require(checked.value, "\(checked.report)")
    // The clock is a day later than the company's: nothing of it lies in the future.
    let clock = PipelineEnvironment.fixed(at: Instant(startOf: try #require(today.adding(days: 1))))
    let pipeline = try await Pipeline.open(setup, environment: clock)
    let desk = pipeline.acting(as: "anna")
    let made = try await SampleCompany(setup, today: today, seed: 7).fill(desk, deals: deals)
    #expect(made.deals == deals)
    do { try await body(desk) } catch {
      await pipeline.close()
      throw error
    }
    await pipeline.close()
  }
}

@Suite("The sample company has a past")
struct SampleCompanyTests {
  @Test("on any past day there were deals, every one of which the journal knows")
  func past() async throws {
    try await SampleCompanies.with { desk in
      var counts: [Int] = []
      for days in [-600, -300, -90, -1] {
        let then = desk.endOfDay(try #require(SampleCompanies.today.adding(days: days)))
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
    var journals: [[String]] = []
    for _ in 0..<2 {
      try await SampleCompanies.with(deals: 40) { desk in
        var lines = try await desk.salespeople().map { "\($0.body)" }
        for account in try await desk.accounts(limit: 1000).items {
          for entry in try await desk.history(ofAccount: account.id) {
            lines.append("\(account.name) \(entry.at) \(entry.event)")
          }
        }
        for deal in try await desk.opportunities(limit: 1000).items {
          for entry in try await desk.history(of: deal.id) { lines.append("\(deal.name) \(entry.at) \(entry.event)") }
        }
        journals.append(lines.sorted())
      }
    }
    #expect(journals[0] == journals[1] && journals[0].count > 200)
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
    try await SampleCompanies.with(yaml) { desk in
      let statuses = Set(try await desk.opportunities(limit: 1000).items.map(\.body.status))
      #expect(statuses == ["lead", "talk", "offer", "won", "lost"])
    }
  }
}
