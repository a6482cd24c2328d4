import PipelineAnalytics
import SalesPipeline
import Testing

extension MavenTests {
  @Test(
    "between any two months' ends the waterfall says what the files say was won and lost",
    arguments: [sqlite, "memory: {}"])
  func waterfall(_ storage: String) async throws {
    try await withMaven(storage) { desk, _, _ in
      let snapshots = try Self.snapshots()
      for ((from, before), (to, after)) in zip(snapshots, snapshots.dropFirst()) {
        let waterfall = try await desk.waterfall(from: from, to: to)
        #expect(waterfall[.opening].count == before.open_engaging, "\(from)")
        #expect(waterfall[.opening].amount == Int128(before.open_list_price) * 100, "\(from)")
        #expect(waterfall[.won].count == after.won_cum - before.won_cum, "\(to)")
        #expect(waterfall[.won].amount == -Int128(after.won_amount_cum - before.won_amount_cum) * 100, "\(to)")
        #expect(waterfall[.lost].count == after.lost_cum - before.lost_cum, "\(to)")
        // What the day of the import alone knows: 500 deals that nobody has engaged in.
        guard to != CivilDate("2017-12-31") else { continue }
        #expect(waterfall[.closing].count == after.open_engaging, "\(to)")
        #expect(waterfall[.closing].amount == Int128(after.open_list_price) * 100, "\(to)")
        let others: [Waterfall.Step] = [.pulledIn, .pushedOut, .reopened, .recordedLater, .removed, .currency]
        #expect(others.allSatisfy { waterfall[$0].count == 0 }, "\(waterfall)")
      }
    }
  }
}
