import Foundation
import Testing

/// A day's work with `pipeline`.
@Suite("The workbench", .serialized)
struct WorkbenchTests: RunsTools {
  private func inCompany(_ body: ((String...) throws -> ToolRun, String) throws -> Void) throws {
    try inFolder { folder in
      func pipeline(_ arguments: String...) throws -> ToolRun { try run("pipeline", arguments, folder) }
      #expect(try pipeline("init").status == 0)
      #expect(try pipeline("accounts", "add", "Acme", "--set", "external_id=A-1").status == 0)
      for number in 1...3 {
        let deal = try pipeline(
          "deals", "add", "--account", "A-1", "--set", "external_id=D-\(number)", "--set", "name=Deal \(number)",
          "--set", "owner=\(number < 3 ? "anna" : "bob")", "--set", "expected_close_date=2030-0\(number)-01",
          "--today", "2029-01-01")
        #expect(deal.status == 0, "\(deal.err)")
      }
      try body(pipeline, folder)
    }
  }

  @Test("a deal is moved, closed, reopened and cloned by name")
  func closing() throws {
    try inCompany { pipeline, _ in
      let early = try pipeline("deals", "move", "D-1", "negotiation")
      #expect(early.status == 1 && early.err.contains("'Next step' must be filled"), "\(early.err)")
      #expect(try pipeline("deals", "move", "D-1", "negotiation", "--set", "next_step=Call").status == 0)
      #expect(try pipeline("deals", "close", "D-1").err.contains("say --won or --lost"))
      #expect(try pipeline("deals", "close", "D-1", "--won", "--lost").status == 2)
      #expect(try pipeline("deals", "close", "D-1", "--won", "--reason", "price").status == 2)
      let unknown = try pipeline("deals", "close", "D-1", "--lost", "--reason", "pric")
      #expect(
        unknown.status == 1 && unknown.err.contains("has no entry 'pric'; did you mean 'price'?"), "\(unknown.err)")
      #expect(try pipeline("deals", "close", "D-1", "--lost", "--reason", "price").status == 0)
      let lost = try pipeline("deals", "show", "D-1", "--format", "fields").out
      #expect(lost.contains("status: lost\n") && lost.contains("loss_reason: price\n"), "\(lost)")
      #expect(try pipeline("deals", "reopen", "D-1", "--stage", "negotiation").status == 0)
      let open = try pipeline("deals", "reopen", "D-1")
      #expect(open.status == 1 && open.err.contains("the deal is not closed: it is in 'Negotiation'"), "\(open.err)")
      let near = try pipeline("deals", "move", "D-1", "negotiaton")
      #expect(near.status == 1 && near.err.contains("did you mean 'negotiation'?"), "\(near.err)")
      let wrong = try pipeline("deals", "close", "D-1", "--won", "--stage", "wn")
      #expect(wrong.status == 1 && wrong.err.contains("did you mean 'won'?"), "\(wrong.err)")
      #expect(try pipeline("deals", "move", "D-1", "negotiation").out.hasSuffix(": nothing changed\n"))
      #expect(try pipeline("deals", "show", "D-1", "--format", "fields").out.contains("status: negotiation\n"))
      #expect(try pipeline("deals", "close", "D-1", "--won", "--on", "2031-01-01").status == 1, "in the future")
      #expect(try pipeline("deals", "close", "D-1", "--won").status == 0)
      let clone = try pipeline("deals", "clone", "D-1", "--set", "external_id=D-4", "--set", "name=Again")
      #expect(clone.status == 0 && clone.out.count == 37, "\(clone.err)")
      let shown = try pipeline("deals", "show", "D-4", "--format", "fields").out
      #expect(shown.contains("status: prospecting\n") && shown.contains("owner: anna\n"), "\(shown)")
      #expect(!shown.contains("next_step:"))
    }
  }

  @Test("deals are edited and reassigned by filter: a dry run says how, one operation does it, undo takes it back")
  func bulk() throws {
    try inCompany { pipeline, _ in
      let dry = try pipeline("deals", "edit", "--owner", "anna", "--set", "source=web", "--dry-run")
      #expect(
        dry.out == """
          ID   Name    Field   Before  After
          ───  ──────  ──────  ──────  ─────
          D-1  Deal 1  Source  —       Web
          D-2  Deal 2  Source  —       Web
          2 deals match; 2 would change. Nothing was written: this was a dry run.

          """, "\(dry.err)")
      #expect(try pipeline("deals", "list", "--source", "web").out.contains("D-1") == false)
      #expect(
        try pipeline("deals", "edit", "--owner", "anna", "--set", "source=web").out.hasPrefix("2 of 2 deals changed"))
      let moved = try pipeline("deals", "reassign", "--where", "source=web", "--to", "bbo")
      #expect(moved.err == "note: 'bbo' had no deals and is in no list of salespeople; did you mean 'bob'?\n")
      let operation = try #require(moved.out.split(separator: " ").last?.dropLast())
      #expect(try pipeline("undo", String(operation)).status == 0)
      #expect(try pipeline("deals", "show", "D-2", "--format", "fields").out.contains("owner: anna\n"))
      let refused = try pipeline("deals", "edit", "--account", "A-1", "--set", "status=negotiation")
      #expect(refused.status == 1)
      #expect(
        refused.err == """
          error: deal 'D-1', deal 'D-2', deal 'D-3': Next step: 'Next step' must be filled before a deal may be in 'Negotiation'
          error: 3 refusals of 3 records in all

          """)
      #expect(try pipeline("deals", "edit", "D-1", "--owner", "anna", "--set", "source=web").status == 2)
      #expect(try pipeline("deals", "edit", "--set", "source=web").status == 2, "not all deals by mistake")
      #expect(
        try pipeline("deals", "edit", "--owner", "ana", "--set", "source=web").err.contains("did you mean 'anna'"))
      #expect(try pipeline("deals", "edit", "--owner", "bob", "--set", "x=1").err.split(separator: "\n").count == 1)
    }
  }

  @Test("lines take the list price, and show what was agreed beside it")
  func lines() throws {
    try inCompany { pipeline, _ in
      #expect(try pipeline("lines", "add", "D-1", "gtx-pro", "--quantity", "3").status == 0)
      let added = try pipeline("lines", "add", "D-1", "support", "--discount", "12.5")
      let table = """
        #  Product       Quantity  List price    Agreed  Discount      %  Total EUR
        ─  ────────────  ────────  ──────────  ────────  ────────  ─────  ─────────
        1  GTX Pro              3    4,821.00  4,821.00      0.00     0%  14,463.00
        2  Support year         1    1,200.00  1,050.00    150.00  12.5%   1,050.00
        ─  ────────────  ────────  ──────────  ────────  ────────  ─────  ─────────
           Total                                           150.00  0.96%  15,513.00

        """
      #expect(added.out == table, "\(added.err)")
      #expect(try pipeline("lines", "list", "D-1").out == table)
      let changed = try pipeline("lines", "edit", "D-1", "support", "--price", "1260")
      #expect(changed.out.contains("1,200.00     1,260    -60.00     -5%   1,260.00"), "\(changed.out)")
      #expect(try pipeline("lines", "remove", "D-1", "1").out.contains("GTX") == false)
      let missing = try pipeline("lines", "remove", "D-1", "7")
      #expect(missing.status == 1 && missing.err.contains("there is no line '7'; the deal has 1 line"))
      let free = try pipeline("lines", "add", "D-1", "nonsense")
      #expect(free.status == 1 && free.err.contains("OpportunityLine has no entry 'nonsense'; it has: "), "\(free.err)")
      #expect(try pipeline("lines", "add", "D-1", "support", "--price", "1", "--discount", "2").status == 2)
      #expect(try pipeline("lines", "edit", "D-1", "1").status == 2)
    }
  }

  @Test("accounts of like names are warned of, listed, merged, and separated again")
  func merging() throws {
    try inCompany { pipeline, _ in
      let like = try pipeline("accounts", "add", "ACME  Inc.")
      #expect(like.status == 0)
      #expect(like.err.hasPrefix("note: the name is like that of 'Acme' (A-1); if they are the same, merge them: "))
      #expect(like.err.split(separator: "\n").count == 1 && like.out.count == 37)
      let id = String(like.out.dropLast().suffix(8))
      let duplicates = try pipeline("accounts", "duplicates").out
      #expect(duplicates.contains("A-1 ") && duplicates.contains(id), "\(duplicates)")
      let merged = try pipeline("accounts", "merge", "A-1", id)
      #expect(merged.out.hasPrefix("Acme is merged into ACME  Inc., which has 3 deals now; "), "\(merged.err)")
      #expect(try pipeline("accounts", "duplicates").out == "No accounts with like names.\n")
      let history = try pipeline("accounts", "history", id).out
      #expect(history.contains("History of Acme, merged into it") && history.contains("deleted"), "\(history)")
      let operation = try #require(merged.out.split(separator: " ").last?.dropLast())
      for verb in ["show", "restore"] {
        let refused = try pipeline("accounts", verb, "Acme")
        #expect(refused.status == 1 && refused.err.contains("'Acme' was merged into 'ACME  Inc.'"), "\(refused.err)")
      }
      #expect(try pipeline("undo", String(operation)).status == 0)
      #expect(try pipeline("deals", "list", "--account", "A-1").out.contains("D-3"))
      let used = try pipeline("accounts", "delete", "A-1")
      #expect(used.status == 1 && used.err.contains("has 3 deals"), "\(used.err)")
      #expect(try pipeline("accounts", "delete", id).status == 0)
      let gone = try pipeline("accounts", "show", "ACME  Inc.").err
      #expect(gone.hasPrefix("error: the account 'ACME  Inc.' was deleted; bring it back with: pipeline"), "\(gone)")
      #expect(try pipeline("accounts", "restore", "ACME  Inc.").status == 0)
      #expect(
        try pipeline("accounts", "show", "Acmee").err == "error: there is no account 'Acmee'; did you mean 'Acme'?\n")
    }
  }

  @Test("a short id is taken wherever a deal is named, also after the deal is deleted")
  func shortIDs() throws {
    try inCompany { pipeline, _ in
      let made = try pipeline("deals", "add", "--account", "Acme", "--set", "name=Anonymous").out.dropLast()
      let list = try pipeline("deals", "list", "--name", "Anonymous").out
      let short = try #require(list.split(separator: "\n").last?.prefix { $0 != " " })
      #expect(short.count == 8 && made.hasSuffix(short), "\(list)")
      let id = String(short)
      #expect(try pipeline("deals", "edit", id, "--set", "next_step=Call").status == 0)
      #expect(try pipeline("deals", "history", id).out.contains("created"))
      #expect(try pipeline("deals", "delete", id).status == 0)
      let gone = "error: the deal '\(id)' was deleted; bring it back with: pipeline deals restore \"\(id)\"\n"
      #expect(try pipeline("deals", "show", id).err == gone)
      #expect(try pipeline("deals", "edit", id, "--set", "name=x").err == gone)
      #expect(try pipeline("deals", "history", id).out.contains("deleted"))
      #expect(try pipeline("deals", "restore", id).status == 0)
      #expect(try pipeline("deals", "show", String(made)).out.hasPrefix("Anonymous\n"))
      #expect(try pipeline("deals", "delete", "D-1").status == 0)
      #expect(try pipeline("deals", "restore", "D-1").status == 0)
    }
  }

  @Test("calls are made, adjusted by a manager alone, shown beside the deals, and keep their history")
  func calls() throws {
    try inCompany { pipeline, folder in
      let made = try pipeline("calls", "set", "250000", "--period", "2029-Q1", "--as", "anna")
      #expect(made.out == "anna, 2029-Q1: call 250,000.00 EUR\n", "\(made.err)")
      let refused = try pipeline("calls", "adjust", "anna", "230000", "--period", "2029-Q1", "--as", "eva")
      #expect(refused.status == 1 && refused.err.contains("'eva' is not a manager of 'anna'"), "\(refused.err)")
      let yaml = try String(contentsOfFile: folder + "/sales.yaml", encoding: .utf8)
      try yaml.replacing(
        "\nhistory:",
        with:
          "\naccess: {directory: {people: [{name: anna, manager: eva}, {name: eva}], sees: all, strangers: all}}\nhistory:"
      ).write(toFile: folder + "/sales.yaml", atomically: true, encoding: .utf8)
      let adjusted = try pipeline("calls", "adjust", "anna", "230000", "--period", "2029-Q1", "--as", "eva")
      #expect(
        adjusted.out == "anna, 2029-Q1: call 250,000.00 EUR, adjusted to 230,000.00 EUR\n", "\(adjusted.err)")
      let unknown = try pipeline("calls", "set", "1", "--period", "2029-Q9", "--today", "2029-02-01")
      #expect(
        unknown.err.contains("'2029-Q9' is no month or quarter of the pipeline's calendar; write one like "),
        "\(unknown.err)")
      #expect(try pipeline("calls", "set").status == 2)
      #expect(try pipeline("calls", "set", "1", "--clear").status == 2)
      #expect(try pipeline("calls", "set", "12abc").status == 2)
      let shown = try pipeline("calls", "show", "--period", "2029-Q1", "--format", "csv").out
      let lines = shown.split(separator: "\r\n").map(String.init)
      #expect(lines.first == "owner,won,commit,best_case,weighted,call,adjustment,adjusted_call", "\(shown)")
      #expect(lines.contains("anna,0.00,0.00,0.00,0.00,250000.00,230000.00,230000.00"), "\(shown)")
      #expect(
        try pipeline("calls", "show", "--period", "2029-Q1", "--owner", "bob", "--format", "csv").out.contains("250000")
          == false)
      #expect(try pipeline("calls", "show", "--period", "2029-Q1", "--output", "calls.xlsx").out == "calls.xlsx\n")
      let history = try pipeline("calls", "history", "anna", "--period", "2029-Q1", "--locale", "fr").out
      #expect(
        history.contains("anna  Annonce\u{202f}: — → 250 000,00 EUR\n".replacing(" 000", with: "\u{202f}000"))
          || history.contains("Annonce"), "\(history)")
      #expect(try pipeline("calls", "history", "bob").out == "No calls of bob for this period.\n")
      #expect(
        try pipeline("calls", "set", "--clear", "--period", "2029-Q1", "--as", "anna").out.hasPrefix(
          "anna, 2029-Q1: call —"))
      let report = try pipeline("reports", "run", "forecast-call", "--format", "csv")
      #expect(report.status == 0 && report.out.hasPrefix("owner,won,commit,"), "\(report.err)")
    }
  }

  @Test("an account reads as a page; what was deleted is listed, and restored by its short id")
  func pages() throws {
    try inCompany { pipeline, _ in
      _ = try pipeline("lines", "add", "D-1", "gtx-basic")
      let page = try pipeline("accounts", "show", "A-1").out
      #expect(page.hasPrefix("Acme  A-1\nStanding  prospect\n"), "\(page)")
      #expect(page.contains("Open      3 deals, 550.00 EUR\n") && page.contains("\nHistory\n"), "\(page)")
      #expect(page.contains("name: Acme\n"), "in a pipe the fields follow")
      #expect(try pipeline("accounts", "show", "A-1", "--format", "json").out.contains("\"kind\" : \"account\""))
      let id = try pipeline("deals", "add", "--account", "A-1", "--set", "name=Gone").out.dropLast()
      #expect(try pipeline("deals", "delete", String(id)).status == 0)
      let deleted = try pipeline("deals", "list", "--deleted").out
      let row = try #require(deleted.split(separator: "\n").first { $0.contains("Gone") }, "\(deleted)")
      let short = String(row.prefix { $0 != " " })
      #expect(short.count == 8 && id.hasSuffix(short), "\(deleted)")
      #expect(try pipeline("deals", "restore", short).status == 0)
      #expect(try !pipeline("deals", "list", "--deleted").out.contains("Gone"))
      #expect(try pipeline("deals", "list", "--deleted", "--owner", "anna").status == 2)
      let account = try pipeline("accounts", "add", "Empty").out.dropLast()
      #expect(try pipeline("accounts", "delete", String(account)).status == 0)
      #expect(try pipeline("accounts", "list", "--deleted").out.contains("Empty"))
      #expect(try pipeline("accounts", "restore", String(account.suffix(8))).status == 0)
      // Within two hours of the creation, changes are not kept: that is said.
      #expect(try pipeline("deals", "edit", "D-2", "--set", "next_step=Call").status == 0)
      let history = try pipeline("deals", "history", "D-2")
      #expect(!history.out.contains("Next step") && history.err.contains("not in the history"), "\(history.err)")
    }
  }

  @Test("lists have an account, groups with sums, columns and an order")
  func lists() throws {
    try inCompany { pipeline, folder in
      for number in 1...3 {
        _ = try pipeline("lines", "add", "D-\(number)", "gtx-basic", "--quantity", "\(number)")
      }
      #expect(
        try pipeline("deals", "list", "--sort", "-amount").out == """
          ID   Name    Account  Status       Owner  Closes      Amount EUR  Prob.
          ───  ──────  ───────  ───────────  ─────  ──────────  ──────────  ─────
          D-3  Deal 3  Acme     Prospecting  bob    2030-03-01    1,650.00    10%
          D-2  Deal 2  Acme     Prospecting  anna   2030-02-01    1,100.00    10%
          D-1  Deal 1  Acme     Prospecting  anna   2030-01-01      550.00    10%

          """)
      #expect(
        try pipeline("deals", "list", "--group", "owner", "--sort", "-amount", "--columns", "name,expected_close_date")
          .out
            == """
            ID   Name    Expected close date
            ───  ──────  ───────────────────
            anna · 2 deals · 1,650.00 EUR
            D-2  Deal 2  2030-02-01
            D-1  Deal 1  2030-01-01

            bob · 1 deal · 1,650.00 EUR
            D-3  Deal 3  2030-03-01

            """)
      let narrow = try shell("COLUMNS=60 pipeline deals list --limit 1", folder)
      #expect(
        narrow.out == """
          D-1  Deal 1
            Account     Acme
            Status      Prospecting
            Owner       anna
            Closes      2030-01-01
            Amount EUR  550.00
            Prob.       10%
          1 to 1 of 3; see more with --offset 1

          """, "\(narrow.err)")
      #expect(narrow.out.split(separator: "\n").allSatisfy { $0.count <= 60 })
      #expect(try pipeline("deals", "list", "--sort", "amout").err.contains("did you mean 'amount'?"))
      #expect(
        try pipeline("deals", "list", "--sort", "owner,-amount", "--columns", "owner,name").out == """
          ID   Owner  Name
          ───  ─────  ──────
          D-2  anna   Deal 2
          D-1  anna   Deal 1
          D-3  bob    Deal 3

          """)
      #expect(try pipeline("deals", "list", "--sort", "owner,amout").err.contains("did you mean 'amount'?"))
      let twice = try pipeline("deals", "list", "--sort", "owner,-owner")
      #expect(twice.status == 2 && twice.err.contains("a part of the order 'owner,-owner' has no effect"))
      let early = try pipeline("deals", "list", "--as-of", "2020-01-01").out
      #expect(early.hasPrefix("As of: 2020-01-01\n") && early.split(separator: "\n").count == 3, "\(early)")
    }
  }

  @Test("a list is written in every format, whole")
  func formats() throws {
    try inCompany { pipeline, folder in
      let csv = try pipeline("deals", "list", "--format", "csv").out.split(separator: "\r\n")
      #expect(csv.count == 4 && csv[0].hasPrefix("id,account_id,account,name,cycle,status"), "\(csv)")
      let lines = try pipeline("deals", "list", "--format", "ndjson").out.split(separator: "\n")
      #expect(lines.count == 3)
      for line in lines {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?["kind"] as? String == "opportunity")
      }
      let json = try pipeline("deals", "list", "--format", "json", "--owner", "bob").out
      let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
      #expect((object?["items"] as? [Any])?.count == 1 && object?["format"] as? Int == 1)
      #expect(try pipeline("deals", "list", "--format", "xlsx").status == 2)
      #expect(try pipeline("deals", "list", "--output", "d.xlsx").out == "d.xlsx\n")
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/d.xlsx")).starts(with: Data("PK".utf8)))
      #expect(try pipeline("accounts", "list", "--output", "a.csv").status == 0)
      #expect(try String(contentsOfFile: folder + "/a.csv", encoding: .utf8).contains(",Acme,"))
    }
  }

  @Test("a deal is shown as a page, in the reader's language")
  func page() throws {
    try inCompany { pipeline, _ in
      #expect(try pipeline("lines", "add", "D-1", "gtx-basic", "--discount", "10").status == 0)
      #expect(try pipeline("deals", "edit", "D-1", "--set", "next_step=Call", "--set", "probability=40").status == 0)
      let page = try pipeline("deals", "show", "D-1", "--today", "2029-12-22").out
      #expect(page.hasPrefix("Deal 1  D-1\nAccount    Acme\nStage      Prospecting, since "), "\(page)")
      #expect(page.contains("Value      495.00 EUR\nWeighted   198.00 EUR (40%, stated)\n"), "\(page)")
      #expect(page.contains("Closes     2030-01-01, in 10 days\nNext step  Call\n"), "\(page)")
      #expect(
        page.contains("   Total                                       55.00  10%     495.00\n\nHistory\n"),
        "\(page)")
      // In a pipe the fields follow, for scripts.
      #expect(page.contains("\nstatus: prospecting\n") && page.contains("\nowner: "), "\(page)")
      let late = try pipeline("deals", "show", "D-1", "--today", "2030-01-03", "--locale", "fr").out
      #expect(late.contains("Clôture          01/01/2030, en retard de 2 jours\nProchaine étape  Call\n"), "\(late)")
    }
  }

  @Test("everything is exported, and restored into an empty store that answers the same")
  func archive() throws {
    try inCompany { pipeline, folder in
      #expect(try pipeline("lines", "add", "D-1", "gtx-basic", "--discount", "10").status == 0)
      #expect(try pipeline("deals", "delete", "D-2").status == 0)
      #expect(try pipeline("export", "everything", "--output", "all.ndjson").status == 0)
      let other = try String(contentsOfFile: folder + "/sales.yaml", encoding: .utf8)
        .replacing("sales.db", with: "other.db")
      try other.write(toFile: folder + "/other.yaml", atomically: true, encoding: .utf8)
      let restored = try pipeline("restore", "all.ndjson", "--config", "other.yaml")
      #expect(restored.status == 0 && restored.out.hasSuffix(" restored\n"), "\(restored.err)")
      for command in [
        ["deals", "show", "D-1"], ["deals", "list"], ["export", "history"], ["deals", "history", "D-2"],
      ] {
        let (one, two) = (
          try run("pipeline", command, folder), try run("pipeline", command + ["--config", "other.yaml"], folder)
        )
        #expect(one.out == two.out && one.status == 0, "\(command): \(two.out)\(two.err)")
      }
      let full = try pipeline("restore", "all.ndjson", "--config", "other.yaml")
      #expect(full.status == 1 && full.err.contains("the store is not empty"), "\(full.err)")
      #expect(try pipeline("restore", "sales.yaml", "--config", "other.yaml").err.contains("no archive"))
    }
  }

  @Test("deals, accounts, lines, lookup tables and the history are exported")
  func exports() throws {
    try inCompany { pipeline, _ in
      #expect(try pipeline("lines", "add", "D-1", "gtx-basic", "--quantity", "2", "--discount", "10").status == 0)
      let lines = try pipeline("export", "lines").out.split(separator: "\r\n")
      #expect(lines.count == 2 && lines[1].hasSuffix(",D-1,Deal 1,1,gtx-basic,2,550,495,110,10,990,EUR"), "\(lines)")
      #expect(try pipeline("export", "lines", "--owner", "bob").out.split(separator: "\r\n").count == 1)
      #expect(try pipeline("export", "deals", "--owner", "anna").out.split(separator: "\r\n").count == 3)
      #expect(try pipeline("export", "accounts").out.contains(",Acme,"))
      #expect(try pipeline("export", "lookups").out.contains("OpportunityLine,2,gtx-basic,GTX Basic"))
      let history = try pipeline("export", "history").out
      #expect(history.contains(",opportunity,") && history.contains(",changed,amount,,990.00 EUR,"), "\(history)")
      #expect(try pipeline("export", "history", "--format", "ndjson").out.hasPrefix("{\"author\":"))
      #expect(try pipeline("export", "nothing").err.contains("there is no command 'nothing'; there are: deals"))
    }
  }

  @Test("a misspelt command gets a suggestion; without a store, a change says what to do and reading is empty")
  func mistakes() throws {
    try inFolder { folder in
      func pipeline(_ arguments: String...) throws -> ToolRun { try run("pipeline", arguments, folder) }
      let wrong = try pipeline("chek", "sales.yaml")
      #expect(wrong.status == 2 && wrong.err.hasPrefix("Error: there is no command 'chek'; did you mean 'check'?\n"))
      #expect(try pipeline("deals", "lst").err.contains("there is no command 'lst'; did you mean 'list'?"))
      #expect(try pipeline("deals", "clse", "--locale", "fr").err.contains("vouliez-vous dire"))
      #expect(try pipeline("deals", "list", "--nonsense").err.contains("--nonsense"))
      #expect(try pipeline("init").status == 0)
      for command in [
        ["deals", "edit", "D-1", "--set", "name=x"], ["deals", "close", "D-1", "--won"], ["lines", "add", "D", "x"],
        ["accounts", "merge", "a", "b"], ["deals", "add", "--account", "Acme"],
      ] {
        let run = try run("pipeline", command, folder)
        let says = run.err.hasSuffix("run an import or add an account first\n")
        #expect(run.status == 1 && says, "\(command): \(run.err)")
      }
      let empty = try pipeline("deals", "list")
      #expect(empty.status == 0 && empty.out.split(separator: "\n").count == 2)
      #expect(empty.err.contains("there is no database yet, so the pipeline is empty"), "\(empty.err)")
      #expect(try pipeline("lookups", "show", "OpportunitySource").out.contains("trade-show"))
      #expect(try pipeline("accounts", "duplicates").status == 0)
      #expect(!FileManager.default.fileExists(atPath: folder + "/sales.db"), "a reader makes nothing")
    }
  }
}
