import Foundation
import Testing

@Suite("Archives by the tools")
struct ArchiveToolTests: RunsTools {
  private static let sales = """
    version: 1
    storage: {sqlite: {path: sales.db}}
    currency: {base: EUR}
    calendar: {time_zone: Europe/Paris}
    rates: {fixed: {USD: 1.25}}
    sales_cycles:
      direct:
        stages: [{key: new, probability: 10}, {key: won, outcome: won}, {key: lost, outcome: lost}]
    """

  /// A rate without a day holds since the first day of the calendar, which begins before it in UTC, east of Greenwich.
  @Test("a company with rates without a day, in a zone east of Greenwich, is archived and restored")
  func rates() throws {
    try inFolder { folder in
      try Self.sales.write(toFile: folder + "/sales.yaml", atomically: true, encoding: .utf8)
      let other = Self.sales.replacing("sales.db", with: "other.db")
      try other.write(toFile: folder + "/other.yaml", atomically: true, encoding: .utf8)
      let run = try shell(
        """
        pipeline accounts add Acme --as anna && pipeline export everything --output all.ndjson --as anna &&
        pipeline restore all.ndjson --config other.yaml --as anna && pipeline accounts list --config other.yaml &&
        pipeline export everything --config other.yaml --output again.ndjson --as anna
        """, folder)
      #expect(run.status == 0, "\(run.err)")
      #expect(run.out.contains("Acme"))
      let (first, second) = try (
        String(contentsOfFile: folder + "/all.ndjson", encoding: .utf8),
        String(contentsOfFile: folder + "/again.ndjson", encoding: .utf8)
      )
      #expect(first.contains("0001-01-01T00:00:00Z"))
      #expect(first.split(separator: "\n").count <= second.split(separator: "\n").count)
    }
  }
}
