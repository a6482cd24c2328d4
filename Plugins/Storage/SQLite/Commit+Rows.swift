#if SQLite
  import PipelinePlugins

  extension Commit {
    /// The row of a record that has a version.
    func row(_ key: RecordKey, expected: Int64) throws -> RecordRow {
      if let written, written.row.version == expected, written.key == key { return written.row }
      let found = try row(key, kind(key.kind))
      guard let found, found.liveVersion == expected else {
        throw StoreError.conflict(VersionConflict(key: key, expected: expected, found: found?.liveVersion))
      }
      return found
    }

    func row(_ key: RecordKey, _ kind: KindLayout) throws -> RecordRow? {
      let statement = try session.statement(kind.rowQuery)
      defer { statement.reset() }
      statement.bind(1, layout.workspace)
      statement.bind(2, key.id)
      guard try statement.step() else { return nil }
      return RecordRow(
        row: statement.integer(0), version: statement.integer(1), isDeleted: statement.integer(2) != 0,
        latest: statement.isNull(3) ? nil : statement.integer(3))
    }

    /// When the latest entry of a record took effect. A record of an older layout does not say so yet.
    func latest(of record: RecordRow, _ kind: KindLayout) throws -> Int64? {
      if let latest = record.latest { return latest }
      let statement = try session.statement(
        """
        SELECT max(coalesce(j.effective, o.effective)) FROM journal j JOIN operations o ON o.number = j.operation
        WHERE j.kind = ?1 AND j.record = ?2 AND j.event <> 0
          OR j.sequence = (SELECT _created FROM \(kind.table) WHERE _row = ?2)
        """)
      defer { statement.reset() }
      statement.bind(1, kind.number)
      statement.bind(2, record.row)
      return try statement.step() && !statement.isNull(0) ? statement.integer(0) : nil
    }

    /// The record that was deleted at a version.
    func tombstone(_ key: RecordKey, _ kind: KindLayout, expected: Int64) throws -> RecordRow {
      let found = try row(key, kind)
      guard let found, found.isDeleted, found.version == expected else {
        throw StoreError.conflict(VersionConflict(key: key, expected: expected, found: found?.liveVersion))
      }
      return found
    }
  }

  /// The row of a record, and what is in it.
  struct RecordRow {
    let row: Int64
    let version: Int64
    var isDeleted = false
    /// When the latest of its entries took effect; `nil` where the file does not say so yet.
    let latest: Int64?

    /// `nil` for a tombstone.
    var liveVersion: Int64? { isDeleted ? nil : version }
  }
#endif
