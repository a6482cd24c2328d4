#if SQLite
  import GRDBSQLite
  import PipelinePlugins

  extension Commit {
    mutating func create(_ write: RecordWrite, _ cells: [FieldValue], _ kind: KindLayout) throws {
      let key = write.key
      let latest = settle(write.effectiveAt, nil)
      encoder.removeAll()
      encoder.begin(count: kind.placeInSchema.count)
      for place in kind.placeInSchema { encoder.append(place.map { cells[$0] } ?? .null) }
      let statement = try insertion(key.kind, kind)
      let row = try encoder.bytes.withUnsafeBytes { try insert(key, $0, latest, kind, statement) }
      written = (key, RecordRow(row: row, version: 1, latest: latest))
    }

    mutating func create(_ creations: PackedCreations) throws {
      let kind = try kind(creations.kind)
      guard kind.isInOrderOfSchema else {
        return try creations.writes.forEach { try apply($0) }
      }
      let statement = try insertion(creations.kind, kind)
      try creations.forEach { id, bytes, effectiveAt in
        _ = try insert(RecordKey(creations.kind, id), bytes, settle(effectiveAt, nil), kind, statement)
      }
    }

    /// Inserts a record, and its journal entry.
    ///
    /// - Parameter bytes: The encoded cells in the file's order, which is how the journal holds them; columns are bound in the
    ///   store's order.
    /// - Returns: The number of the row.
    private mutating func insert(
      _ key: RecordKey, _ bytes: UnsafeRawBufferPointer, _ latest: Int64, _ kind: KindLayout, _ statement: Statement
    ) throws -> Int64 {
      guard let base = bytes.baseAddress else { return 0 }
      last += 1
      statement.bind(1, layout.workspace)
      statement.bind(3, last)
      statement.bind(4, latest)
      var walk = CellWalk(bytes)
      for parameter in kind.parameters {
        let cell = walk.next()
        // What the schema lacks has no parameter.
        if parameter > 0 { statement.bind(parameter, cell) }
      }
      do {
        try withUnsafeBytes(of: (key.id.high.bigEndian, key.id.low.bigEndian)) { id in
          if let base = id.baseAddress { statement.bind(2, blobAt: base, count: id.count) }
          try statement.run()
        }
      } catch let failure as SQLiteFailure where failure.code == sqliteConstraintUnique {
        throw StoreError.conflict(
          VersionConflict(key: key, expected: 0, found: try row(key, kind).flatMap(\.liveVersion)))
      }
      let row = sqlite3_last_insert_rowid(session.handle)
      journal.bind(9, blobAt: base, count: bytes.count)
      try note(kind, row, 1, JournalCode.created, field: nil)
      return row
    }

    mutating func update(
      _ write: RecordWrite, _ expected: Int64, _ cells: [CellChange], _ kind: KindLayout
    ) throws {
      let key = write.key
      let found = try row(key, expected: expected)
      let (row, latest) = (found.row, settle(write.effectiveAt, try latest(of: found, kind)))
      let places = cells.compactMap { kind.places[$0.field] }
      let statement = try session.update(kind, places)
      statement.bind(1, row)
      statement.bind(2, expected + 1)
      statement.bind(3, latest)
      for (index, change) in cells.enumerated() { statement.bind(Int32(truncatingIfNeeded: index + 4), change.new) }
      try statement.run()
      for (change, place) in zip(cells, places) {
        encoder.removeAll()
        encoder.begin(count: 2)
        encoder.append(change.old)
        encoder.append(change.new)
        last += 1
        let event = change.inHistory ? JournalCode.changedInHistory : JournalCode.changed
        try encoder.bytes.withUnsafeBytes { bytes in
          guard let base = bytes.baseAddress else { return }
          journal.bind(9, blobAt: base, count: bytes.count)
          try note(kind, row, expected + 1, event, field: kind.placeInFile[place])
        }
      }
      written = (key, RecordRow(row: row, version: expected + 1, latest: latest))
    }

    mutating func delete(_ write: RecordWrite, _ expected: Int64, _ kind: KindLayout) throws {
      let found = try row(write.key, expected: expected)
      let (row, latest) = (found.row, settle(write.effectiveAt, try latest(of: found, kind)))
      let columns = kind.storedColumns.map { ", \($0) = NULL" }.joined()
      let statement = try session.statement(
        "UPDATE \(kind.table) SET _version = ?2, _effective = ?3, _deleted = 1\(columns) WHERE _row = ?1")
      statement.bind(1, row)
      statement.bind(2, expected + 1)
      statement.bind(3, latest)
      try statement.run()
      last += 1
      written = nil
      journal.bindNull(9)
      try note(kind, row, expected + 1, JournalCode.deleted, field: nil)
    }

    mutating func restore(
      _ write: RecordWrite, _ expected: Int64, _ cells: [FieldValue], _ kind: KindLayout
    ) throws {
      let key = write.key
      let tombstone = try tombstone(key, kind, expected: expected)
      let (row, latest) = (tombstone.row, settle(write.effectiveAt, try latest(of: tombstone, kind)))
      let columns = kind.fields.enumerated().map { ", \"\($1.name)\" = ?\($0 + 4)" }.joined()
      let statement = try session.statement(
        "UPDATE \(kind.table) SET _version = ?2, _effective = ?3, _deleted = 0\(columns) WHERE _row = ?1")
      statement.bind(1, row)
      statement.bind(2, expected + 1)
      statement.bind(3, latest)
      for (place, cell) in cells.enumerated() { statement.bind(Int32(truncatingIfNeeded: place + 4), cell) }
      try statement.run()
      encoder.removeAll()
      encoder.begin(count: kind.placeInSchema.count)
      for place in kind.placeInSchema { encoder.append(place.map { cells[$0] } ?? .null) }
      last += 1
      try encoder.bytes.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        journal.bind(9, blobAt: base, count: bytes.count)
        try note(kind, row, expected + 1, JournalCode.restored, field: nil)
      }
      written = (key, RecordRow(row: row, version: expected + 1, latest: latest))
    }
  }

  /// `SQLITE_CONSTRAINT_UNIQUE`, a macro that Swift does not import.
  private let sqliteConstraintUnique = SQLITE_CONSTRAINT | 8 << 8
#endif
