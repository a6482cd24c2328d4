@testable import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// A past that the deals' own rows tell.
@Suite("The past of imported deals")
struct PastTests {
  static let fields = """
        unit_price: {column: price, numbers: {thousands: ","}}
        loss_reason: {column: reason, when: {outcome: lost}}
        probability: {column: chance, when: {outcome: open}, percentages: percent}
    """
  static let changes = """
      changes:
        - at: made
          fields: {status: {constant: open}, unit_price: {lookup: list_price}}
        - at: {column: closed, dates: d-MMM-yyyy}
          time: {constant: "17:30"}
          when: {outcome: [won, lost]}
    """
  static let mappingText = smallMapping(fields, changes)
  static let header = "id,account,stage,product,quantity,price,closed,made,chance,reason\n"

  /// What a deal was at each of some days' ends.
  static func past(_ desk: Desk, _ externalID: String, _ days: [String]) async throws -> [String] {
    var texts: [String] = []
    for day in days {
      let day = try #require(CivilDate(iso: day))
      let deals = try await rolledForward(desk, to: desk.pipeline.endOfDay(day)).values
      let deal = deals.first { $0.externalID == externalID }
      texts.append(
        deal.map { deal in
          let closed = deal.actualCloseDate.map { " \($0)" } ?? ""
          return "\(deal.status) \(deal.amount?.decimalText ?? "-") \(deal.probability?.percentText ?? "-")\(closed)"
        } ?? "absent")
    }
    return texts
  }

  /// The present is the end of the past, in the store's cells.
  static func expectWhole(_ desk: Desk, at place: SourceLocation = #_sourceLocation) async throws {
    let last = try await rolledForward(desk, to: Instant(microsecondsSince1970: .max))
    #expect(try await last == stored(desk), sourceLocation: place)
  }

  @Test("each step is a change of its own instant, by the rules of a single edit", arguments: ["UTC", "Europe/Paris"])
  func steps(zone: String) async throws {
    try await withDesk(smallSales + "\ncalendar: {time_zone: \(zone)}\n") { desk in
      let rows = """
        1,Acme,won,GTX Pro,1,"5,000",3-Mar-2017,2017-01-10,,
        2,Acme,open,GTX Pro,2,10,,2017-02-01,65%,
        3,Acme,open,GTX Pro,1,7,,,,
        """
      let summary = try await desk.importText(Self.header + rows, try mapping(Self.mappingText))
      #expect(summary.sections[0].created == 3)
      #expect(summary.datedChanges == 1)
      #expect(summary.dealsWithPast == 2)
      let days = ["2017-01-09", "2017-01-10", "2017-03-02", "2017-03-03", "2026-11-24"]
      #expect(
        try await Self.past(desk, "1", days) == [
          "absent", "open 4821.00 10", "open 4821.00 10", "won 5000.00 100 2017-03-03", "won 5000.00 100 2017-03-03",
        ])
      #expect(
        try await Self.past(desk, "2", ["2017-01-31", "2017-02-01", "2026-11-23", "2026-11-24"]) == [
          "absent", "open 9642.00 10", "open 9642.00 10", "open 20.00 65",
        ], "what the changes leave open took effect with the import")
      #expect(try await Self.past(desk, "3", ["2026-11-23", "2026-11-24"]) == ["absent", "open 7.00 10"])
      let days2 = CivilDays(zone: zone)
      let deal = try #require(try await desk.findOpportunity(externalID: "1"))
      #expect(deal.createdAt == days2.instant(CivilDate(iso: "2017-01-10")!), "midnight at the place")
      #expect(deal.statusSince == days2.instant(CivilDate(iso: "2017-03-03")!, secondsOfDay: 63_000))
      let history = try await desk.history(of: deal.id)
      #expect(history.map(\.at).first == deal.createdAt)
      #expect(Set(history.dropFirst().map(\.at)) == [deal.statusSince])
      try await Self.expectWhole(desk)
      #expect(try await desk.accounts(named: "Acme").first?.standing == .customer)
    }
  }

  @Test("the same file again writes nothing; a file that knows more adds what it knows, at its instants")
  func again() async throws {
    try await withDesk(smallSales) { desk in
      let mapping = try mapping(Self.mappingText)
      let first = "1,Acme,open,GTX Pro,1,4821,,2017-01-10,,\n"
      _ = try await desk.importText(Self.header + first, mapping)
      let before = try await desk.pipeline.store.journal(nil, id: nil, after: .start, limit: .max)
      #expect(try await desk.importText(Self.header + first, mapping).changesNothing)
      let after = try await desk.pipeline.store.journal(nil, id: nil, after: .start, limit: .max)
      #expect(before == after)
      let closed = "1,Acme,won,GTX Pro,1,5000,3-Mar-2017,2017-01-10,,\n"
      let summary = try await desk.importText(Self.header + closed, mapping)
      #expect(summary.sections[0].updated == 1)
      #expect(summary.datedChanges == 1)
      #expect(
        try await Self.past(desk, "1", ["2017-01-10", "2017-03-02", "2017-03-03"]) == [
          "open 4821.00 10", "open 4821.00 10", "won 5000.00 100 2017-03-03",
        ])
      #expect(try await desk.importText(Self.header + closed, mapping).changesNothing)
      try await Self.expectWhole(desk)
    }
  }

  @Test("what is recorded late does not overtake what changed later, and brings nothing along beyond it")
  func late() async throws {
    let stages = smallSales.replacing(
      "- {key: won,",
      with: "- {key: hot, probability: 10}\n      - {key: cold, probability: 30}\n      - {key: won,")
    try await withDesk(stages) { desk in
      let text = """
        version: 1
        opportunities:
          accounts: create
          changes:
            - {at: made, fields: {status: {constant: open}}}
            - {at: cooled, fields: {status: {constant: cold}, owner: {constant: bert}}}
            - {at: warmed}
          fields: {external_id: id, account: account, status: stage, owner: owner}
        """
      let header = "id,account,stage,owner,made,cooled,warmed\n"
      _ = try await desk.importText(header + "1,Acme,hot,cleo,2017-01-01,,2017-06-01\n", try mapping(text))
      _ = try await desk.importText(header + "1,Acme,hot,cleo,2017-01-01,2017-03-01,2017-06-01\n", try mapping(text))
      let deal = try #require(try await desk.findOpportunity(externalID: "1"))
      #expect(deal.status == "hot")
      #expect(deal.probability == BasisPoints(1000))
      #expect(deal.owner == "cleo")
      let days = ["2017-02-28", "2017-03-01", "2017-05-31", "2017-06-01"]
      #expect(try await Self.past(desk, "1", days) == ["open - 10", "cold - 30", "cold - 30", "hot - 10"])
      try await Self.expectWhole(desk)
      #expect(
        try await desk.importText(
          header + "1,Acme,hot,cleo,2017-01-01,2017-03-01,2017-06-01\n", try mapping(text)
        ).changesNothing)
    }
  }

  @Test("an import that takes place on a past day does not undo what people changed since")
  func pastDay() async throws {
    try await withDesk(smallSales) { desk in
      let mapping = try mapping(Self.mappingText)
      var options = ImportOptions()
      options.today = CivilDate(iso: "2018-01-01")
      let row = "1,Acme,open,GTX Pro,1,4821,,2017-01-10,,\n"
      _ = try await desk.importText(Self.header + row, mapping, options)
      let deal = try #require(try await desk.findOpportunity(externalID: "1"))
      _ = try await desk.edit(deal) { $0.probability = BasisPoints(7000) }
      #expect(try await desk.importText(Self.header + row, mapping, options).changesNothing)
      let other = "1,Acme,open,GTX Pro,1,4821,,2017-01-10,20%,\n"
      #expect(try await desk.importText(Self.header + other, mapping, options).sections[0].updated == 1)
      #expect(try await desk.findOpportunity(externalID: "1")?.probability == BasisPoints(7000))
      #expect(
        try await Self.past(desk, "1", ["2017-12-31", "2018-01-01", "2026-11-24"]) == [
          "open 4821.00 10", "open 4821.00 20", "open 4821.00 70",
        ])
      try await Self.expectWhole(desk)
    }
  }

  @Test("a past before the deal was known here is left out, and counted")
  func untold() async throws {
    try await withDesk(smallSales) { desk in
      let row = "1,Acme,won,GTX Pro,1,5000,3-Mar-2017,2017-01-10,,\n"
      _ = try await desk.importText(Self.header + row, try mapping(smallMapping(Self.fields)))
      let summary = try await desk.importText(Self.header + row, try mapping(Self.mappingText))
      #expect(summary.changesNothing)
      #expect(summary.sections[0].untold == 2)
    }
  }

  static let refusals: [(String, String)] = [
    (
      "1,Acme,won,GTX Pro,1,5,3-Mar-2017,2017-01-32,,",
      "column 'made': '2017-01-32' is not a day: January 2017 has days 1 to 31"
    ),
    (
      "1,Acme,won,GTX Pro,1,5,3-Mar-2017,2017-04-01,,",
      "column 'closed': '3-Mar-2017' lies before the change above it, of 2017-04-01; changes must be in order of time"
    ),
    (
      "1,Acme,open,GTX Pro,1,5,,2026-11-25,,",
      "column 'made': '2026-11-25' lies after the import, which takes place on 2026-11-24"
    ),
    (
      "1,Acme,lost,GTX Pro,1,5,3-Mar-2017,2017-01-10,,bribery",
      "column 'reason': OpportunityLossReason has no entry 'bribery'; the table is empty (the change of 2017-03-03)"
    ),
    (
      "1,Acme,won,GTX Pro,1,5,3-Mar-2017,2017-01-10,,",
      "column 'closed': 'open' does not lead to 'won'; it leads to: lost (the change of 2017-03-03)"
    ),
  ]

  @Test(
    "a step that cannot be read or that a rule refuses is named with line and column, and leaves nothing half-written")
  func refused() async throws {
    for (row, message) in Self.refusals {
      let strict = message.contains("does not lead")
      let yaml = strict ? smallSales.replacing("{key: open,", with: "{key: open, next: [lost],") : smallSales
      try await withDesk(yaml) { desk in
        // The status column counts as the row's own, so that the refusal stands at the column that the step has.
        let rows = Self.header + "0,Beta,open,GTX Pro,1,5,,2017-01-01,,\n" + row + "\n"
        let mapping = try mapping(Self.mappingText)
        do {
          _ = try await desk.importText(rows, mapping)
          Issue.record("the row was taken: \(row)")
        } catch let error as ImportRefused {
          #expect("\(error)" == "deals.csv:3: " + (strict ? message.replacing("'closed'", with: "'stage'") : message))
        }
        #expect(try await desk.opportunities().total == 0)
        var options = ImportOptions()
        options.skipsBadRows = true
        let summary = try await desk.importText(rows, mapping, options)
        #expect(summary.sections[0].created == 1 && summary.sections[0].refused == 1)
        #expect(try await desk.opportunities().total == 1)
        #expect(try await desk.findOpportunity(externalID: "1") == nil)
      }
    }
  }
}
