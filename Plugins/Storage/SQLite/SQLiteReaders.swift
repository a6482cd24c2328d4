#if SQLite
  import GRDBSQLite
  import PipelinePlugins

  /// The connections of a store that only read.
  ///
  /// SQLite makes `-wal` and `-shm` files beside a file in WAL mode that has none, and cannot open one in a folder that
  /// cannot be written. So where there is no log, which means that nobody writes, the file is opened as immutable: that
  /// makes nothing and needs no right but to read. SQLite then does not see writers; we do, by comparing the file and its
  /// log before and after every use, and open it anew.
  actor SQLiteReaders {
    private let path: String
    /// The path as the caller gave it, for errors.
    private let place: String
    private let mayBeImmutable: Bool
    private let options: SQLiteOptions
    private var main: Connection?
    private var idle: [Connection] = []
    /// Whether a connection of a file that may be immutable used the log beside it.
    private var usedLog = false
    /// Reads that end later close their connections themselves.
    private var isClosed = false

    init(path: String, place: String, mayBeImmutable: Bool, options: SQLiteOptions) {
      self.path = path
      self.place = place
      self.mayBeImmutable = mayBeImmutable
      self.options = options
    }

    /// Runs in one read transaction.
    func run<Result: Sendable>(_ body: @Sendable (Session) throws -> Result) async throws -> Result {
      for _ in 0..<5 {
        let connection = try await current()
        do {
          let result = try await connection.run { session in try session.reading { try body(session) } }
          if !connection.isStale { return result }
        } catch {
          if !connection.isStale { throw error }
        }
      }
      throw StoreError.failed(place: place, reason: "the file changed again and again while it was read")
    }

    /// The state of the file: another one after each commit of another connection. It reads the shared index of the log,
    /// and not the disk.
    func version() async throws -> FileVersion {
      let connection = try await current()
      return FileVersion(connection: connection, number: try await connection.run { try $0.pragma("data_version") })
    }

    /// A connection for a load, which gives it back with ``giveBack(_:)``.
    func borrow() async throws -> Connection {
      while let connection = idle.popLast() {
        if !connection.isStale { return connection }
        await connection.close()
      }
      return try await make()
    }

    /// A connection that reads the same moment as another one, for a load; `nil` where a writer is too busy for that.
    func twin(at cursor: Cursor) async throws -> Connection? {
      let connection = try await borrow()
      let seen = try? await connection.run { session in
        try session.statement("BEGIN").run()
        return try session.newestCursor()
      }
      if seen == cursor { return connection }
      await connection.settle { $0.endReading() }
      await giveBack(connection)
      return nil
    }

    /// Keeps a connection for the next load.
    func giveBack(_ connection: Connection) async {
      if idle.count < 2, !isClosed { idle.append(connection) } else { await connection.close() }
    }

    /// Lets go of the file.
    func close() async {
      isClosed = true
      let connections = idle + [main].compactMap(\.self)
      (idle, main) = ([], nil)
      for connection in connections { await connection.close() }
      if usedLog { await foldLog() }
    }

    /// Copies and removes a log that the last writer could not remove, because this store was reading, so that the file alone
    /// holds every commit. SQLite does so on closing a connection that may write and is the last one. Where this process may
    /// not write, the log stays, and the next writer copies it.
    private func foldLog() async {
      guard (try? FileState.known(path + "-wal", place: place)) != nil else { return }
      let connection = try? await Connection.open(path, place: place, readOnly: false) { session in
        _ = try session.pragma("schema_version")
      }
      await connection?.close()
    }

    private func current() async throws -> Connection {
      if let main {
        if !main.isStale { return main }
        self.main = nil
        await main.close()
      }
      let made = try await make()
      // Another task may have been faster.
      if let main {
        await made.close()
        return main
      }
      main = made
      return made
    }

    private func make() async throws -> Connection {
      guard mayBeImmutable else { return try await open(path, nil) }
      try FileHeader.check(path, place: place, mode: .reading, newest: options.newestVersion)
      let snapshot = FileSnapshot(path)
      if snapshot.isQuiet { return try await open(Self.immutable(path), snapshot) }
      let connection = try await open(path, nil)
      usedLog = true
      return connection
    }

    private func open(_ location: String, _ snapshot: FileSnapshot?) async throws -> Connection {
      try await Connection.open(location, place: place, readOnly: true, opened: snapshot) { session in
        try session.execute("PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY")
      }
    }

    /// The URI that tells SQLite that nobody writes (SQLite, "Uniform Resource Identifiers", section 3.3).
    private static func immutable(_ path: String) -> String {
      var escaped = ""
      for byte in path.utf8 {
        switch byte {
        case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"), 0..<0x21, 0x7F...:
          let hex = String(byte, radix: 16, uppercase: true)
          escaped += hex.utf8.count == 1 ? "%0\(hex)" : "%\(hex)"
        default: escaped.unicodeScalars.append(Unicode.Scalar(byte))
        }
      }
      return "file:\(escaped)?immutable=1"
    }
  }

  /// The state of a file as a connection sees it (SQLite, "PRAGMA data_version"). Numbers of two connections cannot be
  /// compared.
  struct FileVersion: Equatable, Sendable {
    let connection: Connection
    let number: Int64

    static func == (left: Self, right: Self) -> Bool {
      left.connection === right.connection && left.number == right.number
    }
  }

  /// A file and its log at a moment.
  struct FileSnapshot: Equatable, Sendable {
    let path: String
    private let file: FileState?
    private let log: FileState?
    /// Whether the system said what is there: what it cannot say may be a log with commits.
    private let isKnown: Bool

    init(_ path: String) {
      self.path = path
      file = FileState(path)
      let states = try? ["-wal", "-journal"].map { try FileState.known(path + $0, place: path) }
      log = states?[0].flatMap { $0.size == 0 ? nil : $0 }
      isKnown = states != nil
    }

    /// Whether everything stands in the file itself.
    var isQuiet: Bool { isKnown && log == nil && FileState(path + "-journal")?.size ?? 0 == 0 }
  }

  extension Session {
    /// Everything that `body` reads is of one moment.
    func reading<Result>(_ body: () throws -> Result) throws -> Result {
      try statement("BEGIN").run()
      defer { endReading() }
      return try body()
    }

    /// Lets go of the moment.
    func endReading() {
      // A read transaction has nothing to lose. The cancellation of a task can interrupt this statement too, once.
      for _ in 0..<3 where sqlite3_get_autocommit(handle) == 0 { try? statement("ROLLBACK").run() }
    }
  }
#endif
