import Foundation
import PipelinePlugins
import PipelineTesting
import Testing
import WeightingPlugins

@Suite("The contract of weighting strategies")
struct WeightingContractTests {
  static let bundled: [(String, WeightingTrial)] = [
    ("expected_value", WeightingTrial(ExpectedValue(), claims: Set(WeightingClaim.allCases))),
    ("by_category", WeightingTrial(ByCategory())),
    ("by_category of nothing", WeightingTrial(ByCategory([:]))),
    ("threshold", WeightingTrial(Threshold(), claims: [.risesWithProbability, .countsCertainty])),
    ("threshold at 0 %", WeightingTrial(Threshold(from: .zero), claims: [.risesWithProbability])),
  ]

  @Test("bundled strategies keep every promise", arguments: bundled.map(\.0))
  func kept(name: String) async throws {
    let trial = try #require(Self.bundled.first { $0.0 == name }).1
    let reports = try await WeightingContract.promises.check { trial }
    for report in reports { #expect(report.verdict.breach == nil, "\(name): \(report)") }
    print("\(name):", reports.filter { $0.verdict != .kept }.map(\.description).joined(separator: "; "))
  }

  @Test("the page holds the same promises")
  func page() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/Contracts/Weighting.md")
    let page = try String(contentsOf: path, encoding: .utf8)
    let listed = page.split(separator: "\n").filter { $0.hasPrefix("- **") }.map(String.init)
    #expect(listed == WeightingContract.promises.map(\.listed))
  }
}
