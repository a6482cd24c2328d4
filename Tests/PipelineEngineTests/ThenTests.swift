import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Synchronization
import Testing

/// What is of then, and what is said of that which is not.
@Suite("Names and teams of then")
struct ThenTests {
  private static let byTeam = ReportDefinition("by-team", period: .all, groupBy: [.team], measures: [.count])
  private static let byAccount = ReportDefinition("by-account", period: .all, groupBy: [.account], measures: [.count])

  private func firsts(_ document: ReportDocument) -> [ReportCell] { document.table.rows.compactMap(\.first) }

  @Test("as of a past day people are in their teams of then", arguments: Backend.all)
  func teams(backend: Backend) async throws {
    let world = AsOfTests.World(seed: 1)
    try await backend.withDesk(environment: world.environment) { desk in
      let acme = try await desk.addAccount("Acme")
      for (person, team) in [("anna", "north"), ("ben", "north")] {
        _ = try await desk.together { batch in try await batch.setSalesperson(person) { $0.team = team } }
        _ = try await desk.addOpportunity(in: acme) { $0.owner = person }
      }
      let first = desk.endOfDay(desk.today)
      world.pass(seconds: 86_400)
      _ = try await desk.together { batch in try await batch.setSalesperson("ben") { $0.team = "south" } }
      let moved = world.environment.now()
      #expect(firsts(try await desk.forecast(Self.byTeam)) == [.text("north"), .text("south")])
      #expect(firsts(try await desk.forecast(Self.byTeam, ReportScope(asOf: first))) == [.text("north")])
      // At the very instant of the move ben is in the new team, and not a microsecond before.
      #expect(firsts(try await desk.forecast(Self.byTeam, ReportScope(asOf: moved))).count == 2)
      let before = moved.adding(microseconds: -1)
      #expect(firsts(try await desk.forecast(Self.byTeam, ReportScope(asOf: before))).count == 1)
      var scope = ReportScope(asOf: first)
      scope.filter.teams = ["north"]
      #expect(try await desk.funnel(scope).total.count == 2)
      scope.asOf = nil
      #expect(try await desk.funnel(scope).total.count == 1)
      #expect(try await desk.forecast(Self.byTeam, ReportScope(asOf: first)).receipt?.unknown.count == 1)
    }
  }

  @Test(
    "the receipt says that teams of a policy are those of now, where figures depend on them", arguments: Backend.all)
  func policy(backend: Backend) async throws {
    try await backend.withDesk({ $0.access = Policy(knownTeams: ["anna": "north"]) }) { desk in
      _ = try await desk.addOpportunity(in: try await desk.addAccount("Acme")) { $0.owner = "anna" }
      let then = ReportScope(asOf: desk.endOfDay(Fixture.today))
      let sentence = "teams are those of now: the access policy keeps no earlier ones"
      func unknown(_ report: ReportDefinition, _ scope: ReportScope) async throws -> [String] {
        let document = try await desk.forecast(report, scope)
        let texts = document.receipt?.unknown.map(\.fallback) ?? []
        #expect(texts.allSatisfy(document.notes.map(\.fallback).contains))
        return texts
      }
      #expect(try await unknown(Self.byTeam, then).contains(sentence))
      #expect(try await !unknown(Self.byAccount, then).contains(sentence))
      #expect(try await unknown(Self.byTeam, ReportScope()).isEmpty)
      var filtered = then
      filtered.filter.teams = ["north"]
      #expect(try await unknown(Self.byAccount, filtered).contains(sentence))
    }
  }

  private func mapping(_ text: String) throws -> ImportMapping {
    try ConfigurationReader(catalog: .bundled).check(ImportMapping.self, text: text, file: "m.yaml").get()
  }

  private func importText(
    _ desk: Desk, _ mapping: String, _ rows: String, on day: CivilDate? = nil
  ) async throws -> ImportSummary {
    var options = ImportOptions()
    options.today = day
    let files = [ImportKind.opportunities: ImportFile(name: "deals.csv", bytes: Array(rows.utf8))]
    return try await desk.import(try self.mapping(mapping), files: files, options: options)
  }

  @Test("deals that an import gives a past name their accounts, and the receipt says whose names are later")
  func laterNames() async throws {
    for backend in Backend.all {
      let world = AsOfTests.World(seed: 1)
      world.pass(seconds: 60 * 86_400)
      try await backend.withDesk(environment: world.environment, { $0.access = OwnDeals() }) { desk in
        let text = """
          {version: 1, opportunities: {accounts: create, changes: [{at: made, fields: {status: {constant: prospecting}}}],
           fields: {account: who, owner: o, external_id: id}}}
          """
        let made = try #require(Fixture.today.adding(days: 5))
        let rows = "id,who,o,made\n1,Acme,anna,\(made)\n2,Zenith,ben,\(made)\n"
        #expect(try await importText(desk.acting(as: "root"), text, rows).isWritten)
        let then = ReportScope(asOf: desk.endOfDay(made))
        for (person, names) in [("root", "Acme, Zenith"), ("anna", "Acme"), ("eve", nil)] as [(String, String?)] {
          let document = try await desk.acting(as: person).forecast(Self.byAccount, then)
          #expect(document.table.rows.count == names?.split(separator: ",").count ?? 0)
          let said = document.receipt?.unknown.map(\.fallback).filter { $0.contains("later") } ?? []
          #expect(
            said.count == (names == nil ? 0 : 1) && said.allSatisfy { $0.hasSuffix(": \(names ?? "")") }, "\(said)")
          // Where no name of an account is shown, there is nothing to say of it.
          let other = try await desk.acting(as: person).forecast(
            ReportDefinition("r", period: .all, groupBy: [.owner]), then)
          #expect(other.receipt?.unknown.contains { $0.fallback.contains("later day") } == false)
        }
        var scope = then
        scope.filter.accounts = ["Acme"]
        #expect(try await desk.acting(as: "root").funnel(scope).total.count == 1)
      }
    }
  }

  private struct OwnDeals: AccessPolicy {
    func grant(to person: String) async throws -> AccessGrant {
      AccessGrant(sees: person == "root" ? .all : .owners([person]))
    }
    func teams() async throws -> [String: String] { [:] }
  }

  @Test("accounts that an import makes as of an earlier day are there from that day on")
  func earlierImport() async throws {
    for backend in Backend.all {
      let world = AsOfTests.World(seed: 1)
      world.pass(seconds: 60 * 86_400)
      try await backend.withDesk(environment: world.environment) { desk in
        let text = "{version: 1, opportunities: {accounts: create, fields: {account: who, owner: o, external_id: id}}}"
        let day = try #require(Fixture.today.adding(days: 2))
        #expect(try await importText(desk, text, "id,who,o\n1,Acme,anna\n", on: day).isWritten)
        let document = try await desk.forecast(Self.byAccount, ReportScope(asOf: desk.endOfDay(day)))
        #expect(firsts(document) == [.text("Acme")])
        #expect(document.receipt?.unknown.contains { $0.fallback.contains("later day") } == false)
        #expect(try await desk.snapshot(.asOf(desk.endOfDay(day))).accounts().items.map(\.name) == ["Acme"])
        let before = try #require(day.adding(days: -1))
        #expect(try await desk.snapshot(.asOf(desk.endOfDay(before))).accounts().total == 0)
        #expect(try await desk.funnel(ReportScope(asOf: desk.endOfDay(before))).total.count == 0)
      }
    }
  }
}
