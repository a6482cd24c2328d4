#if PostgreSQL && os(Linux)
  import Foundation
  import Glibc
  import PipelinePlugins
  import PipelineTesting
  import Synchronization
  import Testing

  @testable import PostgreSQLStorage

  @Suite(
    "PostgreSQL whose processes are killed and whose replies are lost", .serialized, .timeLimit(.minutes(60)),
    .enabled(if: TestServer.isThere, TestServer.absence))
  struct PostgreSQLTortureTests {
    /// Adds one to a record's amount, again after each conflict.
    private static func increment(_ store: any Store, _ deal: Int, operation: RecordID) async throws -> CommitReceipt {
      while true {
        let record = try #require(try await store.read([RecordKey(deals, number(deal))])[0])
        let amount = try #require(record.cells[1].integer)
        let change = CellChange("amount", old: .integer(amount), new: .integer(amount + 1), inHistory: true)
        let changes = ChangeSet(
          operation: operation, effectiveAt: Instant(microsecondsSince1970: 1),
          recordedAt: Instant(microsecondsSince1970: 2), author: "anna",
          writes: [RecordWrite(RecordKey(deals, record.id), .update(expected: record.version, [change]))])
        do { return try await store.commit(changes) } catch StoreError.conflict { continue }
      }
    }

    /// Compares a record's journal with the operations that were acknowledged.
    private static func expectChain(_ store: any Store, _ deal: Int, _ acknowledged: Set<RecordID>) async throws {
      let entries = try await store.journal(deals, id: number(deal), after: .start, limit: .max).entries.dropFirst()
      #expect(entries.count == acknowledged.count, "\(entries.count) applied, \(acknowledged.count) acknowledged")
      #expect(Set(entries.map(\.operation)) == acknowledged)
      let first = entries.first.flatMap { entry in
        if case .changed(let change) = entry.event { change.old.integer } else { nil }
      }
      for (place, entry) in entries.enumerated() {
        let old = (first ?? 0) + Int64(place)
        guard case .changed(let change) = entry.event else {
          Issue.record("\(entry.event)")
          return
        }
        #expect(change.old == .integer(old) && change.new == .integer(old + 1))
      }
    }

    @Test("what was acknowledged is there after each SIGKILL of a server process, once, and nothing is there by half")
    func kills() async throws {
      let server = try OwnServer()
      defer { server.stop() }
      // A server that answers before its disk does is told otherwise by the store.
      try server.run("ALTER ROLE sales SET synchronous_commit = off")
      var options = PostgreSQLOptions()
      options.reconnecting = .seconds(120)
      let store = try await PostgreSQLStorage(url: server.url, options: options).open(.writing)
      _ = try await store.commit(adding(0..<4, operation: 1 << 40))
      let kills = Torture.count(3, long: 200)
      let tally = Tally()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<4 {
          group.addTask {
            // Where a writer fails, nobody waits for its commits.
            defer { tally.end() }
            var turn = 0
            while !tally.isDone {
              turn += 1
              let operation = RecordID(milliseconds: 50, counter: UInt16(task), random: UInt64(turn))
              let receipt = try await Self.increment(store, task, operation: operation)
              #expect(!receipt.wasRepeated)
              tally.note(operation, of: task)
            }
          }
        }
        var dice = SeededNumbers(seed: Torture.seed)
        for _ in 0..<kills {
          let before = tally.count
          // Work goes on before the next kill.
          while tally.count < before + 4, !tally.isDone { try await Task.sleep(for: .milliseconds(2)) }
          try await Task.sleep(for: .microseconds(Int(dice.next() % 40_000)))
          guard let victim = server.backends.randomElement(using: &dice) else { continue }
          kill(victim, SIGKILL)
          while server.backends.contains(victim) { try await Task.sleep(for: .milliseconds(2)) }
        }
        tally.end()
        try await group.waitForAll()
      }
      for task in 0..<4 { try await Self.expectChain(store, task, tally[task]) }
      let whole = try await store.journal(nil, id: nil, after: .start, limit: .max).entries
      #expect(whole.map(\.sequence) == (1...Int64(whole.count)).map { $0 })
      await store.close()
      Torture.report(
        "an acknowledged commit survives a kill (PostgreSQL)",
        "\(kills) server processes killed with SIGKILL, \(tally.count) acknowledged commits: 0 lost, 0 partial, 0 twice"
      )
    }

    @Test("a proxy cuts connections at their commits: each is applied once")
    func lostReplies() async throws {
      let schema = TestSchema()
      let direct = try await schema.driver().open(.writing)
      _ = try await direct.commit(adding(0..<4, operation: 1 << 40))
      let folder = TestServer.url().split(separator: "host=").last.map(String.init) ?? ""
      let proxy = try CuttingProxy(to: folder, seed: Torture.seed)
      defer { proxy.stop() }
      var options = schema.options
      options.reconnecting = .seconds(60)
      let store = try await PostgreSQLStorage(url: proxy.url, options: options).open(.writing)
      let target = Torture.count(20, long: 1_000)
      let (tally, uncertain) = (Tally(), Tally())
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<4 {
          group.addTask {
            var turn = 0
            while proxy.cuts.after < target {
              turn += 1
              let operation = RecordID(milliseconds: 50, counter: UInt16(task), random: UInt64(turn))
              do {
                let receipt = try await Self.increment(store, task, operation: operation)
                #expect(!receipt.wasRepeated)
                tally.note(operation, of: task)
              } catch StoreError.outcomeUnknown(_, operation) {
                uncertain.note(operation, of: task)
              }
            }
          }
        }
        try await group.waitForAll()
      }
      proxy.calm()
      await store.close()
      for task in 0..<4 {
        for operation in uncertain[task] where try await direct.operation(operation) != nil {
          tally.note(operation, of: task)
        }
      }
      for task in 0..<4 { try await Self.expectChain(direct, task, tally[task]) }
      await direct.close()
      let cuts = proxy.cuts
      #expect(cuts.after >= target && cuts.before > 0)
      Torture.report(
        "a lost COMMIT reply applies once (PostgreSQL, a proxy)",
        "\(cuts.after) cut after the server had the COMMIT, \(cuts.before) before, \(cuts.passed) passed: each applied once, \(uncertain.count) reported as unknown"
      )
    }

    @Test(
      "the server's log is synced between each commit and its answer",
      .enabled(if: Torture.isLong && FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")))
    func synced() async throws {
      let server = try OwnServer()
      defer { server.stop() }
      // A server that answers before its disk does is told otherwise by the store.
      try server.run("ALTER ROLE sales SET synchronous_commit = off")
      let postmaster = try #require(server.postmaster)
      let trace = try SyncTrace(of: postmaster)
      guard trace.isAttached else { return print("SKIPPED: strace may not attach") }
      let store = try await PostgreSQLStorage(url: server.url, options: PostgreSQLOptions()).open(.writing)
      _ = try await store.commit(adding(0..<1, operation: 1 << 40))
      var commits: [(start: Double, end: Double)] = []
      for turn in 1...Torture.count(20, long: 1_000) {
        let start = SyncTrace.now
        _ = try await Self.increment(
          store, 0, operation: RecordID(milliseconds: 50, counter: 1, random: UInt64(turn)))
        commits.append((start, SyncTrace.now))
      }
      await store.close()
      let syncs = try trace.end().filter { $0.file.contains("/pg_wal/") }
      let synced = commits.count { commit in syncs.contains { $0.start > commit.start && $0.end < commit.end } }
      #expect(synced == commits.count)
      Torture.report(
        "an acknowledged commit was synced (PostgreSQL, strace)", "\(synced) of \(commits.count) answers")
    }
  }

  /// The operations of tasks.
  private final class Tally: Sendable {
    private struct State {
      var isDone = false
      var count = 0
      var operations: [Int: Set<RecordID>] = [:]
    }

    private let state = Mutex(State())

    var isDone: Bool { state.withLock { $0.isDone } }
    var count: Int { state.withLock { $0.count } }

    subscript(task: Int) -> Set<RecordID> { state.withLock { $0.operations[task] ?? [] } }

    func note(_ operation: RecordID, of task: Int) {
      state.withLock { state in
        state.count += 1
        state.operations[task, default: []].insert(operation)
      }
    }

    func end() { state.withLock { $0.isDone = true } }
  }
#endif
