import OverduePlugin
import PipelinePlugins
import PipelineTesting
import Testing

@Suite("overdue")
struct OverdueTests {
  @Test("keeps every promise of a probability rule")
  func contract() async throws {
    let rule = Overdue.make(Overdue.Settings(), PluginContext())
    let reports = try await ProbabilityContract.promises.check { ProbabilityTrial(rule, claims: [.neverRaises]) }
    for report in reports {
      print(report)
      #expect(report.verdict.breach == nil, "\(report)")
    }
  }

  @Test(
    "an overdue deal keeps a part of its probability, after the days of grace",
    arguments: [(30, nil), (-7, nil), (-8, 4_000)] as [(Int64, Int?)])
  func overdue(daysToClose: Int64, points: Int?) throws {
    guard case .onReading(let reading) = Overdue.make(Overdue.Settings(), PluginContext()) else {
      Issue.record("it is evaluated on reading")
      return
    }
    #expect(reading([.number(8_000), .number(daysToClose)]) == points.flatMap { BasisPoints($0) })
  }

  @Test("an undated deal cannot be overdue")
  func undated() {
    guard case .onReading(let reading) = Overdue.make(Overdue.Settings(), PluginContext()) else { return }
    #expect(reading([.number(8_000), .none]) == nil)
  }
}
