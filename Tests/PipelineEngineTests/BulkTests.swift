import PipelineEngine
import PipelinePlugins
import Testing

@Suite("Bulk loads", .serialized)
struct BulkTests {
  static func load(_ desk: Desk) -> BulkLoad {
    var load = BulkLoad()
    var account = AccountBody()
    account.name = "Acme"
    account.externalID = "C-1"
    load.newAccounts = [BulkAccount(id: desk.makeID(), body: account)]
    for index in 0..<3 {
      var body = OpportunityBody()
      body.account = load.newAccounts[0].id
      body.externalID = "D-\(index)"
      body.status = index == 2 ? "won" : "prospecting"
      load.deals.append(BulkDeal(body))
    }
    return load
  }

  @Test("deals and accounts are written together, by the same rules as one", arguments: Backend.all)
  func together(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let summary = try await desk.load(Self.load(desk))
      #expect(summary.isWritten && summary.created == 3 && summary.accountsCreated == 1)
      let acme = try #require(try await desk.account(externalID: "C-1"))
      #expect(acme.standing == .customer, "one of its deals is won")
      let deal = try #require(try await desk.opportunity(externalID: "D-0"))
      #expect(deal.name == "Acme" && deal.owner == "anna" && deal.expectedCloseDate == nil)
    }
  }

  @Test("one refused deal leaves everything out, unless it may be left out itself", arguments: Backend.all)
  func refused(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      var load = Self.load(desk)
      load.deals[1].body.status = "nowhere"
      load.deals.append(load.deals[0])
      let summary = try await desk.load(load)
      #expect(!summary.isWritten)
      #expect(summary.refused.map(\.index) == [1, 3])
      #expect(summary.refused.flatMap(\.refusals).map(\.code) == [.unknownStage, .duplicate])
      #expect(try await desk.opportunities().total == 0)
      #expect(try await desk.account(externalID: "C-1") == nil)
      load.skipsRefused = true
      #expect(try await desk.load(load).created == 2)
      #expect(try await desk.opportunities().total == 2)
    }
  }

  @Test("loading the same deals again changes nothing; what changed is an edit", arguments: Backend.all)
  func again(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      var load = Self.load(desk)
      _ = try await desk.load(load)
      await #expect(throws: Refused.self, "the account is there already") { try await desk.load(load) }
      load.newAccounts = []
      load.givenFields = ["status", "next_step"]
      #expect(try await desk.load(load).unchanged == 3)
      load.deals[0].body.nextStep = "call"
      let summary = try await desk.load(load)
      #expect(summary.updated == 1 && summary.unchanged == 2)
      #expect(try await desk.opportunity(externalID: "D-0")?.version == 2)
    }
  }
}
