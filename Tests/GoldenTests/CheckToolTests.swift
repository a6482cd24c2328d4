import Foundation
import Testing

@Suite("pipeline check reads what a configuration names")
struct CheckToolTests: RunsTools {
  private static let sales = """
    version: 1
    storage: memory
    lookups:
      OpportunityLine: {csv_file: {path: products.csv, key: key}}
    sales_cycles:
      direct:
        stages:
          - {key: open, probability: 10}
          - {key: won, outcome: won}
          - {key: lost, outcome: lost}
    targets: {csv_table: {path: quota.csv}}
    access: {directory: {file: people.csv}}
    reports:
      q: {period: this_quarter, group_by: [owner], filters: {owners: [bbo], teams: [nordd], products: [gtx, gtx-pro]}}

    """

  private func inCompany(_ body: (String) throws -> Void) throws {
    try inFolder { folder in
      let files = [
        "sales.yaml": Self.sales, "products.csv": "key,label\ngtx-pro,GTX Pro\n",
        "quota.csv": "owner,team,period,amount\nannna,,2026-Q4,1000\n,north,2026-Q4,2000\n,sud,2026-Q4,3000\n",
        "people.csv": "name,team,manager\nanna,north,\nbob,nord,anna\n",
      ]
      for (name, text) in files { try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8) }
      try body(folder)
    }
  }

  private static let warnings = """
    sales.yaml:11:1: warning: a target is for 'annna', who is not among the people; did you mean 'anna'?
    sales.yaml:11:1: warning: a target is for the team 'sud', which nobody is in
    sales.yaml:14:67: warning: the report 'q' is of 'bbo', who is not among the people; did you mean 'bob'?
    sales.yaml:14:81: warning: the report 'q' is of the team 'nordd', which nobody is in; did you mean 'nord'?
    sales.yaml:14:100: warning: the report 'q' names 'gtx', which OpportunityLine does not have; did you mean 'gtx-pro'?

    """

  @Test("with --store, reports whose filters name what is not there are found")
  func reportsOfNobody() throws {
    try inFolder { folder in
      #expect(try shell("pipeline init sales.yaml && pipeline accounts add Acme", folder).status == 0)
      let agreed = try run("pipeline", ["check", "--store"], folder)
      #expect(agreed.status == 0 && agreed.out.hasSuffix("the store agrees with the configuration\n"), "\(agreed.err)")
      let path = folder + "/sales.yaml"
      let added = "reports:\n  of-nobody: {period: all, group_by: [owner], filters: {owners: [bob]}}\n"
      let text = try String(contentsOfFile: path, encoding: .utf8).replacing("\nreports:\n", with: "\n" + added)
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try run("pipeline", ["check"], folder).status == 0)
      let found = try run("pipeline", ["check", "--store"], folder)
      #expect(found.status == 1)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let line = try #require(lines.firstIndex { $0 + "\n" == added.dropFirst(9) })
      #expect(
        found.out.contains(
          "sales.yaml:\(line + 1):66: error: the report 'of-nobody' cannot run: there is no salesperson 'bob'"),
        "\(found.out)")
    }
  }

  @Test("a former default probability is a warning at the stage's probability: status 0, and 1 with --strict")
  func formerDefault() throws {
    try inFolder { folder in
      #expect(try shell("pipeline init sales.yaml && pipeline accounts add Acme", folder).status == 0)
      #expect(try run("pipeline", ["deals", "add", "--account", "Acme", "--set", "name=One"], folder).status == 0)
      let path = folder + "/sales.yaml"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let stage = try #require(
        text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("key: prospecting") })
      try text.replacing("probability: 10,", with: "probability: 15,").write(
        toFile: path, atomically: true, encoding: .utf8)
      let found = try run("pipeline", ["check", "--store"], folder)
      #expect(found.status == 0)
      #expect(
        found.out.contains(
          /sales\.yaml:(\d+):\d+: warning: Prospecting: 1 open deal has another probability than the stage's 15/))
      #expect(found.out.contains("sales.yaml:\(stage + 1):"), "\(found.out)")
      #expect(try run("pipeline", ["check", "--store", "--strict"], folder).status == 1)
    }
  }

  @Test("names that no source has are warnings: status 0, and 1 with --strict")
  func warnings() throws {
    try inCompany { folder in
      let checked = try run("pipeline", ["check", "sales.yaml"], folder)
      #expect(checked.err == Self.warnings)
      #expect(checked.out == "sales.yaml: no mistakes\n" && checked.status == 0)
      let strict = try run("pipeline", ["check", "sales.yaml", "--strict"], folder)
      #expect(strict.err == Self.warnings && strict.status == 1)
      let offline = try run("pipeline", ["check", "sales.yaml", "--offline", "--strict"], folder)
      #expect(offline.err.isEmpty && offline.status == 0)
      let french = try run("pipeline", ["check", "sales.yaml", "--locale", "fr"], folder)
      #expect(
        french.err.hasPrefix(
          "sales.yaml:11:1: avertissement\u{202f}: un objectif est pour «\u{202f}annna\u{202f}», qui n’est pas parmi les personnes"
        ),
        "\(french.err)")
    }
  }

  @Test("a table without an entry, and a stage that needs one of it, are warned of; a target of nobody with --store")
  func withoutUse() throws {
    try inFolder { folder in
      let path = folder + "/sales.yaml"
      let text = """
        version: 1
        storage: {sqlite: {path: sales.db}}
        lookups:
          OpportunityLossReason: {inline: [{key: price, retired: true}]}
          OpportunitySource: {inline: [web]}
        sales_cycles:
          direct:
            stages:
              - {key: open, probability: 10}
              - {key: won, outcome: won}
              - {key: lost, outcome: lost, requires: [loss_reason]}
        targets: {listed: [{owner: anna, period: 2026-Q4, amount: 10}, {owner: ana, period: 2026-Q4, amount: 10}, {team: x, period: 2026, amount: 9}]}

        """
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let checked = try run("pipeline", ["check"], folder)
      #expect(checked.status == 0)
      #expect(
        checked.err == """
          sales.yaml:4:3: warning: OpportunityLossReason has no entry that a deal could have; add entries, or remove the table
          sales.yaml:11:47: warning: no deal can enter the stage 'lost': it needs 'loss_reason', and OpportunityLossReason has no entry

          """)
      #expect(try shell("pipeline accounts add Acme", folder).status == 0)
      #expect(try run("pipeline", ["check", "--store"], folder).status == 0, "nobody has a deal yet")
      #expect(try shell("pipeline deals add --account Acme --set name=One --set owner=anna", folder).status == 0)
      let found = try run("pipeline", ["check", "--store"], folder)
      #expect(found.status == 0, "targets for nobody are warnings")
      #expect(
        found.out.contains(
          "sales.yaml:12:72: warning: a target is for nobody: there is no salesperson 'ana'; did you mean 'anna'?\n"),
        "\(found.out)")
      #expect(
        found.out.contains("sales.yaml:12:114: warning: a target is for nobody: there is no team 'x'"), "\(found.out)")
      #expect(try run("pipeline", ["check", "--store", "--strict"], folder).status == 1)
    }
  }

  @Test(
    "files that cannot be read are errors with their place, all at once", arguments: ["products", "quota", "people"])
  func missing(file: String) throws {
    try inCompany { folder in
      try FileManager.default.removeItem(atPath: folder + "/\(file).csv")
      let checked = try run("pipeline", ["check", "sales.yaml"], folder)
      #expect(checked.err.contains("\(file).csv: error: there is no such file\n"), "\(checked.err)")
      #expect(checked.status == 1 && checked.out.isEmpty)
      let offline = try run("pipeline", ["check", "sales.yaml", "--offline"], folder)
      #expect(offline.status == 0 && offline.err.isEmpty)
    }
  }

  @Test("every file's own mistakes are in one report")
  func mistakes() throws {
    try inCompany { folder in
      try "code,label\nx,X\n".write(toFile: folder + "/products.csv", atomically: true, encoding: .utf8)
      try "name,team,manager\nanna,north,zoe\n".write(toFile: folder + "/people.csv", atomically: true, encoding: .utf8)
      let checked = try run("pipeline", ["check", "sales.yaml"], folder)
      #expect(checked.err.contains("products.csv:1"), "\(checked.err)")
      #expect(checked.err.contains("people.csv:2"), "\(checked.err)")
      #expect(checked.status == 1)
    }
  }
}
