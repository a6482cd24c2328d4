import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import Testing

/// Two sales cycles that share the keys of their stages: nothing may add deals of one to those of the other.
@Suite("Several sales cycles")
struct CycleTests {
  static let partners = SalesCycle(
    "partners", label: "Partners",
    stages: [
      Stage("signing", probability: Fixture.percent(60)), Stage("prospecting", probability: Fixture.percent(30)),
      Stage("won", outcome: .won), Stage("lost", outcome: .lost),
    ])

  private func with(_ backend: Backend, _ body: (Desk) async throws -> Void) async throws {
    try await backend.withDesk({ $0.salesCycles = [Fixture.cycle, Self.partners] }) { desk in
      let acme = try await desk.addAccount("Acme")
      for (name, cycle, status, amount) in [
        ("a", "direct", "prospecting", 100), ("b", "direct", "prospecting", 200), ("c", "partners", "signing", 1_000),
        ("d", "partners", "prospecting", 5_000),
      ] {
        let deal = try await desk.addOpportunity(in: acme) {
          $0.name = name
          $0.cycle = cycle
          $0.statedAmount = Money(minorUnits: Int64(amount), currency: .usd)
        }
        if deal.status != status { _ = try await desk.edit(deal.id) { $0.status = status } }
      }
      try await body(desk)
    }
  }

  @Test("a funnel for each cycle: its rows side by side, its own sums, and one total", arguments: Backend.all)
  func funnel(backend: Backend) async throws {
    try await with(backend) { desk in
      let funnel = try await desk.funnel()
      #expect(
        funnel.rows.map { "\($0.cycle)/\($0.status) \($0.figures.count)" } == [
          "direct/prospecting 2", "direct/engaging 0", "partners/signing 1", "partners/prospecting 1",
        ])
      #expect(funnel.cycles.map(\.cycle) == ["direct", "partners"] && funnel.cycles.map(\.rows) == [0..<2, 2..<4])
      #expect(funnel.cycles.map(\.figures.unweighted) == [300, 6_000])
      #expect(funnel.total.unweighted == 6_300)
      let document = try await desk.dashboard(widgets: [.funnel])
      #expect(document.table.columns.map(\.key).prefix(2) == ["cycle", "stage"])
      #expect(document.groupedBy == ["cycle", "stage"])
      #expect(document.table.subtotals.map(\.rows) == [0..<2, 2..<4])
      #expect(document.table.subtotals.map { $0.cells[3] } == [.money(300), .money(6_000)])
      #expect(document.chart?.drawings(of: document.table).map(\.rows) == [0..<2, 2..<4])
      // What a row opens to are its own deals.
      let behind = document.details.map { detail in detail.table.rows.map { $0[0].plainText(.text) ?? "" }.sorted() }
      #expect(document.details.map(\.row) == [0, 2, 3] && behind == [["a", "b"], ["c"], ["d"]])
    }
  }

  @Test("statuses that a cycle does not define any more stay with it", arguments: Backend.all)
  func undefined(backend: Backend) async throws {
    try await with(backend) { desk in
      let deals = try await desk.opportunities().items
      #expect(deals.count == 4)
      let fewer = SalesCycle("direct", stages: Array(Fixture.cycle.stages.dropFirst()))
      var table = DealColumns(cycles: [fewer, Self.partners], baseCurrency: .usd)
      for deal in deals {
        table.apply(
          JournalEntry(
            sequence: table.cursor.sequence + 1, operation: deal.id, key: RecordKey(.opportunity, deal.id), version: 1,
            effectiveAt: Instant(startOf: Fixture.today), recordedAt: Instant(startOf: Fixture.today), author: "anna",
            event: .created(OpportunityBody.fields.encode(deal.body))))
      }
      let reading = DealReading(today: Fixture.today, weighting: PipelineSetup.standardWeighting)
      let funnel = try await table.funnel(reading)
      #expect(
        funnel.rows.map { "\($0.cycle)/\($0.status) \($0.figures.count)" } == [
          "direct/engaging 0", "direct/prospecting 2", "partners/signing 1", "partners/prospecting 1",
        ])
    }
  }

  @Test("a stage that two cycles share is asked for with its cycle", arguments: Backend.all)
  func drill(backend: Backend) async throws {
    try await with(backend) { desk in
      let error = await #expect(throws: AmbiguousStage.self) { try await desk.deals(inStage: "prospecting") }
      #expect(error?.candidates == ["direct/prospecting", "partners/prospecting"])
      #expect(
        error?.description
          == "several sales cycles have a stage 'prospecting'; name one of: direct/prospecting, partners/prospecting")
      func names(_ stage: String, _ cycles: [String] = []) async throws -> [String] {
        var scope = ReportScope()
        scope.cycles = cycles
        return try await desk.deals(inStage: stage, scope).items.map(\.deal.body.name).sorted()
      }
      let direct = try await names("direct/prospecting")
      #expect(direct == ["a", "b"])
      #expect(try await names("partners/prospecting") == ["d"])
      #expect(try await names("prospecting", ["partners"]) == ["d"])
      #expect(try await names("signing") == ["c"])
      #expect(try await names("partners/signing", ["partners"]) == ["c"])
      await #expect(throws: NotFound.self) { try await names("direct/signing") }
      await #expect(throws: NotFound.self) { try await names("signing", ["direct"]) }
      var filter = DealFilter()
      filter.cycles = ["partners"]
      filter.stages = ["partners/prospecting"]
      #expect(try await desk.opportunities(filter).items.map(\.body.name) == ["d"])
    }
  }
}
