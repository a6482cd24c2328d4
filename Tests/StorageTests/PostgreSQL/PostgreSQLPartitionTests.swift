#if PostgreSQL
  import Foundation
  import PipelinePlugins
  import PipelineTesting
  import Testing

  @testable import PostgreSQLStorage

  /// Tables that are partitioned by workspace.
  @Suite("Partitions of a PostgreSQL schema", .enabled(if: TestServer.isThere, TestServer.absence))
  struct PostgreSQLPartitionTests {
    private func schema(_ partitions: Int) -> TestSchema {
      var schema = TestSchema()
      schema.options.partitions = partitions
      return schema
    }

    @Test("it keeps every promise of the storage contract")
    func contract() async throws {
      let reports = try await StorageContract.promises.check {
        var schema = schema(4)
        schema.options.pageRows = 16
        schema.options.loadPatience = .seconds(600)
        return StorageTrial(schema.driver(), other: schema.driver(), claims: [.outlivesDriver, .groups], seed: 1)
      }
      for report in reports { #expect(report.verdict.breach == nil, "\(report)") }
    }

    @Test("the rows of a workspace are in one partition of each table, and workspaces in several")
    func rows() async throws {
      let schema = schema(3)
      var names: Set<String> = []
      for number in 0..<8 {
        let store = try await schema.driver().open(
          StoreContext(workspace: "w\(number)", schema: dealSchema, mode: .writing))
        _ = try await store.commit(adding(0..<2, operation: number))
        await store.close()
        let parts = try await schema.run(
          """
          SELECT DISTINCT tableoid::regclass::text FROM \(schema.name).journal WHERE workspace = \(number + 1) UNION ALL
          SELECT DISTINCT tableoid::regclass::text FROM \(schema.name)."records_deal" WHERE _workspace = \(number + 1)
          """, user: "postgres")
        #expect(parts.count == 2, "\(parts)")
        let numbers = Set(parts.map { $0[0].split(separator: "_p").last.map { $0.prefix(1) } })
        #expect(numbers.count == 1, "\(parts)")
        names.formUnion(parts.map { $0[0] })
      }
      #expect(names.count > 2, "\(names)")
    }

    @Test("row-level security holds for each partition by its own name")
    func security() async throws {
      let schema = schema(2)
      let store = try await schema.driver().open(.writing)
      _ = try await store.commit(adding(0..<5))
      for table in ["journal", "operations", "\"records_deal"] {
        for part in 0..<2 {
          let name = table.hasPrefix("\"") ? "\(table)_p\(part)\"" : "\(table)_p\(part)"
          let rows = try await schema.run("SELECT count(*)::text FROM \(schema.name).\(name)", workspace: "other")
          #expect(rows == [["0"]], "\(name)")
        }
      }
      await store.close()
    }

    @Test("a schema keeps what it was created with: another number is refused, and none is taken as it is")
    func kept() async throws {
      let made = schema(4)
      await (try await made.driver().open(.writing)).close()
      var other = made
      other.options.partitions = 8
      let driver = other.driver()
      let error = await #expect(throws: StoreError.self) { try await driver.open(.writing) }
      #expect(error?.explanation.fallback.contains("was created with partitions: 4, not 8") == true)
      other.options.partitions = 0
      await (try await other.driver().open(.writing)).close()
      let plain = TestSchema()
      await (try await plain.driver().open(.writing)).close()
      other = plain
      other.options.partitions = 4
      let second = other.driver()
      await #expect(throws: StoreError.self) { try await second.open(.writing) }
    }
  }
#endif
