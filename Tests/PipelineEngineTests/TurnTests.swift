import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Synchronization
import Testing

@Suite("Writers take turns", .serialized)
struct TurnTests {
  @Test(
    "64 tasks × 200 edits of one deal: none fails, none is lost, and the journal is one chain", arguments: Backend.all)
  func contention(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let id = try await desk.addOpportunity(in: try await desk.addAccount("Acme")) { $0.description = "0" }.id
      let (tasks, edits) = (64, 200)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<tasks {
          group.addTask {
            for _ in 0..<edits {
              _ = try await desk.edit(id) { $0.description = "\((Int($0.description ?? "") ?? 0) + 1)" }
            }
          }
        }
        try await group.waitForAll()
      }
      let deal = try await desk.opportunity(id)
      #expect(deal.description == "\(tasks * edits)" && deal.version == Int64(tasks * edits) + 1)
      var before = "0"
      for entry in try await desk.history(of: id) {
        guard case .changed("description", _, let old, let new) = entry.event else { continue }
        #expect(old == before, "the chain breaks at \(new ?? "nothing")")
        before = new ?? ""
      }
      #expect(before == "\(tasks * edits)")
    }
  }

  @Test("who asks first is first")
  func order() async throws {
    try await Backend.memory.withDesk { desk in
      let id = try await desk.addOpportunity(in: try await desk.addAccount("Acme")) { $0.description = "" }.id
      let (gate, opener) = AsyncStream.makeStream(of: Void.self)
      let (started, starter) = AsyncStream.makeStream(of: Void.self)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await desk.together { _ in
            starter.yield()
            for await _ in gate { break }
          }
        }
        for await _ in started { break }
        for letter in ["a", "b", "c", "d"] {
          group.addTask { _ = try await desk.edit(id) { $0.description = ($0.description ?? "") + letter } }
          // Each has come to wait before the next one asks.
          try await Task.sleep(for: .milliseconds(30))
        }
        opener.yield()
        try await group.waitForAll()
      }
      #expect(try await desk.opportunity(id).description == "abcd")
    }
  }

  @Test("a writer that is cancelled while it waits leaves the queue, and writes nothing")
  func cancelled() async throws {
    try await Backend.memory.withDesk { desk in
      let id = try await desk.addOpportunity(in: try await desk.addAccount("Acme")).id
      let (gate, opener) = AsyncStream.makeStream(of: Void.self)
      let (started, starter) = AsyncStream.makeStream(of: Void.self)
      let holder = Task {
        try await desk.together { _ in
          starter.yield()
          for await _ in gate { break }
        }
      }
      for await _ in started { break }
      let waiting = Task { try await desk.edit(id) { $0.nextStep = "never" } }
      let patient = Task { try await desk.edit(id) { $0.description = "later" } }
      try await Task.sleep(for: .milliseconds(30))
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
      opener.yield()
      try await holder.value
      #expect(try await patient.value.description == "later")
      #expect(try await desk.opportunity(id).nextStep == nil)
    }
  }

  @Test("within a transaction reading is free, and a command of the desk is an error instead of a standstill")
  func nested() async throws {
    try await Backend.memory.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      try await desk.together { transaction in
        let deal = try await transaction.addOpportunity(in: acme)
        #expect(try await desk.account(acme.id) == acme)
        #expect(try await desk.opportunities().total == 0)
        await #expect(throws: NestedTransaction.self) { try await desk.addAccount("Inner") }
        await #expect(throws: NestedTransaction.self) { try await desk.together { _ in } }
        _ = try await transaction.edit(deal) { $0.nextStep = "call" }
      }
      #expect(try await desk.opportunities().items.map(\.body.nextStep) == ["call"])
      let total = try await desk.accounts(nameContains: nil).total
      #expect(total == 1)
    }
  }

  @Test("two pipelines over one place try again where the other came first", arguments: Backend.all)
  func processes(_ backend: Backend) async throws {
    try await backend.withPipelines(2) { pipelines in
      let desks = pipelines.map { $0.acting(as: "anna") }
      let id = try await desks[0].addOpportunity(in: try await desks[0].addAccount("Acme")) { $0.description = "" }.id
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<16 {
          group.addTask {
            for _ in 0..<5 {
              _ = try await desks[number % 2].edit(id) { $0.description = ($0.description ?? "") + "x" }
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await desks[1].opportunity(id).description == String(repeating: "x", count: 80))
    }
  }

  @Test(
    "a deal of an account that another process changes before the commit is a conflict, and nothing is written",
    arguments: Backend.all)
  func accounts(_ backend: Backend) async throws {
    try await backend.withPipelines(2) { pipelines in
      let desks = pipelines.map { $0.acting(as: "anna") }
      let acme = try await desks[0].addAccount("Acme", source: "fair")
      await #expect {
        try await desks[0].together { transaction in
          _ = try await transaction.addOpportunity(in: acme)
          _ = try await desks[1].edit(acme) { $0.name = "Bell" }
        }
      } throws: { error in
        if case StoreError.conflict(let conflict) = error { conflict.key.id == acme.id } else { false }
      }
      #expect(try await desks[1].opportunities().total == 0)
      // The account as it is now.
      let deal = try await desks[0].addOpportunity(in: try await desks[0].account(acme.id))
      #expect(deal.name == "Bell")
    }
  }

  @MainActor
  final class Form {
    var draft = "from a form"
    var saved: Opportunity?

    func save(_ desk: Desk, _ account: Account) async throws {
      let deal = try await desk.addOpportunity(in: account) { $0.nextStep = draft }
      saved = try await desk.edit(deal) { $0.description = draft }
      saved = try await desk.edit(deal.id) { $0.winLossReport = draft }
      let acme = try await desk.edit(account) { $0.owner = draft }
      saved = try await desk.together { transaction in
        try await transaction.edit(deal.id) { $0.name = "\(draft) of \(acme.name)" }
      }
    }
  }

  @Test("closures may be of any actor and use what is the actor's")
  func actors() async throws {
    try await Backend.memory.withDesk { desk in
      let form = await MainActor.run { Form() }
      try await form.save(desk, try await desk.addAccount("Acme"))
      let saved = try #require(await form.saved)
      #expect(saved.name == "from a form of Acme" && saved.nextStep == "from a form")
    }
  }
}
