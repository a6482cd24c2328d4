import Foundation
@testable import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Synchronization
import Testing

/// A past that another system's audit trail tells.
@Suite("Files of changes")
struct AuditTrailTests {
  static let mappingText = """
    version: 1
    opportunities:
      accounts: create
      fields:
        external_id: id
        account: account
        owner: owner
        status: {column: stage, values: {New: open, "Closed won": won, "Closed lost": lost}}
        amount: amount
        created_at: made
        actual_close_date: closed
    changes:
      dates: M/d/yyyy
      numbers: {thousands: ","}
      fields:
        external_id: deal
        at: date
        time: time
        field: {column: field, values: {Stage: status, Amount: amount, Owner: owner, Rating: null}}
        value: new
        old_value: old
    """
  static let deals = "id,account,owner,stage,amount,made,closed\n"
  static let header = "deal,date,time,field,old,new\n"
  static let rows = """
    1,3/3/2017,17:30,Stage,New,Closed won
    1,2/1/2017,,Amount,"1,000","1,200"
    1,2/1/2017,09:00,Owner,anna,bert
    1,2/2/2017,,Rating,cold,hot
    1,3/3/2017,17:30,Amount,"1,200",900

    """

  static func load(_ desk: Desk, deals: String?, changes: String, _ options: ImportOptions = ImportOptions())
    async throws
    -> ImportSummary
  {
    var files = [ImportKind.changes: ImportFile(name: "changes.csv", bytes: Array((header + changes).utf8))]
    if let deals { files[.opportunities] = ImportFile(name: "deals.csv", bytes: Array((Self.deals + deals).utf8)) }
    return try await desk.import(try mapping(mappingText), files: files, options: options)
  }

  @Test("a new deal is made as it was before its first changes, and changed one moment after the other")
  func new() async throws {
    try await withDesk(smallSales) { desk in
      let row = "1,Acme,bert,Closed won,900,2017-01-10,2017-03-03\n"
      let summary = try await Self.load(desk, deals: row, changes: Self.rows)
      #expect(summary.sections.map(\.kind) == [.opportunities, .changes])
      #expect(summary.sections[0].created == 1)
      #expect(summary.sections[1].created == 4)
      #expect(summary.sections[1].blank == 1, "a field that is mapped to nothing is passed over")
      #expect(summary.datedChanges == 3, "changes of one moment are one")
      let days = ["2017-01-09", "2017-01-10", "2017-02-01", "2017-03-02", "2017-03-03"]
      #expect(
        try await PastTests.past(desk, "1", days) == [
          "absent", "open 1000.00 10", "open 1200.00 10", "open 1200.00 10", "won 900.00 100 2017-03-03",
        ])
      let noon = desk.pipeline.startOfDay(CivilDate(iso: "2017-02-01")!).adding(microseconds: 8 * 3_600_000_000)
      #expect(try await rolledForward(desk, to: noon).values.map(\.owner) == ["anna"])
      try await PastTests.expectWhole(desk)
      let again = try await Self.load(desk, deals: row, changes: Self.rows)
      #expect(again.changesNothing)
      #expect(again.sections[1].unchanged == 4)
    }
  }

  @Test("as of a past day by effective time, and as it was known then, are two answers")
  func known() async throws {
    let monday = CivilDate(iso: "2017-02-20")!
    let clock = Mutex(Instant(startOf: monday))
    let environment = PipelineEnvironment(
      now: { clock.withLock { $0 } }, makeID: PipelineEnvironment.fixed(at: Instant(startOf: monday)).makeID)
    let setup = try ConfigurationReader(catalog: .bundled).load(text: smallSales, file: "sales.yaml", baseFolder: "")
    let pipeline = try await Pipeline.open(setup, environment: environment)
    let desk = pipeline.acting(as: "anna")
    // On 20 February the deal is worth 1,000; a trail that is imported in April tells of 1,200 since 1 February.
    _ = try await Self.load(desk, deals: "1,Acme,anna,New,1000,2017-01-10,\n", changes: "")
    clock.withLock { $0 = Instant(startOf: CivilDate(iso: "2017-04-01")!) }
    _ = try await Self.load(desk, deals: nil, changes: "1,2/25/2017,,Amount,\"1,000\",\"1,200\"\n")
    let then = desk.endOfDay(CivilDate(iso: "2017-03-01")!)
    let effective = try await desk.funnel(ReportScope(asOf: then))
    let known = try await desk.funnel(ReportScope(asOf: then, knownAt: then))
    #expect(effective.total.unweighted == 1_200_00)
    #expect(known.total.unweighted == 1_000_00)
    let before = desk.endOfDay(monday)
    #expect(try await desk.funnel(ReportScope(asOf: before)).total.unweighted == 1_000_00)
    await pipeline.close()
  }

  @Test("changes of deals that are there already, without their rows; later changes stay, and so does the present")
  func standing() async throws {
    try await withDesk(smallSales) { desk in
      let row = "1,Acme,bert,Closed won,900,2017-01-10,2017-03-03\n"
      _ = try await Self.load(desk, deals: row, changes: Self.rows)
      let present = try await stored(desk)
      let late = "1,2/10/2017,,Amount,,\"1,500\"\n1,1/1/2017,,Amount,,1\n"
      let summary = try await Self.load(desk, deals: nil, changes: late)
      #expect(summary.sections.map(\.kind) == [.changes])
      #expect(summary.sections[0].created == 1)
      #expect(summary.sections[0].untold == 1, "from before the deal was known")
      #expect(
        try await PastTests.past(desk, "1", ["2017-02-09", "2017-02-10", "2017-03-02", "2017-03-03"]) == [
          "open 1200.00 10", "open 1500.00 10", "open 1500.00 10", "won 900.00 100 2017-03-03",
        ])
      #expect(try await stored(desk) == present)
      try await PastTests.expectWhole(desk)
      #expect(try await Self.load(desk, deals: nil, changes: late).changesNothing)
    }
  }

  @Test("without old values a field was blank before its first change, its status the first stage")
  func withoutOld() async throws {
    try await withDesk(smallSales) { desk in
      let row = "1,Acme,bert,Closed lost,900,2017-01-10,2017-03-03\n"
      _ = try await Self.load(
        desk, deals: row, changes: "1,3/3/2017,,Stage,,Closed lost\n1,2/1/2017,,Amount,,900\n1,2/1/2017,,Owner,,bert\n")
      #expect(
        try await PastTests.past(desk, "1", ["2017-01-10", "2017-02-01", "2017-03-03"]) == [
          "open - 10", "open 900.00 10", "lost 900.00 0 2017-03-03",
        ])
    }
  }

  @Test("a probability that its first change sets was the stage's before, though the row has the last one")
  func probabilityBefore() async throws {
    try await withDesk(smallSales) { desk in
      let text = Self.mappingText.replacing(
        "    created_at: made", with: "    probability: {column: share, percentages: percent}\n    created_at: made")
      var files = [
        ImportKind.changes: ImportFile(
          name: "changes.csv",
          bytes: Array((Self.header + "1,2/1/2017,,probability,,33.3\n1,2/8/2017,,probability,33.3,80\n").utf8))
      ]
      files[.opportunities] = ImportFile(
        name: "deals.csv",
        bytes: Array("id,account,owner,stage,amount,made,closed,share\n1,Acme,bert,New,900,2017-01-10,,80\n".utf8))
      _ = try await desk.import(try mapping(text), files: files)
      #expect(
        try await PastTests.past(desk, "1", ["2017-01-10", "2017-02-01", "2017-02-08"]) == [
          "open 900.00 10", "open 900.00 33.3", "open 900.00 80",
        ])
    }
  }

  @Test("a deals' file takes its changes along, since they could not be told any more afterwards")
  func files() async throws {
    let folder = NSTemporaryDirectory() + "trail-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let text = Self.mappingText.replacing("  dates:", with: "  file: changes.csv\n  dates:")
    try text.write(toFile: folder + "/mapping.yaml", atomically: true, encoding: .utf8)
    try (Self.header + Self.rows).write(toFile: folder + "/changes.csv", atomically: true, encoding: .utf8)
    try (Self.deals + "1,Acme,bert,Closed won,900,2017-01-10,2017-03-03\n")
      .write(toFile: folder + "/deals.csv", atomically: true, encoding: .utf8)
    try await withDesk(smallSales) { desk in
      let mapping = try ImportMapping.read(folder + "/mapping.yaml")
      let summary = try await desk.importFile(folder + "/deals.csv", mapping: mapping)
      #expect(summary.datedChanges == 3)
      #expect(try await desk.importFile(folder + "/changes.csv", mapping: mapping).changesNothing)
    }
  }

  static let bad: [(String, String)] = [
    (
      "1,2/30/2017,,Amount,,5",
      "changes.csv:3: column 'date': '2/30/2017' is not a day: February 2017 has days 1 to 28"
    ),
    ("1,,,Amount,,5", "changes.csv:3: column 'date': it is blank; every change took effect at some moment"),
    ("1,2/1/2017,25:00,Amount,,5", "changes.csv:3: column 'date': '25:00' is not a time of day such as 17:30"),
    (
      "1,2/1/2027,,Amount,,5",
      "changes.csv:3: column 'date': '2/1/2027' lies after the import, which takes place on 2026-11-24"
    ),
    (
      "1,2/1/2017,,amuont,,5",
      "changes.csv:3: column 'field': 'amuont' is not a field that an import can change; did you mean 'amount'?; "
        + "map it to null to pass its rows over"
    ),
    (
      "1,2/1/2017,,Amount,,5x",
      "changes.csv:3: column 'new': amount: '5x' is not a number such as 1,234,567.5"
    ),
    (
      "1,2/1/2017,,Stage,,Lukewarm",
      "changes.csv:3: column 'new': the sales cycle 'direct' has no status 'Lukewarm'; it has: open, won, lost"
    ),
    (
      "1,2/1/2017,,product,,GTX Pro",
      "changes.csv:3: column 'new': product: the deal has 0 lines; only the one line of a "
        + "deal can change by 'product'"
    ),
    (",2/1/2017,,Amount,,5", "changes.csv:3: column 'deal': it is blank; every change is of a deal"),
    (
      "9,2/1/2017,,Amount,,5",
      "changes.csv:3: column 'deal': there is no deal with the external id '9'; import it first"
    ),
  ]

  @Test(
    "rows that cannot be are named with line and column, and their deals are left out whole", arguments: 0..<bad.count)
  func refused(_ index: Int) async throws {
    let (row, message) = Self.bad[index]
    try await withDesk(smallSales) { desk in
      let deals = "1,Acme,bert,New,900,2017-01-10,\n2,Acme,bert,New,800,2017-01-10,\n"
      let changes = "2,2/1/2017,,Amount,700,800\n" + row + "\n"
      do {
        _ = try await Self.load(desk, deals: deals, changes: changes)
        Issue.record("the row was taken: \(row)")
      } catch let error as ImportRefused {
        #expect("\(error)" == message)
      }
      #expect(try await desk.opportunities().total == 0)
      var options = ImportOptions()
      options.skipsBadRows = true
      let summary = try await Self.load(desk, deals: deals, changes: changes, options)
      let isOfFirst = row.hasPrefix("1,")
      #expect(summary.sections[0].created == (isOfFirst ? 1 : 2))
      #expect(summary.sections[1].created == 1)
      #expect(summary.sections[1].refused == 1)
      #expect(try await desk.findOpportunity(externalID: "1") == nil || !isOfFirst)
      #expect(
        try await PastTests.past(desk, "2", ["2017-01-10", "2017-02-01"]) == ["open 700.00 10", "open 800.00 10"])
    }
  }
}
