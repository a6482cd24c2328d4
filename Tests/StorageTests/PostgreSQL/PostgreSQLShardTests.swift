#if PostgreSQL && os(Linux)
  import Foundation
  import MemoryStorage
  import PipelinePlugins
  import PipelineTesting
  import SalesPipeline
  import Testing

  @testable import PostgreSQLStorage

  /// Tables whose partitions are on other servers (`postgres_fdw`).
  @Suite(
    "Shards of a PostgreSQL schema", .serialized, .timeLimit(.minutes(30)),
    .enabled(if: TestServer.isThere, TestServer.absence))
  struct PostgreSQLShardTests {
    private let servers: ShardServers

    init() throws { servers = try ShardServers.shared.get() }

    private func schema(partitions: Int = 0) -> TestSchema {
      var schema = TestSchema()
      schema.database = servers.database
      schema.options.shards = ShardServers.names
      schema.options.partitions = partitions
      schema.options.reconnecting = .milliseconds(500)
      schema.options.pool = 3
      return schema
    }

    private func open(
      _ schema: TestSchema, _ workspace: String, _ mode: StoreMode = .writing
    ) async throws -> any Store {
      try await schema.driver().open(StoreContext(workspace: workspace, schema: dealSchema, mode: mode))
    }

    /// The workspaces that have rows of a table on a server.
    private func workspaces(
      _ table: String, _ column: String, on server: String, _ schema: TestSchema
    ) async throws -> [String] {
      let parts = try await servers.ask(
        server,
        "SELECT tablename::text FROM pg_tables WHERE schemaname = '\(schema.name)' AND tablename ~ '^\(table)_p[0-9]+$'"
      )
      var found: [String] = []
      for part in parts {
        found += try await servers.ask(
          server, "SELECT DISTINCT \(column)::text FROM \(schema.name).\"\(part[0])\""
        ).map { $0[0] }
      }
      return found.sorted()
    }

    /// A schema with a workspace on each of two servers.
    private func places(_ schema: TestSchema) async throws -> [String: [String]] {
      var places: [String: [String]] = [:]
      for number in 1...6 {
        let store = try await open(schema, "w\(number)")
        _ = try await store.commit(adding(0..<3, operation: number))
        await store.close()
      }
      for server in ShardServers.names {
        places[server] = try await workspaces("journal", "workspace", on: server, schema)
      }
      return places
    }

    @Test("it keeps every promise of the storage contract")
    func contract() async throws {
      let reports = try await StorageContract.promises.check {
        var schema = schema()
        schema.options.pageRows = 16
        schema.options.loadPatience = .seconds(600)
        return StorageTrial(schema.driver(), other: schema.driver(), claims: [.outlivesDriver, .groups], seed: 1)
      }
      for report in reports { #expect(report.verdict.breach == nil, "\(report)") }
    }

    @Test("all rows of a workspace are on one server, and workspaces on several; the database itself has none")
    func rows() async throws {
      let schema = schema()
      let places = try await places(schema)
      #expect(places.values.flatMap { $0 }.sorted() == ["1", "2", "3", "4", "5", "6"], "\(places)")
      #expect(places.values.count { !$0.isEmpty } > 1, "\(places)")
      for (server, numbers) in places {
        for (table, column) in [("operations", "workspace"), ("records_deal", "_workspace"), ("workspaces", "number")] {
          let found = try await workspaces(table, column, on: server, schema)
          #expect(found == numbers, "\(table) on \(server)")
        }
      }
      let own = try await schema.run(
        """
        SELECT count(*)::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = '\(schema.name)' AND c.relkind = 'r' AND c.relname ~ '_p[0-9]+$'
        """)
      #expect(own == [["0"]])
    }

    @Test("a shard's name may have quotes and blanks")
    func quotedName() async throws {
      var schema = schema(partitions: 1)
      schema.options.shards = [ShardServers.quotedName]
      let store = try await open(schema, "w")
      _ = try await store.commit(adding(0..<3, operation: 1))
      let page = try await store.load(deals, fields: ["amount"], page: nil)
      #expect(page.ids.count == 3)
      await store.close()
      #expect(try await workspaces("journal", "workspace", on: "three", schema) == ["1"])
    }

    @Test("while a shard is away its workspaces fail with an error that names it, and the others work")
    func away() async throws {
      let schema = schema()
      let places = try await places(schema)
      let server = try #require(places.first { !$0.value.isEmpty }?.key)
      let mine = "w" + (try #require(places[server]?.first))
      let others = "w" + (try #require(places.first { $0.key != server && !$0.value.isEmpty }?.value.first))
      let (lost, kept) = (try await open(schema, mine), try await open(schema, others))
      try servers.send("stop", server)
      let error = await #expect(throws: StoreError.self) { try await lost.commit(adding(10..<20, operation: 7)) }
      guard case .failed(_, let reason) = error else { throw BrokenPromise("\(String(describing: error))") }
      #expect(reason.contains("\"\(server)\""), "\(reason)")
      await #expect(throws: StoreError.self) { try await lost.load(deals, fields: ["amount"], page: nil) }
      await #expect(throws: StoreError.self) { try await self.open(schema, mine) }
      // Those of other servers commit, read, and are opened.
      _ = try await kept.commit(adding(10..<20, operation: 7))
      let again = try await open(schema, others, .reading)
      let page = try await again.load(deals, fields: ["amount"], page: nil)
      #expect(page.ids.count == 13)
      await again.close()
      await kept.close()
      try servers.send("start", server)
      // Nothing of the failed commit is there, and the store goes on.
      let left = try await lost.load(deals, fields: ["amount"], page: nil)
      let receipt = try await lost.commit(adding(10..<20, operation: 7))
      let journal = try await lost.journal(nil, id: nil, after: .start, limit: 100)
      #expect(left.ids.count == 3 && !receipt.wasRepeated && journal.entries.count == 13)
      await lost.close()
    }

    @Test("what was acknowledged is there once after a shard was killed between commits and their answers")
    func killed() async throws {
      var schema = schema(partitions: 1)
      schema.options.reconnecting = .seconds(60)
      schema.options.shards = ["one"]
      let store = try await open(schema, "w")
      _ = try await store.commit(adding(0..<2, operation: 1 << 40))
      try await withThrowingTaskGroup(of: Set<RecordID>.self) { group in
        let isDone = ContinuousClock.now + .seconds(4)
        for task in 0..<2 {
          group.addTask {
            var acknowledged: Set<RecordID> = []
            while ContinuousClock.now < isDone {
              let operation = RecordID(milliseconds: 50, counter: UInt16(task), random: UInt64(acknowledged.count))
              let receipt = try await increment(store, task, operation: operation)
              #expect(!receipt.wasRepeated)
              acknowledged.insert(operation)
            }
            return acknowledged
          }
        }
        for _ in 0..<2 {
          try await Task.sleep(for: .milliseconds(700))
          try servers.send("kill", "one")
          try servers.send("start", "one")
        }
        var acknowledged: Set<RecordID> = []
        for try await some in group { acknowledged.formUnion(some) }
        let entries = try await store.journal(nil, id: nil, after: .start, limit: .max).entries
        #expect(Set(entries.dropFirst(2).map(\.operation)) == acknowledged)
        #expect(entries.count == acknowledged.count + 2 && acknowledged.count > 4, "\(entries.count)")
        #expect(entries.map(\.sequence) == (1...Int64(entries.count)).map { $0 })
        let amounts = try await store.read([RecordKey(deals, number(0)), RecordKey(deals, number(1))])
        let sum = amounts.compactMap { $0?.cells[1].integer }.reduce(0, +)
        #expect(sum == 1 + Int64(acknowledged.count))
      }
      await store.close()
    }

    @Test("an edit is fourteen statements on the shard: one for each record that it changes")
    func statements() async throws {
      _ = try await servers.ask("one", "ALTER ROLE sales SET log_statement = 'all'")
      var schema = schema(partitions: 1)
      schema.options.shards = ["one"]
      let store = try await open(schema, "w")
      _ = try await store.commit(adding(0..<2, operation: 1 << 40))
      _ = try await increment(store, 0, operation: number(1))
      let record = try #require(try await store.read([RecordKey(deals, number(1))])[0])
      let change = CellChange("amount", old: record.cells[1], new: .integer(7), inHistory: true)
      let before = try servers.logged("one").count
      _ = try await store.commit(
        ChangeSet(
          operation: number(2), effectiveAt: Instant(microsecondsSince1970: 1),
          recordedAt: Instant(microsecondsSince1970: 2), author: "anna",
          writes: [RecordWrite(RecordKey(deals, record.id), .update(expected: record.version, [change]))]))
      let statements = try servers.logged("one").dropFirst(before)
      _ = try await servers.ask("one", "ALTER ROLE sales RESET log_statement")
      await store.close()
      // Beside these, postgres_fdw prepares each of the two insertions. Each is a round trip.
      #expect(statements.count == 14, "\(statements.joined(separator: "\n"))")
      #expect(statements.count { $0.contains("UPDATE") && !$0.contains("FOR UPDATE") } == 2)
    }

    @Test("row-level security hides the rows of other workspaces, whatever a statement asks")
    func security() async throws {
      let schema = schema()
      _ = try await places(schema)
      for (table, all) in [("journal", "3"), ("operations", "1"), ("\"records_deal\"", "3"), ("workspaces", "1")] {
        let sql = """
          SELECT set_config('sales_pipeline.workspace', '2', false);;
          SELECT count(*)::text FROM \(schema.name).\(table)
          """
        let (own, others) = (
          try await schema.run(sql, workspace: "w2"),
          try await schema.run("SELECT count(*)::text FROM \(schema.name).\(table)", workspace: "x")
        )
        #expect(own == [[all]] && others == [["0"]], "\(table)")
      }
    }

    @Test("a schema keeps its shards; unknown servers, others, and leftovers on a shard are refused by name")
    func refused() async throws {
      let made = schema()
      await (try await open(made, "w")).close()
      func reason(_ schema: TestSchema) async throws -> String {
        let error = await #expect(throws: StoreError.self) { try await self.open(schema, "w") }
        return error?.explanation.fallback ?? ""
      }
      var other = made
      other.options.shards = ["one", "two"]
      let others = try await reason(other)
      #expect(others.contains("was created with shards: one, three, two, not with one, two"))
      other.options.shards = []
      await (try await open(other, "w")).close()
      var unknown = schema()
      unknown.options.shards = ["one", "four"]
      let missing = try await reason(unknown)
      #expect(missing.contains("the database has no foreign server 'four'"))
      try await made.run("DROP SCHEMA \(made.name) CASCADE")
      let leftover = try await reason(made)
      #expect(leftover.contains("has a schema \"\(made.name)\" already"))
      // What is refused leaves nothing behind.
      for server in ShardServers.names {
        let schemas = try await servers.ask(
          server, "SELECT nspname::text FROM pg_namespace WHERE nspname = '\(unknown.name)'")
        #expect(schemas.isEmpty, "\(server)")
      }
    }

    @Test("a pipeline on it gives the answers of one in memory, by columns and by groups")
    func engine() async throws {
      var answers: [String] = []
      for grouping in [PostgreSQLOptions.Grouping.columns, .store] {
        var schema = schema()
        schema.options.grouping = grouping
        answers.append(try await answer(schema.driver()))
      }
      answers.append(try await answer(MemoryStorage()))
      #expect(Set(answers).count == 1 && answers[0].contains("Gadgets 3"), "\(answers)")
    }

    private func answer(_ driver: any StorageDriver) async throws -> String {
      let setup = PipelineSetup(
        name: "Direct sales", baseCurrency: .eur, storage: driver,
        reports: [ReportDefinition("this-year", period: .relative(.thisYear), groupBy: [.owner, .stage])])
      let pipeline = try await Pipeline.open(setup)
      let desk = pipeline.acting(as: "anna")
      let today = pipeline.today
      let account = try await desk.addAccount("Acme")
      for number in 0..<4 {
        let deal = try await desk.addOpportunity(in: account) {
          $0.name = "Gadgets \(number)"
          $0.owner = number < 2 ? "anna" : "ben"
          $0.expectedCloseDate = today
        }
        if number == 3 { _ = try await desk.edit(deal) { $0.nextStep = "Call" } }
      }
      let (report, funnel) = (try await desk.forecast("this-year"), try await desk.funnel())
      let deals = try await desk.opportunities().items.map { "\($0.name) \($0.nextStep ?? "-")" }.sorted()
      await pipeline.close()
      return "\(report.table)\n\(funnel)\n\(deals)"
    }
  }

  /// Adds one to a record's amount, again after each conflict.
  private func increment(_ store: any Store, _ deal: Int, operation: RecordID) async throws -> CommitReceipt {
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
#endif
