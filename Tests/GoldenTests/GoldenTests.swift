import Foundation
import SalesPipeline
import Testing
import ToolSupport

/// What the tools print, held to files in `Golden/`. `RECORD_GOLDEN=1 swift test --filter GoldenTests` writes them anew.
@Suite("What people see", .serialized)
struct GoldenTests {
  @Test("the dashboard", arguments: [80, 200], ["en", "fr"])
  func dashboard(width: Int, language: String) async throws {
    try await Sample.withDesk(deals: 60) { desk in
      let style = DashboardStyle(terminal: Terminal(width: width), language: .builtIn(language), currency: .eur)
      let text = DocumentView(style).text(try await Sample.dashboard(desk, style.language))
      for line in text.split(separator: "\n") {
        #expect(DisplayText.width(String(line)) <= width, "wider than the terminal: \(line)")
      }
      try Golden.expect(text, "dashboard-\(language)-\(width).txt")
    }
  }

  @Test("one stage opened", arguments: [80, 200], ["en", "fr"])
  func stage(width: Int, language: String) async throws {
    try await Sample.withDesk(deals: 60) { desk in
      let style = DashboardStyle(terminal: Terminal(width: width), language: .builtIn(language), currency: .eur)
      let deals = try await desk.deals(inStage: "negotiation")
      try Golden.expect(
        StageView(style).text("negotiation", deals.items, desk.setup), "stage-\(language)-\(width).txt")
    }
  }

  @Test("an empty pipeline")
  func empty() async throws {
    try await Sample.withDesk(deals: 0) { desk in
      let style = DashboardStyle(terminal: Terminal(width: 80), language: .english, currency: .eur)
      try Golden.expect(
        DocumentView(style).text(try await Sample.dashboard(desk, style.language)), "dashboard-empty.txt")
    }
  }

  @Test("the same as JSON")
  func json() async throws {
    try await Sample.withDesk(deals: 60) { desk in
      try Golden.expect(
        DashboardJSON.text(try await Sample.dashboard(desk), ReportScope(), desk.setup), "dashboard.json")
      let deals = try await desk.deals(inStage: "negotiation")
      try Golden.expect(StageJSON.text("negotiation", deals.items, desk.setup), "stage.json")
      var sink: any ByteSink = MemorySink()
      _ = try desk.export(try await desk.forecast("this-year-by-quarter"), to: &sink, format: "json")
      try Golden.expect(Sample.text(sink), "forecast.json")
      sink = MemorySink()
      _ = try desk.export(try await desk.forecast("this-year-by-quarter"), to: &sink, format: "csv")
      try Golden.expect(Sample.text(sink), "forecast.csv")
    }
  }

  @Test("the dashboard as a page, without its style and script", arguments: ["en", "fr"])
  func page(language: String) async throws {
    try await Sample.withDesk(deals: 60) { desk in
      var document = try await desk.dashboard(dealsPerStage: 3)
      document.language = .builtIn(language)
      var sink: any ByteSink = MemorySink()
      _ = try desk.export(document, to: &sink, format: "html")
      let page = Sample.text(sink).replacing(/(?s)<style>.*?<\/style>\n/, with: "")
        .replacing(/(?s)<script>.*?<\/script>\n/, with: "")
        .replacing(/sha256-[^']*/, with: "…")
      try Golden.expect(page, "dashboard-\(language).html")
    }
  }

  @Test("a hostile name moves no cursor, hides nothing and fits")
  func hostile() async throws {
    try await Sample.withDesk(deals: 0) { desk in
      let account = try await desk.addAccount("=cmd|' /C calc'!A0")
      let name = "\u{1B}[2J\u{202E}<script>\u{0}../x\n" + String(repeating: "long", count: 10_000)
      _ = try await desk.addOpportunity(in: account) {
        $0.name = name
        $0.lines = [.init(product: "gtx-pro", unitPrice: "1.00")]
      }
      let style = DashboardStyle(terminal: Terminal(width: 80), language: .english, currency: .eur)
      let deals = try await desk.deals(inStage: "prospecting")
      #expect(deals.items.first?.deal.name == name, "what is stored stays as it is")
      let text = StageView(style).text("prospecting", deals.items, desk.setup)
      #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" || $0 == "\u{0}" })
      #expect(text.split(separator: "\n").count == 4)
      try Golden.expect(text, "hostile.txt")
    }
  }
}

/// A sample company in memory on a fixed day.
enum Sample {
  static let today = CivilDate("2026-11-24")

  static func withDesk(deals: Int, _ body: (Desk) async throws -> Void) async throws {
    let yaml = Starter.configuration.replacing("sqlite: {path: sales.db}", with: "memory: {}")
    let setup = try ConfigurationReader(catalog: .bundled).load(text: yaml)
    let pipeline = try await Pipeline.open(setup, environment: .fixed(at: Instant(startOf: today)))
    let desk = pipeline.acting(as: "anna")
    if deals > 0 { _ = try await SampleCompany(setup, today: today, seed: 3).fill(desk, deals: deals) }
    try await body(desk)
    await pipeline.close()
  }

  static func dashboard(_ desk: Desk, _ language: Phrasebook = .english) async throws -> ReportDocument {
    var document = try await desk.dashboard(dealsPerStage: 0)
    document.language = language
    return document
  }

  static func text(_ sink: any ByteSink) -> String {
    String(decoding: (sink as? MemorySink)?.bytes ?? [], as: UTF8.self)
  }
}

/// Files that hold what is expected.
enum Golden {
  static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try Data(text.utf8).write(to: file)
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(text == expected, "differs from Golden/\(name)", sourceLocation: sourceLocation)
  }
}
