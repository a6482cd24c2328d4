@testable import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// Trails as other systems write them: in any order, with several fields a row, beside what the deals' rows tell.
@Suite("Trails in any order and of several fields")
struct AuditTrailOrderTests {
  static let storages = ["memory: {}", "sqlite: {path: \"${MAVEN_DB}\"}"]
  static let stages = """
    version: 1
    currency: {base: USD}
    storage: {memory: {}}
    sales_cycles:
      direct:
        stages:
          - {key: p, probability: 10, next: [q]}
          - {key: q, probability: 20, next: [n]}
          - {key: n, probability: 60}
          - {key: won, outcome: won}
          - {key: lost, outcome: lost}
    """
  static let trailMapping = """
    version: 1
    opportunities:
      accounts: create
      fields: {external_id: id, account: account, status: stage, amount: amount, created_at: made, actual_close_date: closed}
    changes:
      dates: iso8601
      fields: {external_id: id, at: at, field: {column: field, values: {Stage: status, Amount: amount}}, value: new, old_value: old}
    """

  static func load(_ desk: Desk, _ text: String, _ deals: String, _ changes: String) async throws -> ImportSummary {
    try await desk.import(
      try mapping(text),
      files: [
        .opportunities: ImportFile(
          name: "deals.csv", bytes: Array(("id,account,stage,amount,made,closed\n" + deals).utf8)),
        .changes: ImportFile(name: "changes.csv", bytes: Array(changes.utf8)),
      ])
  }

  @Test("changes of one instant follow one another by their old values, through each stage", arguments: storages)
  func oldValues(storage: String) async throws {
    let header = "id,at,field,new,old\n"
    let chain = [
      "1,2026-02-01T10:00:00,Stage,n,q\n", "1,2026-02-01T10:00:00,Stage,q,p\n",
      "1,2026-02-01T10:00:00,Amount,10,5\n", "1,2026-02-03T10:00:00,Amount,12,10\n",
    ]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<4 {
      try await withDesk(Self.stages.replacing("memory: {}", with: storage)) { desk in
        let rows = chain.shuffled(using: &random)
        let deals = "1,Acme,n,12,2026-01-01,\n"
        let summary = try await Self.load(desk, Self.trailMapping, deals, header + rows.joined())
        #expect(summary.sections[1].created == 4, "\(rows)")
        let days = ["2025-12-31", "2026-01-15", "2026-02-01", "2026-02-03"]
        #expect(
          try await PastTests.past(desk, "1", days) == ["absent", "p 5.00 10", "n 10.00 60", "n 12.00 60"], "\(rows)")
        try await PastTests.expectWhole(desk)
        #expect(try await Self.load(desk, Self.trailMapping, deals, header + rows.joined()).changesNothing)
      }
    }
  }

  @Test("there and back within one instant ends where it began")
  func cycle() async throws {
    let rows = "id,at,field,new,old\n1,2026-02-01,Amount,5,7\n1,2026-02-01,Amount,7,5\n1,2026-01-05,Amount,5,\n"
    try await withDesk(Self.stages) { desk in
      _ = try await Self.load(desk, Self.trailMapping, "1,Acme,p,5,2026-01-01,\n", rows)
      #expect(try await PastTests.past(desk, "1", ["2026-01-04", "2026-02-01"]) == ["p - 10", "p 5.00 10"])
    }
  }

  @Test("without old values a file that begins with the newest is read from its end")
  func newestFirst() async throws {
    let text = Self.trailMapping.replacing(", old_value: old", with: "")
    let rows = "id,at,field,new\n1,2026-03-01,Amount,9\n1,2026-02-01,Amount,8\n1,2026-02-01,Amount,7\n"
    try await withDesk(Self.stages) { desk in
      _ = try await Self.load(desk, text, "1,Acme,p,9,2026-01-01,\n", rows)
      #expect(try await PastTests.past(desk, "1", ["2026-02-01", "2026-03-01"]) == ["p 8.00 10", "p 9.00 10"])
    }
  }

  @Test(
    "a deal without rows in the trail begins when it was made; a closed one closes on its day",
    arguments: storages)
  func withoutRows(storage: String) async throws {
    let rows = "id,at,field,new,old\n1,2026-02-01,Amount,10,5\n"
    let deals = """
      1,Acme,p,10,2026-01-10,
      2,Acme,p,20,2026-01-10,
      3,Acme,won,30,2026-01-10,2026-03-01
      4,Acme,p,40,,

      """
    try await withDesk(Self.stages.replacing("memory: {}", with: storage)) { desk in
      let summary = try await Self.load(desk, Self.trailMapping, deals, rows)
      #expect(summary.sections[0].created == 4)
      #expect(summary.dealsWithPast == 3)
      #expect(try await PastTests.past(desk, "2", ["2026-01-09", "2026-01-10"]) == ["absent", "p 20.00 10"])
      #expect(
        try await PastTests.past(desk, "3", ["2026-01-10", "2026-02-28", "2026-03-01"]) == [
          "p 30.00 10", "p 30.00 10", "won 30.00 100 2026-03-01",
        ])
      #expect(try await PastTests.past(desk, "4", ["2026-11-23", "2026-11-24"]) == ["absent", "p 40.00 10"])
      let funnel = try await desk.funnel(ReportScope(asOf: desk.endOfDay(CivilDate(iso: "2026-02-01")!)))
      #expect(funnel.total.count == 3)
      try await PastTests.expectWhole(desk)
      #expect(try await Self.load(desk, Self.trailMapping, deals, rows).changesNothing)
    }
  }

  @Test("a row's own changes and a file of changes go together")
  func together() async throws {
    let text = Self.trailMapping.replacing(
      "changes:\n  dates",
      with:
        "  changes:\n    - {at: made, fields: {status: {constant: p}, amount: {constant: \"1\"}}}\nchanges:\n  dates"
    ).replacing(" created_at: made,", with: "")
    let rows = "id,at,field,new,old\n1,2026-02-01,Amount,10,1\n"
    try await withDesk(Self.stages) { desk in
      _ = try await Self.load(desk, text, "1,Acme,p,10,2026-01-10,\n2,Acme,p,20,2026-01-11,\n", rows)
      #expect(
        try await PastTests.past(desk, "1", ["2026-01-09", "2026-01-10", "2026-02-01"]) == [
          "absent", "p 1.00 10", "p 10.00 10",
        ])
      #expect(
        try await PastTests.past(desk, "2", ["2026-01-10", "2026-01-11", "2026-11-24"]) == [
          "absent", "p 1.00 10", "p 20.00 10",
        ])
    }
  }

  @Test("a row may say several fields by columns of their own; a blank one keeps what was")
  func severalFields() async throws {
    let text = """
      version: 1
      opportunities:
        accounts: create
        fields: {external_id: id, account: account, status: {column: stage, values: {Closed Won: won}}, amount: amount, created_at: made, actual_close_date: closed}
      changes:
        dates: iso8601
        numbers: {thousands: ","}
        fields: {external_id: id, at: at, status: stage, amount: amount, probability: {column: chance, percentages: percent}}
      """
    let rows = """
      id,at,stage,amount,chance
      1,2026-03-01T09:00:00.000Z,Closed Won,"1,100",100
      1,2026-02-01T09:00:00.000Z,q,,35
      1,2026-01-10T09:00:00.000Z,p,"1,000",10

      """
    try await withDesk(Self.stages.replacing("next: [n]", with: "next: [n, won]")) { desk in
      let summary = try await Self.load(desk, text, "1,Acme,Closed Won,1100,2026-01-10,2026-03-01\n", rows)
      #expect(summary.sections[1].created + summary.sections[1].unchanged == 3)
      #expect(summary.sections[1].refused == 0)
      #expect(
        try await PastTests.past(desk, "1", ["2026-01-10", "2026-02-01", "2026-03-01"]) == [
          "p 1000.00 10", "q 1000.00 35", "won 1100.00 100 2026-03-01",
        ])
    }
  }

  @Test("a change may lie as late as the import's moment, and no later")
  func laterToday() async throws {
    let noon = Instant(startOf: CivilDate(iso: "2026-11-24")!).adding(microseconds: 12 * 3_600_000_000)
    let header = "id,at,field,new,old\n"
    for (time, isTaken) in [("11:59:59", true), ("12:00:00", true), ("12:00:01", false), ("23:00:00", false)] {
      try await withDesk(Self.stages, now: noon) { desk in
        do {
          _ = try await Self.load(
            desk, Self.trailMapping, "1,Acme,p,10,2026-01-10,\n", header + "1,2026-11-24T\(time),Amount,10,5\n")
          #expect(isTaken, "\(time)")
        } catch let error as ImportRefused {
          #expect(!isTaken && "\(error)".contains("lies after the import"), "\(time)")
        }
      }
    }
  }
}
