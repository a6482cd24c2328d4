import Foundation
import Testing

/// Rows that are none: all are named with line and column, and nothing of the file is written unless asked for.
@Suite("Imports of bad rows")
struct ImportRowTests {
  static let mapping = """
    version: 1
    opportunities:
      fields:
        external_id: Id
        name: Name
        account: Company
        status: Stage
        currency: Cur
        amount: Amount
        expected_close_date: Close
    """
  static let rows = """
    Id,Name,Company,Stage,Cur,Amount,Close
    1,good,Acme,prospecting,EUR,5.50,2026-12-01
    2,b,Acme,prospecting,EUR,12abc,2026-12-01
    3,b,Acme,prospecting,EUR,"1,5",2026-12-01
    4,b,Acme,prospecting,EUR,NaN,2026-12-01
    5,b,Acme,prospecting,EUR,1e400,2026-12-01
    6,b,Acme,prospecting,EUR,12345678901234567890123456789012345678901,2026-12-01
    7,b,Acme,prospecting,JPY,0.5,2026-12-01
    8,b,Acme,prospecting,EUR,5,2026-02-30
    9,b,Nobody,nope,EUR,5,2026-12-01
    1,b,Acme,prospecting,EUR,5,2026-12-01
    ,b,Acme,prospecting,EUR,5,2026-12-01
    12,"=x\u{1B}[31m",Acme,prospecting,EUR,5,2026-12-01
    13,short
    """
  static let problems = [
    "d.csv:3: column 'Amount': '12abc' is not a number; write digits with a dot, such as 1234.50",
    "d.csv:4: column 'Amount': '1,5' is not a number; say under 'numbers' in the mapping what the comma stands for",
    "d.csv:5: column 'Amount': 'NaN' is not a number; write digits with a dot, such as 1234.50",
    "d.csv:6: column 'Amount': '1e400' is not a number; write digits with a dot, such as 1234.50",
    "d.csv:7: column 'Amount': '12345678901234567890123456789012345678901' has more digits than can be kept exactly "
      + "(up to 18)",
    "d.csv:8: column 'Amount': '0.5' has more decimals than JPY allows (0)",
    "d.csv:9: column 'Close': '2026-02-30' is not a day: February 2026 has days 1 to 28",
    "d.csv:10: column 'Company': there is no account 'Nobody'; import it first, or write 'accounts: create' in the "
      + "mapping",
    "d.csv:10: column 'Stage': the sales cycle 'Direct sales' has no status 'nope'; it has: prospecting, "
      + "qualification, negotiation, won, lost",
    "d.csv:11: column 'Id': '1' is on line 2 already",
    "d.csv:12: column 'Id': it is blank; every deal needs an identity of its own",
    "d.csv:14: the row has 2 fields, the header has 7; quote the fields that hold delimiters",
  ]

  @Test("all are listed and nothing is written; without them the rest is imported, once")
  func rows() throws {
    try Workbench.use { bench in
      try bench.addDeals()
      try bench.write("map.yaml", Self.mapping)
      try bench.write("d.csv", Self.rows + "\n")
      let before = bench.bytes("sales.db")
      let list = try bench.run("pipeline", "deals", "list").out
      try bench.expectRefusal(
        Self.problems.map { "error: \($0)\n" }.joined()
          + "12 problems; nothing was imported. Mend the rows, or leave them out with --skip-bad-rows.",
        from: "pipeline", "import", "d.csv", "--mapping", "map.yaml")
      let dry = try bench.run("pipeline", "import", "d.csv", "--mapping", "map.yaml", "--dry-run")
      #expect(dry.status == 1)
      #expect(dry.out == "opportunities: 2 new, 11 refused\nNothing was written: this was a dry run.\n")
      #expect(bench.bytes("sales.db") == before)
      #expect(try bench.run("pipeline", "deals", "list").out == list)
      let rest = try bench.run("pipeline", "import", "d.csv", "--mapping", "map.yaml", "--skip-bad-rows")
      #expect(
        rest.err == Self.problems.map { "\($0)\n" }.joined()
          + "note: 2 rows name no owner: anna becomes the owner (2, 13)\n")
      #expect(rest.status == 0 && rest.out == "opportunities: 2 new, 11 left out\nWritten.\n")
      let written = bench.bytes("sales.db")
      let again = try bench.run("pipeline", "import", "d.csv", "--mapping", "map.yaml", "--skip-bad-rows")
      #expect(again.out == "opportunities: 2 unchanged, 11 left out\nNothing to write: all of it is there already.\n")
      #expect(bench.bytes("sales.db") == written)
    }
  }

  @Test("a step of the past that no rule allows is named with its line and column, and nothing of its deal is written")
  func past() throws {
    try Workbench.use { bench in
      try bench.addDeals()
      try bench.write(
        "map.yaml",
        """
        version: 1
        opportunities:
          fields: {external_id: Id, account: Company, status: Stage, actual_close_date: Closed}
          changes:
            - {at: Made, fields: {status: {constant: prospecting}}}
            - {at: Closed}

        """)
      try bench.write(
        "d.csv",
        """
        Id,Company,Stage,Made,Closed
        1,Acme,prospecting,2025-01-01,
        2,Acme,won,2025-02-30,2025-03-01
        3,Acme,won,2025-03-02,2025-03-01
        4,Acme,gone,2025-01-01,2025-03-01
        5,Acme,prospecting,2999-01-01,
        6,Acme,prospecting,2199-01-01,

        """)
      let before = bench.bytes("sales.db")
      let run = try bench.run("pipeline", "import", "d.csv", "--mapping", "map.yaml", "--today", "2026-11-24")
      #expect(run.status == 1 && run.out == "")
      #expect(
        run.err == """
          error: d.csv:3: column 'Made': '2025-02-30' is not a day: February 2025 has days 1 to 28
          error: d.csv:4: column 'Closed': '2025-03-01' lies before the change above it, of 2025-03-02; changes must be in order of time
          error: d.csv:5: column 'Stage': the sales cycle 'Direct sales' has no status 'gone'; it has: prospecting, qualification, negotiation, won, lost (the change of 2025-03-01)
          error: d.csv:6: column 'Made': '2999-01-01' lies in the year 2999, which is not plausible; years from 1900 to 2199 are read
          error: d.csv:7: column 'Made': '2199-01-01' lies after the import, which takes place on 2026-11-24
          5 problems; nothing was imported. Mend the rows, or leave them out with --skip-bad-rows.

          """)
      #expect(bench.bytes("sales.db") == before)
      try bench.expectRefusal(
        "none.yaml: error: the file cannot be read: there is no such file; write one that says what the file's columns "
          + "mean; 'pipeline import --help' shows the least of it",
        from: "pipeline", "import", "d.csv", "--mapping", "none.yaml")
    }
  }

  @Test("a file that is missing, a folder, empty, no text, or without its columns")
  func files() throws {
    try Workbench.use { bench in
      try bench.addDeals()
      try bench.write("map.yaml", Self.mapping)
      try FileManager.default.createDirectory(atPath: bench.path("folder"), withIntermediateDirectories: false)
      try bench.write("empty.csv", "")
      try Data([0x49, 0x64, 0xFF]).write(to: URL(fileURLWithPath: bench.path("binary.csv")))
      try bench.write("nul.csv", "Id,Name,Company,Stage,Cur,Amount,Close\n1,a\0b,Acme,prospecting,EUR,5,2026-12-01\n")
      try bench.write("narrow.csv", "Id,Name,Company,Stage,Cur,Amount\n")
      let before = bench.bytes("sales.db")
      for (file, message) in [
        ("none.csv", "error: none.csv: there is no such file"),
        ("folder", "error: folder: it is a folder; name a file"),
        ("empty.csv", "empty.csv:1:1: error: the file is empty; its first line must name the columns"),
        (
          "binary.csv",
          "binary.csv:1:1: error: the text is not UTF-8; save the file as UTF-8, or say under 'encoding' in a mapping "
            + "how it is written"
        ),
        (
          "nul.csv",
          "error: nul.csv:2: column 'Name': the text holds a zero byte\n"
            + "1 problem; nothing was imported. Mend the rows, or leave them out with --skip-bad-rows."
        ),
        (
          "narrow.csv",
          "map.yaml:10:26: error: 'narrow.csv' has no column 'Close'; known: Id, Name, Company, Stage, Cur, Amount"
        ),
      ] {
        try bench.expectRefusal(message, from: "pipeline", "import", file, "--mapping", "map.yaml")
        #expect(bench.bytes("sales.db") == before)
      }
    }
  }
}
