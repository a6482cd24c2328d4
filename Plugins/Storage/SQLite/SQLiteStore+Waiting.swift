#if SQLite
  import PipelinePlugins

  extension SQLiteStore {
    func waitForCommit(after cursor: Cursor, atMost limit: Duration) async throws -> Bool {
      let end = ContinuousClock.now + limit
      var place = cursor
      var seen: FileVersion?
      while true {
        try checkOpen()
        let version = try await readers.version()
        if version != seen {
          let entries = try await readers.run { [layout, place] session in
            try session.entries(of: layout.workspace, after: place)
          }
          if entries.exist { return true }
          (place, seen) = (max(place, entries.end), version)
        }
        let rest = end - .now
        guard rest > .zero else { return false }
        try await Task.sleep(for: min(rest, .milliseconds(50)))
      }
    }
  }

  extension Session {
    /// Whether a workspace has entries after a cursor, and the end of the journal of all workspaces.
    fileprivate func entries(of workspace: Int64, after cursor: Cursor) throws -> (exist: Bool, end: Cursor) {
      let last = try statement("SELECT max(sequence) FROM journal")
      defer { last.reset() }
      let end = try last.step() ? last.integer(0) : 0
      let found = try statement("SELECT 1 FROM journal WHERE sequence > ?1 AND workspace = ?2 LIMIT 1")
      defer { found.reset() }
      found.bind(1, cursor.sequence)
      found.bind(2, workspace)
      return (try found.step(), Cursor(end))
    }
  }
#endif
