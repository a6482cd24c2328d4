import Foundation
import SalesPipeline
import Testing
import ToolSupport

/// The reports of the starter configuration, as managers see them in a terminal of 80 columns.
@Suite("The reports of the starter configuration")
struct StarterReportGoldenTests {
  @Test("each of them on the sample company", arguments: ["en", "fr"])
  func reports(_ tag: String) async throws {
    try await Sample.withDesk(deals: 60) { desk in
      let language = tag == "fr" ? Phrasebook.french : Phrasebook.english
      let style = DashboardStyle(terminal: Terminal(width: 80), language: language, currency: .eur)
      var text = ""
      for report in try await desk.reports.list() {
        var document = try await desk.forecast(report.definition, ReportScope(today: Sample.today))
        document.language = language
        text += "$ \(report.definition.name)\n\(DocumentView(style).text(document))\n"
      }
      for line in text.split(separator: "\n") { #expect(DisplayText.width(String(line)) <= 80, "\(line)") }
      try Golden.expect(text, "reports-\(tag)-80.txt")
    }
  }

  @Test("the parts that are commented out are a configuration too")
  func commentedOut() async throws {
    let lines = Starter.configuration.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let parts = [
      "targets:", "listed:", "- {owner", "coverage:", "title: {en: Coverage", "period: this_quarter",
      "group_by: [owner]", "measures: [target",
    ]
    let text = lines.map { line -> String in
      guard let sign = line.firstRange(of: "# "), line[..<sign.lowerBound].allSatisfy({ $0 == " " }),
        parts.contains(where: { line[sign.upperBound...].drop { $0 == " " }.hasPrefix($0) })
      else { return line }
      return String(line[..<sign.lowerBound] + line[sign.upperBound...])
    }
    let checked = ConfigurationReader(catalog: .bundled).check(
      text: text.joined(separator: "\n"), file: "sales.yaml")
    let setup = try #require(checked.value, "\(checked.report)")
    #expect(checked.diagnostics.isEmpty && setup.targets != nil)
    let coverage = try #require(setup.reports.first { $0.name == "coverage" })
    #expect(coverage.measures == [.target, .won, .missing, .coverage, .coverageUnweighted])
  }
}
