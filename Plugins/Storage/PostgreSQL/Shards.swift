#if PostgreSQL
  import PipelinePlugins

  /// The definitions that are to be made on other servers, beside those of the database itself. `postgres_fdw` defines nothing there:
  /// the database sends statements by `dblink`, which logs in by the same user mapping.
  struct Shards {
    private let session: Session
    private let place: String
    private let tables: Tables
    private var waiting: [Int: [String]] = [:]
    /// The servers on which the schema was made.
    private var made: [String] = []

    init(_ session: Session, _ place: String, _ tables: Tables) {
      self.session = session
      self.place = place
      self.tables = tables
    }

    /// Checks that a new schema can be made on the servers.
    /// - Throws: ``StoreError`` that says what is missing.
    static func check(_ names: [String], _ session: Session, _ place: String) throws {
      let rows = try session.run(
        """
        SELECT q.name, s.srvname IS NOT NULL, coalesce(has_server_privilege(s.oid, 'USAGE'), false)
        FROM unnest($1) AS q (name) LEFT JOIN pg_catalog.pg_foreign_server s ON s.srvname = q.name
        """, [texts(names)])
      for row in 0..<rows.count {
        let name = try rows.text(row, 0)
        let problem: String
        switch (try rows.integer(row, 1) != 0, try rows.integer(row, 2) != 0) {
        case (false, _): problem = "the database has no foreign server '\(name)', which 'shards' names"
        case (true, false): problem = "the role may not use the foreign server '\(name)', which 'shards' names"
        default: continue
        }
        throw StoreError.failed(place: place, reason: "\(problem); Documentation/Guides/shards.sh sets servers up")
      }
    }

    private static func texts(_ names: [String]) -> Parameter {
      var array = ArrayParameter(PGType.text)
      for name in names { array.append(text: name) }
      return array.parameter
    }

    /// Notes statements for each partition.
    mutating func add(_ statements: (_ part: Int) -> [String]) {
      for part in tables.servers.indices { waiting[part, default: []] += statements(part) }
    }

    /// Makes the schema on the servers. One that is there already may hold rows of another coordinator, and is refused.
    mutating func createSchema() throws {
      for server in names {
        do {
          try run("CREATE SCHEMA \(tables.schema)", on: server)
        } catch let failure as ServerFailure where failure.state == "42P06" {
          throw StoreError.failed(
            place: place,
            reason: """
              the shard \(server) has a schema \(tables.schema) already; drop it there if nothing uses it, or name \
              another 'schema'
              """)
        }
        made.append(server)
      }
      let tables = tables.ofShards
      add { part in tables.flatMap { $0.creation(ofPart: part) } }
      try run()
    }

    /// Takes back what a failed creation made, after its transaction here was rolled back.
    func dropMade() {
      for server in made { try? run("DROP SCHEMA \(tables.schema) CASCADE", on: server) }
    }

    /// Runs what waits: all statements of a server in one transaction of it.
    mutating func run() throws {
      for server in names {
        let statements = waiting.sorted { $0.key < $1.key }.filter { tables.servers[$0.key] == server }.flatMap(\.value)
        if !statements.isEmpty { try run(statements.joined(separator: ";\n"), on: server) }
      }
      waiting = [:]
    }

    private var names: [String] { Array(Set(tables.servers)).sorted() }

    private func run(_ sql: String, on server: String) throws {
      let found = try session.run(
        """
        SELECT n.nspname::text FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE p.proname = 'dblink_exec' LIMIT 1
        """)
      guard found.count == 1 else {
        throw StoreError.failed(
          place: place,
          reason: "the database lacks the extension dblink, which defines tables on the shards: CREATE EXTENSION dblink"
        )
      }
      let function = "\(Tables.quoted(try found.text(0, 0))).dblink_exec"
      try session.run("SELECT \(function)($1, $2)", [.text(server), .text(sql)], once: true)
    }
  }
#endif
