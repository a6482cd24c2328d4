import PipelinePlugins
import Testing

@testable import PipelineEngine

@Suite("Consumers of the journal")
struct ConsumerTests {
  @Test("what was not acknowledged is delivered again after reopening, and what was is not", arguments: Backend.all)
  func reopening(_ backend: Backend) async throws {
    try await backend.withPlace { open in
      var names: [String] = []
      for run in 0..<4 {
        let pipeline = try await open()
        _ = try await pipeline.acting(as: "anna").addAccount("Acme \(run)")
        let consumer = pipeline.consumer("crm-to-billing")
        var batches = consumer.batches().makeAsyncIterator()
        let batch = try #require(try await batches.next(isolation: nil))
        names = batch.changes.compactMap(\.accountName)
        // The second run acknowledges, as does the last.
        if run % 2 == 1 {
          try await consumer.acknowledge(batch)
          #expect(try await consumer.cursor() == batch.cursor)
          #expect(try await pipeline.consumer("other").cursor() == .start)
        }
        #expect(names == [["Acme 0"], ["Acme 0", "Acme 1"], ["Acme 2"], ["Acme 2", "Acme 3"]][run])
        await pipeline.close()
      }
    }
  }

  @Test("batches follow one another without gaps, and acknowledging causes no further batch", arguments: Backend.all)
  func batches(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      for number in 0..<10 { _ = try await desk.addAccount("A\(number)") }
      let consumer = desk.pipeline.consumer(" crm ")
      #expect(consumer.name == "crm")
      var batches = consumer.batches(limit: 3).makeAsyncIterator()
      var changes: [Pipeline.Change] = []
      let end = try await desk.snapshot().cursor
      while changes.last?.cursor != end {
        let batch = try #require(try await batches.next(isolation: nil))
        #expect((1...3).contains(batch.changes.count) && batch.changes.allSatisfy { $0.cursor <= batch.cursor })
        changes += batch.changes
        try await consumer.acknowledge(batch)
      }
      #expect(changes.compactMap(\.accountName) == (0..<10).map { "A\($0)" })
      let all = try await desk.pipeline.changes().take(until: changes[changes.count - 1].record, version: 1)
      #expect(changes == all.filter { $0.kind != .consumer })
      let next = batches.later()
      try await Task.sleep(for: .milliseconds(250))
      _ = try await desk.addAccount("Last")
      #expect(try await next.value.0?.changes.compactMap(\.accountName) == ["Last"])
    }
  }

  @Test("a place never moves backwards, and a batch is acknowledged once", arguments: Backend.all)
  func backwards(_ backend: Backend) async throws {
    try await backend.withPipelines(2) { pipelines in
      let (mine, other) = (pipelines[0].consumer("one"), pipelines[1].consumer("one"))
      var own = mine.batches(limit: 1).makeAsyncIterator()
      var others = other.batches(limit: 1).makeAsyncIterator()
      let first = try #require(try await own.next(isolation: nil))
      let same = try #require(try await others.next(isolation: nil))
      #expect(first == same)
      let second = try #require(try await own.next(isolation: nil))
      // With the second, the first is acknowledged too.
      try await mine.acknowledge(second)
      for batch in [first, second] {
        await #expect(throws: StoreError.self) { try await mine.acknowledge(batch) }
      }
      do {
        try await other.acknowledge(same)
        Issue.record("a stale acknowledgement was accepted")
      } catch StoreError.conflict(let conflict) {
        #expect(conflict.key.kind == .consumer && conflict.expected == 0 && conflict.found == 1)
      }
      #expect(try await other.cursor() == second.cursor)
      var again = other.batches(limit: 1).makeAsyncIterator()
      let third = try #require(try await again.next(isolation: nil))
      #expect(third.cursor > second.cursor)
      try await other.acknowledge(third)
      #expect(try await mine.cursor() == third.cursor)
    }
  }

  @Test("of two processes that acknowledge the first batch at once, one succeeds", arguments: Backend.all)
  func race(_ backend: Backend) async throws {
    try await backend.withPipelines(2) { pipelines in
      for round in 0..<10 {
        var results: [Result<Void, any Error>] = []
        let consumers = pipelines.map { $0.consumer("round-\(round)") }
        var batches: [Pipeline.Consumer.Batch] = []
        for consumer in consumers {
          var iterator = consumer.batches().makeAsyncIterator()
          batches.append(try #require(try await iterator.next(isolation: nil)))
        }
        let (mine, other) = (batches[0], batches[1])
        let one = Task { try await consumers[0].acknowledge(mine) }
        let two = Task { try await consumers[1].acknowledge(other) }
        results = [await one.result, await two.result]
        let errors = results.compactMap { result -> StoreError? in
          if case .failure(let error) = result { error as? StoreError } else { nil }
        }
        // The one that is planned later may have read on to the same place only.
        #expect(errors.count == (mine.cursor == other.cursor ? 1 : errors.count), "\(results)")
        for case .conflict(let conflict) in errors { #expect(conflict.found == 1) }
        #expect(try await consumers[0].cursor() == max(mine.cursor, other.cursor))
      }
    }
  }

  @Test("a batch is acknowledged with the writes that it leads to, or not at all", arguments: Backend.all)
  func together(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      let consumer = desk.pipeline.consumer("copies")
      var batches = consumer.batches().makeAsyncIterator()
      let batch = try #require(try await batches.next(isolation: nil))
      await #expect(throws: Refused.self) {
        try await desk.together { transaction in
          try await transaction.acknowledge(batch)
          _ = try await transaction.addAccount("")
        }
      }
      #expect(try await consumer.cursor() == .start)
      let operation = desk.makeID()
      for _ in 0..<2 {
        let deal = try await desk.together(operation: operation) { transaction in
          try await transaction.acknowledge(batch)
          return try await transaction.addOpportunity(in: acme)
        }
        #expect(deal.account == acme.id)
      }
      #expect(try await consumer.cursor() == batch.cursor)
      #expect(try await desk.opportunities().total == 1)
      // Undoing takes the deal back, and not the acknowledgement.
      try await desk.undo(operation)
      #expect(try await desk.opportunities().total == 0)
      #expect(try await consumer.cursor() == batch.cursor)
    }
  }

  @Test("a reader reads batches and acknowledges none; a consumer has a name and a first place", arguments: Backend.all)
  func limits(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let end = try await desk.snapshot().cursor
      let acme = try await desk.addAccount("Acme")
      var batches = desk.pipeline.consumer("new", startingAfter: end).batches().makeAsyncIterator()
      let batch = try #require(try await batches.next(isolation: nil))
      #expect(batch.changes.map(\.record) == [acme.id])
      let reader = try await Pipeline.open(desk.setup, for: .reading)
      var read = reader.consumer("new", startingAfter: end).batches().makeAsyncIterator()
      #expect(try await read.next(isolation: nil) == batch)
      await #expect(throws: StoreError.self) { try await reader.consumer("new").acknowledge(batch) }
      await reader.close()
      let nameless = desk.pipeline.consumer("  ")
      let refused = await #expect(throws: Refused.self) { try await nameless.cursor() }
      #expect(refused?.refusals.map(\.message) == ["a consumer needs a name"])
    }
  }
}

extension Pipeline.Change {
  /// The name of the account that the change creates.
  fileprivate var accountName: String? {
    guard kind == .account, case .created(let fields) = event else { return nil }
    return fields["name"]?.text
  }
}
