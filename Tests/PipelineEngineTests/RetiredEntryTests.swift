import PipelineEngine
import PipelinePlugins
import Testing

@Suite("Retired and removed entries", .serialized)
struct RetiredEntryTests {
  @Test("a default that is no longer valid gives none, and refuses nothing", arguments: Backend.all)
  func invalidDefaults(_ backend: Backend) async throws {
    try await backend.withStorage { storage in
      func open(_ sources: [String], seed: UInt64, _ body: (Desk, Pipeline) async throws -> Void) async throws {
        try await Rules.openPipeline(
          storage, seed: seed,
          {
            $0.lookups = [
              LookupBinding(.source, Entries(list: sources.map { LookupEntry($0) })),
              LookupBinding(.forecasting, Entries(list: [LookupEntry("mine", attributes: ["category": "closed"])])),
            ]
          }, { try await body($0.acting(as: "anna"), $0) })
      }
      try await open(["web", "fair"], seed: 1) { desk, _ in
        _ = try await desk.addAccount("Acme", source: "fair") { $0.externalID = "A" }
      }
      try await open(["web"], seed: 2) { desk, pipeline in
        let account = try #require(try await desk.findAccount(externalID: "A"))
        var deal = try await desk.addOpportunity(in: account)
        #expect(deal.source == nil)
        deal = try await desk.edit(deal) {
          $0.status = "n"
          $0.nextStep = "Call"
        }
        #expect(deal.forecast == nil, "n gives best_case, which no entry is or counts as")
        #expect(try await desk.changeStatus(of: deal, to: "won").forecast == "mine")
        #expect(try await pipeline.findings().map(\.kind) == [.missingEntry(table: .source, key: "fair", records: 1)])
      }
    }
  }

  @Test("an entry that accounts or stages give is retired with a replacement only", arguments: Backend.all)
  func replaced(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      let account = try await desk.addAccount("Acme", source: "fair")
      let deal = try await desk.addOpportunity(in: account)
      do {
        try await desk.retireLookupEntry("fair", in: .source)
        Issue.record("the entry was retired")
      } catch let refused as Refused {
        #expect(refused.refusals.map(\.code) == [.inUse])
        #expect(refused.refusals[0].message == "'fair' is still given by: Acme; name the entry that replaces it")
      }
      #expect(
        try await Rules.refusals { try await desk.retireLookupEntry("fair", in: .source, replacedBy: "nowhere") }
          == ["unknown_entry key"])
      #expect(
        try await Rules.refusals { try await desk.retireLookupEntry("fair", in: .source, replacedBy: "fair") }
          == ["invalid key"])
      try await desk.retireLookupEntry("fair", in: .source, replacedBy: "web")
      #expect(try await desk.account(account.id).source == "web")
      #expect(try await desk.opportunity(deal.id).source == "fair", "deals keep it")
      #expect(try await desk.addOpportunity(in: account).source == "web")

      #expect(
        try await Rules.refusals { try await desk.retireLookupEntry("best_case", in: .forecasting) } == ["in_use key"])
      try await desk.retireLookupEntry("best_case", in: .forecasting, replacedBy: "commit")
      let negotiated = try await desk.edit(deal) {
        $0.status = "n"
        $0.nextStep = "Call"
      }
      #expect(negotiated.forecast == "commit", "n names best_case")
      try await desk.retireLookupEntry("best_case", in: .forecasting, false)
      let other = try await desk.addOpportunity(in: account) {
        $0.status = "n"
        $0.nextStep = "Call"
      }
      #expect(other.forecast == "best_case")
      try await desk.retireLookupEntry("globex", in: .competitor)
    }
  }

  @Test("a rename changes one language; a category is one that there is", arguments: Backend.all)
  func labels(_ backend: Backend) async throws {
    try await backend.withRules { desk in
      func texts(_ key: String, _ name: LookupTableName = .lossReason) async throws -> [String] {
        let label = try #require(try await desk.lookup(name)[key]).label
        return [label.text("en"), label.text("fr")]
      }
      try await desk.renameLookupEntry("price", in: .lossReason, to: "Too expensive")
      #expect(try await texts("price") == ["Too expensive", "Prix"])
      try await desk.renameLookupEntry("price", in: .lossReason, to: "Trop cher", language: "fr")
      #expect(try await texts("price") == ["Too expensive", "Trop cher"])
      try await desk.renameLookupEntry("commit", in: .forecasting, to: "Sure")
      #expect(try await texts("commit", .forecasting) == ["Sure", "Engagé"])
      #expect(try await texts("best_case", .forecasting)[1] != "Best case", "the others keep their French labels")
      let bogus = LookupEntry("maybe", attributes: ["category": "bogus"])
      #expect(
        try await Rules.refusals { try await desk.addLookupEntry(bogus, to: .forecasting) } == ["invalid attributes"])
      #expect(
        try await Rules.refusals {
          try await desk.setLookupAttribute("category", of: "commit", in: .forecasting, to: "bogus")
        } == ["invalid attributes"])
      try await desk.addLookupEntry(LookupEntry("maybe", attributes: ["category": "omitted"]), to: .forecasting)
    }
  }

  @Test("a table that people edited keeps their entries when the pipeline opens again", arguments: Backend.all)
  func seedOnce(_ backend: Backend) async throws {
    try await backend.withStorage { storage in
      try await Rules.open(storage) { desk in
        try await desk.addLookupEntry(LookupEntry("press"), to: .source)
        try await desk.renameLookupEntry("web", in: .source, to: "Website")
        try await desk.retireLookupEntry("fair", in: .source)
        try await desk.reorderLookup(.source, ["press"])
      }
      for seed in 2...3 {
        try await Rules.open(storage, seed: UInt64(seed)) { desk in
          let table = try await desk.lookup(.source)
          #expect(table.entries.map(\.key) == ["press", "web", "fair"])
          #expect(table["web"]?.label.text("en") == "Website")
          #expect(table["fair"]?.isRetired == true)
          let deal = try await desk.addOpportunity(in: try await desk.addAccount("A\(seed)")) { $0.source = "press" }
          #expect(deal.source == "press")
        }
      }
    }
  }
}
