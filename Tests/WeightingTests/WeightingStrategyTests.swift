import PipelinePlugins
import Testing
import WeightingPlugins

@Suite("Weighting strategies")
struct WeightingStrategyTests {
  @Test(
    "expected_value weighs a deal by its probability",
    arguments: [(0, 0), (4_000, 400_000), (6_250, 625_000), (10_000, 1_000_000)])
  func expectedValue(points: Int64, partsPerMillion: Int32) {
    #expect(ExpectedValue().weight([.number(points)]).partsPerMillion == partsPerMillion)
  }

  @Test(
    "by_category weighs a deal by its forecast category",
    arguments: [
      ("omitted", 0), ("pipeline", 200_000), ("best_case", 500_000), ("commit", 900_000), ("closed", 1_000_000),
    ])
  func byCategory(category: String, partsPerMillion: Int32) {
    #expect(ByCategory().weight([.text(category)]).partsPerMillion == partsPerMillion)
  }

  @Test("a category that is not named weighs nothing")
  func unnamed() { #expect(ByCategory([.commit: .full]).weight([.text("best_case")]) == .zero) }

  @Test("threshold counts a deal from that probability on", arguments: [(4_999, false), (5_000, true), (10_000, true)])
  func threshold(points: Int64, counts: Bool) {
    #expect(Threshold().weight([.number(points)]) == (counts ? .full : .zero))
  }
}
