import ExportPlugins
import Foundation
import ODSExport
import PipelinePlugins
import PipelineTesting
import Testing
import XLSXExport

@Suite("The contract of exporters")
struct ExportContractTests {
  static let csv = ExportTrial(claims: [.ignoresLanguage, .defusesFormulas], read: CSVReading.read) {
    try CSVExportPlugin.make(CSVExportPlugin.Settings(), PluginContext())
  }
  static let json = ExportTrial(
    claims: [.ignoresLanguage, .writesSubtotals, .writesSections], read: JSONReading.read
  ) {
    try JSONExportPlugin.make(NoSettings(), PluginContext())
  }
  static let html = ExportTrial(read: PageReading.read) { try HTMLExportPlugin.make(NoSettings(), PluginContext()) }
  static let spreadsheet: Set<ExportClaim> = [.defusesFormulas, .writesSubtotals, .writesSections]
  static let bundled: [(name: String, trial: ExportTrial)] = {
    var raw = CSVExportPlugin.Settings()
    raw.raw = true
    raw.byteOrderMark = true
    let settings = raw
    var all = [
      ("csv", csv), ("json", json), ("html", html),
      (
        "csv, raw",
        ExportTrial(claims: [.ignoresLanguage], read: CSVReading.read) {
          try CSVExportPlugin.make(settings, PluginContext())
        }
      ),
    ]
    #if XLSX
      all.append(
        (
          "xlsx",
          ExportTrial(claims: spreadsheet, read: XLSXReading.reader()) {
            try XLSXExportPlugin.make(NoSettings(), PluginContext())
          }
        ))
    #endif
    #if ODS
      all.append(
        (
          "ods",
          ExportTrial(claims: spreadsheet, read: XLSXReading.reader(ODSReading.script)) {
            try ODSExportPlugin.make(NoSettings(), PluginContext())
          }
        ))
    #endif
    return all
  }()

  @Test("bundled exporters keep every promise", arguments: bundled.map(\.name))
  func kept(name: String) async throws {
    let trial = try #require(Self.bundled.first { $0.name == name }).trial
    let reports = try await ExportContract.promises.check { trial }
    for report in reports { #expect(report.verdict.breach == nil, "\(name): \(report)") }
    print("\(name):", reports.filter { $0.verdict != .kept }.map(\.description).joined(separator: "; "))
  }

  @Test("the page holds the same promises")
  func page() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let page = try String(
      contentsOf: folder.appending(path: "../../Documentation/Contracts/Export.md"), encoding: .utf8)
    let listed = page.split(separator: "\n").filter { $0.hasPrefix("- **") }.map(String.init)
    #expect(listed == ExportContract.promises.map(\.listed))
  }
}
