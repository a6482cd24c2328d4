import SalesPipeline
import Testing
import ToolSupport

/// The managers and the forecast calls of the sample company.
@Suite("People of the sample company say what they expect, and have managers")
struct SamplePeopleTests {
  /// The company's day, which desks of the tests do not have.
  private static func scope(_ desk: Desk, daysAgo: Int = 0) throws -> ReportScope {
    let day = try #require(SampleCompanies.today.adding(days: -daysAgo))
    return ReportScope(today: day, asOf: desk.endOfDay(day))
  }

  @Test("everybody in a team has a manager, who has a director above; one team had another head before")
  func managers() async throws {
    try await SampleCompanies.with(deals: 400) { desk in
      let people = try await desk.salespeople()
      let byName = Dictionary(uniqueKeysWithValues: people.map { ($0.body.name, $0.body) })
      let owners = Set(try await desk.opportunities(limit: 1000).items.map(\.body.owner))
      #expect(owners.isSubset(of: Set(byName.keys)))
      for owner in owners {
        let person = try #require(byName[owner])
        let head = try #require(person.manager.flatMap { byName[$0] }, "\(owner)")
        #expect(head.team == person.team && !owners.contains(head.name))
        let director = try #require(head.manager.flatMap { byName[$0] }, "\(head.name)")
        #expect(director.manager == nil && director.team == nil)
      }
      let heads = people.filter { person in person.body.team != nil && !owners.contains(person.body.name) }
      let teams = Set(heads.map(\.body.team))
      #expect(teams.count == 2 && heads.count == 3, "one head followed another")
    }
  }

  @Test("calls of salespeople and adjustments by managers, for this quarter and for past ones, as of any day")
  func calls() async throws {
    try await SampleCompanies.with(deals: 240) { desk in
      let calls = try await desk.calls()
      #expect(Set(calls.map(\.period)).isSuperset(of: ["2025-Q1", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]))
      let present = calls.filter { $0.period == "2026-Q4" }
      #expect(present.count > 2 && present.allSatisfy { ($0.amount?.minorUnits ?? 0) > 0 })
      let adjusted = calls.filter { $0.adjustment != nil }
      #expect(adjusted.count > calls.count / 5 && adjusted.count < calls.count)
      #expect(adjusted.allSatisfy { $0.adjustedBy != nil && $0.adjustedBy != $0.person })
      // What people say before a quarter is another figure than what they say at its end.
      let before = try await desk.calls(for: "2026-Q3", asOf: Self.scope(desk, daysAgo: 140).asOf)
      let after = calls.filter { $0.period == "2026-Q3" }
      #expect(!before.isEmpty && before.map(\.amount) != after.map(\.amount))
      let earlier = try await desk.calls(for: "2026-Q3", asOf: Self.scope(desk, daysAgo: 200).asOf)
      #expect(earlier.isEmpty, "nobody called it yet")
    }
  }

  @Test("calls are near what was won, and each figure has a history by who stated it")
  func histories() async throws {
    try await SampleCompanies.with(deals: 240) { desk in
      var (histories, changes) = (0, 0)
      let managers = Set(try await desk.salespeople().compactMap(\.body.manager))
      for call in try await desk.calls(for: "2026-Q2") {
        let history = try await desk.callHistory(of: call.person, for: call.period)
        histories += 1
        changes += history.count
        #expect(history.map(\.at) == history.map(\.at).sorted())
        #expect(history.first?.figure == .call && history.first?.old == nil)
        for change in history {
          #expect(change.figure == .call ? change.author == call.person : managers.contains(change.author))
        }
        #expect(history.last { $0.figure == .call }?.new == call.amount)
      }
      #expect(changes > 2 * histories)
      let grid = try await desk.salesGrid(by: .quarter)
      var (called, won) = (Int128(0), Int128(0))
      for call in try await desk.calls() where call.period.hasPrefix("2026-Q") && call.period < "2026-Q4" {
        called += Int128(call.amount?.minorUnits ?? 0)
      }
      for row in grid.rows where row.period.map({ "2026-Q1" <= $0.label && $0.label < "2026-Q4" }) ?? false {
        won += row.figures.won.unweighted
      }
      #expect(called * 2 > won && called < won * 2, "\(called) of \(won)")
    }
  }

  @Test("the report of calls has calls, adjustments and what deals add up to, now and as of a month ago")
  func report() async throws {
    try await SampleCompanies.with(deals: 240) { desk in
      for days in [0, 30, 120, 300] {
        let scope = try Self.scope(desk, daysAgo: days)
        let report = try await desk.callReport(for: "this_quarter", scope)
        #expect(report.notes.isEmpty, "the configuration of every day is known: \(report.notes)")
        let table = report.table
        let place = { (key: String) in table.columns.firstIndex { $0.key == key } }
        let (call, adjustment) = (try #require(place("call")), try #require(place("adjustment")))
        #expect(table.rows.contains { $0[call] != .null }, "\(days) days ago")
        #expect(table.rows.contains { $0[adjustment] != .null }, "\(days) days ago")
      }
    }
  }

  @Test("the configuration for the sample has targets of its teams, and rates", arguments: ["en", "fr"])
  func configuration(language: String) async throws {
    let yaml = Starter.sampleConfiguration(in: language, today: SampleCompanies.today)
      .replacing("sqlite: {path: sales.db}", with: "memory: {}")
    try await SampleCompanies.with(yaml, deals: 240) { desk in
      let deals = try await desk.opportunities(limit: 1000).items
      #expect(Set(deals.compactMap(\.body.currency?.code)) == ["EUR", "GBP", "USD"])
      let document = try await desk.reports.run("coverage", today: SampleCompanies.today)
      let target = try #require(document.table.columns.firstIndex { $0.key == "target" })
      #expect(document.table.rows.count == 2 && document.table.rows.allSatisfy { $0[target] != .null })
      let teams = Set(try await desk.salespeople().compactMap(\.body.team))
      #expect(teams == ["North", "South"])
      let targets = try await desk.setup.targets?.targets() ?? []
      #expect(targets.count == 20, "from two years ago to the next quarter")
    }
  }

  @Test("where a directory says who manages whom, its managers adjust, and readers make no calls")
  func directory() async throws {
    let yaml =
      SampleCompanies.starter + """
        access:
          directory:
            strangers: all
            people:
              - {name: bob, team: north, manager: eva}
              - {name: zoe, team: north, manager: eva}
              - {name: kim, team: south, manager: eva, sees: team, changes: none}
              - {name: eva, sees: all, changes: all}

        """
    try await SampleCompanies.with(yaml, deals: 120) { desk in
      let calls = try await desk.calls()
      #expect(Set(calls.map(\.person)) == ["bob", "zoe"])
      #expect(Set(calls.compactMap(\.adjustedBy)) == ["eva"])
      #expect(try await desk.salespeople().isEmpty, "the directory says all there is to say")
    }
  }
}
