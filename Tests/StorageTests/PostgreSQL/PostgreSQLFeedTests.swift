#if PostgreSQL
  import Foundation
  import PipelinePlugins
  import Testing

  @testable import PostgreSQLStorage

  @Suite("The journal of a PostgreSQL database as a feed", .enabled(if: TestServer.isThere, TestServer.absence))
  struct PostgreSQLFeedTests {
    @Test("a reader beside many writers skips no entry and sees none twice")
    func complete() async throws {
      let schema = TestSchema()
      let (writers, commits) = (6, 60)
      let reader = try await { () async throws -> any Store in
        await (try await schema.driver().open(.writing)).close()
        return try await schema.driver().open(.reading)
      }()
      let following = Task {
        var (seen, cursor): ([JournalEntry], Cursor) = ([], .start)
        while seen.count < writers * commits * 2 {
          let page = try await reader.journal(nil, id: nil, after: cursor, limit: 7)
          seen += page.entries
          cursor = page.cursor
          if page.entries.isEmpty { _ = try await reader.waitForCommit(after: cursor, atMost: .seconds(5)) }
        }
        return seen
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<writers {
          group.addTask {
            let store = try await schema.driver().open(.writing)
            for commit in 0..<commits {
              let first = (writer * commits + commit) * 2
              _ = try await store.commit(adding(first..<first + 2, operation: first))
            }
            await store.close()
          }
        }
        try await group.waitForAll()
      }
      let seen = try await following.value
      #expect(seen.map(\.sequence) == (1...Int64(writers * commits * 2)).map { $0 })
      let whole = try await reader.journal(nil, id: nil, after: .start, limit: .max).entries
      #expect(seen == whole)
      await reader.close()
    }

    @Test("a commit of another process wakes those that wait, long before they would look by themselves")
    func woken() async throws {
      var schema = TestSchema()
      schema.options.looking = .seconds(20)
      let writer = try await schema.driver().open(.writing)
      let reader = try await schema.driver().open(.reading)
      var cursor = try await writer.commit(adding(0..<1)).cursor
      // The first wait starts to listen.
      _ = try await reader.waitForCommit(after: cursor, atMost: .milliseconds(500))
      var waits: [Duration] = []
      for turn in 1...10 {
        let before = cursor
        async let found = reader.waitForCommit(after: before, atMost: .seconds(120))
        try await Task.sleep(for: .milliseconds(50))
        cursor = try await writer.commit(adding(turn..<turn + 1, operation: turn)).cursor
        let committed = ContinuousClock.now
        #expect(try await found)
        waits.append(ContinuousClock.now - committed)
      }
      let median = waits.sorted()[5]
      print("woken after \(median)")
      // They would look by themselves after 20 s; beside other tests a wake can wait for a free thread.
      #expect(median < .seconds(10))
      await reader.close()
      await writer.close()
    }

    @Test(
      "a listening connection that is lost is opened again: a commit wakes those that wait, who do not look by themselves"
    )
    func listensAgain() async throws {
      var schema = TestSchema()
      schema.options.looking = .seconds(600)
      let role = "listening_" + schema.name
      try await schema.run(
        "CREATE ROLE \(role) LOGIN;;\nGRANT CREATE ON DATABASE sales TO \(role)", user: "postgres")
      let writer = try await schema.driver(user: role).open(.writing)
      let reader = try await schema.driver(user: role).open(.reading)
      let cursor = try await writer.commit(adding(0..<1)).cursor
      _ = try await reader.waitForCommit(after: cursor, atMost: .milliseconds(10))
      let listening = "FROM pg_stat_activity WHERE usename = '\(role)' AND query LIKE 'LISTEN%'"
      func listener(besides old: String = "0") async throws -> String? {
        for _ in 0..<1_000 {
          let pids = try await schema.run("SELECT pid::text \(listening) AND pid <> \(old)", user: "postgres")
          if let pid = pids.first?.first { return pid }
          try await Task.sleep(for: .milliseconds(20))
        }
        return nil
      }
      let first = try #require(try await listener())
      try await schema.run("SELECT pg_terminate_backend(\(first))::text", user: "postgres")
      #expect(try await listener(besides: first) != nil, "nobody listens any more")
      async let found = reader.waitForCommit(after: cursor, atMost: .seconds(120))
      try await Task.sleep(for: .milliseconds(50))
      _ = try await writer.commit(adding(1..<2, operation: 1))
      #expect(try await found)
      await reader.close()
      await writer.close()
    }
  }
#endif
