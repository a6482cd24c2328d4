import PipelineEngine
import PipelinePlugins
import Testing

/// A report's filters, products, comparison and order, reckoned by hand.
@Suite("What a report's definition asks for")
struct ReportFigureTests {
  private func with(_ backend: Backend, _ body: (Desk) async throws -> Void) async throws {
    try await backend.withDesk {
      $0.lookups[0] = LookupBinding(.line, Entries(list: [LookupEntry("gtx-pro"), LookupEntry("other")]))
    } _: { desk in
      let account = ["acme": try await desk.addAccount("Acme"), "zenith": try await desk.addAccount("Zenith")]
      func add(
        _ owner: String, _ where_: String, _ lines: [(String, Int64)], _ days: Int, source: String? = nil,
        won: Bool = false
      ) async throws {
        let deal = try await desk.addOpportunity(in: try #require(account[where_])) {
          $0.owner = owner
          $0.source = source
          $0.lines = lines.map { .init(product: $0.0, unitPrice: ExactDecimal($0.1)) }
          $0.expectedCloseDate = Fixture.today.adding(days: days)
        }
        guard won else { return }
        _ = try await desk.edit(deal.id) {
          $0.status = "engaging"
          $0.nextStep = "call"
        }
        _ = try await desk.edit(deal.id) { $0.status = "won" }
      }
      try await add("anna", "acme", [("gtx-pro", 100), ("other", 50)], 0, source: "fair")
      try await add("anna", "zenith", [("gtx-pro", 300)], 0, won: true)
      try await add("bob", "acme", [("other", 200)], 0)
      try await add("bob", "zenith", [("gtx-pro", 70)], -400)
      try await body(desk)
    }
  }

  private static let today = ReportPeriod.days(from: Fixture.today, to: Fixture.today)

  private func rows(_ desk: Desk, _ definition: ReportDefinition) async throws -> [[ReportCell]] {
    try await desk.forecast(definition).table.rows
  }

  @Test("filters keep what they say", arguments: Backend.all)
  func filters(backend: Backend) async throws {
    try await with(backend) { desk in
      func expect(_ count: ReportCell, _ change: (inout DealFilter) -> Void) async throws {
        var filters = DealFilter()
        change(&filters)
        let definition = ReportDefinition("r", period: .all, groupBy: [], filters: filters, measures: [.count])
        let total = try await desk.forecast(definition).table.total
        #expect(total?.first == count, "\(filters)")
      }
      try await expect(.count(4)) { _ in }
      try await expect(.count(1)) { $0.outcomes = [.won] }
      try await expect(.count(1)) { $0.sources = ["fair"] }
      try await expect(.count(2)) { $0.products = ["other"] }
      try await expect(.count(2)) { $0.accounts = ["Zenith"] }
      try await expect(.count(3)) { $0.stages = ["prospecting"] }
      try await expect(.count(2)) { $0.amount = AmountRange(from: "150", to: "200") }
      try await expect(.count(1)) { $0.probability.from = .full }
    }
  }

  @Test("a deal of two products counts once, and in each product's row with its part", arguments: Backend.all)
  func products(backend: Backend) async throws {
    try await with(backend) { desk in
      let report = try await desk.forecast(
        ReportDefinition("r", period: Self.today, groupBy: [.product], measures: [.count, .unweighted]))
      #expect(
        report.table.rows == [
          [.label(key: "gtx-pro", "gtx-pro"), .count(2), .money(400_00)],
          [.label(key: "other", "other"), .count(2), .money(250_00)],
        ])
      #expect(report.table.total == [.null, .count(3), .money(650_00)])
    }
  }

  @Test("rows are in the order that is asked for, and beside what was before", arguments: Backend.all)
  func compared(backend: Backend) async throws {
    try await with(backend) { desk in
      let byWon = ReportDefinition(
        "r", period: Self.today, groupBy: [.owner], measures: [.unweighted, .won],
        sort: [ReportSort("won", descending: false)])
      let order = try await rows(desk, byWon).map { $0[0] }
      #expect(order == [.text("bob"), .text("anna")])
      let range = ReportPeriod.days(from: Fixture.today.adding(days: -399), to: Fixture.today)
      let before = ReportDefinition(
        "r", period: range, groupBy: [.owner], measures: [.unweighted], compare: .previousPeriod)
      let told = try await rows(desk, before)
      #expect(
        told == [
          [.text("anna"), .money(450_00), .money(0), .money(450_00)],
          [.text("bob"), .money(200_00), .money(70_00), .money(130_00)],
        ])
    }
  }
}
