import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// The verbs of the desk on which faults are tried.
extension FaultTests {
  /// What is there before each verb, found again by names that every run shares.
  struct World: Sendable {
    let desk: Desk

    static func make(_ desk: Desk) async throws -> World {
      let acme = try await desk.addAccount("Acme", source: "fair") { $0.externalID = "A" }
      _ = try await desk.addAccount("Empty", source: "fair") { $0.externalID = "E" }
      let old = try await desk.addAccount("Old", source: "fair") { $0.externalID = "O" }
      let open = try await desk.addOpportunity(in: acme) {
        $0.externalID = "open"
        $0.lines = [OpportunityLine(product: "gtx-pro", unitPrice: "5")]
      }
      _ = try await desk.edit(open, operation: described) { $0.description = "Long" }
      let won = try await desk.addOpportunity(in: acme) { $0.externalID = "won" }
      let engaging = try await desk.edit(won) {
        $0.status = "engaging"
        $0.nextStep = "Sign"
      }
      _ = try await desk.close(engaging, as: .won)
      try await desk.together { batch in
        _ = try await batch.setSalesperson("anna") { $0.team = "East" }
        _ = try await batch.setSalesperson("ben") { $0.manager = "anna" }
        try await batch.delete(old)
      }
      try await desk.reports.save(ReportDefinition("mine", groupBy: [.stage]))
      try await desk.addLookupEntry(LookupEntry("web"), to: .source)
      try await desk.delete(desk.addOpportunity(in: acme, operation: gone) { $0.externalID = "gone" })
      return World(desk: desk)
    }

    /// The operation that described the open deal.
    static let described = RecordID(high: 1, low: 1)
    /// The operation that made the deal that was deleted.
    static let gone = RecordID(high: 1, low: 2)

    /// The deal that was deleted: the answer of the operation that made it, sent again.
    func deleted() async throws -> Opportunity { try await desk.addOpportunity(in: account("A"), operation: Self.gone) }

    /// A wrong answer is no answer.
    func check(_ holds: Bool) throws { try #require(holds) }

    func account(_ id: String) async throws -> Account { try #require(try await desk.findAccount(externalID: id)) }
    func deal(_ id: String) async throws -> Opportunity { try #require(try await desk.findOpportunity(externalID: id)) }

    func importDeals(_ operation: RecordID?) async throws -> ImportSummary {
      let text = """
        {version: 1, opportunities: {accounts: create, fields: {external_id: id, account: who, next_step: step}}}
        """
      let mapping = try ConfigurationReader(catalog: .bundled).check(ImportMapping.self, text: text, file: "m.yaml")
        .get()
      let rows = "id,who,step\nN,New,Call\nopen,Acme,Visit\nwon,Acme,Sign\n"
      let file = ImportFile(name: "deals.csv", bytes: Array(rows.utf8))
      return try await desk.import(mapping, files: [.opportunities: file], operation: operation)
    }
  }

  /// A verb of the desk, tried on a fresh world.
  struct Verb: Sendable, CustomTestStringConvertible {
    let name: String
    /// Whether it may be sent again: it then has the same answer, and no other effect.
    let isRepeatable: Bool
    let run: @Sendable (World) async throws -> String
    var testDescription: String { name }

    init(_ name: String, _ run: @escaping @Sendable (World) async throws -> Void) {
      self.name = name
      isRepeatable = false
      self.run = { world in
        try await run(world)
        return ""
      }
    }

    /// A command with an operation id.
    init<Answer>(again name: String, _ run: @escaping @Sendable (World, RecordID) async throws -> Answer) {
      self.name = name + ", and again"
      isRepeatable = true
      self.run = { "\(try await run($0, RecordID(high: 1, low: 3)))" }
    }
  }

  static let verbs: [Verb] = writing + more + undoing + repeated + imports + lists + reading

  private static let writing: [Verb] = [
    Verb("add an account") { _ = try await $0.desk.addAccount("New", source: "fair") { $0.externalID = "N" } },
    Verb("edit an account") { _ = try await $0.desk.edit($0.account("A")) { $0.owner = "ben" } },
    Verb("delete an account") { try await $0.desk.delete($0.account("E")) },
    Verb("add a deal") { _ = try await $0.desk.addOpportunity(in: $0.account("A")) { $0.externalID = "N" } },
    Verb("edit a deal") { _ = try await $0.desk.edit($0.deal("open")) { $0.nextStep = "Call" } },
    Verb("edit a deal by its identity") { world in
      _ = try await world.desk.edit(world.deal("open").id) { $0.nextStep = "Call" }
    },
    Verb("close a deal") { _ = try await $0.desk.close($0.deal("open"), as: .lost) { $0.lossReason = "price" } },
    Verb("reopen a deal") { world in
      _ = try await world.desk.edit(world.deal("won")) {
        $0.nextStep = "Again"
        $0.status = "engaging"
      }
    },
    Verb("delete a deal") { try await $0.desk.delete($0.deal("open")) },
    Verb("add and edit together") { world in
      let (acme, deal) = (try await world.account("A"), try await world.deal("open"))
      try await world.desk.together { batch in
        _ = try await batch.edit(acme) { $0.owner = "ben" }
        _ = try await batch.addOpportunity(in: acme) { $0.externalID = "N" }
        _ = try await batch.edit(deal) { $0.nextStep = "Call" }
        _ = try await batch.setSalesperson("ben")
      }
    },
  ]

  private static let undoing: [Verb] = [
    Verb("undo an edit") { try await $0.desk.undo(World.described) },
    Verb("restore a deal") { _ = try await $0.desk.restore($0.deleted().id) },
  ]

  private static let repeated: [Verb] = [
    Verb(again: "add an account") { try await $0.desk.addAccount("New", source: "fair", operation: $1) },
    Verb(again: "add a deal") { world, operation in
      try await world.desk.addOpportunity(in: world.account("A"), operation: operation) { $0.externalID = "N" }
    },
    Verb(again: "edit a deal") { world, operation in
      try await world.desk.edit(world.deal("open").id, operation: operation) { $0.nextStep = ($0.nextStep ?? "") + "!" }
    },
    Verb(again: "close a deal") { world, operation in
      try await world.desk.close(world.deal("open"), as: .lost, operation: operation) { $0.lossReason = "price" }
    },
    Verb(again: "undo an edit") { try await $0.desk.undo(World.described, operation: $1) },
    Verb(again: "restore a deal") { try await $0.desk.restore($0.deleted().id, operation: $1) },
    Verb(again: "add together") { world, operation in
      let acme = try await world.account("A")
      return try await world.desk.together(operation: operation) { batch in
        try await [batch.addOpportunity(in: acme), batch.addOpportunity(in: acme) { $0.nextStep = "Call" }]
      }
    },
    Verb(again: "save a report") {
      try await $0.desk.reports.save(ReportDefinition("new", groupBy: [.stage]), operation: $1)
    },
    Verb(again: "retire an entry") { try await $0.desk.retireLookupEntry("web", in: .source, operation: $1) },
    Verb(again: "import") { world, operation in
      let summary = try await world.importDeals(operation)
      return (summary.accountsAdded, summary.sections.map { [$0.created, $0.updated] })
    },
  ]

  /// In one transaction: a new account with a deal, a change of the open deal, and a deal that stays as it is.
  private static let imports: [Verb] = [
    Verb("import") { world in
      let summary = try await world.importDeals(nil)
      try world.check(summary.isWritten && summary.accountsAdded == 1)
      try world.check(summary.sections.map { [$0.created, $0.updated, $0.unchanged] } == [[1, 1, 1]])
    }
  ]

  private static let lists: [Verb] = [
    Verb("add an entry") { try await $0.desk.addLookupEntry(LookupEntry("mail"), to: .source) },
    Verb("rename an entry") { try await $0.desk.renameLookupEntry("fair", in: .source, to: "Trade fair") },
    Verb("set an attribute") { try await $0.desk.setLookupAttribute("cost", of: "fair", in: .source, to: "3") },
    Verb("reorder the entries") { try await $0.desk.reorderLookup(.source, ["web", "fair"]) },
    Verb("retire an entry") { try await $0.desk.retireLookupEntry("web", in: .source) },
    Verb("save a report") { try await $0.desk.reports.save(ReportDefinition("new", groupBy: [.stage])) },
    Verb("save a report again") { try await $0.desk.reports.save(ReportDefinition("mine", groupBy: [.owner])) },
    Verb("rename a report") { try await $0.desk.reports.rename("mine", to: "ours") },
    Verb("copy a report") { try await $0.desk.reports.copy("mine", as: "ours") },
    Verb("delete a report") { try await $0.desk.reports.delete("mine") },
  ]

  static let reading: [Verb] = [
    Verb("list deals") { try $0.check(try await $0.desk.opportunities().total == 2) },
    Verb("list accounts") { try $0.check(try await $0.desk.accounts(nameContains: "").total == 2) },
    Verb("the funnel") { try $0.check(try await $0.desk.funnel().total.count == 1) },
    Verb("the funnel as of then") { world in
      let day = world.desk.endOfDay(Fixture.today)
      try world.check(try await world.desk.funnel(ReportScope(asOf: day)).total.count == 1)
    },
    Verb("run a report") { world in _ = try await world.desk.reports.run("mine") },
    Verb("a deal's history") { world in
      let deal = try await world.deal("won")
      try world.check(try await !world.desk.history(of: deal.id).isEmpty)
    },
  ]
}
