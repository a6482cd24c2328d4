#if SQLite
  import PipelinePlugins

  /// What constraints are checked against, within the transaction of a commit. Each question is one prepared statement.
  struct SQLiteConstraintSource: ConstraintSource {
    private let layout: Layout
    private let session: Session
    /// By the question's number; empty until one is asked, which few edits do.
    private var prepared: [Statement?] = []
    private let count: Int

    init(_ schema: StoreSchema, _ layout: Layout, _ session: Session) {
      self.layout = layout
      self.session = session
      count = schema.holderQueries.count
    }

    mutating func holders(_ query: HolderQuery, _ cells: [FieldValue], limit: Int) throws -> [RecordID] {
      guard let kind = layout.kinds[query.kind] else { return [] }
      if prepared.isEmpty { prepared = Array(repeating: nil, count: count) }
      let statement = try prepared[query.number] ?? session.statement(Self.sql(query, kind))
      prepared[query.number] = statement
      defer { statement.reset() }
      statement.bind(1, layout.workspace)
      statement.bind(2, Int64(limit))
      for (index, cell) in cells.enumerated() { statement.bind(Int32(truncatingIfNeeded: index + 3), cell) }
      var found: [RecordID] = []
      while try statement.step() { found.append(try statement.identity(0)) }
      return found
    }

    mutating func cells(_ key: RecordKey, _ fields: [FieldName]) throws -> [FieldValue]? {
      guard let kind = layout.kinds[key.kind] else { return nil }
      let places = fields.map { name in kind.fields.firstIndex { $0.name == name } }
      let columns = places.map { place in place.map { ", " + kind.column($0) } ?? ", NULL" }.joined()
      let statement = try session.statement(
        "SELECT _row\(columns) FROM \(kind.table) WHERE _workspace = ?1 AND _id = ?2 AND _deleted = 0")
      defer { statement.reset() }
      statement.bind(1, layout.workspace)
      statement.bind(2, key.id)
      guard try statement.step() else { return nil }
      return try places.enumerated().map { index, place in
        guard let place else { return .null }
        return try statement.cell(Int32(truncatingIfNeeded: index + 1), kind.fields[place].type)
      }
    }

    private static func sql(_ query: HolderQuery, _ kind: KindLayout) -> String {
      let filters = query.fields.enumerated().map { " AND \"\($1)\" = ?\($0 + 3)" }.joined()
      return "SELECT _id FROM \(kind.table) WHERE _workspace = ?1\(filters) AND _deleted = 0 LIMIT ?2"
    }
  }
#endif
