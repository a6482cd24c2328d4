import PipelineAnalytics
import SalesPipeline
import Testing

extension MavenTests {
  @Test(
    "how many engaged deals were won, and after how many days, is what the file says",
    arguments: [sqlite, "memory: {}"])
  func conversion(_ storage: String) async throws {
    try await withMaven(storage) { desk, _, _ in
      func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }
      let last = try day("2017-12-31")
      let all = try await desk.conversion(from: day("2016-10-20"), to: last)
      let engaging = try #require(all.rows.first { $0.status == "engaging" })
      #expect([engaging.entered, engaging.movedOn, engaging.lost, engaging.open] == [8_300, 4_238, 2_473, 1_589])
      #expect(engaging.conversion?.value == 5_106 && engaging.movedBack == 0 && engaging.left == 0)
      #expect(engaging.meanDays == "47.99" && engaging.medianDays == 45)
      // Nobody engaged in them, and the file does not say when they were made.
      #expect(all.gaps.first { $0.reason == .unknownEntry }?.count == 500)
      #expect(all.rows.first { $0.status == "prospecting" }?.entered == 0 && all.dealCount == 8_300)
      let quarter = (from: try day("2017-07-01"), to: try day("2017-09-30"))
      let later = try #require(try await desk.conversion(from: quarter.from, to: quarter.to).rows.last)
      #expect([later.entered, later.movedOn, later.lost, later.open] == [2_770, 1_207, 805, 758])
      #expect(later.meanDays == "45.23" && later.medianDays == "31.5")
      let scope = ReportScope(asOf: desk.endOfDay(quarter.to))
      let then = try #require(try await desk.conversion(from: quarter.from, to: quarter.to, scope).rows.last)
      #expect([then.entered, then.movedOn, then.lost, then.open] == [2_770, 648, 430, 1_692])
    }
  }
}
