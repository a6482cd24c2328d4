import Foundation
import SalesPipeline
import Testing
import ToolSupport

@Suite("Output at every width of a terminal", .serialized)
struct TerminalWidthTests: RunsTools {
  @Test("no line is wider than the terminal, from 40 columns to 80")
  func widths() async throws {
    let folder = NSTemporaryDirectory() + "widths-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let made = try shell("pipeline init sales.yaml --sample && pipeline sample --deals 300 --seed 7", folder)
    try #require(made.status == 0, "\(made.err)")
    let pipeline = try await Pipeline.open(folder + "/sales.yaml", for: .reading)
    let desk = pipeline.acting(as: "anna")
    let names = try await Self.documents(desk)
    let quarter = try await desk.reports.report("this-quarter").definition
    let figure = try await desk.explain(FigureCell(), of: quarter, limit: 50)
    let deals = try await desk.deals(inStage: "qualification").items
    for language in ["en", "fr"] {
      for width in 40...80 {
        let style = DashboardStyle(
          terminal: Terminal(width: width), language: .builtIn(language), currency: desk.setup.baseCurrency)
        var texts = names.map { ($0, DocumentView(style).text($1)) }
        texts.append(("why", FigureView(style).text(figure)))
        texts.append(("stage", StageView(style).text("qualification", deals, desk.setup)))
        for (name, text) in texts {
          let wide = text.split(separator: "\n").first { DisplayText.width(String($0)) > width }
          #expect(wide == nil, "\(name), \(language), at \(width) columns")
          #expect(text.split(separator: "\n").count > 5, "\(name), \(language), at \(width) columns")
        }
      }
    }
    await pipeline.close()
  }

  /// The reports that people print, by their commands.
  private static func documents(_ desk: Desk) async throws -> [(String, ReportDocument)] {
    let groups = ReportDefinition("groups", period: .relative(.thisYear), groupBy: [.owner, .account])
    return [
      ("conversion", try await desk.conversionReport()),
      ("calls show", try await desk.callReport(for: "this_quarter")),
      ("waterfall", try await desk.waterfallReport()), ("dashboard", try await desk.dashboard(dealsPerStage: 0)),
      ("dashboard with deals", try await desk.dashboard(widgets: [.attention, .conversion, .salesGrid])),
      ("forecast", try await desk.forecast(groups)),
    ]
  }

  @Test("names that differ at their ends still differ where they are cut", arguments: [60, 72, 80, 100])
  func names(width: Int) {
    let name = "Maximilian-Théodore de la Rochefoucauld-Liancourt"
    let rows = (1...4).map { number -> [ReportCell] in
      [.text("\(name) \(number)"), .text("\(name) & Fils \(number)")] + (0..<3).map { _ in .money(123_456_700) }
    }
    let money = ["unweighted", "weighted", "won"].map { ReportColumn($0, LocalizedText($0), .money(.eur)) }
    let columns = ["owner", "account"].map { ReportColumn($0, LocalizedText($0), .text) } + money
    let document = ReportDocument(
      name: "report", title: "Report", period: nil, today: CivilDate(year: 2026, month: 3, day: 1)!,
      groupedBy: ["owner", "account"], table: ReportTable(columns: columns, rows: rows))
    let style = DashboardStyle(terminal: Terminal(width: width), language: .english, currency: .eur)
    let lines = DocumentView(style).text(document).split(separator: "\n").filter { $0.contains("…") }
    #expect(lines.count == 4 && Set(lines).count == 4, "\(lines)")
    for line in lines { #expect(DisplayText.width(String(line)) <= width) }
  }
}
