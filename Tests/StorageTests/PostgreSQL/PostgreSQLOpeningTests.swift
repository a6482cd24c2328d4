#if PostgreSQL
  import Foundation
  import PipelinePlugins
  import Testing

  @testable import PostgreSQLStorage

  @Suite("Opening a PostgreSQL database", .enabled(if: TestServer.isThere, TestServer.absence))
  struct PostgreSQLOpeningTests {
    /// What opening with a URL throws.
    private func error(_ url: String, _ mode: StoreMode = .writing) async -> String {
      do {
        let store = try await PostgreSQLStorage(url: url, options: TestSchema().options).open(mode)
        await store.close()
        return "it was opened"
      } catch let error as StoreError {
        return error.explanation.fallback
      } catch {
        return "another error: \(error)"
      }
    }

    @Test("a schema's name may have quotes and blanks")
    func quotedSchema() async throws {
      var schema = TestSchema()
      let name = "of \"\(schema.name)\""
      schema.options.schema = name
      let store = try await schema.driver().open(.writing)
      _ = try await store.commit(adding(0..<1))
      #expect(try await store.read([RecordKey(deals, number(0))])[0]?.version == 1)
      await store.close()
      #expect(try await schema.run("SELECT count(*)::text FROM pg_namespace WHERE nspname = '\(name)'") == [["1"]])
    }

    @Test("a wrong password, database, role or server is named, with what to do, and the password is not")
    func mistakes() async {
      let socket = TestServer.url().split(separator: "host=").last.map(String.init) ?? ""
      let cases: [(url: String, says: [String])] = [
        (
          TestServer.url(user: "guarded", password: "open-sesame"),
          [
            "\(socket):5432/sales", "the server refused the login",
            "password authentication failed for user \"guarded\"",
          ]
        ),
        (TestServer.url(user: "guarded"), ["the server refused the login", "no password supplied"]),
        (TestServer.url(password: "open-sesame", database: "nowhere"), ["the database does not exist", "createdb"]),
        (TestServer.url(user: "nobody_here", password: "open-sesame"), ["the role does not exist"]),
        ("postgresql://sales:open-sesame@127.0.0.1:1/sales", ["127.0.0.1:1/sales", "the server cannot be reached"]),
        ("postgresql://sales:open-sesame@nowhere.invalid/sales", ["nowhere.invalid", "the server cannot be reached"]),
        ("postgresql://sales:open%sesame@/sales", ["the URL is not one of PostgreSQL"]),
        ("postgresql://sales:open@sesame@127.0.0.1:1/sales", ["the URL is not one of PostgreSQL", "%40"]),
        ("postgresql://sales:open/sesame@127.0.0.1:1/sales", ["the URL is not one of PostgreSQL", "%2F"]),
        ("postgresql://sales:1/sesame@127.0.0.1:1/sales", ["the URL is not one of PostgreSQL"]),
        ("postgresql://sales:se%73ame@127.0.0.1:1/sales", ["127.0.0.1:1/sales", "the server cannot be reached"]),
        ("mysql://sales:open-sesame@/sales", ["the URL is not one of PostgreSQL"]),
        ("", ["the URL is not one of PostgreSQL"]),
        (TestServer.url(database: "latin"), ["its encoding is LATIN1; a database in UTF8 is needed"]),
        (TestServer.url(user: "stranger"), ["the role may not create the schema", "GRANT CREATE ON DATABASE"]),
      ]
      for (url, parts) in cases {
        let said = await error(url)
        for part in parts { #expect(said.contains(part), "\(part) is not in: \(said)") }
        #expect(!said.contains("sesame"), "\(said)")
        #expect(!said.contains("\n"), "\(said)")
      }
    }

    @Test("a role that may only read reads everything, waits, and is told why it cannot commit")
    func readOnlyRole() async throws {
      let schema = TestSchema()
      let writer = try await schema.driver().open(.writing)
      let cursor = try await writer.commit(adding(0..<3)).cursor
      try await schema.run(
        "GRANT USAGE ON SCHEMA \(schema.name) TO reader;;\nGRANT SELECT ON ALL TABLES IN SCHEMA \(schema.name) TO reader"
      )
      let reader = try await schema.driver(user: "reader").open(.reading)
      let read = try await reader.read([RecordKey(deals, number(1))])
      let found = try await reader.find(deals, "name", in: [.text("deal 2")])
      let page = try await reader.load(deals, fields: ["amount"], page: nil)
      let journal = try await reader.journal(nil, id: nil, after: .start, limit: 10)
      #expect(read[0]?.cells == [.text("deal 1"), .integer(1)])
      #expect(found.map(\.id) == [number(2)])
      #expect(page.ids.count == 3 && page.cursor == cursor && journal.entries.count == 3)
      async let woken = reader.waitForCommit(after: cursor, atMost: .seconds(30))
      try await Task.sleep(for: .milliseconds(200))
      _ = try await writer.commit(adding(3..<4, operation: 1))
      #expect(try await woken)
      await reader.close()
      // Opened for writing, since nothing has to be created; the server refuses the commit.
      let intruder = try await schema.driver(user: "reader").open(.writing)
      await #expect(throws: StoreError.self) { try await intruder.commit(adding(9..<10, operation: 9)) }
      do { _ = try await intruder.commit(adding(9..<10, operation: 9)) } catch let error as StoreError {
        #expect(error.explanation.fallback.contains("the role may not do this"), "\(error)")
      }
      await intruder.close()
      await writer.close()
    }

    @Test("a later layout is refused, and left as it is")
    func newerLayout() async throws {
      let schema = TestSchema()
      await (try await schema.driver().open(.writing)).close()
      try await schema.run("UPDATE \(schema.name).layout SET version = 99")
      for mode in [StoreMode.reading, .writing] {
        await #expect {
          _ = try await schema.driver().open(mode)
        } throws: { error in
          if case StoreError.newerSchema(_, 99, 1) = error { true } else { false }
        }
      }
    }

    @Test("a new store is opened by many at once, and has one of everything")
    func together() async throws {
      let schema = TestSchema()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<8 {
          group.addTask {
            let store = try await schema.driver().open(.writing)
            _ = try await store.commit(adding(index * 10..<index * 10 + 1, operation: index))
            await store.close()
          }
        }
        try await group.waitForAll()
      }
      let reader = try await schema.driver().open(.reading)
      let journal = try await reader.journal(nil, id: nil, after: .start, limit: 100)
      #expect(journal.entries.map(\.sequence) == (1...8).map(Int64.init))
      await reader.close()
    }

    @Test("the settings are checked where they are written, and the URL is masked")
    func settings() throws {
      let url = try #require(PostgreSQLStoragePlugin.Settings.settings.first { $0.name == "url" })
      #expect(url.isSecret && url.isRequired)
      #expect(PostgreSQLStorage.isURL("postgresql://anna:secret@db.example.org:5433/sales?sslmode=verify-full"))
      #expect(PostgreSQLStorage.isURL("host=/run/postgresql dbname=sales"))
      #expect(!PostgreSQLStorage.isURL("postgresql://anna:sec%ret@/sales") && !PostgreSQLStorage.isURL(""))
      let place = try ConnectionTarget(
        "postgresql://anna:secret@db.example.org:5433/sales", PostgreSQLOptions(), workspace: "w", isReadOnly: true,
        wait: nil
      ).place
      #expect(place == "postgresql://db.example.org:5433/sales")
    }

    @Test("no error shows a password, whatever the server says, nor a place that one is a part of")
    func password() throws {
      let target = try ConnectionTarget(
        "postgresql://anna:hush-hush@db.example.org/sales", PostgreSQLOptions(), workspace: "w", isReadOnly: true,
        wait: nil)
      let error = target.named(ServerFailure("hush-hush is not known here"))
      #expect((error as? StoreError)?.explanation.fallback.contains("••• is not known here") == true)
      #expect(!"\(error)".contains("hush-hush"))
      // Without a host, a password is where a port would be.
      #expect(ConnectionTarget.parts("postgresql://anna:hush-hush/sales") == nil)
    }
  }

  @Suite("Workspaces of a PostgreSQL database", .enabled(if: TestServer.isThere, TestServer.absence))
  struct PostgreSQLWorkspaceTests {
    @Test("row-level security keeps the rows of a workspace from a session of another, whatever its statements say")
    func secondLock() async throws {
      let schema = TestSchema()
      var numbers: [String: String] = [:]
      for name in ["one", "two"] {
        let store = try await schema.driver().open(StoreContext(workspace: name, schema: dealSchema, mode: .writing))
        _ = try await store.commit(adding(0..<5, name: name))
        await store.close()
        numbers[name] = try await schema.run(
          "SELECT number::text FROM \(schema.name).workspaces", workspace: name)[0][0]
      }
      #expect(numbers["one"] != numbers["two"])
      let (one, two) = (try #require(numbers["one"]), try #require(numbers["two"]))
      let entering = "SELECT set_config('sales_pipeline.workspace', '\(one)', false);;\n"
      for table in ["records_deal", "journal", "operations"] {
        let column = table == "records_deal" ? "_workspace" : "workspace"
        let seen = try await schema.run(
          entering + "SELECT DISTINCT \(column)::text FROM \(schema.name).\(table)", workspace: "one")
        #expect(seen == [[one]], "\(table): \(seen)")
        let others = try await schema.run(
          entering + "SELECT count(*)::text FROM \(schema.name).\(table) WHERE \(column) = \(two)", workspace: "one")
        #expect(others == [["0"]], "\(table) shows rows of another workspace")
        let none = try await schema.run("SELECT count(*)::text FROM \(schema.name).\(table)")
        #expect(none == [["0"]], "\(table) shows rows to a session without a workspace")
      }
      let changed = try await schema.run(
        entering + "WITH u AS (UPDATE \(schema.name).records_deal SET amount = 7 WHERE _workspace = \(two) RETURNING 1)"
          + " SELECT count(*)::text FROM u", workspace: "one")
      #expect(changed == [["0"]])
      await #expect {
        try await schema.run(
          entering + "UPDATE \(schema.name).records_deal SET _workspace = \(two)", workspace: "one")
      } throws: {
        "\($0)".contains("row-level security")
      }
    }

    @Test("the workspace of the settings takes the place of the configuration's")
    func named() async throws {
      var schema = TestSchema()
      schema.options.workspace = "acme"
      let store = try await schema.driver().open(.writing)
      _ = try await store.commit(adding(0..<1))
      await store.close()
      schema.options.workspace = nil
      let context = StoreContext(workspace: "acme", schema: dealSchema, mode: .reading)
      let same = try await schema.driver().open(context)
      #expect(try await same.read([RecordKey(deals, number(0))])[0] != nil)
      await same.close()
      await #expect(throws: StoreError.self) { _ = try await schema.driver().open(.reading) }
    }
  }
#endif
