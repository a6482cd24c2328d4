import Foundation
import Testing

/// The rules of deals and lookup tables as the tools show them.
@Suite("Rules at the command line", .serialized)
struct RuleToolTests: RunsTools {
  private static let sales = """
    version: 1
    currency: {base: EUR}
    calendar: {time_zone: Europe/Paris}
    storage: {sqlite: {path: case.db}}
    lookups:
      OpportunityLine: {stored: {seed: [{key: gtx, label: {en: GTX, fr: GTX}}]}}
      OpportunitySource: {stored: {seed: [web, {key: fair, label: {en: Fair, fr: Salon}}]}}
      OpportunityCompetitor: {stored: {seed: [globex]}}
      OpportunityLossReason: {stored: {seed: [{key: price, label: {en: Price, fr: Prix}}]}}
    sales_cycles:
      direct:
        stages:
          - {key: prospecting, label: {en: Prospecting, fr: Prospection}, probability: 10}
          - {key: negotiation, label: {en: Negotiation, fr: Négociation}, probability: 60, requires: [next_step]}
          - {key: won, label: {en: Won, fr: Gagnée}, outcome: won}
          - {key: lost, label: {en: Lost, fr: Perdue}, outcome: lost, requires: [loss_reason]}
    history: [every_change]

    """

  private func inSales(_ body: (String) throws -> Void) throws {
    try inFolder { folder in
      try Self.sales.write(toFile: folder + "/sales.yaml", atomically: true, encoding: .utf8)
      #expect(try run("pipeline", ["accounts", "add", "Acme", "--set", "external_id=A"], folder).status == 0)
      let deal = ["deals", "add", "--account", "A", "--set", "external_id=D", "--set", "stated_amount=1000"]
      #expect(try run("pipeline", deal, folder).status == 0)
      try body(folder)
    }
  }

  private func fields(_ folder: String, _ names: [String]) throws -> [String] {
    try run("pipeline", ["deals", "show", "D", "--format", "fields"], folder).out.split(separator: "\n").map(
      String.init
    )
    .filter { line in names.contains { line.hasPrefix($0 + ":") } }
  }

  @Test("nothing that is asked for is passed over: the closing day, and what a closed deal cannot have")
  func closing() throws {
    try inSales { folder in
      func edit(_ arguments: String...) throws -> ToolRun {
        try run("pipeline", ["deals", "edit", "D"] + arguments, folder)
      }
      let today = try edit("--closed-on", "2026-01-01")
      #expect(today.status == 1 && today.err.contains("a deal in 'Prospecting' is open"), "\(today.err)")
      #expect(try edit("--set", "status=won", "--closed-on", "2199-12-01").status == 1)
      #expect(try edit("--set", "status=won", "--closed-on", "1999-12-01").status == 1)
      #expect(try edit().status == 2)
      #expect(try edit("--set", "status=won").status == 0)
      let half = try edit("--set", "probability=50")
      #expect(half.status == 1)
      #expect(
        half.err
          == "error: Probability: a deal in 'Won' is closed at 100%, so 50% cannot be its probability; reopen it first\n"
      )
      #expect(try edit("--set", "status=prospecting").status == 0)
      #expect(
        try fields(folder, ["status", "forecast", "probability", "actual_close_date"])
          == ["status: prospecting", "probability: 10%"])
    }
  }

  @Test("a field of any kind is cleared with --set FIELD=")
  func clearing() throws {
    try inSales { folder in
      let names = [
        "competitor", "source", "forecast", "next_step", "description", "win_loss_report", "expected_close_date",
        "stated_amount", "loss_reason",
      ]
      let values = ["globex", "web", "commit", "Call", "Note", "Report", "2026-12-01", "5", "price"]
      let set = zip(names, values).flatMap { ["--set", "\($0)=\($1)"] }
      #expect(try run("pipeline", ["deals", "edit", "D"] + set, folder).status == 0)
      #expect(try fields(folder, names).count == names.count)
      let cleared = try run("pipeline", ["deals", "edit", "D"] + names.flatMap { ["--set", "\($0)="] }, folder)
      #expect(cleared.status == 0, "\(cleared.err)")
      #expect(try fields(folder, names) == [])
    }
  }

  @Test("a deal and its history in French: labels, local days, and none of the engine's bookkeeping")
  func french() throws {
    try inSales { folder in
      let edit = [
        "deals", "edit", "D", "--set", "status=negotiation", "--set", "next_step=Rappeler", "--set", "source=fair",
      ]
      #expect(try run("pipeline", edit, folder).status == 0)
      let shown = try run("pipeline", ["deals", "show", "D", "--locale", "fr", "--format", "fields"], folder).out
      for line in ["Statut\u{202f}: Négociation\n", "Prochaine étape\u{202f}: Rappeler\n", "Origine\u{202f}: Salon\n"] {
        #expect(shown.contains(line), "\(shown)")
      }
      let history = try run("pipeline", ["deals", "history", "D", "--locale", "fr"], folder).out
      let lines = history.split(separator: "\n")
      #expect(
        lines.allSatisfy { $0.prefixMatch(of: #/[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2}  /#) != nil }, "\(history)"
      )
      #expect(history.contains("Statut\u{202f}: Prospection → Négociation\n"), "\(history)")
      #expect(!history.contains("Dans ce statut depuis") && !history.contains("Probabilité donnée par"))
      #expect(lines.count == 5, "made, status, next step, probability, source: \(history)")
      let refused = try run("pipeline", ["deals", "edit", "D", "--set", "status=lost", "--locale", "fr"], folder)
      #expect(
        refused.err
          == "erreur\u{202f}: Motif de perte\u{202f}: «\u{202f}Motif de perte\u{202f}» doit être rempli avant que l’affaire "
          + "puisse être en «\u{202f}Perdue\u{202f}»\n")
      #expect(try run("pipeline", ["accounts", "edit", "A", "--set", "source=web"], folder).status == 0)
      let account = try run("pipeline", ["accounts", "show", "A", "--locale", "fr"], folder).out
      #expect(account.contains("Historique\n") && account.contains("Origine\u{202f}: — → web\n"), "\(account)")
    }
  }

  @Test("check --store finds what the configuration no longer has")
  func store() throws {
    try inSales { folder in
      #expect(try run("pipeline", ["deals", "edit", "D", "--set", "source=fair"], folder).status == 0)
      let agrees = try run("pipeline", ["check", "sales.yaml", "--store"], folder)
      #expect(agrees.status == 0)
      #expect(agrees.out == "sales.yaml: no mistakes\nsales.yaml: the store agrees with the configuration\n")
      let other = Self.sales.replacing("key: prospecting", with: "key: prospect").replacing(
        "base: EUR", with: "base: USD"
      )
      .replacing(
        "OpportunitySource: {stored: {seed: [web, {key: fair, label: {en: Fair, fr: Salon}}]}}",
        with: "OpportunitySource: {inline: {entries: [web]}}")
      try other.write(toFile: folder + "/other.yaml", atomically: true, encoding: .utf8)
      let found = try run("pipeline", ["check", "other.yaml", "--store"], folder)
      #expect(found.status == 1)
      #expect(
        found.out == """
          other.yaml: no mistakes
          other.yaml:12:5: error: 1 deal is in 'prospecting', which is not a stage of 'direct'; name it in a stage's 'was', or move the deal: D
          other.yaml:2:12: error: the base currency is USD; the store was last written with EUR, in which its totals were until then
          other.yaml:7:3: error: OpportunitySource: 1 record uses 'fair', which the table's source no longer has

          """)
      let edit = ["deals", "edit", "D", "--set", "next_step=Call", "--config", "other.yaml"]
      #expect(try run("pipeline", edit, folder).status == 0)
      let moved = Self.sales.replacing("key: prospecting", with: "key: prospect, was: [prospecting]")
      try moved.write(toFile: folder + "/sales.yaml", atomically: true, encoding: .utf8)
      #expect(try run("pipeline", ["deals", "edit", "D", "--set", "next_step=Write"], folder).status == 0)
      #expect(try fields(folder, ["status"]) == ["status: prospect"])
      let history = try run("pipeline", ["deals", "history", "D"], folder).out
      #expect(history.contains("  configuration  Status: prospecting → Prospecting\n"), "\(history)")
    }
  }

  @Test("lookup tables: a language at a time, categories that there are, and a replacement for what is still given")
  func lookups() throws {
    try inSales { folder in
      func lookups(_ arguments: String...) throws -> ToolRun { try run("pipeline", ["lookups"] + arguments, folder) }
      func label(_ key: String, _ table: String, _ locale: String) throws -> String {
        let row = try lookups("show", table, "--locale", locale).out.split(separator: "\n").first { $0.hasPrefix(key) }
        return row.map { $0.split(separator: " ").dropFirst().joined(separator: " ") } ?? ""
      }
      #expect(try lookups("rename", "OpportunityLossReason", "price", "Too dear").status == 0)
      #expect(try label("price", "OpportunityLossReason", "fr") == "Prix")
      #expect(try lookups("rename", "OpportunityLossReason", "price", "Trop cher", "--locale", "fr").status == 0)
      #expect(try label("price", "OpportunityLossReason", "en") == "Too dear")
      #expect(try label("price", "OpportunityLossReason", "fr") == "Trop cher")
      #expect(try lookups("add", "OpportunitySource", "press", "--label", "Press", "--label", "fr=Presse").status == 0)
      #expect(try label("press", "OpportunitySource", "fr") == "Presse")
      let bogus = try lookups("add", "OpportunityForecasting", "maybe", "--attribute", "category=bogus")
      #expect(bogus.status == 1 && bogus.err.contains("'bogus' is not a forecast category"), "\(bogus.err)")
      let closed = try lookups("retire", "OpportunityForecasting", "closed")
      #expect(closed.status == 1)
      #expect(
        closed.err == "error: Key: 'Closed' is still given by: Won (direct); name the entry that replaces it\n",
        "\(closed.err)")
      #expect(try lookups("retire", "OpportunityForecasting", "closed", "--replace-by", "commit").status == 0)
      #expect(try run("pipeline", ["deals", "edit", "D", "--set", "status=won"], folder).status == 0)
      #expect(try fields(folder, ["forecast"]) == ["forecast: commit"])
    }
  }
}
