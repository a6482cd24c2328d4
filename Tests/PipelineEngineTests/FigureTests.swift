import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import Testing

/// Every number explains itself: the deals behind a figure are those that make it.
@Suite("The deals behind a figure")
struct FigureTests {
  private func fill(_ desk: Desk) async throws {
    let world = AsOfTests.World(seed: 5)
    let accounts = [try await desk.addAccount("Acme"), try await desk.addAccount("Zenith")]
    for place in 0..<40 {
      let deal = try await desk.addOpportunity(in: accounts[place % 2]) {
        $0.owner = ["anna", "ben", "eva"][world.random(3)]
        let currency: Currency = world.random(3) == 0 ? .eur : .usd
        $0.currency = currency
        if world.random(8) > 0 {
          $0.statedAmount = Money(minorUnits: Int64(world.random(100_000)), currency: currency)
        }
        if world.random(6) > 0 { $0.expectedCloseDate = Fixture.today.adding(days: world.random(200)) }
      }
      let fate = world.random(4)
      guard fate > 1 else { continue }
      _ = try await desk.edit(deal.id) {
        $0.status = fate == 2 ? "lost" : "engaging"
        if fate == 2 { $0.lossReason = "price" } else { $0.nextStep = "call" }
      }
      if fate == 3, place % 2 == 0 { _ = try await desk.edit(deal.id) { $0.status = "won" } }
    }
  }

  @Test("what was agreed in another currency is an amount in that currency", arguments: Backend.all)
  func agreed(backend: Backend) async throws {
    let rates = MovingRates()
    rates.set(.eur, "1.2345", nil)
    try await backend.withDesk({ $0.rates = rates }) { desk in
      try await fill(desk)
      let report = ReportDefinition("all", period: .all, groupBy: [.owner], measures: [.count])
      let table = try await desk.explain(FigureCell([:], .count), of: report).document.table
      let place = try #require(table.columns.firstIndex { $0.key == "agreed" })
      #expect(table.columns[place].kind == .decimal)
      let currencies = table.rows.compactMap { if case .amount(let money) = $0[place] { money.currency } else { nil } }
      #expect(Set(currencies) == [.eur, .usd])
      #expect(currencies.count + table.rows.count { $0[place] == .null } == table.rows.count)
    }
  }

  @Test(
    "each cell of a report, its subtotals and its total are made of the deals that are listed", arguments: Backend.all)
  func everyCell(backend: Backend) async throws {
    let rates = MovingRates()
    rates.set(.eur, "1.2345", nil)
    try await backend.withDesk({ $0.rates = rates }) { desk in
      try await fill(desk)
      let report = ReportDefinition(
        "all", period: .all, groupBy: [.owner, .quarter, .stage],
        measures: ReportMeasure.allCases.filter {
          !$0.needsTargets && !$0.needsCalls && !ReportMeasure.ofStays.contains($0) && $0 != .rank
        })
      let table = try await desk.forecast(report).table
      let rows = table.rows + table.subtotals.map(\.cells) + [table.total ?? []]
      #expect(rows.count > 12)
      for row in rows {
        // A subtotal names what it is of; for the rest its cells are empty, as for deals without.
        let isRow = table.rows.contains(row)
        var values: [DealDimension: String] = [:]
        for (place, grouping) in report.groupBy.enumerated() {
          switch row[place] {
          case .text(let text): values[grouping] = text
          case .label(let key, _): values[grouping] = key
          default: if isRow { values[grouping] = "" }
          }
        }
        for (place, measure) in report.measures.enumerated() {
          let figure = try await desk.explain(FigureCell(values, measure), of: report)
          #expect(figure.value == row[report.groupBy.count + place], "\(values) \(measure)")
          guard [.unweighted, .won, .lost].contains(measure) else { continue }
          let sum = figure.deals.items.compactMap(\.unweighted).reduce(0, +)
          guard case .money(let told) = figure.value else { continue }
          // Each listed deal is rounded by itself.
          #expect(abs(sum - told) <= Int128(figure.deals.total), "\(values) \(measure)")
        }
        let count = try await desk.explain(FigureCell(values, .count), of: report)
        #expect(count.value == .count(Int64(count.deals.total)) && count.deals.items.count == count.deals.total)
      }
    }
  }

  @Test("people's words name a cell; what is not in the report is said with what is", arguments: Backend.all)
  func words(backend: Backend) async throws {
    try await backend.withDesk { desk in
      try await fill(desk)
      let report = ReportDefinition("all", period: .all, groupBy: [.owner, .category])
      let byKey = try await desk.explain(FigureCell([.category: "pipeline"]), of: report)
      let byLabel = try await desk.explain(FigureCell([.category: "Pipeline"]), of: report)
      #expect(byKey.value == byLabel.value && byKey.deals.total > 0)
      let part = try await desk.explain(FigureCell(), of: report, offset: 2, limit: 3)
      let whole = try await desk.explain(FigureCell(), of: report)
      #expect(part.deals.items.map(\.deal.id) == whole.deals.items.dropFirst(2).prefix(3).map(\.deal.id))
      #expect(part.document.table.total == whole.document.table.total)
      for (cell, sentence) in [
        (FigureCell([.owner: "zoe"]), "no row of the report has owner 'zoe'; there are: anna, ben, eva"),
        (FigureCell([.source: "fair"]), "the report is not grouped by 'source'; it is by: owner, category"),
        (
          FigureCell([:], .lost),
          "the report has no figure 'lost' with deals behind it; it has: count, unweighted, weighted, won"
        ),
      ] {
        let error = await #expect(throws: FigureError.self) { try await desk.explain(cell, of: report) }
        #expect(error?.description == sentence)
      }
    }
  }
}
