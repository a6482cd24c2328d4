#if SQLite
  import PipelinePlugins

  /// One step of the file's layout. `user_version` counts the steps that a file has taken.
  struct Migration: Sendable {
    let sql: String
    /// What is done to the table of each kind of record that the file has.
    var toEachKind: @Sendable (_ table: String) -> String = { _ in "" }

    /// All steps, oldest first. A step that was released is never changed.
    static let all = [
      Migration(
        sql: """
          CREATE TABLE workspaces (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
          CREATE TABLE kinds (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
          CREATE TABLE fields (
            kind INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
            PRIMARY KEY (kind, position)) STRICT, WITHOUT ROWID;
          CREATE TABLE operations (
            number INTEGER PRIMARY KEY, workspace INTEGER NOT NULL, id BLOB NOT NULL, last INTEGER NOT NULL,
            effective INTEGER NOT NULL, recorded INTEGER NOT NULL, author TEXT NOT NULL) STRICT;
          CREATE UNIQUE INDEX operations_by_id ON operations (workspace, id);
          CREATE TABLE journal (
            sequence INTEGER PRIMARY KEY, operation INTEGER NOT NULL, workspace INTEGER NOT NULL,
            kind INTEGER NOT NULL, record INTEGER NOT NULL, version INTEGER NOT NULL, event INTEGER NOT NULL,
            field INTEGER, data BLOB) STRICT;
          CREATE INDEX journal_by_record ON journal (kind, record) WHERE event <> 0;
          """),
      // When an entry took effect, where it is not when its operation did.
      Migration(sql: "ALTER TABLE journal ADD COLUMN effective INTEGER"),
      // When the latest entry of a record took effect; NULL until the next one is written.
      Migration(sql: "") { "ALTER TABLE \($0) ADD COLUMN _effective INTEGER;" },
    ]

    /// Takes the steps that the file has not taken, each in a transaction of its own.
    ///
    /// - Returns: The number of steps that it had taken before.
    static func run(_ steps: [Migration], _ session: Session) throws -> Int {
      let taken = Int(try session.pragma("user_version"))
      guard taken < steps.count else { return taken }
      for (index, step) in steps.enumerated().dropFirst(max(taken, 0)) {
        try session.transaction {
          try session.execute(step.sql)
          for kind in try Catalog(session).kinds.values.map(\.kind).sorted() {
            try session.execute(step.toEachKind(KindLayout.table(kind)))
          }
          try session.execute("PRAGMA application_id = \(FileHeader.applicationID)")
          try session.execute("PRAGMA user_version = \(index + 1)")
        }
      }
      return taken
    }

    /// Logs that a file has a newer layout than before: older versions of the SDK cannot open it any more.
    static func log(_ taken: Int, _ newest: Int, _ context: StoreContext) {
      guard taken < newest else { return }
      guard taken > 0 else { return context.logger.debug("made a new file", metadata: ["schema": "\(newest)"]) }
      context.logger.info("migrated the file to a newer schema", metadata: ["from": "\(taken)", "to": "\(newest)"])
    }
  }
#endif
