import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// A row that cannot be imported, with its exact message.
struct BadRow: Sendable, CustomTestStringConvertible {
  let row: String
  let message: String
  var fields = "    unit_price: {column: price, fallback: {lookup: list_price}}"
  var section = ""
  var testDescription: String { row }

  static let all: [BadRow] = [
    BadRow(
      row: "1,Acme,open,GTX Pro,1,12abc,",
      message: "column 'price': '12abc' is not a number; write digits with a dot, such as 1234.50"),
    BadRow(
      row: #"1,Acme,open,GTX Pro,1,"1,5","#,
      message: "column 'price': '1,5' is not a number; say under 'numbers' in the mapping what the comma stands for"),
    BadRow(
      row: "1,Acme,open,GTX Pro,1,NaN,",
      message: "column 'price': 'NaN' is not a number; write digits with a dot, such as 1234.50"),
    BadRow(
      row: "1,Acme,open,GTX Pro,1,1e400,",
      message: "column 'price': '1e400' is not a number; write digits with a dot, such as 1234.50"),
    BadRow(
      row: "1,Acme,open,GTX Pro,1,12345678901234567890123456789012345678901,",
      message:
        "column 'price': '12345678901234567890123456789012345678901' has more digits than can be kept exactly (up to 18)"
    ),
    BadRow(
      row: "1,Acme,open,GTX Pro,9223372036854775807,9223372036854775807,",
      message: "column 'quantity': the lines' total is too large"),
    BadRow(
      row: "1,Acme,open,GTX Pro,-1,5,",
      message: "column 'quantity': the quantity of 'GTX Pro' is -1; it must be zero or more"),
    BadRow(
      row: "1,Acme,open,GTX Max,1,5,",
      message: "column 'product': OpportunityLine has no entry 'GTX Max'; it has: GTX Pro, MG Special"),
    BadRow(
      row: "1,Acme,open,GTX Max,1,,",
      message: "column 'product': OpportunityLine has no entry 'GTX Max'; it has: GTX Pro, MG Special"),
    BadRow(
      row: "1,Acme,nowhere,GTX Pro,1,5,",
      message: "column 'stage': the sales cycle 'direct' has no status 'nowhere'; it has: open, won, lost"),
    BadRow(
      row: "1,Acme,won,GTX Pro,1,5,30-Feb-2026",
      message: "column 'closed': '30-Feb-2026' is not a day: February 2026 has days 1 to 28"),
    BadRow(
      row: "1,Acme,won,GTX Pro,1,5,2026-02-03",
      message: "column 'closed': '2026-02-03' is not a date in the form d-MMM-yyyy"),
    BadRow(
      row: "1,Acme,won,GTX Pro,1,5,",
      message:
        "column 'closed': the deal is won, but the day that it closed is not said; give 'actual_close_date' a default, such as today"
    ),
    BadRow(
      row: "1,,open,GTX Pro,1,5,",
      message: "column 'account': it is blank; give a 'default' in the mapping for deals without an account"),
    BadRow(
      row: "1,Acme,open,GTX Pro,1,5,",
      message:
        "column 'account': there is no account 'Acme'; import it first, or write 'accounts: create' in the mapping",
      section: "require"),
    BadRow(
      row: "1,Acme,open,GTX Pro,1,100%,",
      message:
        "column 'price': an open deal cannot be at 100%; say under 'open_at_100' in the mapping what such a deal gets",
      fields: "    unit_price: {lookup: list_price}\n    probability: {column: price, percentages: percent}"),
    BadRow(
      row: "1,Acme,open,GTX Pro,1,5,,x",
      message: "the row has 8 fields, the header has 7; quote the fields that hold delimiters"),
  ]
}

@Suite("Rows that cannot be imported")
struct BadRowTests {
  static let header = "id,account,stage,product,quantity,price,closed\n"

  @Test("each is named with its line, its column and what is wrong", arguments: BadRow.all)
  func message(_ bad: BadRow) async throws {
    let yaml = smallMapping(bad.fields)
    let mapping = try mapping(bad.section == "require" ? yaml.replacing("create", with: "require") : yaml)
    try await withDesk(smallSales) { desk in
      do {
        _ = try await desk.importText(Self.header + bad.row + "\n", mapping)
        Issue.record("the row was taken")
      } catch let error as ImportRefused {
        #expect("\(error)" == "deals.csv:2: " + bad.message)
      }
      #expect(try await desk.opportunities().total == 0)
      #expect(try await desk.accounts().total == 0)
    }
  }

  @Test("an amount with more decimals than its currency has")
  func yen() async throws {
    let text = """
      version: 1
      opportunities:
        accounts: create
        fields: {external_id: id, account: account, amount: amount, currency: currency}
      """
    try await withDesk(smallSales) { desk in
      do {
        _ = try await desk.importText("id,account,amount,currency\n1,Acme,0.5,JPY\n", try mapping(text))
        Issue.record("the row was taken")
      } catch let error as ImportRefused {
        #expect("\(error)" == "deals.csv:2: column 'amount': '0.5' has more decimals than JPY allows (0)")
      }
    }
  }

  static let mixed =
    header + """
      1,Acme,open,GTX Pro,1,12abc,
      2,Acme,open,GTXPro,2,,
      ,,,,,,
      3,Beta,lost,MG Special,x,y,

      2,Acme,open,GTX Pro,1,1,
      """

  @Test("all are listed, and nothing is imported unless they are to be skipped; a dry run says the same")
  func all() async throws {
    let mapping = try mapping(smallMapping())
    try await withDesk(smallSales) { desk in
      var options = ImportOptions()
      options.isDryRun = true
      let dry = try await desk.importText(Self.mixed, mapping, options)
      #expect(dry.problems.map(\.line) == [2, 5, 5, 7])
      #expect(dry.sections[0].created == 1)
      #expect(dry.sections[0].refused == 3)
      #expect(dry.sections[0].blank == 1)
      #expect(dry.problems[1].value == "x")
      #expect(try await desk.opportunities().total == 0)

      do {
        _ = try await desk.importText(Self.mixed, mapping)
        Issue.record("bad rows were taken")
      } catch let error as ImportRefused {
        #expect(error.summary == dry)
      }
      #expect(try await desk.opportunities().total == 0)

      options = ImportOptions()
      options.skipsBadRows = true
      let written = try await desk.importText(Self.mixed, mapping, options)
      #expect(written.isWritten)
      #expect(written.sections == dry.sections)
      #expect(written.problems == dry.problems)
      let deal = try #require(try await desk.findOpportunity(externalID: "2"))
      #expect(deal.amount == Money(minorUnits: Int64(964_200), currency: .usd))
      #expect(try await desk.accounts(named: "Beta").isEmpty, "only a bad row named it")
    }
  }
}
