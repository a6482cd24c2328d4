import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("Working at a desk", .serialized)
struct DeskTests {
  @Test("an account becomes a customer with its first won deal", arguments: Backend.all)
  func customer(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme", source: "fair")
      let deal = try await desk.addOpportunity(in: acme) { $0.lines = [.init(product: "gtx-pro", unitPrice: "5")] }
      #expect(try await desk.account(acme.id).standing == .prospect)
      let engaged = try await desk.edit(deal) {
        $0.status = "engaging"
        $0.nextStep = "call"
      }
      _ = try await desk.close(engaged, as: .won)
      #expect(try await desk.account(acme.id).standing == .customer)
    }
  }

  @Test("an account and its deals are written together or not at all", arguments: Backend.all)
  func together(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      await #expect(throws: Refused.self) {
        try await desk.together { batch in
          let acme = try await batch.addAccount("Acme")
          _ = try await batch.addOpportunity(in: acme)
          _ = try await batch.addOpportunity(in: acme) { $0.status = "nowhere" }
        }
      }
      #expect(try await desk.accounts(named: "Acme").isEmpty)
      #expect(try await desk.opportunities().total == 0)

      let (acme, deals) = try await desk.together { batch in
        let acme = try await batch.addAccount("Acme")
        var first = try await batch.addOpportunity(in: acme)
        first = try await batch.edit(first) { $0.nextStep = "call" }
        return (acme, [first, try await batch.addOpportunity(in: acme)])
      }
      #expect(try await desk.opportunities(of: acme) == deals)
    }
  }

  @Test("a stale copy is a conflict that names both versions", arguments: Backend.all)
  func stale(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
      _ = try await desk.edit(deal) { $0.nextStep = "first" }
      do {
        _ = try await desk.edit(deal) { $0.nextStep = "second" }
        Issue.record("the stale copy was taken")
      } catch let error as StoreError {
        let key = RecordKey(.opportunity, deal.id)
        #expect(error == .conflict(VersionConflict(key: key, expected: 1, found: 2)))
        #expect("\(error)" == "opportunity \(deal.id) was read at version 1, but it is at version 2 now")
      }
      #expect(try await desk.opportunity(deal.id).nextStep == "first")
    }
  }

  @Test("edits by identity lose nothing, however many come at once", arguments: Backend.all)
  func concurrent(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let id = try await desk.addOpportunity(in: try await desk.addAccount("Acme")) { $0.description = "" }.id
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask { _ = try await desk.edit(id) { $0.description = ($0.description ?? "") + "x" } }
        }
        try await group.waitForAll()
      }
      #expect(try await desk.opportunity(id).description == "xxxxxxxx")
    }
  }

  @Test("an external id belongs to one record", arguments: Backend.all)
  func externalID(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme") { $0.externalID = "A1" }
      await #expect(throws: Refused.self) { try await desk.addAccount("Other") { $0.externalID = "A1" } }
      _ = try await desk.addOpportunity(in: acme) { $0.externalID = "D1" }
      await #expect(throws: Refused.self) { try await desk.addOpportunity(in: acme) { $0.externalID = "D1" } }
      #expect(try await desk.findOpportunity(externalID: "D1") != nil)
      #expect(try await desk.findAccount(externalID: "A1")?.id == acme.id)
    }
  }

  @Test("an account with deals stays; without them it goes", arguments: Backend.all)
  func deletion(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      let deal = try await desk.addOpportunity(in: acme)
      await #expect(throws: Refused.self) { try await desk.delete(acme) }
      try await desk.delete(deal)
      try await desk.delete(acme)
      await #expect(throws: NotFound.self) { try await desk.account(acme.id) }
      #expect(try await desk.history(of: deal.id).map(\.event) == [.created, .deleted])
    }
  }

  @Test("a deal under an account that is not there is refused", arguments: Backend.all)
  func unknownAccount(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let ghost = Account(id: RecordID(high: 1, low: 2), version: 1, body: AccountBody())
      do {
        _ = try await desk.addOpportunity(in: ghost)
        Issue.record("the deal was taken")
      } catch let refused as Refused {
        #expect(refused.refusals.map(\.code) == [.unknownAccount])
      }
    }
  }

  @Test("history shows what the policies keep, with who and what", arguments: Backend.all)
  func history(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
      _ = try await desk.edit(deal) { $0.nextStep = "call" }
      let history = try await desk.history(of: deal.id)
      #expect(history.map(\.author) == ["anna", "anna"])
      #expect(
        history.last?.event
          == .changed(field: "next_step", label: OpportunityBody.fields["next_step"]!.label, old: nil, new: "call"))
    }
  }

  @Test("a rename never orphans deals; a retired entry stays under the deals that use it", arguments: Backend.all)
  func lookups(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      let deal = try await desk.addOpportunity(in: acme) { $0.source = "fair" }
      try await desk.addLookupEntry(LookupEntry("web"), to: .source)
      try await desk.renameLookupEntry("fair", in: .source, to: "Trade fair")
      try await desk.reorderLookup(.source, ["web", "fair"])
      try await desk.retireLookupEntry("fair", in: .source)
      let table = try await desk.lookup(.source)
      #expect(table.entries.map(\.key) == ["web", "fair"])
      #expect(table["fair"]?.label == "Trade fair")
      #expect(table["fair"]?.isRetired == true)
      let edited = try await desk.edit(deal) { $0.nextStep = "call" }
      #expect(edited.source == "fair")
      await #expect(throws: Refused.self) { try await desk.addOpportunity(in: acme) { $0.source = "fair" } }
      await #expect(throws: Refused.self) { try await desk.addLookupEntry(LookupEntry("web"), to: .source) }
      await #expect(throws: Refused.self) { try await desk.addLookupEntry(LookupEntry("x"), to: .status) }
      await #expect(throws: Refused.self) { try await desk.addLookupEntry(LookupEntry(" x"), to: .source) }
      await #expect(throws: Refused.self) { try await desk.renameLookupEntry("none", in: .source, to: "x") }
    }
  }

  @Test("lists filter and page", arguments: Backend.all)
  func listing(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      let other = try await desk.addAccount("Other")
      for index in 0..<5 {
        _ = try await desk.addOpportunity(in: index == 4 ? other : acme) {
          $0.name = "Deal \(index)"
          $0.owner = index % 2 == 0 ? "anna" : "ben"
        }
      }
      var filter = DealFilter()
      let first = try await desk.opportunities(filter, limit: 2)
      #expect(first.items.map(\.body.name) == ["Deal 0", "Deal 1"])
      #expect(first.total == 5)
      let second = try await desk.opportunities(filter, offset: first.next ?? 0, limit: 2)
      #expect(second.items.map(\.body.name) == ["Deal 2", "Deal 3"])
      filter.owners = ["ben"]
      #expect(try await desk.opportunities(filter).items.map(\.body.name) == ["Deal 1", "Deal 3"])
      filter = DealFilter()
      #expect(try await desk.opportunities(filter, in: other.id).items.map(\.body.name) == ["Deal 4"])
      filter = DealFilter()
      filter.text = "deal 3"
      #expect(try await desk.opportunities(filter).total == 1)
      filter.outcomes = [.won]
      #expect(try await desk.opportunities(filter).total == 0)
      #expect(try await desk.accounts(nameContains: "oth").items.map(\.id) == [other.id])
    }
  }
}
