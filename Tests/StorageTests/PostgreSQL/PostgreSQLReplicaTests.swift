#if PostgreSQL
  import Foundation
  import PipelinePlugins
  import Synchronization
  import Testing

  @testable import PostgreSQLStorage

  /// A hot standby that deals are loaded from and grouped on.
  @Suite("A standby of a PostgreSQL database", .serialized, .enabled(if: Standby.url != nil, TestServer.absence))
  struct PostgreSQLReplicaTests {
    private func schema(replica: String) -> TestSchema {
      var schema = TestSchema()
      schema.options.replica = replica
      schema.options.replicaPatience = .milliseconds(300)
      schema.options.pageRows = 16
      return schema
    }

    private static let byName = RecordGrouping(deals, by: [.init("name")], sum: "amount")

    @Test("loads are read from it, in pages, and say how late they are; the journal has the rest")
    func loads() async throws {
      let schema = schema(replica: try #require(Standby.url))
      let store = try await schema.driver().open(.writing)
      let first = try await store.commit(adding(0..<40)).cursor
      try await Standby.catchUp(schema)
      try await Standby.paused {
        let second = try await store.commit(adding(40..<50, operation: 1)).cursor
        var page = try await store.load(deals, fields: ["amount"], page: nil)
        // The standby has not got the second commit: it is what was loaded from.
        #expect(page.cursor == first)
        var count = page.ids.count
        while let next = page.next {
          page = try await store.load(deals, fields: ["amount"], page: next)
          count += page.ids.count
        }
        #expect(count == 40)
        let rest = try await store.journal(deals, id: nil, after: first, limit: 100)
        #expect(rest.entries.count == 10 && rest.cursor == second)
      }
      await store.close()
    }

    @Test("groups have what the store committed or saw: it is waited for, else the database itself is asked")
    func groups() async throws {
      let schema = schema(replica: try #require(Standby.url))
      let store = try await schema.driver().open(.writing)
      guard let grouping = store as? any GroupingStore else { throw StoreError.closed }
      _ = try await store.commit(adding(0..<5))
      // At once after the commit: waited for.
      #expect(try await grouping.groups(Self.byName).counts.count == 5)
      try await Standby.catchUp(schema)
      try await Standby.paused {
        let last = try await store.commit(adding(5..<8, operation: 1)).cursor
        let start = ContinuousClock.now
        let groups = try await grouping.groups(Self.byName)
        #expect(groups.counts.count == 8 && groups.cursor == last)
        #expect(ContinuousClock.now - start >= .milliseconds(300), "the standby was not waited for")
        // Another process may be shown what the standby has.
        let other = try await schema.driver().open(.reading)
        let seen = try await (other as? any GroupingStore)?.groups(Self.byName)
        #expect(seen?.counts.count == 5)
        // But not once it has seen more.
        _ = try await other.journal(nil, id: nil, after: .start, limit: 100)
        #expect(try await (other as? any GroupingStore)?.groups(Self.byName).counts.count == 8)
        await other.close()
      }
      await store.close()
    }

    @Test("groups of a standby that lack a commit made since it was asked are not used")
    func behind() async throws {
      var schema = schema(replica: try #require(Standby.url))
      let other = Mutex<(any Store)?>(nil)
      schema.options.standbyIsReady = { _ = try await other.withLock { $0 }?.commit(adding(5..<8, operation: 1)) }
      let store = try await schema.driver().open(.writing)
      other.withLock { $0 = store }
      _ = try await store.commit(adding(0..<5))
      try await Standby.catchUp(schema)
      try await Standby.paused {
        let groups = try await (store as? any GroupingStore)?.groups(Self.byName)
        #expect(groups?.counts.count == 8)
      }
      await store.close()
    }

    @Test("of several hosts a standby is read from, and the primary is written to, in any order")
    func hosts() async throws {
      let primary = try #require(TestServer.url?.split(separator: "host=").last)
      let standby = try #require(Standby.url?.split(separator: "host=").last)
      func url(_ hosts: Substring..., kind: String) -> String {
        "postgresql://sales@/sales?host=\(hosts.joined(separator: ","))&target_session_attrs=\(kind)"
      }
      let replica = url("/nowhere", primary, standby, kind: "prefer-standby")
      let schema = schema(replica: replica)
      let writer = url("/nowhere", standby, primary, kind: "read-write")
      let store = try await PostgreSQLStorage(url: writer, options: schema.options).open(.writing)
      let first = try await store.commit(adding(0..<4)).cursor
      try await Standby.catchUp(schema)
      try await Standby.paused {
        _ = try await store.commit(adding(4..<6, operation: 1))
        #expect(try await store.load(deals, fields: [], page: nil).cursor == first, "the standby was not read from")
      }
      await store.close()
      // Where there is no standby, the primary is read from.
      var alone = schema
      alone.options.replica = url("/nowhere", primary, kind: "prefer-standby")
      let reader = try await alone.driver().open(.reading)
      #expect(try await reader.load(deals, fields: [], page: nil).ids.count == 6)
      await reader.close()
      // A standby by itself is not written to.
      let error = await #expect(throws: StoreError.self) {
        try await PostgreSQLStorage(url: url(standby, kind: "any"), options: schema.options).open(.writing)
      }
      guard case .failed(_, let reason) = try #require(error) else { return #expect(error == nil) }
      #expect(reason.contains("it is a standby") && reason.contains("target_session_attrs=read-write"))
    }

    @Test("a standby that is away, or has not got the workspace yet, changes no answer")
    func away() async throws {
      let schema = schema(replica: "postgresql://sales@/sales?host=/nowhere")
      let store = try await schema.driver().open(.writing)
      let cursor = try await store.commit(adding(0..<20)).cursor
      let page = try await store.load(deals, fields: ["amount"], page: nil)
      #expect(page.cursor == cursor && page.ids.count == 16 && page.next != nil)
      let groups = try await (store as? any GroupingStore)?.groups(Self.byName)
      #expect(groups?.counts.count == 20 && groups?.sums.compactMap { $0 }.reduce(0, +) == 190)
      await store.close()
      try await Standby.paused {
        let schema = self.schema(replica: try #require(Standby.url))
        let store = try await schema.driver().open(.writing)
        _ = try await store.commit(adding(0..<3))
        #expect(try await store.load(deals, fields: [], page: nil).ids.count == 3)
        await store.close()
      }
    }
  }

  /// The standby that `Tests/postgresql.sh` started.
  enum Standby {
    static let url = ProcessInfo.processInfo.environment["PIPELINE_TEST_STANDBY"]

    /// Runs while the standby applies nothing.
    static func paused(_ body: () async throws -> Void) async throws {
      try await run("SELECT pg_wal_replay_pause()::text")
      while try await run("SELECT pg_get_wal_replay_pause_state()") != "paused" {
        try await Task.sleep(for: .milliseconds(10))
      }
      do { try await body() } catch {
        try await run("SELECT pg_wal_replay_resume()::text")
        throw error
      }
      try await run("SELECT pg_wal_replay_resume()::text")
    }

    /// Waits until the standby has all that the database has.
    static func catchUp(_ schema: TestSchema) async throws {
      let place = try await schema.run("SELECT pg_current_wal_flush_lsn()::text", user: "postgres")[0][0]
      while try await run("SELECT (pg_last_wal_replay_lsn() >= '\(place)')::text") != "true" {
        try await Task.sleep(for: .milliseconds(10))
      }
    }

    @discardableResult
    private static func run(_ sql: String) async throws -> String {
      let url = (url ?? "").replacing("//sales@", with: "//postgres@")
      let target = try ConnectionTarget(
        url, PostgreSQLOptions(), workspace: "", isReadOnly: true, wait: nil)
      let connection = Connection(target)
      let answer = try await connection.run(repeats: false) { session in try session.run(sql, once: true).text(0, 0) }
      await connection.close()
      return answer
    }
  }
#endif
