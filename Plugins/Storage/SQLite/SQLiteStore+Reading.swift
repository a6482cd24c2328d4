#if SQLite
  import PipelinePlugins

  extension SQLiteStore {
    func read(_ keys: [RecordKey]) async throws -> [StoredRecord?] {
      try checkOpen()
      for kind in Set(keys.map(\.kind)) { _ = try schema.fields(of: kind) }
      if keys.isEmpty { return [] }
      return try await readers.run { [layout] session in
        try keys.map { key in
          guard let kind = layout.kinds[key.kind] else { return nil }
          let statement = try session.statement(kind.reading)
          defer { statement.reset() }
          statement.bind(1, layout.workspace)
          statement.bind(2, key.id)
          return try statement.step() ? kind.record(statement) : nil
        }
      }
    }

    func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord] {
      try checkOpen()
      let place = try schema.indexedPosition(of: field, in: kind)
      guard let kind = layout.kinds[kind], kind.placeInFile[place] != nil else { return [] }
      return try await readers.run { [layout] session in
        let column = kind.column(place)
        let statement = try session.statement(
          """
          SELECT \(kind.selection) FROM \(kind.table)
          WHERE _workspace = ?1 AND \(column) = ?2 AND _deleted = 0
          """)
        defer { statement.reset() }
        var found: [RecordID: StoredRecord] = [:]
        for value in values where !value.isNull {
          statement.bind(1, layout.workspace)
          statement.bind(2, value)
          while try statement.step() {
            let record = try kind.record(statement)
            found[record.id] = record
          }
        }
        return found.values.sorted { $0.id < $1.id }
      }
    }
  }

  extension KindLayout {
    /// The record of a row of ``selection``.
    func record(_ statement: Statement) throws -> StoredRecord {
      var cells: [FieldValue] = []
      cells.reserveCapacity(fields.count)
      for (place, field) in fields.enumerated() {
        cells.append(try statement.cell(Int32(truncatingIfNeeded: place + 2), field.type))
      }
      return StoredRecord(id: try statement.identity(0), version: statement.integer(1), cells: cells)
    }
  }
#endif
