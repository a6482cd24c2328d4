import PipelineEngine
import PipelinePlugins
import Testing

/// An edit by identity begins with the deal as the pipeline saw it last. What another process did since must count.
@Suite("Edits by identity with an outdated cache")
struct RecentRecordTests {
  @Test("an edit that changes nothing of the outdated deal changes the present one", arguments: Backend.all)
  func unchanged(_ backend: Backend) async throws {
    try await withOutdated(backend) { desk, other, deal in
      _ = try await other.edit(deal.id) { $0.nextStep = "theirs" }
      let edited = try await desk.edit(deal.id) { $0.nextStep = "ours" }
      #expect(edited.nextStep == "ours" && edited.version == 3)
      #expect(try await other.opportunity(deal.id).nextStep == "ours")
    }
  }

  @Test("an edit is not refused for what was true before", arguments: Backend.all)
  func refused(_ backend: Backend) async throws {
    try await withOutdated(backend) { desk, other, deal in
      _ = try await other.edit(deal.id) { $0.statedAmount = try Money(parsing: "1.00", currency: .usd) }
      // Only the present deal has an amount.
      let edited = try await desk.edit(deal.id) { body in
        guard body.amount != nil else { throw StoreError.invalid(reason: "no amount") }
        body.nextStep = "bill"
      }
      #expect(edited.nextStep == "bill" && edited.amount?.minorUnits == 100)
    }
  }

  @Test("a present copy is edited, though the cache still has the deal before it", arguments: Backend.all)
  func present(_ backend: Backend) async throws {
    try await withOutdated(backend) { desk, other, deal in
      let theirs = try await other.edit(deal.id) { $0.nextStep = "theirs" }
      let edited = try await desk.edit(theirs) { $0.description = "ours" }
      #expect(edited.nextStep == "theirs" && edited.description == "ours" && edited.version == 3)
    }
  }

  @Test("a deal that another process deleted is not found, and nothing is written", arguments: Backend.all)
  func deleted(_ backend: Backend) async throws {
    try await withOutdated(backend) { desk, other, deal in
      try await other.delete(try await other.opportunity(deal.id))
      await #expect(throws: NotFound.self) { try await desk.edit(deal.id) { $0.nextStep = "late" } }
    }
  }

  @Test("what is read beside a later edit does not replace it in the cache", arguments: Backend.all)
  func older(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme")) { $0.description = "0" }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 { group.addTask { for _ in 0..<100 { _ = try await desk.opportunity(deal.id) } } }
        for _ in 0..<100 {
          _ = try await desk.edit(deal.id) { $0.description = "\((Int($0.description ?? "") ?? 0) + 1)" }
        }
        try await group.waitForAll()
      }
      #expect(try await desk.opportunity(deal.id).description == "100")
    }
  }

  /// Runs with a desk that has a deal in its cache, and one of another pipeline over the same store.
  private func withOutdated(_ backend: Backend, _ body: (Desk, Desk, Opportunity) async throws -> Void) async throws {
    try await backend.withPipelines(2) { pipelines in
      let desks = pipelines.map { $0.acting(as: "anna") }
      let deal = try await desks[0].addOpportunity(in: try await desks[0].addAccount("Acme")) { $0.nextStep = "ours" }
      try await body(desks[0], desks[1], deal)
    }
  }
}
