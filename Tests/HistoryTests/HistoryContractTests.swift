import Foundation
import HistoryPlugins
import PipelinePlugins
import PipelineTesting
import Testing

@Suite("The contract of history policies")
struct HistoryContractTests {
  static let bundled: [(String, HistoryTrial)] = [
    ("grace_window", HistoryTrial(GraceWindow(), claims: [.looksAtAge, .keepsFromThenOn])),
    ("grace_window of nothing", HistoryTrial(GraceWindow(after: Seconds(0)), claims: [.looksAtAge, .keepsFromThenOn])),
    (
      "grace_window of all time",
      HistoryTrial(GraceWindow(after: Seconds(.max)), claims: [.looksAtAge, .keepsFromThenOn])
    ),
    ("every_change", HistoryTrial(EveryChange(), claims: Set(HistoryClaim.allCases))),
    ("none", HistoryTrial(NoHistory(), claims: Set(HistoryClaim.allCases))),
    ("selected_fields", HistoryTrial(SelectedFields(["status", "amount"]), claims: Set(HistoryClaim.allCases))),
    ("hash_chain", HistoryTrial(HashChain(), claims: Set(HistoryClaim.allCases))),
  ]

  @Test("bundled policies keep every promise", arguments: bundled.map(\.0))
  func kept(name: String) async throws {
    let trial = try #require(Self.bundled.first { $0.0 == name }).1
    let reports = try await HistoryContract.promises.check { trial }
    for report in reports { #expect(report.verdict.breach == nil, "\(name): \(report)") }
    print("\(name):", reports.filter { $0.verdict != .kept }.map(\.description).joined(separator: "; "))
  }

  @Test("the page holds the same promises")
  func page() throws {
    let page = try String(contentsOf: documentation("Contracts/History.md"), encoding: .utf8)
    let listed = page.split(separator: "\n").filter { $0.hasPrefix("- **") }.map(String.init)
    #expect(listed == HistoryContract.promises.map(\.listed))
  }
}

/// A page of the documentation.
func documentation(_ path: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Documentation/\(path)")
}
