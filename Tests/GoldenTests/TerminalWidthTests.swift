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
}
