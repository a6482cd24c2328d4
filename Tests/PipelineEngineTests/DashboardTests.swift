import PipelineEngine
import PipelinePlugins
import Testing

@Suite("The dashboard as a document", .serialized)
struct DashboardTests {
  /// Three deals of each salesperson, in two months, one of them without an amount.
  private static func fill(_ desk: Desk) async throws {
    let acme = try await desk.addAccount("Acme", source: "fair")
    let day = Fixture.today
    try await desk.together { batch in
      for owner in ["anna", "ben"] {
        for (index, price) in ["10.50", "20", nil].enumerated() {
          _ = try await batch.addOpportunity(in: acme) {
            $0.owner = owner
            $0.expectedCloseDate = day.adding(days: index * 40)
            if let price { $0.lines = [.init(product: "gtx-pro", unitPrice: .init(stringLiteral: price))] }
          }
        }
      }
    }
  }

  @Test("it says what the funnel and the grid say, and each stage opens to its deals", arguments: Backend.all)
  func figures(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      try await Self.fill(desk)
      let document = try await desk.dashboard(dealsPerStage: 2)
      let funnel = try await desk.funnel()
      #expect(document.table.rows.count == funnel.rows.count)
      for (row, stage) in zip(document.table.rows, funnel.rows) {
        #expect(
          Array(row.dropFirst()) == [
            .count(Int64(stage.figures.count)), .money(stage.figures.unweighted), .money(stage.figures.weighted),
          ])
      }
      #expect(document.table.total?.last == .money(funnel.total.weighted))
      let detail = try #require(document.details.first)
      #expect(document.details.count == 1, "stages without deals open to nothing")
      #expect(detail.totalCount == 6 && detail.table.rows.count == 2)
      #expect(document.gaps.map(\.count) == [2] && document.notes.count == 1, "each gap is told once")

      let grid = try await desk.salesGrid()
      let section = try #require(document.sections.first)
      #expect(section.key == "sales_grid" && section.table.rows.count == grid.rows.count)
      for subtotal in section.table.subtotals {
        let open = section.table.rows[subtotal.rows].map { $0[5] }
        let sum = open.reduce(Int128(0)) { if case .money(let units) = $1 { $0 + units } else { $0 } }
        #expect(subtotal.cells[5] == .money(sum))
        #expect(section.table.rows[subtotal.rows].allSatisfy { $0[0] == subtotal.cells[0] })
      }
      #expect(section.table.subtotals.count == 2)
    }
  }

  @Test("only the widgets that are asked for, in that order, about the deals in scope", arguments: Backend.all)
  func widgets(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      try await Self.fill(desk)
      let document = try await desk.dashboard(
        ReportScope(owners: ["ben"]), widgets: [.salesGrid, .funnel], grain: .month, dealsPerStage: 0)
      #expect(document.groupedBy == ["owner", "period"])
      #expect(Set(document.table.rows.map { $0[0] }) == [.text("ben")])
      #expect(document.table.rows.count == 3, "a row a month")
      #expect(document.sections.map(\.key) == ["funnel"] && document.sections[0].details.isEmpty)
      #expect(document.parameters.contains { $0.key == "owners" && $0.value.fallback == "ben" })
    }
  }
}
