import SalesPipeline
import Synchronization
import Testing
import ToolSupport

/// The stage conversion as people see it, held to files in `Golden/`.
@Suite("What people see of a stage conversion", .serialized)
struct ConversionGoldenTests {
  @Test("as text", arguments: [80, 120], ["en", "fr"])
  func text(width: Int, language: String) async throws {
    try await withDesk { desk in
      let style = DashboardStyle(terminal: Terminal(width: width), language: .builtIn(language), currency: .eur)
      var document = try await desk.conversionReport()
      document.language = style.language
      try Golden.expect(DocumentView(style).text(document), "conversion-\(language)-\(width).txt")
    }
  }

  @Test("as JSON and as rows, and in every format")
  func exports() async throws {
    try await withDesk { desk in
      let report = try await desk.conversionReport()
      try Golden.expect(DashboardJSON.text(report, ReportScope(), desk.setup), "conversion.json")
      var sink: any ByteSink = MemorySink()
      _ = try desk.export(report, to: &sink, format: "csv")
      try Golden.expect(Sample.text(sink), "conversion.csv")
      for format in desk.setup.exporters.keys {
        sink = MemorySink()
        _ = try desk.export(report, to: &sink, format: format)
        #expect((sink as? MemorySink)?.bytes.isEmpty == false, "\(format)")
      }
    }
  }

  @Test("beside the funnel")
  func widget() async throws {
    try await withDesk { desk in
      let dashboard = try await desk.dashboard(widgets: [.funnel, .conversion], dealsPerStage: 0)
      let style = DashboardStyle(terminal: Terminal(width: 100), language: .english, currency: .eur)
      try Golden.expect(DocumentView(style).text(dashboard), "conversion-dashboard.txt")
    }
  }

  /// A company that works on six deals in October and November.
  private func withDesk(_ body: (Desk) async throws -> Void) async throws {
    let day = Mutex(CivilDate("2026-10-05")!)
    let identities = PipelineEnvironment.fixed(at: Instant(startOf: CivilDate("2026-10-05")!))
    let environment = PipelineEnvironment(
      now: { Instant(startOf: day.withLock { $0 }).adding(microseconds: 43_200_000_000) }, makeID: identities.makeID)
    let yaml = Starter.configuration.replacing("sqlite: {path: sales.db}", with: "memory: {}")
    let setup = try ConfigurationReader(catalog: .bundled).load(text: yaml)
    let pipeline = try await Pipeline.open(setup, environment: environment)
    let desk = pipeline.acting(as: "anna")
    let acme = try await desk.addAccount("Acme")
    var deals: [RecordID] = []
    for _ in 0..<6 { deals.append(try await desk.addOpportunity(in: acme).id) }
    func set(_ number: Int, _ status: String) async throws {
      _ = try await desk.edit(deals[number]) {
        $0.status = status
        $0.nextStep = "call"
        if status == "lost" { $0.lossReason = "price" }
      }
    }
    for (date, number, status) in [
      ("2026-10-12", 0, "qualification"), ("2026-10-12", 1, "qualification"), ("2026-10-19", 2, "qualification"),
      ("2026-10-20", 0, "negotiation"), ("2026-10-26", 3, "lost"), ("2026-11-02", 1, "prospecting"),
      ("2026-11-09", 0, "won"), ("2026-11-16", 2, "negotiation"), ("2026-11-20", 2, "lost"),
    ] {
      day.withLock { $0 = CivilDate(date)! }
      try await set(number, status)
    }
    try await desk.delete(try await desk.opportunity(deals[4]))
    day.withLock { $0 = CivilDate("2026-11-24")! }
    try await body(desk)
    await pipeline.close()
  }
}
