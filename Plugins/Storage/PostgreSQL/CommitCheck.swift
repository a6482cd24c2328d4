#if PostgreSQL
  import PipelinePlugins

  /// Checks the guards and writes of a change set one after another, against the records as the earlier ones leave them.
  struct CommitCheck {
    let changes: ChangeSet
    let layout: Layout

    /// - Throws: ``StoreError/conflict(_:)``.
    func checkGuards(_ source: inout RecordSource) throws {
      for guarded in changes.guards {
        _ = try layout.kind(guarded.key.kind)
        let found = source.record(guarded.key)?.liveVersion
        guard found == guarded.version else {
          throw StoreError.conflict(VersionConflict(key: guarded.key, expected: guarded.version, found: found))
        }
      }
    }

    /// Checks a write, and notes its effect.
    /// - Throws: ``StoreError/conflict(_:)``.
    func step(_ write: RecordWrite, _ source: inout RecordSource) throws -> Step {
      let kind = try layout.kind(write.key.kind)
      let found = source.record(write.key)
      let own = changes.effectiveAt.microsecondsSince1970
      // What does not say when it takes effect does so no earlier than the record's other entries.
      let instant = write.effectiveAt?.microsecondsSince1970 ?? max(found?.latest ?? own, own)
      let latest = max(found?.latest ?? instant, instant)
      var record: KnownRecord
      switch write.action {
      case .create(let cells):
        guard found == nil else { throw conflict(write.key, 0, found?.liveVersion) }
        record = KnownRecord(version: 1, isDeleted: false, latest: latest, cells: kind.constrained.map { cells[$0] })
      case .update(let expected, let changes):
        guard var standing = found, standing.liveVersion == expected else {
          throw conflict(write.key, expected, found?.liveVersion)
        }
        for change in changes {
          guard let place = kind.places[change.field], let constrained = kind.constrainedPlaces[place] else { continue }
          standing.cells[constrained] = change.new
        }
        record = standing
        record.version = expected + 1
      case .delete(let expected):
        guard let standing = found, standing.liveVersion == expected else {
          throw conflict(write.key, expected, found?.liveVersion)
        }
        record = standing
        (record.version, record.isDeleted) = (expected + 1, true)
        record.cells = kind.constrained.map { _ in .null }
      case .restore(let expected, let cells):
        guard let tombstone = found, tombstone.isDeleted, tombstone.version == expected else {
          throw conflict(write.key, expected, found?.liveVersion)
        }
        record = KnownRecord(
          version: expected + 1, isDeleted: false, latest: latest, cells: kind.constrained.map { cells[$0] })
      }
      record.latest = latest
      source.write(record, write.key)
      return Step(write: write, instant: instant, latest: latest)
    }

    private func conflict(_ key: RecordKey, _ expected: Int64, _ found: Int64?) -> StoreError {
      .conflict(VersionConflict(key: key, expected: expected, found: found))
    }
  }

  extension ChangeSet {
    /// How many entries of the journal the writes make.
    var entryCount: Int {
      var entries = 0
      writes.forEachPart(
        { write in
          if case .update(_, let cells) = write.action { entries += cells.count } else { entries += 1 }
        }, packed: { entries += $0.count })
      return entries
    }
  }
#endif
