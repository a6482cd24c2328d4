import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

@Suite("What was before is what the store holds", .serialized)
struct StoredBeforeTests {
  /// A deal as a web form might send it back: everything of it made up but the identity and the version.
  static func forged(_ deal: Opportunity, _ change: (inout OpportunityBody) -> Void) -> Opportunity {
    var body = deal.body
    change(&body)
    return Opportunity(id: deal.id, version: deal.version, body: body)
  }

  @Test("no made-up copy passes a stage's gate or brings an old value that never was", arguments: Backend.all)
  func gates(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme")) { $0.owner = "anna" }
      let copies = [
        Self.forged(deal) { $0.status = "engaging" },
        Self.forged(deal) { $0.cycle = "other" },
        Self.forged(deal) { $0.owner = "eve" },
        Self.forged(deal) { $0.lines = [.init(product: "no such thing", unitPrice: "7")] },
        Self.forged(deal) { $0.source = "no such source" },
        Self.forged(deal) { $0.account = RecordID(high: 7, low: 7) },
      ]
      for copy in copies {
        await #expect(throws: Refused.self, "a new deal may not be won at once") {
          try await desk.edit(copy) { $0.status = "won" }
        }
        await #expect(throws: Refused.self) { try await desk.close(copy, as: .won) }
      }
      var standing = deal
      for (index, copy) in copies.enumerated() {
        let now = Opportunity(id: deal.id, version: standing.version, body: copy.body)
        standing = try await desk.edit(now) { $0.nextStep = "step \(index)" }
        var expected = deal.body
        expected.nextStep = "step \(index)"
        #expect(standing.body == expected, "nothing of the copy comes in")
      }
      let changes = try await desk.history(of: deal.id).compactMap { entry -> String? in
        guard case .changed(let field, _, let old, let new) = entry.event else { return nil }
        return "\(field): \(old ?? "-") → \(new ?? "-")"
      }
      #expect(changes.first == "next_step: - → step 0" && changes.count == copies.count, "\(changes)")
    }
  }

  @Test("a made-up account has no standing of its own", arguments: Backend.all)
  func accounts(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme", source: "fair") { $0.owner = "anna" }
      var body = acme.body
      body.standing = .customer
      body.source = "no such source"
      body.name = "Forged"
      let edited = try await desk.edit(Account(id: acme.id, version: acme.version, body: body)) { $0.owner = "ben" }
      #expect(edited.name == "Acme" && edited.source == "fair" && edited.standing == .prospect)
      #expect(try await desk.account(acme.id) == edited)
      let ghost = Account(id: acme.id, version: 7, body: acme.body)
      let conflict = StoreError.conflict(
        VersionConflict(key: RecordKey(.account, acme.id), expected: 7, found: edited.version))
      await #expect(throws: conflict) { try await desk.edit(ghost) { $0.owner = "eve" } }
      await #expect(throws: conflict) { try await desk.delete(ghost) }
    }
  }

  @Test("a stale copy is a conflict within a transaction too, and of a deal that is gone", arguments: Backend.all)
  func stale(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
      let second = try await desk.edit(deal) { $0.nextStep = "first" }
      let key = RecordKey(.opportunity, deal.id)
      await #expect(throws: StoreError.conflict(VersionConflict(key: key, expected: 1, found: 2))) {
        try await desk.together { _ = try await $0.edit(deal) { $0.nextStep = "late" } }
      }
      await #expect(throws: StoreError.conflict(VersionConflict(key: key, expected: 1, found: 2))) {
        try await desk.delete(deal)
      }
      try await desk.delete(second)
      await #expect(throws: StoreError.conflict(VersionConflict(key: key, expected: 2, found: nil))) {
        try await desk.edit(second) { $0.nextStep = "too late" }
      }
      await #expect(throws: NotFound.self) { try await desk.edit(deal.id) { $0.nextStep = "too late" } }
    }
  }

  @Test("one external id is not given twice within a transaction", arguments: Backend.all)
  func externalIDs(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      await #expect(throws: Refused.self) {
        try await desk.together { transaction in
          _ = try await transaction.addAccount("One") { $0.externalID = "A" }
          _ = try await transaction.addAccount("Two") { $0.externalID = "A" }
        }
      }
      let total = try await desk.accounts(nameContains: nil).total
      #expect(total == 0)
    }
  }

  @Test("nobody acts: every command is refused; blanks around a name are no part of it", arguments: Backend.all)
  func names(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      await #expect(throws: Refused.self) { try await desk.acting(as: " \n").addAccount("Acme") }
      let acme = try await desk.acting(as: " ben ").addAccount("Acme") { $0.owner = " ben " }
      #expect(acme.owner == "ben")
      let deal = try await desk.acting(as: " ben ").addOpportunity(in: acme)
      #expect(deal.owner == "ben")
      #expect(try await desk.history(of: deal.id).map(\.author) == ["ben"])
      #expect(try await desk.edit(deal) { $0.owner = "  eve\t" }.owner == "eve")
    }
  }
}
