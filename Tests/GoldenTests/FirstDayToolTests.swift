import Foundation
import Testing

/// What the history leaves out in a deal's first hours, and the day that commands take for today.
@Suite("A deal's first day at the command line")
struct FirstDayToolTests: RunsTools {
  private func inCompany(_ body: (_ pipeline: (String...) throws -> ToolRun) throws -> Void) throws {
    try inFolder { folder in
      let made = try shell(
        """
        pipeline init sales.yaml && pipeline accounts add Acme --set external_id=A-1 &&
        pipeline deals add --account A-1 --set external_id=D-1 --set stated_amount=100 --set expected_close_date=2030-01-05
        """, folder)
      #expect(made.status == 0, "\(made.err)")
      try body { (words: String...) in try run("pipeline", words, folder) }
    }
  }

  @Test("an edit in the grace window is named by history --operations, and undone by the end of its id")
  func graceWindow() throws {
    try inCompany { pipeline in
      #expect(try pipeline("deals", "edit", "D-1", "--set", "stated_amount=999").status == 0)
      let kept = try pipeline("deals", "history", "D-1")
      #expect(!kept.out.contains("999") && kept.err.contains("not in the history"), "\(kept.out) \(kept.err)")
      let whole = try pipeline("deals", "history", "D-1", "--operations")
      #expect(whole.out.contains("999") && whole.err.isEmpty, "\(whole.out) \(whole.err)")
      let line = try #require(whole.out.split(separator: "\n").last { $0.contains("999") })
      let operation = try #require(line.split(separator: " ").last)
      #expect(try pipeline("undo", String(operation.suffix(8))).status == 0)
      #expect(try pipeline("deals", "show", "D-1", "--format", "fields").out.contains("stated_amount: 100"))
      let unknown = try pipeline("undo", "0000000000")
      #expect(unknown.status == 1 && unknown.err.contains("0000000000"), "\(unknown.err)")
    }
  }

  @Test("--today counts in lists and in close; a call under a name that nobody knows is warned of")
  func today() throws {
    try inCompany { pipeline in
      #expect(!(try pipeline("deals", "list", "--overdue").out.contains("D-1")))
      #expect(try pipeline("deals", "list", "--overdue", "--today", "2030-02-01").out.contains("D-1"))
      let closed = try pipeline("deals", "close", "D-1", "--lost", "--reason", "price", "--today", "2020-03-04")
      let refusal = "2020-03-04 lies before the deal was created"
      #expect(closed.status == 1 && closed.err.contains(refusal), "\(closed.err)")
      let call = try pipeline("calls", "set", "5", "--as", "nobody-of-ours")
      #expect(call.status == 0 && call.err.contains("'nobody-of-ours' had no deals"), "\(call.err)")
    }
  }
}
