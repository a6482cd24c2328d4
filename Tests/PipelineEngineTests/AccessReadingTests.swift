import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import Testing

/// Person × verb × backend × exporter. The measure of a right answer is a company that has only the deals that the person may
/// see: there, everything must be answered alike.
@Suite("Who sees what", .serialized)
struct AccessReadingTests {
  static let cases = Backend.all.flatMap { backend in AccessWorld.people.map { (backend, $0) } }

  @Test("a deal is found by those who may see it; for others it does not exist, to the letter", arguments: cases)
  func single(_ backend: Backend, _ person: String) async throws {
    try await AccessWorld.with(backend) { world in
      let desk = world.desk(person)
      let seen = try #require(AccessWorld.sees[person])
      let nowhere = desk.makeID()
      for (name, deal) in world.deals.sorted(by: { $0.key < $1.key }) {
        let sees = seen.contains(deal.body.owner)
        let found = try? await desk.opportunity(deal.id)
        #expect(found == (sees ? deal : nil), "\(person) and \(name)")
        let byExternalID = try await desk.findOpportunity(externalID: "X-\(name)")
        #expect(byExternalID == (sees ? deal : nil), "\(person) and \(name)")
        let history = try await desk.history(of: deal.id)
        #expect(history.isEmpty == !sees, "\(person) and \(name)")
        guard !sees else { continue }
        let missing = await answer { try await desk.opportunity(nowhere) }
        let hidden = await answer { try await desk.opportunity(deal.id) }
        #expect(hidden.replacing("\(deal.id)", with: "\(nowhere)") == missing)
      }
    }
  }

  @Test("lists, searches and their counts hold what a company with only the seen deals has", arguments: cases)
  func lists(_ backend: Backend, _ person: String) async throws {
    try await same(backend, person) { world, desk in
      var answers: [String] = []
      for account in [world.acme, world.zenith] {
        answers.append("\(try await desk.opportunities(of: account).map(\.body.name))")
      }
      for filter in Self.filters(world) {
        for (offset, limit) in [(0, 50), (0, 2), (1, 2), (99, 1)] {
          answers.append(
            await answer {
              let page = try await desk.opportunities(filter.deals, in: filter.account, offset: offset, limit: limit)
              return "\(page.items.map(\.body.name)) of \(page.total), next \(page.next ?? -1)"
            })
        }
      }
      return answers
    }
  }

  @Test("dashboards and reports, their totals, counts and gaps too, at any moment", arguments: cases)
  func dashboards(_ backend: Backend, _ person: String) async throws {
    try await same(backend, person) { world, desk in
      var answers: [AnyHashable] = []
      for scope in [
        ReportScope(), ReportScope(today: Fixture.today.adding(days: 9)),
        ReportScope(asOf: world.pipeline.endOfDay(Fixture.today)),
      ] {
        answers.append("\(try await desk.funnel(scope))")
        let before = try #require(Fixture.today.adding(days: -1))
        answers.append(
          "\(try await desk.waterfall(from: before, scope).bars.sorted { $0.key.rawValue < $1.key.rawValue })")
        let conversion = try await desk.conversion(scope)
        answers.append("\(conversion), \(conversion.dealCount) deals, \(conversion.gaps)")
        answers.append("\(try await desk.salesGrid(by: .month, scope))")
        for stage in ["prospecting", "engaging", "won", "lost"] {
          let page = try await desk.deals(inStage: stage, scope)
          answers.append("\(page.items.map { "\($0.deal.body.name) \($0.weighted ?? -1)" }) of \(page.total)")
        }
        answers.append(await answer { try await desk.deals(inStage: "nowhere", scope).total })
      }
      // A person whose deals one may not see answers like one that there is not.
      answers.append(await answer { "\(try await desk.funnel(ReportScope(owners: ["anna", "dan"])))" })
      answers.append(plain(try await desk.dashboard()))
      answers.append(plain(try await desk.dashboard(dealsPerStage: 1)))
      for grouping in DealDimension.allCases {
        let definition = ReportDefinition("by", period: .all, groupBy: [grouping])
        answers.append(plain(try await desk.forecast(definition)))
      }
      answers.append(plain(try await desk.forecast("everything")))
      for owner in AccessWorld.owners {
        answers.append(
          await answer { () -> String in
            let figure = try await desk.reports.why("everything", FigureCell([.owner: owner]))
            return "\(figure.value) \(figure.deals.items.map(\.deal.body.name)) of \(figure.deals.total)"
          })
      }
      return answers
    }
  }

  @Test("every exporter writes what a company with only the seen deals would have it write", arguments: cases)
  func exports(_ backend: Backend, _ person: String) async throws {
    try await same(backend, person) { _, desk in
      let report = ReportDefinition("all", period: .all, groupBy: [.owner, .account])
      let documents = [plain(try await desk.forecast(report)), plain(try await desk.dashboard())]
      let formats = desk.setup.exporters.keys
      #expect(formats.count >= 3, "all bundled exporters: \(formats)")
      return try formats.flatMap { format in
        try documents.compactMap { document in
          var sink: any ByteSink = MemorySink()
          do {
            _ = try desk.export(document, to: &sink, format: format)
          } catch ExportError.severalTables {
            #expect(format == "csv" && !document.sections.isEmpty, "only a dashboard as CSV is refused")
            return nil
          }
          let bytes = (sink as? MemorySink)?.bytes ?? []
          #expect(!bytes.isEmpty)
          for owner in AccessWorld.owners where !(AccessWorld.sees[person]?.contains(owner) ?? false) {
            #expect(!contains(bytes, owner), "\(format) shows \(person) that \(owner) has deals")
          }
          return "\(format): \(bytes)"
        }
      }
    }
  }

  @Test(
    "a manager sees the deals of a person whom somebody below manages, and grouping by team takes the directory's teams"
  )
  func teams() async throws {
    try await AccessWorld.with(.memory) { world in
      let report = try await world.desk("eva").forecast(ReportDefinition("t", period: .all, groupBy: [.team]))
      #expect(report.table.rows.map { plainText($0[0]) } == ["north", "south", "stored-eva"])
    }
  }

  @Test("a policy that fails lets nothing through")
  func failing() async throws {
    try await Backend.memory.withDesk {
      $0.access = FailingPolicy()
    } _: { desk in
      await #expect(throws: SourceError.self) { try await desk.opportunities() }
      await #expect(throws: SourceError.self) { try await desk.funnel() }
      await #expect(throws: SourceError.self) { try await desk.addAccount("Acme") }
    }
  }

  private static func filters(_ world: AccessWorld) -> [(deals: DealFilter, account: RecordID?)] {
    var filters: [(deals: DealFilter, account: RecordID?)] = [
      (DealFilter(), nil), (DealFilter(), world.acme.id), (DealFilter(), world.zenith.id),
    ]
    for change: (inout DealFilter) -> Void in [
      { $0.owners = ["bob", "dan"] }, { $0.stages = ["won"] }, { $0.outcomes = [.open] }, { $0.text = "-1" },
      { $0.text = "dan" }, { $0.changedSince = Fixture.today },
      { $0.closing = DateRange(from: Fixture.today, to: Fixture.today.adding(days: 60)) },
    ] {
      var filter = DealFilter()
      change(&filter)
      filters.append((filter, nil))
    }
    return filters
  }

  /// Asks the same in a company with all deals, and in one with those that the person may see.
  private func same(
    _ backend: Backend, _ person: String, _ ask: (AccessWorld, Desk) async throws -> [AnyHashable]
  ) async throws {
    var found: [AnyHashable] = []
    var wanted: [AnyHashable] = []
    try await AccessWorld.with(backend) { found = try await ask($0, $0.desk(person)) }
    try await AccessWorld.with(backend, dealsOf: try #require(AccessWorld.sees[person])) {
      wanted = try await ask($0, $0.desk(person))
    }
    #expect(found.count == wanted.count)
    for (one, other) in zip(found, wanted) { #expect(one == other, "\(person) on \(backend.name)") }
  }
}

struct FailingPolicy: AccessPolicy {
  func grant(to person: String) async throws -> AccessGrant { throw SourceError(["people.csv: error: gone"]) }
  func teams() async throws -> [String: String] { throw SourceError(["people.csv: error: gone"]) }
}

/// A document without the place in the journal, which tells how much was written in all.
private func plain(_ document: ReportDocument) -> ReportDocument {
  var document = document
  document.receipt?.sequence = 0
  return document
}

private func plainText(_ cell: ReportCell) -> String { cell.plainText(.text) ?? "" }

private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
  // A cell's whole text, as csv, json and html write it.
  ["\"\(text)\"", "\n\(text),", ">\(text)<"].contains { bytes.firstRange(of: Array($0.utf8)) != nil }
}
