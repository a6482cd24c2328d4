#if SQLite
  import PipelinePlugins

  extension Layout {
    /// The layout of a schema, after what is new in it was added to the file. Runs in a transaction.
    static func growing(_ context: StoreContext, _ session: Session) throws -> Layout {
      let workspace = try session.statement("INSERT OR IGNORE INTO workspaces (name) VALUES (?1)")
      workspace.bind(1, context.workspace)
      try workspace.run()
      guard let number = try Self.workspace(context.workspace, session) else {
        throw Damage(reason: "a workspace has no number")
      }
      for record in context.schema { try grow(record, session) }
      for record in context.schema { try index(record, session) }
      return try Layout(workspace: number, schema: context.schema, session)
    }

    private static func grow(_ record: RecordSchema, _ session: Session) throws {
      let table = KindLayout.table(record.kind)
      let kind = try kindNumber(record.kind, session)
      let stored = try Catalog(session).kinds[kind]?.fields ?? []
      let added = record.fields.filter { field in !stored.contains { $0.name == field.name } }
      for (offset, field) in added.enumerated() {
        try session.execute("ALTER TABLE \(table) ADD COLUMN \"\(field.name)\" \(field.type.column)")
        let row = try session.statement("INSERT INTO fields (kind, position, name, type) VALUES (?1, ?2, ?3, ?4)")
        row.bind(1, kind)
        row.bind(2, Int64(stored.count + offset))
        row.bind(3, field.name.description)
        row.bind(4, field.type.rawValue)
        try row.run()
      }
    }

    /// Makes the indexes by which records are found, and by which constraints are checked.
    private static func index(_ record: RecordSchema, _ session: Session) throws {
      for field in record.fields where field.isIndexed { try index(record.kind, [field.name], session) }
      for constraint in record.constraints {
        switch constraint {
        case .unique(let fields): try index(record.kind, fields, session)
        case .reference(let field, _): try index(record.kind, [field], session)
        case .entry(_, let list): try index(list.kind, [list.nameField, list.keyField], session)
        }
      }
    }

    /// Makes an index that finds records by what some fields hold.
    private static func index(_ kind: RecordKind, _ fields: [FieldName], _ session: Session) throws {
      guard let first = fields.first else { return }
      try session.execute(
        """
        CREATE INDEX IF NOT EXISTS "\(kind)_by_\(fields.map(\.description).joined(separator: "_and_"))"
        ON \(KindLayout.table(kind)) (_workspace, \(fields.map { "\"\($0)\"" }.joined(separator: ", ")))
        WHERE "\(first)" IS NOT NULL
        """)
    }

    private static func kindNumber(_ kind: RecordKind, _ session: Session) throws -> Int64 {
      let known = try session.statement("SELECT number FROM kinds WHERE name = ?1")
      defer { known.reset() }
      known.bind(1, kind.description)
      if try known.step() { return known.integer(0) }
      let table = KindLayout.table(kind)
      try session.execute(
        """
        CREATE TABLE \(table) (
          _row INTEGER PRIMARY KEY, _workspace INTEGER NOT NULL, _id BLOB NOT NULL, _version INTEGER NOT NULL,
          _deleted INTEGER NOT NULL, _created INTEGER NOT NULL, _effective INTEGER) STRICT;
        CREATE UNIQUE INDEX "\(kind)_by__id" ON \(table) (_workspace, _id);
        """)
      let row = try session.statement("INSERT INTO kinds (name) VALUES (?1) RETURNING number")
      defer { row.reset() }
      row.bind(1, kind.description)
      guard try row.step() else { throw Damage(reason: "a kind has no number") }
      return row.integer(0)
    }
  }

  extension CellType {
    /// The column's type: never one that turns whole numbers into floating-point ones.
    fileprivate var column: String {
      switch self {
      case .integer: "INTEGER"
      case .text: "TEXT"
      case .bytes: "BLOB"
      }
    }
  }
#endif
