import Foundation
import Testing

/// Salespeople, accounts and calls in lists of the tool.
@Suite("People and accounts at work", .serialized)
struct PeopleToolTests: RunsTools {
  private func inCompany(_ body: ((String...) throws -> ToolRun, String) throws -> Void) throws {
    try inFolder { folder in
      func pipeline(_ arguments: String...) throws -> ToolRun { try run("pipeline", arguments, folder) }
      #expect(try pipeline("init").status == 0)
      try body(pipeline, folder)
    }
  }

  @Test("salespeople are added, edited, shown and listed by name, and what has changed since is not undone")
  func people() throws {
    try inCompany { pipeline, _ in
      let empty = try pipeline("people", "list")
      #expect(
        empty.status == 0 && empty.out.hasPrefix("No salespeople were added yet; add them with: "), "\(empty.err)")
      let made = try pipeline("people", "add", "Anna Snelling", "--set", "team=North", "--set", "manager=Eva Ek")
      #expect(made.status == 0 && made.out.count == 37, "\(made.err)")
      #expect(made.err == "note: 'Eva Ek' had no deals and is in no list of salespeople\n")
      #expect(try pipeline("people", "add", "Eva Ek", "--set", "team=North").status == 0)
      let near = try pipeline("people", "add", "Ben Ito", "--set", "team=Nroth", "--set", "manager=Eva Ek")
      #expect(near.err == "note: nobody else is in the team 'Nroth'; did you mean 'North'?\n")
      #expect(
        try pipeline("people", "list").out == """
          Name           Manager  Team
          ─────────────  ───────  ─────
          Anna Snelling  Eva Ek   North
          Ben Ito        Eva Ek   Nroth
          Eva Ek                  North

          """)
      let edited = try pipeline("people", "edit", "Ben Ito", "--set", "team=North")
      #expect(edited.status == 0 && edited.err == "" && edited.out.contains("version 2"), "\(edited.err) \(edited.out)")
      let grouped = try pipeline("people", "list", "--group", "manager", "--sort", "-name", "--columns", "name").out
      #expect(
        grouped == """
          Name
          ─────────────
          — · 1 salesperson
          Eva Ek

          Eva Ek · 2 salespeople
          Ben Ito
          Anna Snelling

          """)
      let page = try pipeline("people", "show", "Eva Ek")
      #expect(page.out.hasPrefix("Eva Ek\nTeam     North\nManages  Anna Snelling, Ben Ito\n"), "\(page.out)")
      #expect(page.out.contains("\nHistory\n") && page.out.contains("name: Eva Ek\n"))
      let json = try pipeline("people", "show", "Ben Ito", "--format", "json").out
      #expect(json.contains("\"kind\" : \"salesperson\"") && json.contains("\"manager\" : \"Eva Ek\""), "\(json)")
      let csv = try pipeline("people", "list", "--manager", "Eva Ek", "--format", "csv").out
      #expect(csv.hasPrefix("id,name,manager,team,created_at\r\n") && csv.contains(",Ben Ito,Eva Ek,North,"), "\(csv)")
      #expect(csv.split(separator: "\r\n").count == 3)
      let operations = try pipeline("people", "history", "Ben Ito", "--operations").out
      let operation = try #require(operations.split(separator: "\n").first?.split(separator: " ").last)
      let refused = try pipeline("undo", String(operation))
      #expect(refused.status == 1 && refused.err.contains("Team"), "\(refused.err)")
      #expect(try pipeline("people", "show", "Ben Ito", "--format", "fields").out.contains("team: North\n"))
    }
  }

  @Test("wrong names, circles and names of others are refused with what to do")
  func wrongPeople() throws {
    try inCompany { pipeline, _ in
      _ = try pipeline("accounts", "add", "Acme")
      _ = try pipeline("deals", "add", "--account", "Acme", "--set", "owner=Olga Weber")
      #expect(try pipeline("people", "add", "Anna", "--set", "team=North").status == 0)
      func refused(_ run: ToolRun) -> String {
        #expect(run.status == 1 || run.status == 2)
        return run.err
      }
      #expect(
        refused(try pipeline("people", "show", "Ana")) == "error: there is no salesperson 'Ana'; did you mean 'Anna'?\n"
      )
      #expect(
        refused(try pipeline("people", "edit", "Olga Weber", "--set", "team=X"))
          == "error: 'Olga Weber' has deals or is named in the configuration, and has no entry; add it: pipeline people add \"Olga Weber\"\n"
      )
      #expect(
        try pipeline("people", "list").err
          == "note: without an entry, but with deals or named in the configuration: Olga Weber\n")
      #expect(refused(try pipeline("people", "add", "Anna")) == "error: Name: 'Anna' was added already\n")
      #expect(
        refused(try pipeline("people", "edit", "Anna", "--set", "manager=Anna"))
          == "error: Manager: the managers form a circle: Anna → Anna\n")
      #expect(refused(try pipeline("people", "edit", "Anna", "--set", "name=Ann")).contains("keeps this name"))
      #expect(refused(try pipeline("people", "edit", "Anna", "--set", "teem=X")).contains("did you mean 'team'?"))
      #expect(
        refused(try pipeline("people", "list", "--team", "Nort")).contains(
          "there is no team 'Nort'; did you mean 'North'?"))
      #expect(refused(try pipeline("people", "list", "--as-of", "2099-01-01")).contains("lies after today"))
      let french = try pipeline("people", "edit", "Anna", "--set", "manager=Anna", "--locale", "fr")
      #expect(
        french.err == "erreur\u{202F}: Responsable\u{202F}: les responsables forment un cercle\u{202F}: Anna → Anna\n",
        "\(french.err)")
    }
  }

  @Test("accounts are grouped, filtered by owner, source and attribute, and shown as of a day")
  func accounts() throws {
    try inCompany { pipeline, _ in
      #expect(try pipeline("sample", "--deals", "400", "--seed", "7", "--today", "2026-11-24").status == 0)
      let grouped = try pipeline("accounts", "list", "--group", "owner", "--limit", "3").out
      let csv = try pipeline("accounts", "list", "--columns", "owner,name", "--sort", "owner", "--format", "csv").out
      let rows = csv.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
      let first = try #require(rows.first?[1])
      let own = rows.filter { $0[1] == first }
      // The heading is about the whole group, of which three accounts are shown.
      let heading = "\(first) · \(own.count) accounts\n"
      #expect(own.count > 3 && grouped.contains(heading), "\(grouped)")
      let only = try pipeline("accounts", "list", "--owner", first, "--format", "ndjson").out
      #expect(only.split(separator: "\n").count == own.count)
      #expect(try pipeline("accounts", "list", "--owner", first).out.hasPrefix("Salespeople: \(first)\n"))
      let early = try pipeline("accounts", "list", "--as-of", "2025-03-31", "--limit", "500")
      let listed = try pipeline("accounts", "list", "--as-of", "2025-03-31", "--format", "csv").out
      #expect(early.out.hasPrefix("As of: 2025-03-31\n"), "\(early.out)")
      #expect(listed.split(separator: "\r\n").count - 1 < rows.count && listed.split(separator: "\r\n").count > 2)
      let moved = try pipeline(
        "accounts", "list", "--sort", "owner", "--as-of", "2025-03-31", "--columns", "name,owner", "--format", "csv"
      ).out
      let owners = Dictionary(uniqueKeysWithValues: rows.map { ($0[2], $0[1]) })
      let then = moved.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
      #expect(then.contains { owners[$0[1]] != $0[2] }, "some have another owner since")
      #expect(try pipeline("accounts", "list", "--owner", "Nobody").err.contains("there is no"))
      #expect(try pipeline("accounts", "list", "--group", "name").status == 2)
      #expect(try pipeline("accounts", "list", "--as-of", "2099-01-01").status == 2)
      #expect(try pipeline("accounts", "list", "--deleted", "--group", "owner").status == 2)
      let deals = try pipeline("deals", "list", "--group", "status", "--limit", "2").out
      let lost = try pipeline("deals", "list", "--format", "ndjson").out
      #expect(!lost.isEmpty && deals.split(separator: "\n").count > 3, "\(deals)")
      let counts = deals.matches(of: /· ([0-9]+) deals? ·/).compactMap { Int($0.output.1) }
      #expect((counts.first ?? 0) > 2, "the heading counts the whole group: \(deals)")
      // The team is the owner's: each heading counts what the filter by it finds.
      let byTeam = try pipeline("deals", "list", "--group", "team", "--limit", "500").out
      let headings = byTeam.matches(of: /(?m)^(.+?) · ([0-9]+) deals? ·/)
      #expect(headings.count > 1, "\(byTeam)")
      for heading in headings where heading.1 != "—" {
        let found = try pipeline("deals", "list", "--team", String(heading.1), "--format", "ndjson").out
        #expect(found.split(separator: "\n").count == Int(heading.2), "\(heading.1)")
      }
      let status = try pipeline("deals", "list", "--where", "status=won", "--format", "ndjson").out
      let stage = try pipeline("deals", "list", "--status", "won", "--format", "ndjson").out
      #expect(!status.isEmpty && status == stage)
    }
  }

  @Test("calls on a narrow terminal are cards with whole names, none wider than the terminal")
  func narrowCalls() throws {
    try inCompany { pipeline, folder in
      #expect(try pipeline("sample", "--deals", "240", "--seed", "3").status == 0)
      for width in [40, 60] {
        let shown = try shell("COLUMNS=\(width) pipeline calls show", folder).out
        let names = try pipeline("people", "list", "--columns", "name", "--format", "csv").out
          .split(separator: "\r\n").dropFirst().map { String($0.split(separator: ",")[1]) }
        let lines = shown.split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.count <= width }, "\(shown)")
        #expect(names.count { lines.contains($0) } >= 3, "\(shown)")
        #expect(lines.contains { $0.hasPrefix("  Adjusted call") } && lines.contains("Total"))
      }
      let wide = try shell("COLUMNS=100 pipeline calls show", folder).out
      #expect(!wide.contains("\n  Adjusted call"))
    }
  }
}
