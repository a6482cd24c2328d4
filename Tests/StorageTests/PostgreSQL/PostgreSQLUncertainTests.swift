#if PostgreSQL && os(Linux)
  import Foundation
  import PipelinePlugins
  import Synchronization
  import Testing

  @testable import PostgreSQLStorage

  /// Commits whose reply is lost, and that cannot be looked for afterwards, for other reasons than a server that is away.
  @Suite("Commits of unknown outcome", .enabled(if: TestServer.isThere, TestServer.absence), .serialized)
  struct PostgreSQLUncertainTests {
    /// Runs statements beside the store, as the superuser, and waits for their end if it is asked to.
    @discardableResult
    private func psql(_ sql: String, waits: Bool = true) -> Process {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, TestServer.url(user: "postgres")]
      process.standardOutput = FileHandle.nullDevice
      try? process.run()
      if waits { process.waitUntilExit() }
      return process
    }

    /// Runs a statement in a transaction that is kept open for some seconds, and returns once the statement has an answer, however long
    /// the server took for it.
    private func holding(_ sql: String, seconds: Int) -> Process {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      let steps = ["BEGIN", sql, "SELECT pg_sleep(\(seconds))", "COMMIT"].flatMap { ["-c", $0] }
      process.arguments = ["psql", "-qAt", "-v", "ON_ERROR_STOP=1"] + steps + [TestServer.url(user: "postgres")]
      let output = Pipe()
      process.standardOutput = output
      try? process.run()
      _ = output.fileHandleForReading.availableData
      return process
    }

    /// Commits once with a cut after the commit was sent, then again without, and returns what came of both.
    private func outcomes(
      _ schema: TestSchema, user: String = "sales", _ begin: @escaping @Sendable () -> Void, _ end: () -> Void
    ) async throws -> (first: [Result<CommitReceipt, any Error>], entries: Int) {
      var schema = schema
      let isCut = Atomic(false)
      schema.options.sentCommit = { socket in
        guard isCut.exchange(false, ordering: .relaxed) else { return }
        cut(socket)
        begin()
      }
      let store = try await schema.driver(user: user).open(.writing)
      isCut.store(true, ordering: .relaxed)
      let changes = [adding(0..<1, operation: 1), adding(1..<2, operation: 2), adding(2..<3, operation: 3)]
      let first = await withTaskGroup(of: Result<CommitReceipt, any Error>.self) { group in
        for one in changes {
          group.addTask { do { return .success(try await store.commit(one)) } catch { return .failure(error) } }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      end()
      for one in changes { _ = try await store.commit(one) }
      let entries = try await store.journal(nil, id: nil, after: .start, limit: 10).entries
      await store.close()
      return (first, entries.count)
    }

    /// The operations whose outcome is unknown. Those that were not sent yet fail as what they are.
    private func unknown(_ results: [Result<CommitReceipt, any Error>]) -> Set<RecordID> {
      var found: Set<RecordID> = []
      for case .failure(StoreError.outcomeUnknown(_, let operation)) in results { found.insert(operation) }
      return found
    }

    @Test("where another one holds the lock, the outcome is unknown, and repeating the operations has one effect")
    func locked() async throws {
      var schema = TestSchema()
      schema.options.lockTimeout = .milliseconds(200)
      let name = schema.name
      let holder = Mutex<Process?>(nil)
      let result = try await outcomes(schema) {
        let process = holding("SELECT number FROM \(name).workspaces FOR UPDATE", seconds: 3)
        holder.withLock { $0 = process }
      } _: {
        holder.withLock { $0 }?.waitUntilExit()
      }
      #expect(!unknown(result.first).isEmpty)
      #expect(result.entries == 3)
    }

    @Test("where the server takes no connection, the outcome is unknown, and repeating the operations has one effect")
    func refused() async throws {
      var schema = TestSchema()
      schema.options.reconnecting = .seconds(1)
      let role = "limited_" + schema.name
      psql("CREATE ROLE \(role) LOGIN; GRANT CREATE ON DATABASE sales TO \(role)")
      let result = try await outcomes(schema, user: role) {
        psql("ALTER ROLE \(role) CONNECTION LIMIT 0")
      } _: {
        psql("ALTER ROLE \(role) CONNECTION LIMIT -1")
      }
      #expect(!unknown(result.first).isEmpty)
      #expect(result.entries == 3)
    }

    @Test(
      "where the server takes no connection for a moment, the commits are looked for until it does, and applied once")
    func refusedForAMoment() async throws {
      var schema = TestSchema()
      schema.options.reconnecting = .seconds(60)
      let role = "briefly_" + schema.name
      psql("CREATE ROLE \(role) LOGIN; GRANT CREATE ON DATABASE sales TO \(role)")
      let result = try await outcomes(schema, user: role) {
        psql("ALTER ROLE \(role) CONNECTION LIMIT 0")
        Thread.detachNewThread {
          Thread.sleep(forTimeInterval: 0.5)
          psql("ALTER ROLE \(role) CONNECTION LIMIT -1")
        }
      } _: {
      }
      for one in result.first { #expect(throws: Never.self) { try one.get() } }
      #expect(result.entries == 3)
    }

    @Test("an answer that does not come ends its wait, and the commit is found by its operation")
    func silent() async throws {
      var schema = TestSchema()
      schema.options.statementTimeout = .milliseconds(200)
      let isMuted = Atomic(false)
      let dead = Atomic<Int32>(-1)
      schema.options.sentCommit = { socket in
        guard isMuted.exchange(false, ordering: .relaxed) else { return }
        // The commit is on its way; from now on the client reads from an end that nobody writes to.
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { return }
        // libpq's connections do not block.
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        dup2(ends[0], socket)
        close(ends[0])
        dead.store(ends[1], ordering: .relaxed)
      }
      let store = try await schema.driver().open(.writing)
      isMuted.store(true, ordering: .relaxed)
      let began = ContinuousClock.now
      let receipt = try await store.commit(adding(0..<1, operation: 1))
      #expect(!receipt.wasRepeated)
      #expect(ContinuousClock.now - began > .seconds(4))
      #expect(try await store.journal(nil, id: nil, after: .start, limit: 10).entries.count == 1)
      await store.close()
      close(dead.load(ordering: .relaxed))
    }
  }
#endif
