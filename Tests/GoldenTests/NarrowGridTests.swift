import Foundation
import Testing

@Suite("A sales grid that no terminal has room for", .timeLimit(.minutes(2)))
struct NarrowGridTests: RunsTools {
  private static let sales = """
    version: 1
    storage: {sqlite: {path: sales.db}}
    sales_cycles:
      direct:
        stages: [{key: new, probability: 10}, {key: won, outcome: won}, {key: lost, outcome: lost}]
    """

  /// One period alone, with amounts that are wider than the terminal: there is no column to add, and none to leave out.
  @Test("one period of amounts that are too wide is drawn all the same", arguments: [1, 2])
  func widest(periods: Int) throws {
    try inFolder { folder in
      try Self.sales.write(toFile: folder + "/sales.yaml", atomically: true, encoding: .utf8)
      let days = ["2027-01-08", "2027-05-08"].prefix(periods)
      let adding = days.map {
        "pipeline deals add --account Acme --set stated_amount=92233720368547758.07 --set expected_close_date=\($0) --as anna"
      }
      let made = try shell("pipeline accounts add Acme --as anna && " + adding.joined(separator: " && "), folder)
      #expect(made.status == 0, "\(made.err)")
      let drawn = try shell("COLUMNS=40 timeout 20 dashboard-printer --widgets sales_grid --as anna", folder)
      #expect(drawn.status == 0, "124 is the status of a program that did not end")
      #expect(drawn.out.contains("anna"))
    }
  }
}
