#if PostgreSQL
  import PipelinePlugins

  /// Opens the tables of a schema, and creates what is missing.
  struct Growing {
    let target: ConnectionTarget
    var tables: Tables
    let session: Session
    let context: StoreContext

    init(_ target: ConnectionTarget, _ session: Session, _ context: StoreContext) {
      self.target = target
      self.session = session
      self.context = context
      tables = Tables(target.options.schema)
    }

    /// Where the schema's cells are, and the number of the workspace.
    mutating func open() throws -> (layout: Layout, workspace: Int64) {
      let isWriting = context.mode == .writing
      try checkServer(isWriting: isWriting)
      var version = try layoutVersion()
      if version == nil, isWriting {
        try plan()
        try create()
        version = try layoutVersion()
      }
      guard let version else { throw StoreError.notFound(place: wanted) }
      guard version <= Tables.newestLayout else {
        throw StoreError.newerSchema(place: target.place, found: Int(version), supported: Tables.newestLayout)
      }
      try readPlacement()
      try checkPlacement()
      var catalog = try Catalog(session, tables)
      if isWriting, try !catalog.has(context.schema) || !hasIndexes(catalog) {
        try grow()
        catalog = try Catalog(session, tables)
      }
      guard let workspace = try openWorkspace(isWriting: isWriting) else { throw StoreError.notFound(place: wanted) }
      return (try Layout(context.schema, catalog, tables), workspace)
    }

    private func checkServer(isWriting: Bool) throws {
      let server = try session.run("SELECT current_setting('server_encoding'), pg_is_in_recovery()::int::int8")
      let encoding = try server.text(0, 0)
      guard encoding == "UTF8" else {
        throw StoreError.notAStore(
          place: target.place, reason: "its encoding is \(encoding); a database in UTF8 is needed")
      }
      guard try !isWriting || server.integer(0, 1) == 0 else {
        throw StoreError.failed(place: target.place, reason: ServerFailure.standby)
      }
    }

    private var wanted: String { "\(target.place), workspace '\(target.workspaceName)'" }

    private func layoutVersion() throws -> Int64? {
      // Read from the catalogue: in a transaction that waited for another one, to_regclass may answer from before the wait.
      let known = try session.run(
        "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = $1 AND tablename = 'layout'",
        [.text(target.options.schema)])
      guard try known.integer(0, 0) == 1 else { return nil }
      let rows = try session.run("SELECT version FROM \(tables.layout)")
      guard rows.count == 1 else { throw Damage(reason: "its layout has no version") }
      return try rows.integer(0, 0)
    }

    /// Runs alone in the database: two processes may open a new store at once.
    private func alone(_ body: () throws -> Void) throws {
      // Tables and indexes may take any time.
      let patience = session.patience
      session.patience = nil
      defer { session.patience = patience }
      try session.run([
        Request("BEGIN"), Request("SET LOCAL statement_timeout = 0"),
        Request(
          "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))::text",
          [.text("sales_pipeline \(target.options.schema)")]
        ),
      ])
      do {
        try body()
        try session.run("COMMIT")
      } catch {
        _ = try? session.run("ROLLBACK")
        throw error
      }
    }

    private func create() throws {
      var shards = Shards(session, target.place, tables)
      do {
        try alone {
          if try layoutVersion() != nil { return }
          // Asked first: creating a schema that exists needs a permission too.
          let known = try session.run(
            "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = $1", [.text(target.options.schema)])
          if try known.integer(0, 0) == 0 {
            try session.run("CREATE SCHEMA \(tables.schema)", once: true)
          }
          try session.run(tables.creation.map { Request($0, once: true) })
          try session.run("INSERT INTO \(tables.layout) VALUES ($1)", [.integer(Int64(Tables.newestLayout))])
          try shards.createSchema()
        }
      } catch let failure as ServerFailure where failure.state == "42501" {
        shards.dropMade()
        throw StoreError.failed(
          place: target.place,
          reason: """
            the role may not create the schema \(target.options.schema); \
            let it: GRANT CREATE ON DATABASE … TO …, or create the schema and give it to the role (\(failure.message))
            """)
      } catch {
        shards.dropMade()
        throw error
      }
      context.logger.debug("made a new schema", metadata: ["schema": "\(target.options.schema)"])
    }

    private func grow() throws {
      do {
        try alone {
          var shards = Shards(session, target.place, tables)
          for record in context.schema { try grow(record, &shards) }
          let catalog = try Catalog(session, tables)
          for index in indexes() { try create(index, catalog, &shards) }
          // Before this transaction ends: what fails there leaves nothing here, and is there already the next time.
          try shards.run()
        }
      } catch let failure as ServerFailure where failure.state == "42501" {
        throw StoreError.failed(
          place: target.place,
          reason: """
            the role may not add tables or columns, which this version or configuration needs; \
            open it once as the owner of the tables (\(failure.message))
            """)
      }
    }

    private func grow(_ record: RecordSchema, _ shards: inout Shards) throws {
      guard record.kind.description.utf8.count <= 54 else {
        throw StoreError.invalid(reason: "'\(record.kind)' is too long for the name of a table of PostgreSQL")
      }
      let before = try Catalog(session, tables)
      let number = before.number(of: record.kind) ?? (before.kinds.keys.max() ?? 0) + 1
      if before.number(of: record.kind) == nil {
        let table = WorkspaceTable.records(record.kind, tables)
        try session.run(table.creation(tables).map { Request($0, once: true) })
        shards.add { table.creation(ofPart: $0) }
        try session.run(
          "INSERT INTO \(tables.kinds) (number, name) VALUES ($1, $2)",
          [.integer(number), .text(record.kind.description)])
      }
      let stored = before.kinds[number]?.fields ?? []
      let added = record.fields.filter { field in !stored.contains { $0.name == field.name } }
      for (offset, field) in added.enumerated() {
        let column = "\"\(field.name)\" \(field.type.pgName)" + (field.type == .text ? " COLLATE \"C\"" : "")
        let table = tables.records(record.kind)
        try session.run("ALTER TABLE \(table) ADD COLUMN \(column)", once: true)
        shards.add { ["ALTER TABLE \(Tables.part($0, of: table)) ADD COLUMN IF NOT EXISTS \(column)"] }
        try session.run(
          "INSERT INTO \(tables.fields) (kind, position, name, type) VALUES ($1, $2, $3, $4)",
          [
            .integer(number), .integer(Int64(stored.count + offset)), .text(field.name.description),
            .text(field.type.rawValue),
          ])
      }
    }

    /// An index by which records are found, or constraints checked.
    private struct Index: Hashable {
      let kind: RecordKind
      let fields: [FieldName]
    }

    private func indexes() -> [Index] {
      var indexes: [Index] = []
      for record in context.schema {
        for field in record.fields where field.isIndexed {
          indexes.append(Index(kind: record.kind, fields: [field.name]))
        }
        for constraint in record.constraints {
          switch constraint {
          case .unique(let fields): indexes.append(Index(kind: record.kind, fields: fields))
          case .reference(let field, _): indexes.append(Index(kind: record.kind, fields: [field]))
          case .entry(_, let list):
            indexes.append(Index(kind: list.kind, fields: [list.nameField, list.keyField]))
          }
        }
      }
      return indexes
    }

    /// What an index is called; `nil` where a field is missing.
    ///
    /// - Parameter word: `at` for the present indexes, by the digests of texts; `by` for the earlier ones, by their beginnings.
    private func name(_ index: Index, _ catalog: Catalog, _ word: String = "at") -> String? {
      guard let number = catalog.number(of: index.kind), let fields = catalog.kinds[number]?.fields else { return nil }
      let places = index.fields.compactMap { name in fields.firstIndex { $0.name == name } }
      return places.count == index.fields.count
        ? "records_\(number)_\(word)_" + places.map(String.init).joined(separator: "_") : nil
    }

    private func hasIndexes(_ catalog: Catalog) throws -> Bool {
      let rows = try session.run(
        "SELECT indexname::text FROM pg_indexes WHERE schemaname = $1", [.text(target.options.schema)])
      let known = try Set((0..<rows.count).map { try rows.text($0, 0) })
      return indexes().allSatisfy { index in name(index, catalog).map { known.contains($0) } ?? false }
    }

    private func create(_ index: Index, _ catalog: Catalog, _ shards: inout Shards) throws {
      guard let name = name(index, catalog), let earlier = self.name(index, catalog, "by"),
        let number = catalog.number(of: index.kind),
        let fields = catalog.kinds[number]?.fields, let first = index.fields.first
      else { return }
      let columns = index.fields.map { name in
        let type = fields.first { $0.name == name }?.type ?? .text
        return IndexedField.expression("\"\(name)\"", type)
      }
      let table = tables.records(index.kind)
      let definition =
        "(_workspace, \(columns.map { "(\($0))" }.joined(separator: ", "))) WHERE \"\(first)\" IS NOT NULL"
      // Of a table with foreign partitions it is only a note that those on the shards are made.
      try session.run("CREATE INDEX IF NOT EXISTS \"\(name)\" ON \(table) \(definition)", once: true)
      try session.run("DROP INDEX IF EXISTS \(tables.schema).\"\(earlier)\"", once: true)
      let schema = tables.schema
      shards.add {
        [
          "CREATE INDEX IF NOT EXISTS \"\(name)_p\($0)\" ON \(Tables.part($0, of: table)) \(definition)",
          "DROP INDEX IF EXISTS \(schema).\"\(earlier)_p\($0)\"",
        ]
      }
    }
  }
#endif
