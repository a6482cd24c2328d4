import Foundation
import Testing

@Suite("Accounts are shown by their names")
struct AccountNameTests: RunsTools {
  private static let sales = """
    version: 1
    storage: {sqlite: {path: sales.db}}
    history: [every_change]
    calendar: {time_zone: Europe/Paris}
    sales_cycles:
      direct:
        stages: [{key: new, probability: 10}, {key: won, outcome: won}, {key: lost, outcome: lost}]
    """

  @Test("in the history of a deal whose account was merged into another, and in what an edit would change")
  func history() throws {
    try inFolder { folder in
      try Self.sales.write(toFile: folder + "/sales.yaml", atomically: true, encoding: .utf8)
      let made = try shell(
        """
        pipeline accounts add Acme --as anna && pipeline accounts add "ACME Ltd" --as anna 2>/dev/null &&
        pipeline deals add --account "ACME Ltd" --set external_id=D-1 --as anna &&
        pipeline deals edit --search acme --set account=Acme --dry-run --as anna &&
        pipeline accounts merge "ACME Ltd" Acme --as anna
        """, folder)
      #expect(made.status == 0, "\(made.err)")
      #expect(made.out.contains("ACME Ltd  Acme"), "\(made.out)")
      let history = try shell("pipeline deals history D-1", folder)
      #expect(history.out.contains("Account: ACME Ltd → Acme"), "\(history.out)")
    }
  }

  @Test("what stops an undo is said by the minute of the time zone")
  func undoing() throws {
    try inFolder { folder in
      try Self.sales.write(toFile: folder + "/sales.yaml", atomically: true, encoding: .utf8)
      let run = try shell(
        """
        pipeline accounts add Acme --as anna && pipeline deals add --account Acme --set external_id=D-1 --as anna &&
        pipeline deals edit D-1 --set next_step=call --as anna &&
        pipeline undo "$(pipeline deals history D-1 --operations | head -1 | grep -o '[0-9a-f-]*$')" --as ben
        """, folder)
      #expect(run.status == 1)
      let words = try Regex("Next step: anna changed it at [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}, after what")
      #expect(run.err.contains(words), "\(run.err)")
    }
  }
}
