import Foundation
import SalesPipeline
import Testing
import ToolSupport

/// Several sales cycles as the tools show them.
@Suite("Sales cycles at the command line", .serialized)
struct CycleToolTests: RunsTools {
  private static let sales = """
    version: 1
    name: Durand
    currency: {base: EUR}
    storage: {sqlite: {path: case.db}}
    lookups:
      OpportunityLine: {stored: {seed: [gtx]}}
      OpportunitySource: {stored: {seed: [web]}}
      OpportunityCompetitor: {stored: {seed: [globex]}}
      OpportunityLossReason: {stored: {seed: [price]}}
    sales_cycles:
      direct:
        label: {en: Direct sales, fr: Vente directe}
        stages:
          - {key: prospecting, label: {en: Prospecting, fr: Prospection}, probability: 10}
          - {key: engaging, label: {en: Engaging, fr: Échanges}, probability: 40}
          - {key: won, outcome: won}
          - {key: lost, outcome: lost}
      partners:
        label: {en: Partners, fr: Partenaires}
        stages:
          - {key: prospecting, label: {en: Prospecting, fr: Prospection}, probability: 30}
          - {key: won, outcome: won}
          - {key: lost, outcome: lost}

    """

  private func inCompany(_ body: (String) throws -> Void) throws {
    try inFolder { folder in
      try Self.sales.write(toFile: folder + "/sales.yaml", atomically: true, encoding: .utf8)
      #expect(
        try run("pipeline", ["accounts", "add", "Acme", "--set", "external_id=A", "--as", "anna"], folder).status == 0)
      for (id, cycle, amount) in [("D1", "direct", "1000"), ("D2", "direct", "500"), ("P1", "partners", "90000")] {
        let arguments = [
          "--account", "A", "--as", "anna", "--set", "external_id=\(id)", "--set", "name=Deal \(id)", "--set",
          "cycle=\(cycle)", "--set", "stated_amount=\(amount)", "--set", "expected_close_date=2026-12-31",
        ]
        #expect(try run("pipeline", ["deals", "add"] + arguments, folder).status == 0)
      }
      try body(folder)
    }
  }

  @Test("the printed dashboard has a funnel for each cycle")
  func dashboard() throws {
    try inCompany { folder in
      for (locale, name) in [("en", "cycles-en.txt"), ("fr", "cycles-fr.txt")] {
        let arguments = ["--widgets", "funnel", "--today", "2026-11-24", "--as", "anna", "--locale", locale]
        let printed = try run("dashboard-printer", arguments, folder)
        #expect(printed.status == 0, "\(printed.err)")
        try Golden.expect(printed.out, name)
      }
      let json = try run(
        "dashboard-printer", ["--widgets", "funnel", "--format", "json", "--today", "2026-11-24", "--as", "anna"],
        folder)
      try Golden.expect(json.out, "cycles.json")
      let one = try run("dashboard-printer", ["--widgets", "funnel", "--cycle", "partners", "--as", "anna"], folder)
      #expect(one.out.contains("Sales cycle: Partners") && one.out.contains("90,000.00"), "\(one.out)")
    }
  }

  @Test("a stage that two cycles share is opened with its cycle, and lists say which is which and what was asked")
  func drill() throws {
    try inCompany { folder in
      func printed(_ arguments: String...) throws -> ToolRun {
        try run("dashboard-printer", arguments + ["--as", "anna"], folder)
      }
      let several = try printed("--stage", "prospecting")
      #expect(several.status == 1)
      #expect(
        several.err.contains(
          "several sales cycles have a stage 'prospecting'; name one of: direct/prospecting, partners/prospecting"),
        "\(several.err)")
      let direct = try printed("--stage", "direct/prospecting")
      #expect(direct.out.hasPrefix("Prospecting (Direct sales): 2 deals\n"), "\(direct.out)")
      let partners = try printed("--stage", "prospecting", "--cycle", "partners", "--search", "acme")
      #expect(
        partners.out.hasPrefix("Prospecting (Partners): 1 deal\nSales cycle: Partners · Name contains: acme\n"),
        "\(partners.out)")
      let json = try printed(
        "--stage", "partners/prospecting", "--owner", "anna", "--search", "acme", "--format", "json")
      #expect(json.out.contains("\"owners\": [\n      \"anna\"\n    ]") || json.out.contains("\"owners\": [\"anna\"]"))
      #expect(json.out.contains("\"deals\": {\"text\": \"acme\"}"), "\(json.out)")

      let list = try run("pipeline", ["deals", "list", "--cycle", "partners", "--as", "anna"], folder)
      let lines = list.out.split(separator: "\n").map(String.init)
      #expect(lines.first == "Sales cycle: Partners" && lines.count >= 4, "\(list.out)")
      #expect(lines[3].contains("Prospecting (Partners)"), "\(list.out)")
      let all = try run("pipeline", ["deals", "list", "--as", "anna", "--locale", "fr"], folder)
      #expect(all.out.contains("Prospection (Vente directe)") && all.out.contains("Prospection (Partenaires)"))
      let accounts = try run("pipeline", ["accounts", "list", "--name", "ac", "--as", "anna"], folder)
      #expect(accounts.out.hasPrefix("Name contains: ac\n"), "\(accounts.out)")
    }
  }
}
