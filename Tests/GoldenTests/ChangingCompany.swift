import SalesPipeline
import Synchronization
import Testing
import ToolSupport

/// A company with the starter configuration, in memory, whose clock tests set: for reports about changes.
struct ChangingCompany {
  let desk: Desk
  private let clock: Clock

  private final class Clock: Sendable {
    private let day: Mutex<CivilDate>

    init(_ day: CivilDate) { self.day = Mutex(day) }

    /// Noon of the day.
    var now: Instant { Instant(startOf: day.withLock { $0 }).adding(microseconds: 43_200_000_000) }

    func set(_ date: CivilDate) { day.withLock { $0 = date } }
  }

  /// Opens a company on a day, hands it over, and closes it.
  static func with(_ first: String, _ body: (ChangingCompany) async throws -> Void) async throws {
    let day = CivilDate(first)!
    let clock = Clock(day)
    let environment = PipelineEnvironment(
      now: { clock.now }, makeID: PipelineEnvironment.fixed(at: Instant(startOf: day)).makeID)
    let yaml = Starter.configuration.replacing("sqlite: {path: sales.db}", with: "memory: {}")
    let pipeline = try await Pipeline.open(
      try ConfigurationReader(catalog: .bundled).load(text: yaml), environment: environment)
    do {
      try await body(ChangingCompany(desk: pipeline.acting(as: "anna"), clock: clock))
    } catch {
      await pipeline.close()
      throw error
    }
    await pipeline.close()
  }

  /// Sets the clock.
  func go(to day: String) { clock.set(CivilDate(day)!) }

  /// Edits a deal.
  func edit(_ id: RecordID, _ change: (inout OpportunityBody) -> Void) async throws {
    _ = try await desk.edit(id, change)
  }
}

extension Golden {
  /// A report as text, no line of which is wider than the terminal.
  static func expectText(_ report: ReportDocument, _ name: String, width: Int, language: String) throws {
    let style = DashboardStyle(terminal: Terminal(width: width), language: .builtIn(language), currency: .eur)
    var document = report
    document.language = style.language
    let text = DocumentView(style).text(document)
    for line in text.split(separator: "\n") {
      #expect(DisplayText.width(String(line)) <= width, "wider than the terminal: \(line)")
    }
    try expect(text, "\(name)-\(language)-\(width).txt")
  }

  /// A report as JSON and as rows; every other exporter writes it too.
  static func expectExports(_ report: ReportDocument, _ name: String, _ scope: ReportScope, _ desk: Desk) throws {
    try expect(DashboardJSON.text(report, scope, desk.setup), "\(name).json")
    var sink: any ByteSink = MemorySink()
    _ = try desk.export(report, to: &sink, format: "csv")
    try expect(Sample.text(sink), "\(name).csv")
    for format in desk.setup.exporters.keys {
      sink = MemorySink()
      _ = try desk.export(report, to: &sink, format: format)
      #expect((sink as? MemorySink)?.bytes.isEmpty == false, "\(format)")
    }
  }
}
