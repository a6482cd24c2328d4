import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// What people expect to win, beside what their deals add up to.
@Suite("Forecast calls", .serialized)
struct ForecastCallTests {
  private static func day(_ number: Int) -> CivilDate { Fixture.today.adding(days: number) ?? Fixture.today }

  /// Anna and Bob sell, Eva manages Anna and Zoe manages Eva; Bob sees his own deals only. Today is in 2026-Q4.
  private func inCompany(
    _ backend: Backend, _ body: (Desk, AsOfTests.World) async throws -> Void
  ) async throws {
    let world = AsOfTests.World(seed: 1)
    try await backend.withDesk(environment: world.environment) {
      $0.access = Policy(grants: [
        "bob": AccessGrant(sees: .owners(["bob"])), "reader": AccessGrant(sees: .all, changes: .owners([])),
      ])
    } _: { anna in
      try await anna.together { batch in
        _ = try await batch.setSalesperson("anna") { $0.manager = "eva" }
        _ = try await batch.setSalesperson("eva") { $0.manager = "zoe" }
        let acme = try await batch.addAccount("Acme")
        for (owner, forecast, amount) in [
          ("anna", "commit", 100), ("anna", "best_case", 40), ("anna", "pipeline", 1_000), ("bob", "commit", 7),
          ("bob", "omitted", 9_000),
        ] {
          _ = try await batch.addOpportunity(in: acme) {
            $0.owner = owner
            $0.forecast = forecast
            $0.statedAmount = Money(minorUnits: Int64(amount) * 100, currency: .usd)
            $0.expectedCloseDate = Self.day(3)
          }
        }
      }
      try await body(anna, world)
    }
  }

  private func rows(_ document: ReportDocument) -> [[String]] {
    (document.table.rows + [document.table.total ?? []]).map { row in
      zip(row, document.table.columns).map { $0.plainText($1.kind) ?? "-" }
    }
  }

  @Test("calls and adjustments are beside what deals add up to, never in it", arguments: Backend.all)
  func beside(_ backend: Backend) async throws {
    try await inCompany(backend) { anna, _ in
      let before = try await anna.forecast(ReportDefinition("all", period: .all, groupBy: [.owner])).table
      try await anna.call("300.50", for: "2026-Q4")
      try await anna.acting(as: "bob").call("20", for: "this_quarter")
      try await anna.acting(as: "carl").call("5", for: "2026-Q4")
      try await anna.acting(as: "anna").call("77", for: "2027-Q1")
      try await anna.acting(as: "eva").adjustCall(of: "anna", to: "250", for: "2026-Q4")
      let document = try await anna.callReport(for: "2026-Q4")
      #expect(
        document.table.columns.map(\.key) == [
          "owner", "won", "commit", "best_case", "weighted", "call", "adjustment", "adjusted_call",
        ])
      // Carl has a call and no deal. The weighted value is that of the stage: 10 % of all but what is omitted.
      #expect(
        rows(document) == [
          ["anna", "0.00", "100.00", "40.00", "114.00", "300.50", "250.00", "250.00"],
          ["bob", "0.00", "7.00", "0.00", "0.70", "20.00", "-", "20.00"],
          ["carl", "0.00", "0.00", "0.00", "0.00", "5.00", "-", "5.00"],
          ["-", "0.00", "107.00", "40.00", "114.70", "325.50", "250.00", "275.00"],
        ])
      #expect(try await anna.forecast(ReportDefinition("all", period: .all, groupBy: [.owner])).table == before)
      // A manager's manager may adjust too; an adjustment that is removed leaves the call.
      let zoe = anna.acting(as: "zoe")
      #expect(try await zoe.adjustCall(of: "anna", to: "240", for: "2026-Q4").adjustedBy == "zoe")
      let call = try await zoe.adjustCall(of: "anna", to: nil, for: "2026-Q4")
      #expect(call.amount?.decimalText == "300.50" && call.adjustment == nil && call.adjustedBy == nil)
    }
  }

  @Test("a quarter without a call of its own has those of its months", arguments: Backend.all)
  func months(_ backend: Backend) async throws {
    try await inCompany(backend) { anna, _ in
      try await anna.call("10", for: "2026-10")
      try await anna.call("20", for: "2026-12")
      let byMonth = ReportDefinition(
        "m", period: .relative(.thisQuarter), groupBy: [.month], owners: ["anna"], measures: [.call])
      #expect(
        rows(try await anna.forecast(byMonth)) == [
          ["2026-10", "10.00"], ["2026-11", "-"], ["2026-12", "20.00"], ["-", "30.00"],
        ])
      try await anna.call("50", for: "2026-Q4")
      #expect(rows(try await anna.forecast(byMonth)).last == ["-", "50.00"])
      #expect(rows(try await anna.callReport(for: "2026-Q4")).first?[5] == "50.00")
      #expect(rows(try await anna.callReport(for: "2026-12")).first?[5] == "20.00")
      let stage = ReportDefinition("s", period: .relative(.thisQuarter), groupBy: [.stage], measures: [.count, .call])
      #expect(rows(try await anna.forecast(stage)).first?[2] == "-", "nobody calls a number for a stage")
    }
  }

  /// The codes and fields of what a command is refused for.
  private func refusals(_ body: @Sendable () async throws -> Desk.ForecastCall) async throws -> [String] {
    do {
      _ = try await body()
      return []
    } catch let refused as Refused {
      return refused.refusals.map { "\($0.code.rawValue) \($0.field.map { "\($0)" } ?? "")" }
    }
  }

  @Test("what is wrong is refused whole, and nothing is written", arguments: Backend.all)
  func refused(_ backend: Backend) async throws {
    try await inCompany(backend) { anna, _ in
      let (eva, bob, reader) = (anna.acting(as: "eva"), anna.acting(as: "bob"), anna.acting(as: "reader"))
      for period in ["2026", "2026-Q5", "2026-13", "this_year", "next week", "", "2026-W3"] {
        let found = try await refusals { try await anna.call("1", for: period) }
        #expect(found == ["invalid period"], "\(period)")
      }
      for amount in ["-1", "1.005"] as [ExactDecimal] {
        let found = try await refusals { try await anna.call(amount, for: "2026-Q4") }
        #expect(found == ["invalid call"])
      }
      let huge = try ExactDecimal(parsing: "999999999999999999")
      let tooMuch = try await refusals { try await anna.call(huge, for: "2026-Q4") }
      #expect(tooMuch == ["overflow call"])
      let foreign = try await refusals { try await anna.call("1", currency: .eur, for: "2026-Q4") }
      #expect(foreign == ["currency_mismatch call"])
      let another = try await refusals { try await eva.call("1", for: "2026-Q4", of: "anna") }
      #expect(another == ["not_allowed person"])
      let reading = try await refusals { try await reader.call("1", for: "2026-Q4") }
      #expect(reading == ["not_allowed person"])
      for (manager, person) in [("anna", "anna"), ("bob", "anna"), ("anna", "eva"), ("eva", "bob"), ("eva", "nobody")] {
        let desk = anna.acting(as: manager)
        let found = try await refusals { try await desk.adjustCall(of: person, to: "1", for: "2026-Q4") }
        #expect(found == ["not_allowed person"], "\(manager) \(person)")
      }
      // All that is wrong at once.
      let all = try await refusals { try await bob.adjustCall(of: "anna", to: "-1", for: "x") }
      #expect(all == ["not_allowed person", "invalid period", "invalid adjustment"])
      let calls = try await anna.calls()
      #expect(calls == [])
      await #expect(throws: Refused.self) { try await anna.calls(for: "2026") }
    }
  }

  @Test(
    "a call is as visible as its salesperson's deals: in lists, reports, histories and changes", arguments: Backend.all)
  func visible(_ backend: Backend) async throws {
    try await inCompany(backend) { anna, _ in
      let bob = anna.acting(as: "bob")
      try await anna.call("300", for: "2026-Q4")
      try await bob.call("20", for: "2026-Q4")
      try await anna.call("301", for: "2026-Q4")
      #expect(try await bob.calls().map(\.person) == ["bob"])
      #expect(try await anna.calls(for: "2026-Q4").map(\.person) == ["anna", "bob"])
      #expect(rows(try await bob.callReport(for: "2026-Q4")).map { $0[5] } == ["20.00", "20.00"])
      #expect(try await bob.callHistory(of: "anna", for: "2026-Q4") == [])
      var seen: [RecordKind] = []
      try await bob.eachChange { if $0.kind == .forecastCall { seen.append($0.kind) } }
      #expect(seen.count == 1)
      var all = 0
      try await anna.eachChange { if $0.kind == .forecastCall { all += 1 } }
      #expect(all == 3)
    }
  }

  @Test("a past report has the call as it was then, and the history has each change", arguments: Backend.all)
  func asOf(_ backend: Backend) async throws {
    try await inCompany(backend) { anna, world in
      try await anna.call("300", for: "2026-Q4")
      world.pass(seconds: 86_400)
      try await anna.acting(as: "eva").adjustCall(of: "anna", to: "250", for: "2026-Q4")
      world.pass(seconds: 86_400)
      try await anna.call("280", for: "2026-Q4")
      try await anna.call(nil, for: "2026-Q4")
      func then(_ day: Int) async throws -> [String] {
        let scope = ReportScope(asOf: anna.endOfDay(Self.day(day)))
        return Array(rows(try await anna.callReport(for: "2026-Q4", scope)).last?.suffix(3) ?? [])
      }
      #expect(try await then(-1) == ["-", "-", "-"])
      #expect(try await then(0) == ["300.00", "-", "300.00"])
      #expect(try await then(1) == ["300.00", "250.00", "250.00"])
      #expect(try await then(2) == ["-", "250.00", "250.00"])
      #expect(try await anna.calls(asOf: anna.endOfDay(Self.day(0))).map(\.amount?.decimalText) == ["300.00"])
      let history = try await anna.callHistory(of: "anna", for: "2026-Q4").map {
        "\($0.author) \($0.figure.rawValue) \($0.old?.decimalText ?? "-") \($0.new?.decimalText ?? "-")"
      }
      #expect(
        history == [
          "anna call - 300.00", "eva adjustment - 250.00", "anna call 300.00 280.00", "anna call 280.00 -",
        ])
    }
  }

  @Test(
    "a call is undone by who may make it, once; repeating an operation has no second effect", arguments: Backend.all)
  func undone(_ backend: Backend) async throws {
    try await inCompany(backend) { anna, _ in
      let (eva, operation) = (anna.acting(as: "eva"), anna.makeID())
      let call = try await anna.call("300", for: "2026-Q4", operation: operation)
      #expect(try await anna.call("300", for: "2026-Q4", operation: operation) == call)
      await #expect(throws: Refused.self, "the call is Anna's own") { try await eva.undo(operation) }
      await #expect(throws: NotFound.self, "Bob does not see it") { try await anna.acting(as: "bob").undo(operation) }
      let adjusting = anna.makeID()
      try await eva.adjustCall(of: "anna", to: "250", for: "2026-Q4", operation: adjusting)
      await #expect(throws: Refused.self, "no manager") { try await anna.undo(adjusting) }
      try await eva.undo(adjusting)
      #expect(try await anna.calls().map(\.adjustment) == [nil])
      let raising = anna.makeID()
      try await anna.call("310", for: "2026-Q4", operation: raising)
      try await anna.undo(raising)
      #expect(try await anna.calls().map(\.amount?.decimalText) == ["300.00"])
      // Two in one transaction, and all or nothing.
      await #expect(throws: Refused.self) {
        try await anna.together { batch in
          _ = try await batch.call("1", for: "2026-11")
          _ = try await batch.call("2", for: "2026")
        }
      }
      #expect(try await anna.calls().count == 1)
      try await anna.together { batch in
        _ = try await batch.call("1", for: "2026-11")
        _ = try await batch.call("2", for: "2026-11")
      }
      #expect(try await anna.calls(for: "2026-11").map(\.amount?.decimalText) == ["2.00"])
    }
  }
}
