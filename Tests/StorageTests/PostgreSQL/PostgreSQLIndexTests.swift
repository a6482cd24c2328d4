#if PostgreSQL
  import Foundation
  import PipelinePlugins
  import Testing

  @testable import PostgreSQLStorage

  /// What the server reads to find a few rows of many: by its own count, in a schema for which it has no statistics yet.
  @Suite("Indexes of a PostgreSQL schema", .enabled(if: TestServer.isThere, TestServer.absence))
  struct PostgreSQLIndexTests {
    /// How many rows were fetched by indexes of a table. A server process adds its counts when it ends.
    private func fetched(_ table: String, _ schema: TestSchema) async throws -> Int {
      var found = -1
      for _ in 0..<40 {
        let rows = try await schema.run(
          """
          SELECT coalesce(sum(idx_tup_fetch), 0)::text, count(*)::text FROM pg_stat_user_tables
          WHERE schemaname = '\(schema.name)' AND relname = '\(table)' AND idx_scan > 0
          """, user: "postgres")
        let now = Int(rows[0][0]) ?? 0
        if rows[0][1] != "0", now == found { return now }
        found = now
        try await Task.sleep(for: .milliseconds(100))
      }
      return found
    }

    @Test("a record is found by a text, and an operation by its identity, without reading the others")
    func found() async throws {
      let schema = TestSchema()
      let store = try await schema.driver().open(.writing)
      _ = try await store.commit(adding(0..<400))
      for operation in 1...100 {
        _ = try await store.commit(adding(400 + operation..<401 + operation, operation: operation))
      }
      for number in 0..<20 {
        let found = try await store.find(deals, "name", in: [.text("deal \(number)")])
        #expect(found.map(\.id) == [StorageTests.number(number)])
      }
      await store.close()
      let (records, operations) = (try await fetched("records_deal", schema), try await fetched("operations", schema))
      #expect(records >= 20 && records < 400, "\(records) records were read")
      #expect(operations < 100, "\(operations) operations were read")
    }

    @Test("a statement is prepared anew while all names are given up")
    func prepared() async throws {
      let target = try ConnectionTarget(
        TestServer.url(), TestSchema().options, workspace: "", isReadOnly: false, wait: nil)
      let connection = Connection(target)
      let answers = try await connection.run(repeats: false) { session in
        for _ in 0..<16 { try session.run("SELECT 1::int8") }
        for number in 2...400 { try session.run("SELECT \(number)::int8") }
        // The seventeenth use of the one, and one statement more than there are names.
        let rows = try session.run([
          Request("BEGIN"), Request("SELECT 1::int8"), Request("SELECT 500::int8"), Request("COMMIT"),
        ])
        let again = try (0..<300).map { _ in try session.run("SELECT 1::int8").integer(0, 0) }
        return try [rows[1].integer(0, 0), rows[2].integer(0, 0)] + again
      }
      #expect(answers == [1, 500] + Array(repeating: 1, count: 300))
      await connection.close()
    }

    @Test("an index of an earlier version is replaced when the schema is opened for writing")
    func replaced() async throws {
      let schema = TestSchema()
      await (try await schema.driver().open(.writing)).close()
      func indexes() async throws -> [String] {
        try await schema.run(
          "SELECT indexname::text FROM pg_indexes WHERE schemaname = '\(schema.name)' AND indexname LIKE 'records\\_1\\_%'"
        ).map { $0[0] }
      }
      #expect(try await indexes() == ["records_1_at_0"])
      try await schema.run(
        """
        DROP INDEX \(schema.name).records_1_at_0;;
        CREATE INDEX records_1_by_0 ON \(schema.name)."records_deal" (_workspace, (left("name", 200))) WHERE "name" IS NOT NULL
        """)
      let store = try await schema.driver().open(.writing)
      _ = try await store.commit(adding(0..<1))
      #expect(try await store.find(deals, "name", in: [.text("deal 0")]).count == 1)
      await store.close()
      #expect(try await indexes() == ["records_1_at_0"])
    }
  }
#endif
