import Foundation
import Testing

/// Commands that print the operation that takes them back, and what `undo` makes of it.
@Suite("Taking commands back", .serialized)
struct UndoToolTests: RunsTools {
  private func inPipeline(_ body: ((String...) throws -> ToolRun) throws -> Void) throws {
    try inFolder { folder in
      func pipeline(_ arguments: String...) throws -> ToolRun { try run("pipeline", arguments, folder) }
      #expect(try pipeline("init").status == 0)
      #expect(try pipeline("accounts", "add", "Acme", "--as", "anna").status == 0)
      try body(pipeline)
    }
  }

  /// The operation that a command names.
  private func operation(_ run: ToolRun) throws -> String {
    #expect(run.status == 0, "\(run.err)")
    return String(try #require((run.out + run.err).firstMatch(of: /pipeline undo ([0-9a-f-]{36})/)).1)
  }

  @Test("an entry of a lookup table is added, renamed and retired, and each is taken back")
  func lookups() throws {
    try inPipeline { pipeline in
      func shown() throws -> String { try pipeline("lookups", "show", "OpportunitySource").out }
      let before = try shown()
      let added = try operation(try pipeline("lookups", "add", "OpportunitySource", "fair", "--label", "Trade fair"))
      let afterwards = try shown()
      #expect(afterwards.contains("Trade fair") && !before.contains("Trade fair"))
      let renamed = try operation(try pipeline("lookups", "rename", "OpportunitySource", "fair", "Salon"))
      let early = try pipeline("undo", added)
      #expect(early.status == 1 && early.err.contains("changed it at"), "\(early.err)")
      #expect(try pipeline("undo", renamed).status == 0)
      #expect(try shown() == afterwards)
      let retired = try operation(try pipeline("lookups", "retire", "OpportunitySource", "fair"))
      #expect(try pipeline("undo", retired).status == 0)
      #expect(try pipeline("undo", added).status == 0)
      #expect(try shown() == before)
      let same = try pipeline("lookups", "rename", "OpportunitySource", "web", "Web")
      #expect(same.status == 0 && same.out == "nothing changed\n")
    }
  }

  @Test("a report that was replaced or deleted by mistake comes back")
  func reports() throws {
    try inPipeline { pipeline in
      func shown() throws -> String { try pipeline("reports", "show", "mine", "--as", "anna").out }
      let first = try pipeline("reports", "save", "mine", "--group-by", "stage", "--as", "anna")
      #expect(first.out == "anna/mine\n")
      let before = try shown()
      let second = try pipeline("reports", "save", "mine", "--group-by", "owner", "--as", "anna")
      #expect(second.err.hasPrefix("note: it replaced your report of this name; take it back with: pipeline undo "))
      let others = try pipeline("undo", try operation(second), "--as", "ben")
      #expect(others.status == 1 && others.err.contains("there is no operation"), "\(others.err)")
      #expect(try pipeline("undo", try operation(second), "--as", "anna").status == 0)
      #expect(try shown() == before)
      let deleted = try pipeline("reports", "delete", "mine", "--as", "anna")
      #expect(deleted.out.hasPrefix("deleted; take it back with"), "\(deleted.out)")
      #expect(try shown().isEmpty)
      #expect(try pipeline("undo", try operation(deleted), "--as", "anna").status == 0)
      #expect(try shown() == before)
    }
  }

  @Test("a forecast call is taken back, and its history names the operations")
  func calls() throws {
    try inPipeline { pipeline in
      let called = try operation(try pipeline("calls", "set", "2500", "--as", "anna"))
      let history = try pipeline("calls", "history", "anna", "--operations").out
      #expect(history.hasSuffix("  \(called)\n"), "\(history)")
      #expect(try pipeline("calls", "set", "2500", "--as", "anna").err.contains("note: nothing changed\n"))
      #expect(try pipeline("undo", called, "--as", "anna").status == 0)
      #expect(try pipeline("calls", "history", "anna").out.contains("2,500.00 EUR → —"))
    }
  }
}
