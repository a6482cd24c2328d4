import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// Files as other systems write them: encodings, zones, stray columns and rows.
@Suite("Files as they are")
struct ReadingTests {
  static func mappingText(_ section: String = "", _ fields: String = "") -> String {
    """
    version: 1
    opportunities:
      accounts: create
    \(section)
      fields:
        external_id: id
        account: account
        status: {column: stage, default: open}
        amount: amount
    \(fields)
    """
  }

  static func problems(_ desk: Desk, _ bytes: [UInt8], _ mapping: ImportMapping) async throws -> String {
    let files = [ImportKind.opportunities: ImportFile(name: "deals.csv", bytes: bytes)]
    do {
      _ = try await desk.import(mapping, files: files)
      return ""
    } catch let error as ImportRefused { return "\(error)" } catch let error as CSVError { return "\(error)" }
  }

  @Test("a cell that is not UTF-8 is named with its column, and is never blank")
  func notUTF8() async throws {
    let latin = Array("id,account,stage,amount\n1,Soci".utf8) + [0xE9] + Array("te,open,10\n".utf8)
    let expected =
      "deals.csv:2: column 'account': the text is not UTF-8; say under 'encoding' in the mapping how the file is written, "
      + "such as windows-1252"
    try await withDesk(smallSales) { desk in
      #expect(try await Self.problems(desk, latin, try mapping(Self.mappingText())) == expected)
      #expect(try await desk.opportunities().total == 0)
      let declared = try mapping(Self.mappingText("  encoding: windows-1252"))
      #expect(try await Self.problems(desk, latin, declared) == "")
      #expect(try await desk.accounts(named: "Sociéte").count == 1)
    }
    // A column that nothing is read from may hold anything.
    let unread = Array("id,account,stage,amount,note\n1,Acme,open,10,".utf8) + [0xE9, 0x0A]
    try await withDesk(smallSales) { desk in
      let problems = try await Self.problems(desk, unread, try mapping(Self.mappingText()))
      #expect(problems == "")
    }
  }

  @Test("moments with an offset are those of that place; others of the mapping's zone, else of the configured one")
  func zones() async throws {
    let fields = "    created_at: made\n    expected_close_date: close"
    let paris = smallSales + "\ncalendar: {time_zone: Europe/Paris}\n"
    let cases: [(section: String, stamp: String, at: String, day: String)] = [
      ("  dates: yyyy-MM-ddTHH:mm:ssZ", "2026-06-30T22:30:00Z", "2026-06-30T22:30:00Z", "2026-07-01"),
      ("  dates: iso8601", "2026-06-30T22:30:49.500+0000", "2026-06-30T22:30:49.5Z", "2026-07-01"),
      ("  dates: iso8601", "2026-06-30T22:30:00", "2026-06-30T20:30:00Z", "2026-06-30"),
      ("  dates: iso8601\n  time_zone: UTC", "2026-06-30T22:30:00", "2026-06-30T22:30:00Z", "2026-07-01"),
      ("  dates: iso8601\n  time_zone: America/New_York", "2026-06-30 22:30", "2026-07-01T02:30:00Z", "2026-07-01"),
      ("  dates: iso8601\n  time_zone: Asia/Tokyo", "2026-06-30", "2026-06-29T22:00:00Z", "2026-06-30"),
      ("  dates: epoch_milliseconds", "1782858600000", "2026-06-30T22:30:00Z", "2026-07-01"),
    ]
    for one in cases {
      try await withDesk(paris) { desk in
        let rows = "id,account,stage,amount,made,close\n1,Acme,open,10,\(one.stamp),\(one.stamp)\n"
        _ = try await desk.importText(rows, try mapping(Self.mappingText(one.section, fields)))
        let deal = try #require(try await desk.findOpportunity(externalID: "1"))
        #expect(deal.createdAt?.description == one.at, "\(one.section)")
        #expect(deal.expectedCloseDate?.description == one.day, "\(one.section)")
      }
    }
  }

  @Test("lines before the header, unnamed columns, and rows that a condition leaves out")
  func strays() async throws {
    let text = """
      Opportunities of 2026
      exported by hand,,
      id,account,stage,amount,deleted,,
      1,Acme,open,10,0,,
      2,Acme,open,10,1,,
      3,Acme,open,10,0,,
      ,,,,,,

      """
    let section = "  skip_rows: 2\n  where: [{column: deleted, is: [\"0\", \"\"]}, {column: id, is_not: \"3\"}]"
    try await withDesk(smallSales) { desk in
      let summary = try await desk.importText(text, try mapping(Self.mappingText(section)))
      #expect(summary.sections[0].created == 1)
      #expect(summary.sections[0].filtered == 2)
      #expect(summary.sections[0].blank == 1)
      #expect(try await desk.opportunities().items.map(\.externalID) == ["1"])
    }
  }

  @Test("a decimal mark that is not declared is refused in prices, quantities, amounts and percentages")
  func marks() async throws {
    let line =
      "    product: product\n    quantity: quantity\n    unit_price: price\n    probability: {column: chance, percentages: percent}"
    let text = Self.mappingText("  numbers: {decimal: \",\"}\n  delimiter: \";\"", line)
      .replacing("    amount: amount\n", with: "")
    let header = "id;account;stage;product;quantity;price;chance\n"
    for (row, column) in [
      ("GTX Pro;1;1.234;", "price"), ("GTX Pro;1.5;2;", "quantity"), ("GTX Pro;1;2;12.5", "chance"),
      ("GTX Pro;1;2;12.5%", "chance"),
    ] {
      try await withDesk(smallSales) { desk in
        let problem = try await Self.problems(desk, Array((header + "1;Acme;open;\(row)\n").utf8), try mapping(text))
        #expect(problem.hasPrefix("deals.csv:2: column '\(column)': '"), "\(problem)")
        #expect(problem.contains("is not a number"), "\(problem)")
      }
    }
    try await withDesk(smallSales) { desk in
      _ = try await desk.importText(header + "1;Acme;open;GTX Pro;1,5;2,5;12,5%\n", try mapping(text))
      let deal = try #require(try await desk.findOpportunity(externalID: "1"))
      #expect(deal.amount?.decimalText == "3.75")
      #expect(deal.probability == BasisPoints(1250))
    }
  }

  @Test("every field that people may set can be imported, of every kind")
  func everyField() async throws {
    let sales = smallSales.replacing(
      "  OpportunityLossReason: {stored: {}}",
      with: """
          OpportunityLossReason: {stored: {seed: [word]}}
          OpportunitySource: {stored: {seed: [word]}}
          OpportunityCompetitor: {stored: {seed: [word]}}
        """)
    for field in OpportunityBody.fields.fields where field.access == .person && field.name != "external_id" {
      let specs = ImportKind.opportunities.fields.filter { $0.name == field.name }
      let columns: [(FieldName, String, String)]
      switch field.kind {
      case .reference: columns = []
      case .lines: columns = [("product", "GTX Pro", ""), ("quantity", "2", ""), ("unit_price", "3.5", "")]
      case .money where field.name == "stated_amount": columns = [("amount", "12.50", "")]
      case .percent: columns = [(field.name, "12.5", ", percentages: percent")]
      case .date: columns = [(field.name, "2026-12-24", "")]
      case .currency: columns = [(field.name, "EUR", "")]
      case .lookup(.status): columns = [(field.name, "open", "")]
      case .lookup(.forecasting): columns = [(field.name, "commit", "")]
      case .salesCycle: columns = [(field.name, "direct", "")]
      case .integer, .money: columns = [(field.name, "7", "")]
      default: columns = [(field.name, "word", "")]
      }
      #expect(!columns.isEmpty || field.name == "account")
      #expect(!specs.isEmpty || ["account", "lines", "stated_amount"].contains(field.name), "\(field.name) has a spec")
      let mapped = columns.map { "    \($0.0): {column: \($0.0)\($0.2)}" }.joined(separator: "\n")
      let text = """
        version: 1
        opportunities:
          accounts: create
          fields:
            external_id: id
            \(field.name == "account" ? "account: account" : "account: {constant: Acme}")
        \(mapped)
        """
      let header = (["id", "account"] + columns.map { "\($0.0)" }).joined(separator: ",")
      let row = (["1", "Acme"] + columns.map(\.1)).joined(separator: ",")
      try await withDesk(sales) { desk in
        _ = try await desk.importText(header + "\n" + row + "\n", try mapping(text))
        let deal = try #require(try await desk.findOpportunity(externalID: "1"), "\(field.name)")
        let cell = field.get(deal.body)
        #expect(!cell.isNull, "\(field.name) was dropped")
        if case .text(let value) = cell, let said = columns.first, columns.count == 1 { #expect(value == said.1) }
      }
    }
  }

  @Test("defaults are reported, and rows of one kind of mistake are counted after fifty")
  func notes() async throws {
    try await withDesk(smallSales) { desk in
      let text = Self.mappingText("", "    owner: owner").replacing(", default: open", with: "")
        .replacing("account: account\n", with: "account: {column: account, default: Nobody}\n")
      let rows = "id,account,stage,amount,owner\n1,Acme,open,1,bert\n2,Acme,,1,\n3,,,,\n"
      let summary = try await desk.importText(rows, try mapping(text))
      #expect(
        summary.notes.map { $0.text("en") } == [
          "2 rows name no owner: anna becomes the owner (3, 4)",
          "2 rows name no status: the first stage is taken (3, 4)",
          "1 row holds one value alone and becomes a deal (4)",
        ])
      let many = (1...70).map { "\($0),Acme,open,x\($0)\n" }.joined()
      do {
        _ = try await desk.importText("id,account,stage,amount\n" + many, try mapping(Self.mappingText()))
        Issue.record("bad rows were taken")
      } catch let error as ImportRefused {
        #expect(error.summary.problems.count == 70)
        let lines = error.description.split(separator: "\n")
        #expect(lines.count == 51)
        #expect(
          lines.last
            == "deals.csv: and 20 more such rows: 'x70' is not a number; write digits with a dot, such as 1234.50")
      }
    }
  }
}
