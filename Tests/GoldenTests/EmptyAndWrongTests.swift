import Foundation
import Testing

/// What a person meets first: a pipeline with nothing in it, and mistakes that can be helped.
@Suite("Empty pipelines and helpful mistakes", .serialized)
struct EmptyAndWrongTests: RunsTools {
  private func inPipeline(
    _ locale: String = "en", _ body: ((String...) throws -> ToolRun, String) throws -> Void
  ) throws {
    try inFolder { folder in
      func pipeline(_ arguments: String...) throws -> ToolRun { try run("pipeline", arguments, folder) }
      #expect(try pipeline("init", "--locale", locale).status == 0)
      try body(pipeline, folder)
    }
  }

  @Test("after init, every command that reads works on the empty pipeline, and says that it is empty")
  func empty() throws {
    let commands = [
      "deals list", "deals list --group status", "deals list --sort owner,-amount",
      "deals list --group source --format csv",
      "accounts list", "accounts duplicates", "dashboard", "forecast --report this-quarter", "calls show",
      "calls history", "cycle", "check --store", "reports list", "lookups", "waterfall --from 2026-06-30", "conversion",
      "why this-quarter", "export deals", "export accounts", "export lines", "export lookups", "export history",
      "export everything --output all.ndjson", "deals revalue --dry-run",
      "deals edit --overdue --set owner=bob --dry-run",
    ]
    try inPipeline { _, folder in
      for command in commands {
        let done = try run("pipeline", command.split(separator: " ").map(String.init), folder)
        #expect(done.status == 0, "\(command): \(done.err)")
        let note = "sales.db: there is no database yet, so the pipeline is empty"
        #expect(done.err.contains(note), "\(command): \(done.err)")
        #expect(!FileManager.default.fileExists(atPath: folder + "/sales.db"), "\(command) made a database")
      }
      let deals = try run("pipeline", ["export", "deals"], folder)
      let rows = deals.out.split(whereSeparator: \.isNewline)
      #expect(rows.count == 1 && deals.out.hasPrefix("id,account_id,account,name"))
      let edit = try run("pipeline", ["deals", "edit", "D-1", "--set", "owner=bob"], folder)
      #expect(edit.status == 1 && edit.err.contains("run an import or add an account first"), "\(edit.err)")
    }
  }

  @Test("a report of a salesperson whom nobody knows is saved with a note, and a period is one of those there are")
  func reports() throws {
    try inPipeline { pipeline, _ in
      #expect(try pipeline("accounts", "add", "Acme", "--as", "anna").status == 0)
      #expect(try pipeline("deals", "add", "--account", "Acme", "--set", "owner=bob", "--as", "anna").status == 0)
      let saved = try pipeline("reports", "save", "mine", "--owner", "bbo", "--period", "all", "--as", "anna")
      #expect(saved.status == 0 && saved.out == "anna/mine\n")
      #expect(
        saved.err.hasPrefix(
          "note: the report is saved, and cannot run yet: there is no salesperson 'bbo'; did you mean 'bob'?\n"))
      #expect(saved.err.contains("note: written; take it back with: pipeline undo "))
      #expect(try pipeline("reports", "run", "mine", "--as", "anna").status == 1)
      let good = try pipeline("reports", "save", "mine", "--owner", "bob", "--period", "all", "--as", "anna")
      #expect(good.status == 0 && good.err.hasPrefix("note: it replaced your report of this name"), "\(good.err)")
      #expect(good.err.split(separator: "\n").count == 1)
      #expect(try pipeline("reports", "run", "mine", "--as", "anna").status == 0)
      let near = try pipeline("reports", "save", "other", "--period", "this_quarer", "--as", "anna")
      #expect(near.err.contains("there is no period 'this_quarer'; did you mean 'this_quarter'?"), "\(near.err)")
      let wrong = try pipeline("reports", "save", "other", "--period", "bogus", "--as", "anna")
      #expect(wrong.status != 0 && wrong.err.contains("'bogus'; there are: all, last_month, "), "\(wrong.err)")
    }
  }

  @Test("a line beside a stated amount: the message says what to do, and does it")
  func lines() throws {
    try inPipeline { pipeline, folder in
      #expect(try pipeline("accounts", "add", "Acme", "--as", "anna").status == 0)
      let unknown = try pipeline("deals", "add", "--account", "Acme", "--set", "amount=50000", "--as", "anna")
      #expect(unknown.err == "error: there is no field 'amount' to set; did you mean 'stated_amount'?\n")
      let added = try pipeline(
        "deals", "add", "--account", "Acme", "--set", "stated_amount=50000", "--set", "external_id=D-1", "--as", "anna")
      #expect(added.status == 0)
      let refused = try pipeline("lines", "add", "D-1", "gtx-pro")
      #expect(refused.status == 1)
      #expect(
        refused.err
          == "error: the amount of D-1 is stated as 50,000.00 EUR; with lines it is their total: --replace-amount gives up "
          + "the stated one\n")
      func fields() throws -> String {
        try run("pipeline", ["deals", "show", "D-1", "--format", "fields"], folder).out
      }
      #expect(try fields().contains("\nstated_amount: 50000.00\n"))
      #expect(try pipeline("lines", "add", "D-1", "gtx-pro", "--replace-amount", "--as", "anna").status == 0)
      let shown = try fields()
      #expect(shown.contains("\namount: 4821.00 EUR\n") && !shown.contains("stated_amount"), "\(shown)")
      let back = try pipeline("deals", "edit", "D-1", "--set", "stated_amount=3")
      #expect(back.err.contains("clear stated_amount, or remove the lines"), "\(back.err)")
      // Where there is no stated amount, there is nothing to give up.
      #expect(try pipeline("lines", "add", "D-1", "support", "--replace-amount", "--as", "anna").status == 0)
    }
  }

  @Test("a removed stage takes one line for all its deals; entries are named")
  func stages() throws {
    try inPipeline { pipeline, folder in
      #expect(try pipeline("sample", "--deals", "400", "--as", "anna").status == 0)
      let yaml = try String(contentsOfFile: folder + "/sales.yaml", encoding: .utf8)
      let other = yaml.replacing("key: negotiation", with: "key: talks")
        .replacing("        - {key: web, label: Web}\n", with: "").replacing("GTX Pro", with: "GTX Prime")
      try other.write(toFile: folder + "/other.yaml", atomically: true, encoding: .utf8)
      let checked = try pipeline("check", "other.yaml", "--store")
      let lines = checked.out.split(separator: "\n").filter { $0.contains("'negotiation'") }
      #expect(checked.status == 1 && lines.count == 1, "\(checked.out)")
      let form =
        /other.yaml:[0-9]+:5: error: [1-9][0-9]* deals are in 'negotiation', which is not a stage of 'direct'; .*: S-[0-9]+, .*, …/
      #expect(lines.first?.wholeMatch(of: form) != nil, "\(lines)")
      let diff = try pipeline("diff", "sales.yaml", "other.yaml").out
      #expect(diff.contains("- OpportunitySource: other first entries (web), which only a new store takes"), "\(diff)")
      #expect(diff.contains("- OpportunityLine: other first entries (gtx-pro), which"), "\(diff)")
      #expect(!diff.contains("{"), "no data formats: \(diff)")
    }
  }

  @Test("French output has the blank of French before a colon")
  func french() throws {
    try inPipeline("fr") { pipeline, folder in
      #expect(try pipeline("sample", "--deals", "90", "--as", "anna", "--today", "2026-11-24").status == 0)
      let asked = ["--today", "2026-11-24", "--as", "anna"]
      var texts = [
        try run("pipeline", ["forecast", "--report", "this-quarter", "--format", "text"] + asked, folder).out,
        try run("pipeline", ["dashboard", "--from", "2026-01-01", "--to", "2026-12-31"] + asked, folder).out,
        try run("pipeline", ["deals", "list", "--outcome", "open"] + asked, folder).out,
        try run("pipeline", ["calls", "show"] + asked, folder).out,
        try run("pipeline", ["why", "this-quarter"] + asked, folder).out,
      ]
      let page = try run("pipeline", ["dashboard", "--output", "page.html"] + asked, folder)
      #expect(page.status == 0, "\(page.err)")
      let html = try String(contentsOfFile: folder + "/page.html", encoding: .utf8)
        .replacing(/<(style|script)[^>]*>[\s\S]*?<\/(style|script)>/, with: "")
      texts += [html.replacing(/<[^>]*>/, with: "\n")]
      texts += html.matches(of: /(title|aria-label)="([^"]*)"/).map { String($0.2) }
      for text in texts {
        // Names of deals, such as “Acme SA: gtx-pro”, are as their authors write them.
        let wrong = text.split(separator: "\n").filter { line in
          let words = line.replacing(/: (gtx-pro|gtx-basic|mg-special|support)/, with: "")
          return words.contains(/[\p{L}\d)]:( |$)/)
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
      }
      #expect(texts[0].contains("Pour\u{202f}: anna · Dates de clôture\u{202f}: "), "\(texts[0].prefix(200))")
      #expect(texts[2].contains("Issue\u{202f}: Ouvert\n"), "\(texts[2].prefix(200))")
    }
  }

  @Test("accounts are listed by any field, in the order of the reader's language, with the columns that are asked for")
  func accounts() throws {
    try inPipeline { pipeline, folder in
      for (name, owner) in [("Zoo", "éric"), ("apple", "Eva"), ("Éclair", "éric"), ("eclipse", "ada")] {
        #expect(try pipeline("accounts", "add", name, "--set", "owner=\(owner)", "--as", "anna").status == 0)
      }
      func names(_ arguments: String...) throws -> [String] {
        let all = ["accounts", "list", "--format", "csv", "--columns", "name", "--sort"] + arguments
        return try run("pipeline", all, folder).out.split(whereSeparator: \.isNewline).dropFirst()
          .map { String($0.split(separator: ",")[1]) }
      }
      #expect(try names("name") == ["apple", "Éclair", "eclipse", "Zoo"])
      #expect(try names("-name") == ["Zoo", "eclipse", "Éclair", "apple"])
      #expect(try names("owner,-name") == ["eclipse", "Zoo", "Éclair", "apple"])
      #expect(try names("-created_at") == ["eclipse", "Éclair", "apple", "Zoo"])
      let page = try pipeline("accounts", "list", "--sort", "-name", "--limit", "1", "--offset", "1")
      #expect(page.out.contains("eclipse") && page.out.contains("2 to 2 of 4"), "\(page.out)")
      let wrong = try pipeline("accounts", "list", "--sort", "ower")
      let hint = "there is no field 'ower'; did you mean 'owner'?"
      #expect(wrong.status == 2 && wrong.err.contains(hint), "\(wrong.err)")
    }
  }

  @Test("a misspelt format has a suggestion")
  func formats() throws {
    try inPipeline { pipeline, _ in
      let wrong = try pipeline("deals", "list", "--format", "xslx")
      let hint = "there is no format 'xslx'; did you mean 'xlsx'?"
      #expect(wrong.status == 2 && wrong.err.contains(hint), "\(wrong.err)")
      let sheet = try pipeline("deals", "list", "--format", "xlsx")
      #expect(sheet.err.contains("say with --output which file xlsx goes to"), "\(sheet.err)")
    }
  }
}
