import SalesPipeline
import Synchronization
import Testing
import ToolSupport

/// The waterfall as people see it, held to files in `Golden/`.
@Suite("What people see of a waterfall", .serialized)
struct WaterfallGoldenTests {
  @Test("as text", arguments: [80, 200], ["en", "fr"])
  func text(width: Int, language: String) async throws {
    try await withDesk { desk, from in
      let style = DashboardStyle(terminal: Terminal(width: width), language: .builtIn(language), currency: .eur)
      let document = try await desk.waterfallReport(from: desk.endOfDay(from), Self.scope)
      let text = DocumentView(style).text(document)
      for line in text.split(separator: "\n") where !line.hasPrefix("*") {
        #expect(DisplayText.width(String(line)) <= width, "wider than the terminal: \(line)")
      }
      try Golden.expect(text, "waterfall-\(language)-\(width).txt")
    }
  }

  @Test("as JSON, as rows and as a drawing")
  func exports() async throws {
    try await withDesk { desk, from in
      let report = try await desk.waterfallReport(from: desk.endOfDay(from), Self.scope)
      try Golden.expect(DashboardJSON.text(report, Self.scope, desk.setup), "waterfall.json")
      var sink: any ByteSink = MemorySink()
      _ = try desk.export(report, to: &sink, format: "csv")
      try Golden.expect(Sample.text(sink), "waterfall.csv")
      sink = MemorySink()
      _ = try desk.export(report, to: &sink, format: "html")
      let drawing = try #require(Sample.text(sink).firstMatch(of: /(?s)<figure class="chart">.*?<\/figure>/))
      try Golden.expect(String(drawing.output), "waterfall.svg.html")
    }
  }

  @Test("beside the other widgets, from where the quarter began")
  func widget() async throws {
    try await withDesk { desk, _ in
      let dashboard = try await desk.dashboard(widgets: [.funnel, .waterfall], dealsPerStage: 0)
      let style = DashboardStyle(terminal: Terminal(width: 80), language: .english, currency: .eur)
      try Golden.expect(DocumentView(style).text(dashboard), "waterfall-dashboard.txt")
      try Golden.expect(DashboardJSON.text(dashboard, ReportScope(), desk.setup), "waterfall-dashboard.json")
    }
  }

  private static let scope = ReportScope(closing: CivilDate("2026-10-01")!...CivilDate("2026-12-31")!)

  /// A company whose deals were made in September, and changed in October and November.
  private func withDesk(_ body: (Desk, _ from: CivilDate) async throws -> Void) async throws {
    let day = Mutex(CivilDate("2026-09-15")!)
    let identities = PipelineEnvironment.fixed(at: Instant(startOf: CivilDate("2026-09-15")!))
    let environment = PipelineEnvironment(
      now: { Instant(startOf: day.withLock { $0 }).adding(microseconds: 43_200_000_000) }, makeID: identities.makeID)
    let yaml = Starter.configuration.replacing("sqlite: {path: sales.db}", with: "memory: {}")
    let setup = try ConfigurationReader(catalog: .bundled).load(text: yaml)
    let pipeline = try await Pipeline.open(setup, environment: environment)
    let desk = pipeline.acting(as: "anna")
    let acme = try await desk.addAccount("Acme")
    func add(_ units: Int64, _ closing: String, _ currency: Currency = .eur) async throws -> RecordID {
      try await desk.addOpportunity(in: acme) {
        $0.currency = currency
        $0.statedAmount = Money(minorUnits: units, currency: currency)
        $0.expectedCloseDate = CivilDate(closing)
      }.id
    }
    func set(_ id: RecordID, _ change: (inout OpportunityBody) -> Void) async throws {
      _ = try await desk.edit(id, change)
    }
    let standing = try await add(1_250_000, "2026-12-15")
    let won = try await add(2_400_000, "2026-11-20")
    let lost = try await add(900_050, "2026-11-30")
    let late = try await add(1_800_000, "2026-12-20")
    let early = try await add(1_100_000, "2027-02-10")
    let reopened = try await add(480_000, "2026-12-01")
    let deleted = try await add(75_000, "2026-12-01")
    _ = try await add(600_000, "2026-12-01", .usd)
    try await set(reopened) {
      $0.status = "lost"
      $0.lossReason = "timing"
    }
    day.withLock { $0 = CivilDate("2026-10-20")! }
    _ = try await add(1_650_000, "2026-12-22")
    try await set(standing) { $0.statedAmount = Money(minorUnits: Int64(1_300_000), currency: .eur) }
    try await set(won) { $0.statedAmount = Money(minorUnits: Int64(2_150_000), currency: .eur) }
    day.withLock { $0 = CivilDate("2026-11-24")! }
    try await set(won) { $0.status = "won" }
    try await set(lost) {
      $0.status = "lost"
      $0.lossReason = "price"
    }
    try await set(late) { $0.expectedCloseDate = CivilDate("2027-01-15") }
    try await set(early) { $0.expectedCloseDate = CivilDate("2026-12-18") }
    try await set(reopened) { $0.status = "qualification" }
    try await desk.delete(try await desk.opportunity(deleted))
    try await body(desk, CivilDate("2026-09-30")!)
    await pipeline.close()
  }
}
