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

  /// The row of a workspace: the end of its journal, and the number of its last operation. A commit locks it first and changes
  /// it last, so that the commits of a workspace take effect one after another, in the order of their entries.
  struct WorkspaceHead {
    var sequence: Int64
    var operation: Int64

    /// The statements that begin a commit; the last one's row is the head.
    ///
    /// A shard reads all of a transaction at one moment, so that one who waits there for the row would fail when it is given
    /// (40001), and begin again. Commits through one coordinator therefore wait before they reach the shard.
    static func locking(_ tables: Tables, _ workspace: Parameter) -> [Request] {
      let turn = Request(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, $2))::text", [.text(tables.workspaces), workspace])
      return [Request("BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE")] + (tables.isSharded ? [turn] : []) + [
        Request("SELECT head, operations FROM \(tables.workspaces) WHERE number = $1 FOR UPDATE", [workspace])
      ]
    }

    init(_ rows: Rows) throws {
      guard rows.count == 1 else { throw Damage(reason: "the workspace is gone") }
      (sequence, operation) = (try rows.integer(0, 0), try rows.integer(0, 1))
    }

    func writing(_ tables: Tables, _ workspace: Parameter) -> Request {
      Request(
        "UPDATE \(tables.workspaces) SET head = $2, operations = $3 WHERE number = $1",
        [workspace, .integer(sequence), .integer(operation)])
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
