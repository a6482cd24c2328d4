import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("The Maven data set", .serialized, .enabled(if: Places.maven != nil))
struct MavenTests {
  static let sqlite = "sqlite: {path: \"${MAVEN_DB}\"}"

  /// Runs on both backends, after an import of everything that the mapping names.
  func withMaven(_ storage: String, _ body: (Desk, ImportSummary, ImportMapping) async throws -> Void) async throws {
    let folder = try #require(Places.maven)
    let yaml = try Places.text(Places.fixtures + "/sales.yaml").replacing(Self.sqlite, with: storage)
    let variables = ["MAVEN_DATA": folder]
    let mapping = try ImportMapping.read(Places.fixtures + "/mapping.yaml") { variables[$0] }
    try await withDesk(yaml, variables: variables) { desk in
      let summary = try await desk.importFile(folder + "/sales_pipeline.csv", mapping: mapping)
      try await body(desk, summary, mapping)
    }
  }

  @Test("every figure comes out to the cent, and a second import changes nothing", arguments: [sqlite, "memory: {}"])
  func figures(_ storage: String) async throws {
    try await withMaven(storage) { desk, summary, mapping in
      #expect(summary.sections.map(\.kind) == [.salespeople, .accounts, .opportunities])
      #expect(summary.sections.map(\.created) == [35, 85, 8800])
      #expect(summary.accountsAdded == 1, "Unassigned")
      #expect(summary.newCustomers == 85)

      let day = try #require(CivilDate(iso: "2017-12-31"))
      let scope = ReportScope(today: day)
      let funnel = try await desk.funnel(scope)
      #expect(funnel.rows.map(\.status) == ["prospecting", "engaging"])
      #expect(funnel.rows.map(\.figures.count) == [500, 1589])
      #expect(funnel.total.unweighted == 496_621_500)
      #expect(funnel.total.weighted == 166_429_020)

      let won = try await desk.deals(inStage: "won", scope)
      #expect(won.total == 4238)
      #expect(won.items.reduce(0) { $0 + ($1.deal.amount?.minorUnits ?? 0) } == 1_000_553_400)
      #expect(try await desk.deals(inStage: "lost", scope, limit: 1).total == 2473)

      let grid = try await desk.salesGrid(by: .quarter, scope)
      func row(_ owner: String, _ quarter: String) -> SalesGrid.Row? {
        grid.rows.first { $0.owner == owner && $0.period.map { "\($0.label)" } == quarter }
      }
      #expect(row("Anna Snelling", "2017-Q1")?.figures.won.count == 25)
      #expect(row("Anna Snelling", "2017-Q1")?.figures.won.unweighted == 4_720_800)
      #expect(row("Anna Snelling", "2017-Q2")?.figures.won.count == 71)
      #expect(row("Anna Snelling", "2017-Q2")?.figures.won.unweighted == 8_247_200)
      let quarters = ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"].map { quarter in
        grid.rows.filter { $0.period.map { "\($0.label)" } == quarter }.map(\.figures.won)
      }
      #expect(quarters.map { $0.reduce(0) { $0 + $1.count } } == [531, 1254, 1257, 1196])
      #expect(
        quarters.map { $0.reduce(0) { $0 + $1.unweighted } } == [113_467_200, 308_611_100, 298_225_500, 280_249_600])

      let again = try await desk.importFile(Places.maven! + "/sales_pipeline.csv", mapping: mapping)
      #expect(again.changesNothing)
      #expect(again.sections.map(\.unchanged) == [35, 85, 8800])
      #expect(!again.isWritten)
    }
  }

  @Test("accounts, teams, dates and lines are what the files say")
  func records() async throws {
    try await withMaven("memory: {}") { desk, _, _ in
      let acme = try #require(try await desk.accounts(named: "Acme Corporation").first)
      #expect(acme.attributes["sector"] == "technology")
      #expect(acme.standing == .customer)
      let unassigned = try #require(try await desk.accounts(named: "Unassigned").first)
      #expect(try await desk.opportunities(of: unassigned).count == 1425)
      let anna = try #require(try await desk.salespeople().first { $0.name == "Anna Snelling" })
      #expect(anna.manager == "Dustin Brinkmann")
      #expect(anna.team == "Central")
      let deal = try #require(try await desk.findOpportunity(externalID: "1C1I7A6R"))
      #expect(deal.createdAt == Instant(startOf: CivilDate(iso: "2016-10-20")!))
      #expect(deal.actualCloseDate == CivilDate(iso: "2017-03-01"))
      #expect(deal.lines == [OpportunityLine(product: "GTX Plus Basic", unitPrice: 1054)])
      let history = try await desk.opportunities()
      #expect(history.items.allSatisfy { $0.expectedCloseDate == nil })
    }
  }
}
