#if SQLite
  import PipelinePlugins

  /// The writer of a file: the lock and the one connection that writes.
  struct SQLiteWriter: Sendable {
    let connection: Connection
    private let path: String
    private let lock: WriterLock
    private let writers: SQLiteWriters

    fileprivate init(_ path: String, _ options: SQLiteOptions, _ writers: SQLiteWriters) async throws {
      self.path = path
      self.writers = writers
      try FileHeader.check(path, mode: .writing, newest: options.newestVersion)
      lock = try WriterLock(for: path)
      if FileState(path + "-wal")?.size ?? 0 > 0, FileState(path)?.size ?? 0 > 0 {
        // A log that a crash left may hold a newer layout than the file's header tells. Who only reads changes neither.
        let reader = try await Connection.open(path, place: path, readOnly: true) { session in
          try Self.check(session, path, options)
        }
        await reader.close()
      }
      connection = try await Connection.open(path, place: path, readOnly: false) { session in
        try Self.check(session, path, options)
        try Self.prepare(session, path, options)
      }
      do {
        try await connection.run { try Migration.run(options.migrations, $0) }
      } catch {
        await connection.close()
        throw error
      }
    }

    /// Lets go of the file, and of the lock with the last one who shares it.
    func release() async { await writers.release(path) }

    fileprivate func close() async {
      // Readers may hold the log; it is folded in when the file is next opened or closed.
      _ = try? await connection.run { try $0.statement("PRAGMA wal_checkpoint(TRUNCATE)").run() }
      await connection.close()
      lock.release()
    }

    private static func check(_ session: Session, _ path: String, _ options: SQLiteOptions) throws {
      let tables = try session.statement("SELECT count(*) FROM sqlite_master")
      let isNew = try tables.step() && tables.integer(0) == 0
      tables.reset()
      let version = try session.pragma("user_version")
      if version > Int64(options.newestVersion) {
        throw StoreError.newerSchema(place: path, found: Int(version), supported: options.newestVersion)
      }
      guard try isNew || session.pragma("application_id") == FileHeader.applicationID else {
        throw StoreError.notAStore(place: path, reason: "another program's database")
      }
    }

    /// Sets what makes commits durable, and reads it back: a file system may refuse the log, and a setting that did not
    /// take would show only after a power cut.
    private static func prepare(_ session: Session, _ path: String, _ options: SQLiteOptions) throws {
      let journal = try session.statement("PRAGMA journal_mode = WAL")
      let mode = try journal.step() ? journal.text(0) : ""
      journal.reset()
      try session.execute("PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY")
      guard mode == "wal", try session.pragma("synchronous") == 2 else {
        throw StoreError.failed(
          place: path, reason: "the file system cannot hold a write-ahead log (it gave '\(mode)')")
      }
      if let pages = options.maximumPages { try session.execute("PRAGMA max_page_count = \(pages)") }
    }
  }

  /// The writers that a driver has open, shared by the stores that it opened.
  actor SQLiteWriters {
    private struct Shared {
      var users = 1
      let writer: Task<SQLiteWriter, any Error>
    }

    private var open: [String: Shared] = [:]
    private var closing: [String: Task<Void, Never>] = [:]

    /// The writer of a file, opened by the first who asks.
    func acquire(_ path: String, _ options: SQLiteOptions) async throws -> SQLiteWriter {
      while let task = closing[path] { await task.value }
      if let shared = open[path] {
        open[path]?.users += 1
        return try await shared.writer.value
      }
      let task = Task { try await SQLiteWriter(path, options, self) }
      open[path] = Shared(writer: task)
      do {
        return try await task.value
      } catch {
        open[path] = nil
        throw error
      }
    }

    /// Closes the writer when nobody uses it any more.
    fileprivate func release(_ path: String) async {
      guard let shared = open[path] else { return }
      guard shared.users == 1 else {
        open[path]?.users -= 1
        return
      }
      open[path] = nil
      let task = Task {
        if let writer = try? await shared.writer.value { await writer.close() }
      }
      closing[path] = task
      await task.value
      closing[path] = nil
    }
  }
#endif
