import PipelineConfig
import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("Mappings with mistakes")
struct MappingErrorTests {
  static let wrong = """
    version: 2
    today: tomorrow
    accounts:
      fields: {nam: account}
    opportunities:
      accounts: creat
      dates: d/M/yy
      numbers: {decimal: ",", thousands: ","}
      fields:
        external_id: id
        status: {column: stage, when: {outcome: won}}
        probability: chance
        product: {column: product, constant: GTX}
        quantity: {column: quantity, dates: yyyy-MM-dd}
        expected_close_date: {column: close, default: 2026-02-30}
        ownr: rep
    """

  @Test("all mistakes are reported in one pass, each at its place with a hint")
  func onePass() {
    let reader = ConfigurationReader(catalog: Catalog([]), environment: { _ in nil })
    let checked = reader.check(ImportMapping.self, text: Self.wrong, file: "mapping.yaml")
    #expect(checked.value == nil)
    #expect(
      checked.diagnostics.map { "\($0)" } == [
        "mapping.yaml:1:10: error: 'version' must be 1, the only version that this SDK reads",
        "mapping.yaml:2:8: error: 'today' expects a day such as 2026-12-31, not 'tomorrow'",
        "mapping.yaml:4:11: error: 'name' is missing in the fields of 'accounts'; it expects text, or a mapping",
        "mapping.yaml:4:12: error: unknown key 'nam' in the fields of 'accounts'; did you mean 'name'?",
        "mapping.yaml:6:13: error: 'accounts' expects one of require, create, not 'creat'; did you mean 'create'?",
        "mapping.yaml:7:10: error: 'dates': 'yy' leaves the century open; write {pattern: d/M/yy, pivot: 1970}, "
          + "which reads 70 as 1970 and 69 as 2069",
        "mapping.yaml:8:38: error: 'decimal' and 'thousands' are both ','; declare the other one too",
        "mapping.yaml:10:5: error: the fields of 'opportunities' do not say which account a deal belongs to; "
          + "add 'account' or 'account_id'",
        "mapping.yaml:11:22: error: 'status' cannot depend on the deal's outcome; ask a 'column' instead",
        "mapping.yaml:12:18: error: 'probability' does not say how its percentages are to be understood; "
          + "write {column: chance, percentages: percent} where 65 is 65 %, or fraction where 0.65 is",
        "mapping.yaml:13:5: error: 'product' has no price; add 'unit_price', such as {lookup: list_price}",
        "mapping.yaml:13:32: error: 'product' has both 'column' and 'constant'; put the second under 'fallback'",
        "mapping.yaml:14:34: error: 'quantity' has no use for 'dates'; remove it",
        "mapping.yaml:15:51: error: 'expected_close_date': '2026-02-30' is not a day: February 2026 has days 1 to 28",
        "mapping.yaml:16:5: error: unknown key 'ownr' in the fields of 'opportunities'; did you mean 'owner'?",
      ])
  }

  static let wrongChanges = """
    version: 1
    opportunities:
      changes:
        - {at: {column: made, numbers: {decimal: ","}}, fields: {status: {constant: open}, id: x}}
        - {time: {constant: "25:00"}, when: {}}
        - {at: {constant: 2017-02-30}, fields: {quantity: quantity, probability: chance}}
        - {at: {lookup: launched}, fields: {status: {constant: x, when: {outcome: won}}}, become: won}
        - {at: closed, fields: {owner: {column: rep, dates: yyyy-MM-dd}, actual_close_date: closed}}
      fields: {external_id: id, account: account, amount: amount}
    changes:
      fields: {external_id: deal, at: {column: date, percentages: percent}, field: field, valu: new}
    """

  @Test("mistakes in what is said of the past are reported with all others, each at its place")
  func changes() {
    let reader = ConfigurationReader(catalog: Catalog([]), environment: { _ in nil })
    let checked = reader.check(ImportMapping.self, text: Self.wrongChanges, file: "mapping.yaml")
    #expect(checked.value == nil)
    let known =
      "known: name, cycle, status, next_step, forecast, probability, competitor, source, loss_reason, description, "
      + "win_loss_report, owner, currency, amount, product, quantity, …"
    #expect(
      checked.diagnostics.map { "\($0)" } == [
        "mapping.yaml:4:27: error: 'at' has no use for 'numbers'; remove it",
        "mapping.yaml:4:88: error: unknown key 'id' in the fields of a change; \(known)",
        "mapping.yaml:5:7: error: 'at' is missing in a change; it expects text, or a mapping",
        "mapping.yaml:5:25: error: 'time': '25:00' is not a time of day such as 17:30",
        "mapping.yaml:5:41: error: 'when' asks nothing; add 'outcome', or 'column' and 'is'",
        "mapping.yaml:6:23: error: 'at': '2017-02-30' is not a day: February 2017 has days 1 to 28",
        "mapping.yaml:6:45: error: 'quantity' needs a product; add 'product'",
        "mapping.yaml:6:78: error: 'probability' does not say how its percentages are to be understood; "
          + "write {column: chance, percentages: percent} where 65 is 65 %, or fraction where 0.65 is",
        "mapping.yaml:7:21: error: 'at' reads an attribute of the row's 'product', which is not among the fields; "
          + "add 'product'",
        "mapping.yaml:7:60: error: 'status' cannot depend on the deal's outcome; ask a 'column' instead",
        "mapping.yaml:7:87: error: unknown key 'become' in a change; known: at, time, when, fields",
        "mapping.yaml:8:50: error: 'owner' has no use for 'dates'; remove it",
        "mapping.yaml:8:70: error: unknown key 'actual_close_date' in the fields of a change; \(known)",
        "mapping.yaml:11:11: error: 'value' is missing in the fields of 'changes'; it expects text, or a mapping; "
          + "or name the fields that rows change, such as 'status: Stage'",
        "mapping.yaml:11:50: error: 'at' has no use for 'percentages'; remove it",
        "mapping.yaml:11:87: error: unknown key 'valu' in the fields of 'changes'; did you mean 'value'?",
      ])
  }

  /// One mistake in what a section says of its file, with its message.
  static let fileMistakes: [(String, String)] = [
    (
      "encoding: ansi",
      "3:13: error: 'encoding' expects one of utf-8, windows-1252, iso-8859-1, utf-16, not 'ansi'"
    ),
    ("skip_rows: -1", "3:14: error: 'skip_rows' must be zero or more"),
    (
      "time_zone: Europe/Pariss",
      "3:14: error: unknown time zone 'Europe/Pariss'; write an IANA name such as Europe/Paris or UTC"
    ),
    (
      "where: {column: Deleted}", "3:11: error: 'column' and 'is' or 'is_not' go together"
    ),
    (
      "where: {outcome: won}",
      "3:10: error: 'where' cannot depend on the deal's outcome; ask a 'column' instead"
    ),
    (
      "on_conflict: both",
      "3:16: error: 'on_conflict' expects one of file, person, refuse, not 'both'"
    ),
    (
      "future_closings: yes",
      "3:20: error: 'future_closings' expects one of refuse, allow, not 'yes'"
    ),
    (
      "dates: {pattern: d/M/yyyy, pivot: 1970}",
      "3:20: error: 'dates': 'pivot' goes with 'yy', which 'd/M/yyyy' does not have"
    ),
    ("dates: {pattern: d/M/yy, pivot: 70}", "3:35: error: 'pivot' must be a year from 1900 to 2100"),
    (
      "dates: yyyy-MM-ddZ", "3:10: error: 'dates': 'yyyy-MM-ddZ' has an offset, 'Z', without a time"
    ),
    (
      "dates: yyyy-MM-dd HH:mm.SSS",
      "3:10: error: 'dates': 'yyyy-MM-dd HH:mm.SSS' has a fraction, 'S', without seconds, 'ss'"
    ),
  ]

  @Test("each mistake in how a file is read has its place and its hint", arguments: fileMistakes)
  func file(_ mistake: (String, String)) {
    let text = """
      version: 1
      opportunities:
        \(mistake.0)
        fields: {external_id: id, account: account}
      """
    let reader = ConfigurationReader(catalog: Catalog([]), environment: { _ in nil })
    let checked = reader.check(ImportMapping.self, text: text, file: "mapping.yaml")
    #expect(checked.diagnostics.map { "\($0)" } == ["mapping.yaml:" + mistake.1])
  }

  @Test("a fallback cannot say what a blank does, and a mapping's name is one word")
  func blanks() {
    let text = """
      version: 1
      name: our crm
      opportunities:
        fields: {external_id: id, account: {column: a, fallback: {column: b, blanks: clear}}}
      """
    let reader = ConfigurationReader(catalog: Catalog([]), environment: { _ in nil })
    let checked = reader.check(ImportMapping.self, text: text, file: "mapping.yaml")
    #expect(
      checked.diagnostics.map { "\($0)" } == [
        "mapping.yaml:2:7: error: 'name' must be letters, digits, - and _",
        "mapping.yaml:4:69: error: 'blanks: clear' goes with the field, not with one of its fallbacks",
      ])
  }

  @Test("columns that changes name are found, or named at their place")
  func missingColumnOfChange() async throws {
    let section = "  changes: [{at: mode, fields: {owner: rep}}, {at: closed, when: {column: stge, is: won}}]"
    let mapping = try mapping(smallMapping("    unit_price: price", section))
    try await withDesk(smallSales) { desk in
      do {
        _ = try await desk.importText(BadRowTests.header, mapping)
        Issue.record("the columns were found")
      } catch let error as ImportMappingError {
        let known = "known: id, account, stage, product, quantity, price, closed"
        #expect(
          "\(error)" == """
            mapping.yaml:4:18: error: 'deals.csv' has no column 'mode'; \(known)
            mapping.yaml:4:40: error: 'deals.csv' has no column 'rep'; \(known)
            mapping.yaml:4:66: error: 'deals.csv' has no column 'stge'; did you mean 'stage'?
            """)
      }
    }
  }

  @Test("a column that the file does not have is named at its place in the mapping")
  func missingColumn() async throws {
    let mapping = try mapping(smallMapping("    unit_price: prise\n    owner: salesperson"))
    try await withDesk(smallSales) { desk in
      do {
        _ = try await desk.importText(BadRowTests.header, mapping)
        Issue.record("the column was found")
      } catch let error as ImportMappingError {
        #expect(
          "\(error)" == """
            mapping.yaml:11:17: error: 'deals.csv' has no column 'prise'; did you mean 'price'?
            mapping.yaml:12:12: error: 'deals.csv' has no column 'salesperson'; \
            known: id, account, stage, product, quantity, price, closed
            """)
      }
    }
  }

  @Test("a file for which the mapping has no section")
  func missingSection() async throws {
    try await withDesk(smallSales) { desk in
      let file = ImportFile(name: "people.csv", bytes: Array("name\nAnna\n".utf8))
      await #expect(throws: ImportMappingError.self) {
        try await desk.import(try mapping(smallMapping()), files: [.salespeople: file])
      }
    }
  }

  @Test("an empty file")
  func emptyFile() async throws {
    try await withDesk(smallSales) { desk in
      do {
        _ = try await desk.importText("", try mapping(smallMapping()))
        Issue.record("nothing was imported")
      } catch {
        #expect("\(error)" == "deals.csv:1:1: error: the file is empty; its first line must name the columns")
      }
    }
  }
}
