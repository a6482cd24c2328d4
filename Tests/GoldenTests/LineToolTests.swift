import Foundation
import Testing

/// The lines of a deal, in terminals and files, and in its history.
@Suite("Lines and histories of deals", .serialized)
struct LineToolTests: RunsTools {
  private func inPipeline(_ body: ((String...) throws -> ToolRun, String) throws -> Void) throws {
    try inFolder { folder in
      func pipeline(_ arguments: String...) throws -> ToolRun { try run("pipeline", arguments, folder) }
      #expect(try pipeline("init").status == 0)
      #expect(try pipeline("accounts", "add", "Acme", "--as", "anna").status == 0)
      try body(pipeline, folder)
    }
  }

  @Test("the lines and the history of a deal are written as files")
  func files() throws {
    try inPipeline { pipeline, _ in
      let added = try pipeline("deals", "add", "--account", "Acme", "--set", "external_id=D-1", "--as", "anna")
      #expect(added.status == 0, "\(added.err)")
      #expect(try pipeline("lookups", "add", "OpportunityLine", "pro").status == 0)
      #expect(try pipeline("lines", "add", "D-1", "pro", "--quantity", "2", "--price", "5", "--as", "anna").status == 0)
      let lines = try pipeline("lines", "list", "D-1", "--format", "csv").out.split(whereSeparator: \.isNewline)
      #expect(lines.count == 2 && lines[0].hasPrefix("deal_id,external_id,deal,line,product,quantity"))
      #expect(lines.last?.contains(",D-1,Acme,1,pro,2,") == true, "\(lines)")
      let history = try pipeline("deals", "history", "D-1", "--operations", "--format", "csv").out
        .split(whereSeparator: \.isNewline)
      #expect(history.first == "effective_at,author,event,field,old,new,operation")
      #expect(history.contains { $0.contains(",anna,created,,,,") }, "\(history)")
      #expect(history.contains { $0.contains(",anna,changed,amount,,10.00 EUR,") }, "\(history)")
      let json = try pipeline("deals", "history", "D-1", "--format", "ndjson").out
      #expect(json.contains("\"event\":\"created\""), "\(json)")
      #expect(try pipeline("deals", "list", "--columns", "id,name", "--format", "csv").out.hasPrefix("id,name\r\n"))
    }
  }

  @Test("a history says which lines changed, not all of them")
  func changes() throws {
    try inPipeline { pipeline, _ in
      let lines = "lines=3 x gtx-pro @ 4821.00; 1 x support @ 1200.00"
      let added = try pipeline(
        "deals", "add", "--account", "Acme", "--set", "external_id=D-1", "--set", lines, "--as", "anna")
      #expect(added.status == 0, "\(added.err)")
      #expect(try pipeline("lines", "edit", "D-1", "1", "--quantity", "4", "--as", "anna").status == 0)
      #expect(try pipeline("lines", "remove", "D-1", "support", "--as", "anna").status == 0)
      let history = try pipeline("deals", "history", "D-1", "--operations").out.split(separator: "\n")
      let changed = history.filter { $0.contains("Lines: ") }.map(String.init)
      #expect(changed.count == 2, "\(history)")
      #expect(
        changed.first?.contains("Lines: − 3 × GTX Pro at 4,821.00, + 4 × GTX Pro at 4,821.00") == true, "\(changed)")
      #expect(changed.last?.contains("Lines: − 1 × Support year at 1,200.00  ") == true, "\(changed)")
    }
  }

  @Test("the table of lines fits a narrow terminal, with the percentage of each discount", arguments: [48, 60, 100])
  func narrow(width: Int) throws {
    try inPipeline { pipeline, folder in
      let lines = "lines=3 x gtx-pro @ 4821.00; 1 x support @ 1200.00"
      let added = try pipeline(
        "deals", "add", "--account", "Acme", "--set", "external_id=D-1", "--set", lines, "--as", "anna")
      #expect(added.status == 0, "\(added.err)")
      let shown = try shell("COLUMNS=\(width) pipeline lines list D-1", folder).out
      #expect(shown.split(separator: "\n").allSatisfy { $0.count <= width }, "\(shown)")
      #expect(shown.contains("%") && shown.contains("15,663.00"), "\(shown)")
      #expect(shown.contains("Discount") == (width == 100), "\(shown)")
    }
  }
}
