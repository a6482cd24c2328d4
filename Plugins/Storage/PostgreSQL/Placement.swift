#if PostgreSQL
  import PipelinePlugins

  /// Where the rows of workspaces are: in plain tables, in partitions, or in partitions on other servers.
  extension Growing {
    /// Takes over what the options say of a new schema.
    mutating func plan() throws {
      let options = target.options
      if !options.shards.isEmpty { try Shards.check(options.shards, session, target.place) }
      tables.partitions = options.partitions == 0 ? options.shards.count : options.partitions
      tables.servers =
        options.shards.isEmpty ? [] : (0..<tables.partitions).map { options.shards[$0 % options.shards.count] }
    }

    /// Reads where the partitions of the schema are.
    mutating func readPlacement() throws {
      let rows = try session.run(
        """
        SELECT c.relname::text, coalesce(s.srvname::text, '') FROM pg_catalog.pg_inherits i
        JOIN pg_catalog.pg_class p ON p.oid = i.inhparent JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
        LEFT JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid
        LEFT JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver WHERE n.nspname = $1 AND p.relname = 'journal'
        """, [.text(target.options.schema)])
      var servers = Array(repeating: "", count: rows.count)
      for row in 0..<rows.count {
        let name = try rows.text(row, 0)
        guard let number = Int(name.drop { !$0.isNumber }), servers.indices.contains(number) else {
          throw Damage(reason: "'\(name)' is no partition of the journal")
        }
        servers[number] = try rows.text(row, 1)
      }
      tables.partitions = servers.count
      tables.servers = servers.allSatisfy(\.isEmpty) ? [] : servers
      if tables.isSharded, servers.contains("") {
        throw Damage(reason: "some partitions of the journal are on other servers, and some are not")
      }
    }

    /// - Throws: ``StoreError`` where the options say otherwise of the schema than it is.
    func checkPlacement() throws {
      let (options, shards) = (target.options, Set(tables.servers).sorted())
      if !options.shards.isEmpty, Set(options.shards).sorted() != shards {
        let made = shards.isEmpty ? "without shards" : "with shards: \(shards.joined(separator: ", "))"
        throw StoreError.failed(
          place: target.place,
          reason: """
            the schema \(options.schema) was created \(made), not with \(options.shards.joined(separator: ", ")); \
            write that, or migrate to another schema
            """)
      }
      guard [0, tables.partitions].contains(options.partitions) else {
        throw StoreError.failed(
          place: target.place,
          reason: """
            the schema \(options.schema) was created with partitions: \(tables.partitions), not \
            \(options.partitions); write that, or migrate to another schema
            """)
      }
    }

    /// The number of the workspace, which is created for writing where it does not exist; else `nil`.
    mutating func openWorkspace(isWriting: Bool) throws -> Int64? {
      var number = try workspaceNumber()
      if number == nil, isWriting {
        try session.run(
          "INSERT INTO \(tables.directory) (name) VALUES ($1) ON CONFLICT DO NOTHING", [.text(target.workspaceName)])
        number = try workspaceNumber()
      }
      guard let number, tables.isSharded else { return number }
      tables.part = try part(of: number)
      return try openHead(number, isWriting: isWriting) ? number : nil
    }

    private func workspaceNumber() throws -> Int64? {
      let rows = try session.run(
        "SELECT number FROM \(tables.directory) WHERE name = $1", [.text(target.workspaceName)])
      return rows.count == 0 ? nil : try rows.integer(0, 0)
    }

    /// The partition whose server has the workspace.
    private func part(of workspace: Int64) throws -> Int {
      let count = Int64(tables.partitions)
      let rows = try session.run(
        """
        SELECT n FROM generate_series(0, $1::bigint - 1) AS g (n)
        WHERE satisfies_hash_partition($3::text::regclass, $1::int, n::int, $2::bigint)
        """, [.integer(count), .integer(workspace), .text(tables.journal)])
      guard rows.count == 1 else { throw Damage(reason: "no partition takes the workspace") }
      return Int(clamping: try rows.integer(0, 0))
    }

    /// Whether the shard has the row of the workspace. It is written on its own after the name: where that was interrupted, the next
    /// opening does it.
    private func openHead(_ workspace: Int64, isWriting: Bool) throws -> Bool {
      let number = Parameter.integer(workspace)
      let reading = "SELECT number FROM \(tables.workspaces) WHERE number = $1"
      if try session.run(reading, [number]).count == 1 { return true }
      guard isWriting else { return false }
      do {
        let table = tables.writing(tables.workspaces)
        try session.run("INSERT INTO \(table) (number, name) VALUES ($1, $2)", [number, .text(target.workspaceName)])
      } catch let failure as ServerFailure where failure.isUniqueViolation {
        // Another process was first.
      }
      return true
    }
  }
#endif
