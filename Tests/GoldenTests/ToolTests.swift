import Foundation
import Testing
import ToolSupport

/// The tools as processes: what goes to which stream, and how they end.
@Suite("The tools end as they should", .serialized)
struct ToolTests: RunsTools {
  @Test("from nothing to a dashboard and a forecast")
  func street() throws {
    try inFolder { folder in
      #expect(try run("pipeline", ["init"], folder).status == 0)
      #expect(
        try run("pipeline", ["init"], folder).err
          == "error: sales.yaml exists; name another file, or say --force to replace it\n")
      #expect(try run("pipeline", ["check", "sales.yaml"], folder).out == "sales.yaml: no mistakes\n")
      let early = try run("dashboard-printer", [], folder)
      #expect(early.status == 0 && early.out.contains("Negotiation"), "every command works on the empty pipeline")
      #expect(early.err.contains("there is no database yet, so the pipeline is empty; run an import"), "\(early.err)")
      #expect(!FileManager.default.fileExists(atPath: folder + "/sales.db"), "a reader makes nothing")
      let sample = try run("pipeline", ["sample", "--deals", "50", "--seed", "2", "--today", "2026-11-24"], folder)
      #expect(sample.out == "8 accounts, 50 deals\n", "\(sample.err)")
      #expect(try run("pipeline", ["accounts", "add", "Acme", "--set", "external_id=A-1"], folder).status == 0)
      let deal = [
        "deals", "add", "--account", "A-1", "--set", "external_id=D-1", "--set", "lines=3 x gtx-pro @ 4821.00",
      ]
      #expect(try run("pipeline", deal, folder).status == 0)
      let shown = try run("pipeline", ["deals", "show", "D-1", "--format", "fields"], folder).out
      #expect(shown.contains("amount: 14463.00 EUR\n") && shown.contains("lines: 3 x gtx-pro @ 4821.00\n"), "\(shown)")
      let refused = try run("pipeline", ["deals", "edit", "D-1", "--set", "status=negotiation"], folder)
      #expect(refused.status == 1)
      #expect(
        refused.err
          == "error: Next step: 'Next step' must be filled before a deal may be in 'Negotiation'\n")
      let dashboard = try run("dashboard-printer", ["--format", "json", "--widgets", "funnel"], folder)
      #expect(dashboard.status == 0 && dashboard.out.hasPrefix("{\n  \"generated_for\": \"") && dashboard.err == "")
      // Which widgets there are is known with the configuration: its reports are among them.
      let pie = try run("dashboard-printer", ["--widgets", "pie"], folder)
      #expect(pie.status == 2 && pie.err.contains("there is no widget 'pie'; there are: funnel"), "\(pie.err)")
      let csv = try run("dashboard-printer", ["--format", "csv", "--output", "d.csv"], folder)
      #expect(csv.status == 1 && csv.err.contains("csv holds one table"), "\(csv.err)")
      #expect(!FileManager.default.fileExists(atPath: folder + "/d.csv"))
      let drawn = try run("dashboard-printer", ["--widgets", "this-year-by-quarter", "--owner", "Luc Rossi"], folder)
      #expect(drawn.status == 0 && drawn.out.contains("Luc Rossi") && drawn.out.contains("Total"), "\(drawn.err)")
      let page = try run("dashboard-printer", ["--output", "d.html"], folder)
      #expect(page.status == 0 && page.out == "d.html\n", "\(page.err)")
      let printed = try run("dashboard-printer", ["--format", "html", "--output", "-"], folder)
      // The same page but for when it was made: the tools' clock is the machine's.
      let timeless = { (page: String) in page.replacing(/[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?/, with: "") }
      #expect(timeless(printed.out) == timeless(try String(contentsOfFile: folder + "/d.html", encoding: .utf8)))
      #expect(printed.out.contains("#t1r0") && printed.out.hasSuffix("</html>\n"))
      let forecast = try run(
        "forecast-exporter", ["--report", "this-year-by-quarter", "--format", "csv", "--output", "f.csv"], folder)
      #expect(forecast.status == 0 && forecast.out.hasPrefix("f.csv: "), "\(forecast.err)")
      let rows = try String(contentsOfFile: folder + "/f.csv", encoding: .utf8)
      #expect(rows.hasPrefix("quarter,owner,count,unweighted,weighted,won\r\n"))
    }
  }

  @Test("a watched dashboard is drawn again after a commit of another process, and only then")
  func watch() throws {
    try inFolder { folder in
      let run = try shell(
        """
        pipeline init sales.yaml && pipeline accounts add Acme --set external_id=A-1 && pipeline deals add --account A-1
        pipeline dashboard --widgets funnel --watch > watched.txt & watching=$!
        tries=0; until grep -q Total watched.txt || [ $tries -gt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
        pipeline deals add --account A-1
        tries=0; until grep -q -- --- watched.txt || [ $tries -gt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
        kill $watching; cat watched.txt
        """, folder)
      let drawn = run.out.split(separator: "\n---\n")
      #expect(drawn.count == 2, "\(run.out) \(run.err)")
      #expect(drawn.last?.contains(#/Total +2 /#) ?? false)
      let refused = try self.run("pipeline", ["dashboard", "--watch", "--format", "json"], folder)
      #expect(refused.status == 2 && refused.err.contains("--watch prints the present dashboard as text"))
    }
  }

  @Test(
    "wrong usage ends with 2, wrong input with 1, and nothing is left behind",
    arguments: [
      ("dashboard-printer", ["--nonsense"], Int32(2), "--nonsense"),
      ("dashboard-printer", ["--from", "2026-02-30"], 2, "2026-02-30"),
      ("dashboard-printer", ["--format", "html"], 2, "say with --output which file html goes to"),
      ("dashboard-printer", ["--format", "text", "--output", "d.txt"], 2, "text goes to standard output"),
      ("dashboard-printer", ["--output", "d.html", "--stage", "won"], 2, "in html every stage opens to its deals"),
      ("forecast-exporter", ["--format", "csv"], 2, "--output"),
      (
        "forecast-exporter", ["--format", "csv", "--output", "x.csv", "--group-by", "colour"], 2,
        "there is no grouping 'colour'; there are: owner"
      ),
      ("dashboard-printer", ["--config", "missing.yaml"], 1, "missing.yaml"),
      ("pipeline", ["check", "missing.yaml"], 1, "missing.yaml"),
      ("pipeline", ["sample", "--deals", "0"], 2, "--deals"),
    ])
  func statuses(_ tool: String, _ arguments: [String], _ status: Int32, _ message: String) throws {
    try inFolder { folder in
      let run = try run(tool, arguments, folder)
      #expect(run.status == status, "\(run.err)")
      #expect(run.err.contains(message), "\(run.err)")
      #expect(run.out == "")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test("a dashboard goes to a file as JSON as it is printed")
  func file() throws {
    try inFolder { folder in
      #expect(try run("pipeline", ["init"], folder).status == 0)
      let printed = try run("pipeline", ["dashboard", "--format", "json"], folder)
      let written = try run("pipeline", ["dashboard", "--output", "d.json"], folder)
      #expect(written.status == 0 && written.out == "d.json\n", "\(written.err)")
      #expect(try String(contentsOfFile: folder + "/d.json", encoding: .utf8) == printed.out)
    }
  }

  @Test("a dry run writes nothing, not even a database")
  func dryRun() throws {
    try inFolder { folder in
      #expect(try run("pipeline", ["init"], folder).status == 0)
      let mapping = """
        version: 1
        opportunities: {accounts: create, fields: {external_id: id, account: account}}
        """
      try mapping.write(toFile: folder + "/mapping.yaml", atomically: true, encoding: .utf8)
      try "id,account\n1,Acme\n".write(toFile: folder + "/deals.csv", atomically: true, encoding: .utf8)
      let arguments = ["import", "deals.csv", "--mapping", "mapping.yaml"]
      let dry = try run("pipeline", arguments + ["--dry-run"], folder)
      #expect(dry.status == 0 && dry.out.contains("opportunities: 1 new\n"), "\(dry.err)")
      let files = Set(try FileManager.default.contentsOfDirectory(atPath: folder))
      #expect(files == ["sales.yaml", "mapping.yaml", "deals.csv"])
      #expect(try run("pipeline", arguments, folder).out.hasSuffix("Written.\n"))
      let again = try run("pipeline", arguments + ["--dry-run"], folder)
      #expect(again.out.contains("opportunities: 1 unchanged\n"), "it reads what stands: \(again.err)")
    }
  }

  @Test("an import says how much of the past it wrote, and a dashboard as of then shows it")
  func past() throws {
    try inFolder { folder in
      #expect(try run("pipeline", ["init"], folder).status == 0)
      let mapping = """
        version: 1
        opportunities:
          accounts: create
          fields: {external_id: id, account: account, status: stage, amount: amount, actual_close_date: closed}
          changes:
            - {at: made, fields: {status: {constant: prospecting}, amount: asked}}
            - {at: closed}
        """
      let deals = """
        id,account,stage,amount,asked,made,closed
        1,Acme,won,900,1000,2025-01-10,2025-03-03
        2,Acme,prospecting,500,500,2025-02-01,
        3,Acme,prospecting,70,70,,

        """
      try mapping.write(toFile: folder + "/mapping.yaml", atomically: true, encoding: .utf8)
      try deals.write(toFile: folder + "/deals.csv", atomically: true, encoding: .utf8)
      let arguments = ["import", "deals.csv", "--mapping", "mapping.yaml"]
      let first = try run("pipeline", arguments, folder)
      #expect(
        first.out == """
          opportunities: 3 new
          1 account added for deals that name it
          1 dated change; 2 new deals have a past
          1 account is a customer now
          Written.

          """, "\(first.err)")
      #expect(
        try run("pipeline", arguments, folder).out
          == "opportunities: 3 unchanged\nNothing to write: all of it is there already.\n")
      let then = try run("dashboard-printer", ["--as-of", "2025-02-28"], folder)
      #expect(then.status == 0 && then.out.contains("1,500.00"), "\(then.err)\(then.out)")
      let before = try run("dashboard-printer", ["--as-of", "2025-01-31"], folder)
      #expect(before.status == 0 && before.out.contains("1,000.00"), "\(before.err)\(before.out)")
    }
  }

  @Test("the dashboard and forecasts are commands of pipeline too, with the same output")
  func oneTool() throws {
    try inFolder { folder in
      for arguments in [["init"], ["sample", "--deals", "20", "--seed", "7"]] {
        #expect(try run("pipeline", arguments, folder).status == 0)
      }
      for (command, tool, arguments) in [
        ("dashboard", "dashboard-printer", ["--format", "json"]), ("dashboard", "dashboard-printer", ["--stage", "x"]),
        ("forecast", "forecast-exporter", ["--group-by", "owner", "--format", "csv", "--output", "-"]),
      ] {
        let (one, other) = (try run("pipeline", [command] + arguments, folder), try run(tool, arguments, folder))
        #expect(one.out == other.out && one.status == other.status)
        #expect(!(one.out + one.err).isEmpty)
        let help = try run("pipeline", [command, "--help"], folder)
        #expect(help.status == 0 && help.out.contains("  pipeline \(command) --"))
      }
    }
  }

  @Test("help explains itself with examples", arguments: ["pipeline", "dashboard-printer", "forecast-exporter"])
  func help(_ tool: String) throws {
    try inFolder { folder in
      let run = try run(tool, ["--help"], folder)
      #expect(run.status == 0)
      #expect(run.out.contains("EXAMPLES") && run.out.contains("  \(tool) "))
    }
  }
}
