#if SQLite
  import Foundation
  import PipelinePlugins
  import SQLiteStorage
  import Testing

  @testable import PipelineEngine

  @Suite("Watching the journal")
  struct WatchingTests {
    @Test(
      "changes come from any cursor in the order of the journal, each once, with all that it knows",
      arguments: Backend.all)
    func everyChange(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let operation = desk.makeID()
        let acme = try await desk.addAccount("Acme")
        var deal = try await desk.addOpportunity(in: acme, operation: operation) { $0.name = "Big" }
        deal = try await desk.edit(deal) { $0.nextStep = "Call" }
        try await desk.delete(deal)
        deal = try await desk.restore(deal.id)
        let all = try await desk.pipeline.changes().take(until: deal.id, version: 4)
        let own = all.filter { $0.record == deal.id }
        #expect(all.map(\.cursor) == all.map(\.cursor).sorted() && Set(all.map(\.cursor)).count == all.count)
        #expect(all.contains { $0.kind == .lookupEntry }, "changes of all kinds")
        #expect(own.map(\.version) == [1, 2, 3, 4])
        guard case .created(let cells)? = own.first?.event, case .restored(let again)? = own.last?.event else {
          Issue.record("\(own)")
          return
        }
        #expect(cells["name"] == .text("Big") && cells["account"] == .bytes(acme.id.bytes) && cells["next_step"] == nil)
        #expect(own[0].operation == operation && own.allSatisfy { $0.author == "anna" && $0.isInHistory })
        #expect(own[1].event == .changed(field: "next_step", old: .null, new: .text("Call")))
        #expect(own[2].event == .deleted && again["next_step"] == .text("Call"))
        #expect(own[0].recordedAt == Instant(startOf: Fixture.today))
        for place in all.indices.dropLast() {
          let rest = try await desk.pipeline.changes(after: all[place].cursor).take(until: deal.id, version: 4)
          #expect(rest == Array(all[(place + 1)...]))
        }
      }
    }

    @Test("watchers of edits that never pause miss none and see none twice, over many pages", arguments: Backend.all)
    func gapless(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let acme = try await desk.addAccount("Acme")
        let deal = try await desk.addOpportunity(in: acme)
        // More than two pages before, and as many meanwhile.
        for number in 1...600 { _ = try await desk.edit(deal.id) { $0.nextStep = "\(number)" } }
        let pipeline = desk.pipeline
        try await withThrowingTaskGroup(of: [String].self) { group in
          for start in [0, 1, 250] {
            group.addTask {
              let first = try await pipeline.changes().steps(of: deal.id, until: "\(max(start, 1))").cursor
              return try await pipeline.changes(after: first).steps(of: deal.id, until: "1200").steps
            }
          }
          for number in 601...1200 { _ = try await desk.edit(deal.id) { $0.nextStep = "\(number)" } }
          var starts: Set<String> = []
          for try await steps in group {
            let first = try #require(steps.first.flatMap { Int($0) })
            starts.insert("\(first)")
            #expect(steps == (first...1200).map(String.init))
          }
          #expect(starts == ["2", "251"])
        }
      }
    }

    // How soon is not tested: the suite runs on machines that are busy. The limit is for a reader that is never woken.
    @Test(
      "a reader is woken by another process's commit, without reading the journal meanwhile", .timeLimit(.minutes(5)))
    func otherProcess() async throws {
      let folder = NSTemporaryDirectory() + "pipeline-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let path = folder + "/sales.db"
      let writer = try await Pipeline.open(Fixture.setup(SQLiteStorage(path: path)))
      let desk = writer.acting(as: "anna")
      let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
      let reads = Count()
      let storage = SpiedStorage(inner: SQLiteStorage(path: path)) { reads.add() }
      let reader = try await Pipeline.open(Fixture.setup(storage), for: .reading)
      var changes = reader.changes(after: try await desk.snapshot().cursor).makeAsyncIterator()
      for number in 1...5 {
        let next = changes.later()
        try await Task.sleep(for: .milliseconds(400))
        if number > 1 { #expect(reads.take() <= 4, "the journal is read while nothing is committed") }
        _ = try await desk.edit(deal.id) { $0.nextStep = "\(number)" }
        let (element, after) = try await next.value
        let change = try #require(element)
        changes = after
        guard case .changed("next_step", _, .text("\(number)")) = change.event else {
          Issue.record("\(change)")
          continue
        }
      }
      await reader.close()
      await writer.close()
    }

    @Test("a waiting reader of SQLite asks for nothing but the file's version")
    func quiet() async throws {
      try await Backend.sqlite.withPlace { open in
        let pipeline = try await open()
        let reads = Count()
        let signal = CommitSignal(SpiedStore(inner: pipeline.store) { reads.add() })
        let end = try await pipeline.acting(as: "anna").snapshot().cursor
        let waiting = Task { try await signal.wait(after: end) }
        try await Task.sleep(for: .milliseconds(500))
        #expect(reads.take() == 0 && signal.waiting == 1)
        _ = try await pipeline.acting(as: "anna").addAccount("Acme")
        try await waiting.value
        #expect(reads.take() == 1 && signal.waiting == 0)
        await pipeline.close()
      }
    }

    @Test("reads that were cancelled at any moment leave the connection well")
    func cancelledReads() async throws {
      try await Backend.sqlite.withPlace { open in
        let pipeline = try await open()
        let store = pipeline.store
        for _ in 0..<3_000 {
          let read = Task { try await store.journal(nil, id: nil, after: .start, limit: 1) }
          await Task.yield()
          read.cancel()
          if case .failure(let error) = await read.result { #expect(error is CancellationError) }
        }
        #expect(try await store.journal(nil, id: nil, after: .start, limit: 1).entries.count == 1)
        await pipeline.close()
      }
    }

    @Test("pipelines over one place wake each other, and a thousand watchers cost one question", arguments: Backend.all)
    func sharing(_ backend: Backend) async throws {
      try await backend.withPipelines(2) { pipelines in
        let desk = pipelines[0].acting(as: "anna")
        let end = try await desk.snapshot().cursor
        try await withThrowingTaskGroup(of: Pipeline.Change?.self) { group in
          for number in 0..<1_000 {
            group.addTask {
              var changes = pipelines[number % 2].changes(after: end).makeAsyncIterator()
              return try await changes.next(isolation: nil)
            }
          }
          let waiting = { pipelines.reduce(0) { $0 + $1.commits.waiting } }
          for _ in 0..<2_000 where waiting() < 1_000 { try await Task.sleep(for: .milliseconds(5)) }
          #expect(waiting() == 1_000)
          let acme = try await desk.addAccount("Acme")
          for try await change in group { #expect(change?.record == acme.id) }
          #expect(waiting() == 0)
        }
      }
    }

    @Test("a cancelled watcher ends at once and disturbs no other; a closed pipeline ends all", arguments: Backend.all)
    func ending(_ backend: Backend) async throws {
      try await backend.withDesk { desk in
        let pipeline = desk.pipeline
        let beyond = Cursor(1_000_000)
        let far = Task { try await pipeline.changes(after: beyond).first { _ in true } }
        let end = try await desk.snapshot().cursor
        let cancelled = Task { for try await _ in pipeline.changes(after: end) {} }
        let other = Task { try await pipeline.changes(after: end).first { $0.kind == .account } }
        for _ in 0..<2_000 where pipeline.commits.waiting < 3 { try await Task.sleep(for: .milliseconds(5)) }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(pipeline.commits.waiting == 2)
        let acme = try await desk.addAccount("Acme")
        #expect(try await other.value?.record == acme.id)
        await pipeline.close()
        await #expect(throws: StoreError.closed) { try await far.value }
        await #expect(throws: StoreError.closed) { for try await _ in pipeline.changes() {} }
        #expect(pipeline.commits.waiting == 0)
      }
    }

    @Test("after an error of the store, the next change is the one that was to come", arguments: Backend.all)
    func failing(_ backend: Backend) async throws {
      let faults = Count()
      let fail: @Sendable () throws -> Void = {
        if faults.take() > 0 { throw StoreError.failed(place: "here", reason: "on request") }
      }
      try await backend.withDesk({ $0.storage = SpiedStorage(inner: $0.storage, onJournal: fail) }) { desk in
        let end = try await desk.snapshot().cursor
        let acme = try await desk.addAccount("Acme")
        var changes = desk.changes(after: end).makeAsyncIterator()
        faults.add()
        await #expect(throws: StoreError.self) { try await changes.next(isolation: nil) }
        #expect(try await changes.next(isolation: nil)?.record == acme.id)
      }
    }
  }
#endif
