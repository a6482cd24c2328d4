import Foundation
import PipelinePlugins
import PipelineTesting
import ProbabilityPlugins
import Testing

@Suite("The contract of probability rules")
struct ProbabilityContractTests {
  static let bundled: [(String, ProbabilityTrial)] = [
    ("stated", ProbabilityTrial(Stated.rule)),
    ("by_stage", ProbabilityTrial(ByStage.rule)),
    ("decay", ProbabilityTrial(Decay().rule, claims: Set(ProbabilityClaim.allCases))),
    ("decay over stated", ProbabilityTrial(overStated.rule, claims: [.neverRaises, .fallsWithDaysInStage])),
  ]

  private static var overStated: Decay {
    var decay = Decay()
    decay.overStated = true
    return decay
  }

  @Test("bundled rules keep every promise", arguments: bundled.map(\.0))
  func kept(name: String) async throws {
    let trial = try #require(Self.bundled.first { $0.0 == name }).1
    let reports = try await ProbabilityContract.promises.check { trial }
    for report in reports { #expect(report.verdict.breach == nil, "\(name): \(report)") }
    print("\(name):", reports.filter { $0.verdict != .kept }.map(\.description).joined(separator: "; "))
  }

  @Test("the page holds the same promises")
  func page() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/Contracts/Probability.md")
    let page = try String(contentsOf: path, encoding: .utf8)
    let listed = page.split(separator: "\n").filter { $0.hasPrefix("- **") }.map(String.init)
    #expect(listed == ProbabilityContract.promises.map(\.listed))
  }
}
