import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Synchronization
import Testing

/// The pipeline as it was.
@Suite("As of any past moment")
struct AsOfTests {
  /// A clock that a test moves, and random numbers from a printed seed.
  final class World: Sendable {
    private let clock = Mutex(Instant(startOf: Fixture.today))
    private let state: Mutex<UInt64>
    private let identities = PipelineEnvironment.fixed(at: Instant(startOf: Fixture.today))

    init(seed: UInt64) { state = Mutex(seed) }

    var environment: PipelineEnvironment {
      PipelineEnvironment(now: { self.clock.withLock { $0 } }, makeID: identities.makeID)
    }

    func pass(seconds: Int64) { clock.withLock { $0 = $0.adding(microseconds: seconds * 1_000_000) } }

    func random(_ bound: Int) -> Int {
      state.withLock { state in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(truncatingIfNeeded: (state >> 33) % UInt64(bound))
      }
    }
  }

  private static let report = ReportDefinition(
    "all", period: .all, groupBy: [.owner, .stage],
    measures: ReportMeasure.allCases.filter {
      !$0.needsTargets && !$0.needsCalls && !ReportMeasure.ofStays.contains($0)
    })

  /// Everything that is answered, as the bytes that a program would read; when it was made and as of when set aside.
  private func answer(_ desk: Desk, _ scope: ReportScope) async throws -> String {
    var document = try await desk.forecast(Self.report, scope)
    document.receipt = nil
    var sink: any ByteSink = MemorySink()
    _ = try JSONOfReport().export(document, to: &sink)
    let report = (sink as? MemorySink).map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    let funnel = try await desk.funnel(scope)
    let grid = try await desk.salesGrid(by: .month, scope)
    return "\(funnel)\n\(funnel.gaps)\n\(grid)\n\(report)"
  }

  /// A table's cells in full: the exporters are not this module's.
  private struct JSONOfReport: Exporter {
    var fileExtension: String { "txt" }

    func export(_ document: ReportDocument, to sink: inout any ByteSink) throws -> [String] {
      for row in document.table.rows + document.table.subtotals.map(\.cells) + [document.table.total ?? []] {
        try sink.write(Array("\(row)\n".utf8))
      }
      try sink.write(Array("\(document.gaps)\n".utf8))
      return []
    }
  }

  @Test(
    "each day of a random year, asked again later, gives the answer of that day",
    arguments: zip(Backend.all, [7, 2026, 11] as [UInt64]))
  func identity(backend: Backend, seed: UInt64) async throws {
    print("seed \(seed)")
    let world = World(seed: seed)
    let rates = MovingRates()
    try await backend.withDesk(environment: world.environment, { $0.rates = rates }) { desk in
      var deals: [RecordID] = []
      var answers: [(day: CivilDate, text: String)] = []
      let account = try await desk.addAccount("Acme")
      for _ in 0..<365 {
        for _ in 0..<world.random(4) {
          world.pass(seconds: Int64(world.random(5000)))
          try await edit(desk, account, &deals, world)
        }
        let day = desk.today
        if world.random(9) == 0 {
          rates.move(world, day)
          try await desk.refreshRates()
        }
        answers.append((day, try await answer(desk, ReportScope(today: day))))
        // Asked while the journal still grows, too: what was told is then continued.
        if world.random(20) == 0 { try await expect(desk, answers[world.random(answers.count)]) }
        let left = desk.endOfDay(day).microsecondsSince1970 / 1_000_000 + 1
        world.pass(seconds: left - world.environment.now().microsecondsSince1970 / 1_000_000)
      }
      for one in answers { try await expect(desk, one) }
    }
  }

  /// Asks for a day again.
  private func expect(_ desk: Desk, _ recorded: (day: CivilDate, text: String)) async throws {
    let (day, text) = recorded
    let again = try await answer(desk, ReportScope(asOf: desk.endOfDay(day)))
    // A setup that was made in Swift has no text to remember, and the answer says so.
    let known = again.replacing(
      ", PipelineReports.ReportGap(reason: PipelineReports.ReportGap.Reason.unknownConfiguration, detail: \"\", count: 0)",
      with: ""
    )
    .replacing(
      "PipelineReports.ReportGap(reason: PipelineReports.ReportGap.Reason.unknownConfiguration, detail: \"\", count: 0)",
      with: "")
    #expect(known == text, "as of \(day)")
  }

  private func edit(_ desk: Desk, _ account: Account, _ deals: inout [RecordID], _ world: World) async throws {
    if deals.count < 3 || world.random(3) == 0 {
      let currency: Currency = world.random(6) == 0 ? .eur : .usd
      let deal = try await desk.addOpportunity(in: account) {
        $0.owner = ["anna", "ben", "eva"][world.random(3)]
        $0.currency = currency
        $0.statedAmount = Money(minorUnits: Int64(world.random(100_000)), currency: currency)
      }
      deals.append(deal.id)
      return
    }
    let place = world.random(deals.count)
    let id = deals[place]
    if world.random(12) == 0 {
      try await desk.delete(try await desk.opportunity(id))
      deals.remove(at: place)
      return
    }
    let status = try await desk.opportunity(id).body.status
    _ = try await desk.edit(id) { deal in
      switch world.random(5) {
      case 0: deal.statedAmount = Money(minorUnits: Int64(world.random(100_000)), currency: deal.currency ?? .usd)
      case 1: deal.expectedCloseDate = Fixture.today.adding(days: world.random(500))
      case 2: deal.owner = ["anna", "ben", "eva"][world.random(3)]
      case 3 where status == "prospecting":
        deal.status = "engaging"
        deal.nextStep = "call"
      case 3 where status == "engaging": deal.status = "won"
      case 3 where status == "won":
        deal.status = "engaging"
        deal.nextStep = "again"
      default:
        guard status == "prospecting" else { return }
        deal.status = "lost"
        deal.lossReason = "price"
      }
    }
  }

  private struct OwnDeals: AccessPolicy {
    func grant(to person: String) async throws -> AccessGrant {
      AccessGrant(sees: person == "root" ? .all : .owners([person]))
    }
    func teams() async throws -> [String: String] { [:] }
  }

  @Test("how many deals have an unknown past counts those that the reader may see", arguments: Backend.all)
  func unknownPast(backend: Backend) async throws {
    try await backend.withDesk({ $0.access = OwnDeals() }) { desk in
      let then = try #require(Fixture.today.adding(days: -9))
      let text = """
        {version: 1, opportunities: {accounts: create, fields: {account: who, owner: who, external_id: id, created_at: made}}}
        """
      let mapping = try ConfigurationReader(catalog: .bundled).check(ImportMapping.self, text: text, file: "m.yaml")
        .get()
      let rows = "id,who,made\n1,anna,\(then)\n2,anna,\(then)\n3,ben,\(then)\n"
      let files = [ImportKind.opportunities: ImportFile(name: "deals.csv", bytes: Array(rows.utf8))]
      #expect(try await desk.acting(as: "root").import(mapping, files: files).isWritten)
      for (person, count) in [("root", 3), ("anna", 2), ("ben", 1), ("eve", nil)] as [(String, Int64?)] {
        let funnel = try await desk.acting(as: person).funnel(ReportScope(asOf: desk.endOfDay(then)))
        #expect(funnel.gaps.first { $0.reason == .unknownPast }?.count == count, "\(person)")
      }
      // They were made when the day began: at that instant they are missing, a microsecond before they did not exist.
      let start = desk.endOfDay(try #require(then.adding(days: -1))).adding(microseconds: 1)
      for (instant, count) in [(start.adding(microseconds: -1), nil), (start, 3)] as [(Instant, Int64?)] {
        let funnel = try await desk.acting(as: "root").funnel(ReportScope(asOf: instant))
        #expect(funnel.gaps.first { $0.reason == .unknownPast }?.count == count, "\(instant)")
      }
    }
  }

  @Test("as of a past day, this quarter is the quarter of that day", arguments: Backend.all)
  func relativePeriods(backend: Backend) async throws {
    let world = World(seed: 1)
    try await backend.withDesk(environment: world.environment) { desk in
      let then = desk.today
      let account = try await desk.addAccount("Acme")
      for days in [0, 100] {
        _ = try await desk.addOpportunity(in: account) {
          $0.statedAmount = Money(minorUnits: Int64(days + 1), currency: .usd)
          $0.expectedCloseDate = then.adding(days: days)
        }
      }
      world.pass(seconds: 100 * 86_400)
      let report = ReportDefinition(
        "quarter", period: .relative(.thisQuarter), groupBy: [.quarter], measures: [.unweighted])
      for (scope, days) in [(ReportScope(asOf: desk.endOfDay(then)), 0), (ReportScope(), 100)] {
        let document = try await desk.forecast(report, scope)
        #expect(document.today == then.adding(days: days))
        #expect(document.table.rows.map { $0[1] } == [.money(Int128(days + 1))])
      }
    }
  }

  @Test("a deal is absent before it was made, and there again before it was deleted", arguments: Backend.all)
  func presence(backend: Backend) async throws {
    let world = World(seed: 1)
    try await backend.withDesk(environment: world.environment) { desk in
      let day = desk.today
      world.pass(seconds: 86_400)
      let account = try await desk.addAccount("Acme")
      let deal = try await desk.addOpportunity(in: account) {
        $0.statedAmount = Money(minorUnits: Int64(500), currency: .usd)
      }
      world.pass(seconds: 86_400)
      try await desk.delete(deal)
      func count(_ days: Int) async throws -> Int {
        let date = try #require(day.adding(days: days))
        return try await desk.funnel(ReportScope(asOf: desk.endOfDay(date))).total.count
      }
      #expect(try await count(0) == 0)
      #expect(try await count(1) == 1)
      #expect(try await count(2) == 0)
      let then = ReportScope(asOf: desk.endOfDay(try #require(day.adding(days: 1))))
      let listed = try await desk.deals(inStage: "prospecting", then)
      #expect(listed.items.map(\.deal.id) == [deal.id] && listed.total == 1)
    }
  }
}
