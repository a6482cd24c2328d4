#if SQLite
  import PipelinePlugins

  /// The writer of a file: the lock and the one connection that writes.
  struct SQLiteWriter: Sendable {
    let connection: Connection
    let commits: CommitQueue
    let checkpointer: Checkpointer
    private let path: String
    private let lock: WriterLock
    private let writers: SQLiteWriters

    /// Takes the lock, waiting for it, and opens the file, which is made where there is none.
    ///
    /// - Parameter place: The path as the caller gave it, for errors.
    fileprivate init(
      _ path: String, place: String, _ context: StoreContext, _ options: SQLiteOptions, _ writers: SQLiteWriters
    ) async throws {
      self.path = path
      self.writers = writers
      try FileHeader.check(path, place: place, mode: .writing, newest: options.newestVersion)
      lock = try await WriterLock.take(for: path, place: place, wait: context.wait ?? options.wait, context)
      // Another writer may have come and gone meanwhile.
      try FileHeader.check(path, place: place, mode: .writing, newest: options.newestVersion)
      if let file = try NewFile(at: path, place: place) {
        try await Self.make(file, place, context, options)
      }
      if FileState(path + "-wal")?.size ?? 0 > 0, FileState(path)?.size ?? 0 > 0 {
        // A log that a crash left may hold a newer layout than the file's header says. A reader changes neither.
        let reader = try await Connection.open(path, place: place, readOnly: true) { session in
          try Self.check(session, place, options)
        }
        await reader.close()
      }
      let connection = try await Self.connect(path, place, context, options)
      do {
        let checkpointer = try await Checkpointer(path, place: place)
        try await connection.run { checkpointer.watch($0) }
        self.checkpointer = checkpointer
      } catch {
        await connection.close()
        throw error
      }
      self.connection = connection
      commits = CommitQueue(connection, checkpointer)
    }

    /// Makes a new file, whole or not at all.
    private static func make(
      _ file: NewFile, _ place: String, _ context: StoreContext, _ options: SQLiteOptions
    ) async throws {
      do {
        let connection = try await connect(file.path, place, context, options)
        // With the last connection the log is folded in.
        await connection.close()
        try file.finish()
      } catch {
        file.remove()
        throw error
      }
    }

    private static func connect(
      _ path: String, _ place: String, _ context: StoreContext, _ options: SQLiteOptions
    ) async throws -> Connection {
      let connection = try await Connection.open(path, place: place, readOnly: false) { session in
        try check(session, place, options)
        try prepare(session, place, options)
      }
      do {
        let taken = try await connection.run { try Migration.run(options.migrations, $0) }
        Migration.log(taken, options.newestVersion, context)
      } catch {
        await connection.close()
        throw error
      }
      return connection
    }

    /// Lets go of the file, and of the lock with the last one who shares it.
    func release() async { await writers.release(path) }

    fileprivate func close() async {
      await checkpointer.close()
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
      var users = 0
      let writer: Task<SQLiteWriter, any Error>
    }

    private var open: [String: Shared] = [:]
    private var closing: [String: Task<Void, Never>] = [:]

    /// The writer of a file, opened by the first who asks. Who is cancelled meanwhile, or meets an error, leaves nothing
    /// behind: neither the lock nor a share of the writer.
    func acquire(
      _ path: String, place: String, _ context: StoreContext, _ options: SQLiteOptions
    ) async throws -> SQLiteWriter {
      while true {
        while let task = closing[path] { await task.value }
        try Task.checkCancellation()
        var shared =
          open[path]
          ?? Shared(
            writer: Task { try await SQLiteWriter(path, place: place, context, options, self) })
        shared.users += 1
        open[path] = shared
        let task = shared.writer
        let outcome = await withTaskCancellationHandler {
          await task.result
        } onCancel: {
          Task { await self.abandon(path, task) }
        }
        switch outcome {
        case .success(let writer):
          if !Task.isCancelled { return writer }
          await release(path)
          throw CancellationError()
        case .failure(let error):
          if open[path]?.writer == task { open[path] = nil }
          // It was given up by another who asked for it; this one did not give up.
          if error is CancellationError, !Task.isCancelled { continue }
          throw error
        }
      }
    }

    /// Gives up an opening that nobody waits for any more.
    private func abandon(_ path: String, _ task: Task<SQLiteWriter, any Error>) {
      if let shared = open[path], shared.writer == task, shared.users == 1 { task.cancel() }
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
