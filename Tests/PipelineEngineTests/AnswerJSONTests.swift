import Foundation
import PipelineEngine
import PipelinePlugins
import Testing

/// Answers of a desk, through JSON and back.
@Suite("Changes, histories and reports as JSON")
struct AnswerJSONTests {
  /// Deals in two currencies, one won, one edited, one deleted and restored.
  private static func fill(_ desk: Desk) async throws {
    let acme = try await desk.addAccount("Acme", source: "fair") { $0.attributes = ["industry": "retail"] }
    var deals: [Opportunity] = []
    for (place, price) in ["10.50", "20.33", "7"].enumerated() {
      deals.append(
        try await desk.addOpportunity(in: acme) {
          $0.owner = place == 1 ? "ben" : "anna"
          $0.currency = place == 2 ? .eur : .usd
          $0.lines = [.init(product: "gtx-pro", unitPrice: ExactDecimal(stringLiteral: price))]
        })
    }
    let edited = try await desk.edit(deals[0]) {
      $0.nextStep = "Call"
      $0.lines = [.init(product: "gtx-pro", quantity: 3, unitPrice: "9.99")]
      $0.expectedCloseDate = "2027-02-01"
    }
    _ = try await desk.edit(edited) { $0.probability = BasisPoints(3333) }
    let engaged = try await desk.edit(deals[1]) {
      $0.status = "engaging"
      $0.nextStep = "Sign"
    }
    _ = try await desk.close(engaged, as: .won)
    try await desk.delete(deals[2])
    _ = try await desk.restore(deals[2].id)
  }

  private static func again<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
  }

  /// What a value is worth after it was read: sums are rounded, so that reading it once more changes nothing.
  private static func holds<Value: Codable & Equatable>(_ value: Value) throws {
    let once = try again(value)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    #expect(try encoder.encode(once) == encoder.encode(value))
    #expect(try again(once) == once)
  }

  @Test("changes and entries of the history read back as they were written", arguments: Backend.all)
  func changes(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      try await Self.fill(desk)
      let end = try await desk.snapshot().cursor
      var changes: [Pipeline.Change] = []
      for try await change in desk.changes() {
        changes.append(change)
        // The reading ends with the last change that the person sees.
        if case .restored = change.event, change.kind == .opportunity { break }
      }
      #expect(changes.count > 10 && changes.allSatisfy { $0.cursor <= end })
      #expect(try Self.again(changes) == changes)
      let deals = try await desk.opportunities().items
      let entries = try await desk.history(of: deals[0].id)
      #expect(entries.contains { if case .changed("amount", _, _, _) = $0.event { true } else { false } })
      #expect(try Self.again(entries) == entries)
    }
  }

  @Test("an amount has its currency where it is known, else it is in minor units")
  func amounts() async throws {
    try await Backend.memory.withDesk { desk in
      try await Self.fill(desk)
      var seen: Set<String> = []
      for try await change in desk.changes() {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(change)) as? [String: Any]
        if let amount = (object?["fields"] as? [String: Any])?["amount"] as? [String: String] {
          #expect(Set(amount.keys) == ["amount", "currency"])
          seen.insert("created")
        }
        if object?["field"] as? String == "amount" {
          #expect(object?["old"] as? [String: String] == ["minor_units": "1050"])
          #expect(object?["new"] as? [String: String] == ["minor_units": "2997"])
          seen.insert("changed")
        }
        if case .restored = change.event { break }
      }
      #expect(seen == ["created", "changed"])
    }
  }

  @Test(
    "the funnel, the grid, the waterfall, the conversion, a forecast and a dashboard read back", arguments: Backend.all)
  func reports(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      try await Self.fill(desk)
      try Self.holds(try await desk.funnel())
      try Self.holds(try await desk.salesGrid(by: .month))
      try Self.holds(try await desk.conversion())
      let waterfall = try await desk.waterfall(from: CivilDate("2026-11-01"), to: Fixture.today)
      #expect(try Self.again(waterfall) == waterfall)
      let forecast = try await desk.forecast(ReportDefinition("all", groupBy: [.owner, .stage]))
      #expect(try Self.again(forecast) == forecast)
      let dashboard = try await desk.dashboard()
      #expect(!dashboard.sections.isEmpty && !dashboard.details.isEmpty && !dashboard.gaps.isEmpty)
      #expect(try Self.again(dashboard) == dashboard)
      let page = try await desk.opportunities(limit: 2)
      #expect(try Self.again(page) == page)
    }
  }

  @Test("figures that were explained, the deals of a stage and lookup tables read back", arguments: Backend.all)
  func figures(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      try await Self.fill(desk)
      let stage = try await desk.deals(inStage: "prospecting")
      // One of them cannot be priced.
      #expect(stage.items.map { $0.unweighted == nil }.sorted { !$0 && $1 } == [false, true])
      #expect(try Self.again(stage) == stage)
      let measures: [ReportMeasure] = [.count, .weighted, .winRate, .averageAge]
      let definition = ReportDefinition("all", period: .all, groupBy: [.owner], measures: measures)
      for measure in measures {
        let figure = try await desk.explain(FigureCell([:], measure), of: definition)
        #expect(figure.measure == measure)
        #expect(try Self.again(figure) == figure, "\(measure.rawValue)")
      }
      let weighted = try await desk.explain(FigureCell([:], .weighted), of: definition)
      #expect(weighted.kind == .money(.usd) && weighted.deals.items.allSatisfy { $0.currency == .usd })
      let json = try #require(
        try JSONSerialization.jsonObject(with: JSONEncoder().encode(weighted)) as? [String: Any])
      #expect(json["type"] as? String == "money" && json["currency"] as? String == "USD")
      #expect(json["value"] as? String == weighted.value.plainText(.money(.usd)))
      for name in LookupTableName.allCases {
        let table = try await desk.lookup(name)
        let again = try Self.again(table)
        #expect(again == table && again.entries.allSatisfy { again[$0.key] == $0 })
      }
    }
  }

  @Test("a figure of a newer format, of an unknown measure and of another type is refused")
  func badFigures() async throws {
    try await Backend.memory.withDesk { desk in
      try await Self.fill(desk)
      let figure = try await desk.explain(
        FigureCell([:], .count), of: ReportDefinition("all", period: .all, groupBy: [.owner], measures: [.count]))
      let json = try #require(
        try JSONSerialization.jsonObject(with: JSONEncoder().encode(figure)) as? [String: Any])
      for (member, value) in [("format", 2), ("measure", "luck"), ("type", "money"), ("value", "2")] as [(String, Any)]
      {
        var bad = json
        bad[member] = value
        let data = try JSONSerialization.data(withJSONObject: bad)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(ExplainedFigure.self, from: data) }
      }
      var unknown = json
      unknown["value"] = NSNull()
      let read = try JSONDecoder().decode(ExplainedFigure.self, from: JSONSerialization.data(withJSONObject: unknown))
      #expect(read.value == .null)
      let table =
        #"{"name": "OpportunitySource", "entries": [{"key": "a", "label": {"text": "A"}, "attributes": {}, "retired": false}, {"key": "a", "label": {"text": "B"}, "attributes": {}, "retired": true}]}"#
      let source = try JSONDecoder().decode(LookupTable.self, from: Data(table.utf8))
      #expect(source.entries.map(\.label) == ["A"])
      let newer = table.replacing(#"{"name""#, with: #"{"format": 2, "name""#)
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(LookupTable.self, from: Data(newer.utf8)) }
    }
  }

  @Test("the lines of a deal are identified by their places, equal ones too")
  func lines() {
    let line = OpportunityLine(product: "gtx-pro", unitPrice: "10")
    let placed = [line, line, OpportunityLine(product: "sup", unitPrice: "2")].placed
    #expect(placed.map(\.id) == [0, 1, 2] && placed.map(\.product) == ["gtx-pro", "gtx-pro", "sup"])
    #expect(placed[0] != placed[1] && placed[0].line == placed[1].line)
    #expect([OpportunityLine]().placed.isEmpty)
  }

  @Test("a funnel shows the same amounts after it was read")
  func funnel() async throws {
    try await Backend.memory.withDesk { desk in
      try await Self.fill(desk)
      let funnel = try await desk.funnel()
      let again = try Self.again(funnel)
      #expect(again.rows.map(\.figures.weighted) == funnel.rows.map(\.figures.weighted))
      #expect(again.rows.map(\.stage) == funnel.rows.map(\.stage) && again.rows.map(\.id) == funnel.rows.map(\.id))
      #expect(again.total.unweighted == funnel.total.unweighted && again.currency == funnel.currency)
      #expect(again.cycles.map(\.rows) == funnel.cycles.map(\.rows))
    }
  }

  @Test("a record that was read cannot set what only the engine sets", arguments: Backend.all)
  func engineFields(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      let deal = try await desk.addOpportunity(in: acme) {
        $0.statedAmount = try? Money(parsing: "10", currency: .usd)
        $0.externalID = "D"
      }
      var json = try #require(
        try JSONSerialization.jsonObject(with: JSONEncoder().encode(deal.body)) as? [String: Any])
      json["created_at"] = "2001-01-01T00:00:00Z"
      json["amount"] = ["amount": "99.00", "currency": "USD"]
      json["probability_origin"] = "person"
      json["actual_close_date"] = "2026-01-01"
      json["imported"] = "x"
      json["next_step"] = "Call"
      let forged = try JSONDecoder().decode(OpportunityBody.self, from: JSONSerialization.data(withJSONObject: json))
      #expect(forged.amount?.decimalText == "99.00")
      let edited = try await desk.edit(deal) { $0 = forged }
      var expected = deal.body
      expected.nextStep = "Call"
      #expect(edited.body == expected)
      let added = try await desk.addOpportunity(in: acme) {
        $0 = forged
        $0.externalID = "E"
      }
      #expect(added.createdAt == deal.createdAt && added.imported == nil && added.actualCloseDate == nil)
      #expect(added.amount?.decimalText == "10.00")
      var account = try #require(
        try JSONSerialization.jsonObject(with: JSONEncoder().encode(acme.body)) as? [String: Any])
      account["standing"] = "customer"
      account["created_at"] = "2001-01-01T00:00:00Z"
      let body = try JSONDecoder().decode(AccountBody.self, from: JSONSerialization.data(withJSONObject: account))
      #expect(try await desk.edit(acme) { $0 = body }.body == acme.body)
      let other = try await desk.addAccount("Other") { $0 = body }
      #expect(other.standing == .prospect && other.createdAt == acme.createdAt)
    }
  }

  @Test("lookups come in pairs: one throws, the other returns nothing", arguments: Backend.all)
  func pairs(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme") { $0.externalID = "A" }
      let deal = try await desk.addOpportunity(in: acme) { $0.externalID = "D" }
      let anna = try await desk.together { try await $0.setSalesperson("anna") }
      #expect(try await desk.opportunity(deal.id) == deal)
      #expect(try await desk.findOpportunity(deal.id) == deal)
      #expect(try await desk.opportunity(externalID: "D") == deal)
      #expect(try await desk.account(externalID: "A").id == acme.id)
      #expect(try await desk.findAccount(acme.id)?.id == acme.id)
      #expect(try await desk.salesperson(named: "anna").id == anna.id)
      let nobody = RecordID(high: 1, low: 2)
      #expect(try await desk.findOpportunity(nobody) == nil)
      #expect(try await desk.findOpportunity(externalID: "?") == nil)
      #expect(try await desk.findAccount(nobody) == nil)
      #expect(try await desk.findAccount(externalID: "?") == nil)
      #expect(try await desk.findSalesperson(named: "?") == nil)
      #expect(try await desk.reports.find("none") == nil)
      await #expect(throws: NotFound(kind: .opportunity, key: "?")) { try await desk.opportunity(externalID: "?") }
      await #expect(throws: NotFound(kind: .account, key: "?")) { try await desk.account(externalID: "?") }
      await #expect(throws: NotFound(kind: .salesperson, key: "?")) { try await desk.salesperson(named: "?") }
      await #expect(throws: NotFound(kind: .opportunity, key: "\(nobody)")) { try await desk.opportunity(nobody) }
      await #expect(throws: NotFound(kind: .account, key: "\(nobody)")) { try await desk.account(nobody) }
    }
  }
}

@Suite("The clock for tests")
struct TestClockTests {
  @Test("it moves when it is moved, forwards and back, and stops at the ends of time")
  func moves() {
    let clock = PipelineEnvironment.TestClock(at: "2026-03-02T09:00:00Z")
    clock.advance(by: .milliseconds(1500))
    #expect(clock.now == "2026-03-02T09:00:01.5Z")
    clock.advance(by: .microseconds(-500_000))
    clock.advance(days: -1)
    #expect(clock.now == "2026-03-01T09:00:01Z")
    clock.set(to: "2027-01-01T00:00:00Z")
    #expect(clock.now == "2027-01-01T00:00:00Z")
    clock.advance(by: .seconds(Int64.max))
    #expect(clock.now == Instant(microsecondsSince1970: .max))
  }

  @Test("records have its times, and the same identities in every run", arguments: Backend.all)
  func records(_ backend: Backend) async throws {
    var runs: [[Opportunity]] = []
    for _ in 0..<2 {
      let clock = PipelineEnvironment.TestClock(at: "2026-03-02T09:00:00Z")
      try await backend.withDesk(environment: .testing(clock, seed: 7)) { desk in
        let acme = try await desk.addAccount("Acme")
        let first = try await desk.addOpportunity(in: acme)
        clock.advance(days: 1)
        let second = try await desk.addOpportunity(in: acme)
        #expect(first.createdAt == "2026-03-02T09:00:00Z" && second.createdAt == "2026-03-03T09:00:00Z")
        #expect(first.id < second.id)
        let closed = try await desk.close(second, as: .lost) { $0.lossReason = "price" }
        #expect(closed.actualCloseDate == "2026-03-03")
        runs.append([first, closed])
      }
    }
    #expect(runs[0] == runs[1])
  }
}
