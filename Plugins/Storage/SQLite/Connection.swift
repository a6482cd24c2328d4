#if SQLite
  import Dispatch
  import GRDB
  import GRDBSQLite
  import PipelinePlugins

  /// A connection with its prepared statements. Everything that blocks runs on its own serial queue, never on the threads
  /// that Swift's tasks share.
  final class Connection: Sendable {
    private let place: String
    private let queue: DatabaseQueue
    // Not Sendable, since it holds pointers of SQLite. It is used on the serial queue only.
    nonisolated(unsafe) private let statements = StatementCache()
    /// The file as it was when it was opened as one that nobody writes; `nil` for a connection that sees writers.
    private let opened: FileSnapshot?

    private init(place: String, queue: DatabaseQueue, opened: FileSnapshot?) {
      self.place = place
      self.queue = queue
      self.opened = opened
    }

    /// Opens a connection on a thread of its own.
    static func open(
      _ path: String, place: String, readOnly: Bool, opened: FileSnapshot? = nil,
      prepare: @escaping @Sendable (Session) throws -> Void
    ) async throws -> Connection {
      var configuration = Configuration()
      configuration.readonly = readOnly
      configuration.foreignKeysEnabled = false
      configuration.busyMode = .timeout(5)
      configuration.allowsUnsafeTransactions = true  // a load holds its snapshot between pages
      configuration.label = "sales-pipeline.sqlite"
      let settled = configuration
      return try await onThread {
        do {
          let queue = try DatabaseQueue(path: path, configuration: settled)
          let connection = Connection(place: place, queue: queue, opened: opened)
          try queue.writeWithoutTransaction { try prepare(connection.session($0)) }
          return connection
        } catch {
          throw storeError(error, place)
        }
      }
    }

    /// Whether the file may have changed under a connection that cannot see it.
    var isStale: Bool { opened.map { $0 != FileSnapshot($0.path) } ?? false }

    /// Runs on the connection's thread.
    func run<Result: Sendable>(_ body: @Sendable (Session) throws -> Result) async throws -> Result {
      do {
        return try await queue.writeWithoutTransaction { try body(session($0)) }
      } catch {
        throw storeError(error, place)
      }
    }

    /// Runs on the connection's thread, and returns at once. The body gets an error if the connection is closed.
    func enqueue(_ body: @escaping @Sendable (Result<Session, any Error>) -> Void) {
      queue.asyncWriteWithoutTransaction { [self] database in body(Result { try session(database) }) }
    }

    /// An error as an error of the contract.
    func named(_ error: any Error) -> any Error { storeError(error, place) }

    /// Lets go of the file.
    func close() async {
      // Statements are let go of first; closing then cannot fail for a reason that a caller could mend.
      _ = try? await onThread { [self] in
        queue.writeWithoutTransaction { database in
          // The interruption of a cancelled task that met no statement would stop the fold of the log on closing: any
          // statement takes it away.
          if let handle = database.sqliteConnection { sqlite3_exec(handle, "SELECT 1", nil, nil, nil) }
          statements.removeAll()
        }
        try queue.close()
      }
    }

    /// Runs even in a task that was cancelled, and says nothing of errors: for what undoes.
    func settle(_ body: @escaping @Sendable (Session) throws -> Void) async {
      _ = try? await onThread { [self] in try queue.writeWithoutTransaction { try body(session($0)) } }
    }

    private func session(_ database: Database) throws -> Session {
      guard let handle = database.sqliteConnection else { throw StoreError.closed }
      return Session(handle: handle, statements: statements)
    }
  }

  /// A connection on its own thread.
  struct Session {
    let handle: OpaquePointer
    fileprivate let statements: StatementCache

    /// The prepared statement that every commit runs.
    func statement(_ common: CommonStatement) throws -> Statement { try statements.find(common, handle) }

    /// The prepared statement of a text.
    func statement(_ sql: String) throws -> Statement { try statements.find(sql, handle) }

    /// The prepared statement that updates fields of a record: its row is ?1, its version ?2, its instant ?3, and the
    /// fields follow in their order.
    func update(_ kind: KindLayout, _ places: [Int]) throws -> Statement {
      try statements.update(kind, places, handle)
    }

    /// Runs statements that give no rows.
    func execute(_ sql: String) throws {
      let code = sqlite3_exec(handle, sql, nil, nil, nil)
      guard code == SQLITE_OK else { throw SQLiteFailure(handle, code) }
    }

    /// The number that a pragma gives.
    func pragma(_ name: String) throws -> Int64 {
      let statement = try Statement(handle, "PRAGMA \(name)")
      return try statement.step() ? statement.integer(0) : 0
    }

    /// Everything that `body` writes, or nothing.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
      try statement(.begin).run()
      do {
        let result = try body()
        try statement(.commit).run()
        return result
      } catch {
        // Some errors have rolled back already; then there is nothing to undo.
        if sqlite3_get_autocommit(handle) == 0 { try? statement("ROLLBACK").run() }
        throw error
      }
    }
  }

  /// The statements of every commit, found without hashing their texts.
  enum CommonStatement: Int, CaseIterable {
    case begin, commit, savepoint, release, newestEntry, operation, entry

    fileprivate var sql: String {
      switch self {
      case .begin: "BEGIN IMMEDIATE"
      case .commit: "COMMIT"
      case .savepoint: "SAVEPOINT work"
      case .release: "RELEASE work"
      case .newestEntry: "SELECT max(sequence) FROM journal"
      case .operation:
        """
        INSERT OR IGNORE INTO operations (workspace, id, last, effective, recorded, author) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """
      case .entry:
        """
        INSERT INTO journal (sequence, operation, workspace, kind, record, version, event, field, data, effective)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """
      }
    }
  }

  final class StatementCache {
    private struct Update: Hashable {
      let kind: Int64
      let places: [Int]
    }

    private var common: [Statement?] = Array(repeating: nil, count: CommonStatement.allCases.count)
    private var bySQL: [String: Statement] = [:]
    private var updates: [Update: Statement] = [:]

    /// Found by fields, without the text, which takes longer to make than the statement to run.
    func update(_ kind: KindLayout, _ places: [Int], _ database: OpaquePointer) throws -> Statement {
      let key = Update(kind: kind.number, places: places)
      if let statement = updates[key] { return statement }
      if updates.count >= 200 { updates.removeAll() }
      let columns = places.enumerated().map { ", \"\(kind.fields[$1].name)\" = ?\($0 + 4)" }.joined()
      let statement = try Statement(
        database, "UPDATE \(kind.table) SET _version = ?2, _effective = ?3\(columns) WHERE _row = ?1")
      updates[key] = statement
      return statement
    }

    func find(_ statement: CommonStatement, _ database: OpaquePointer) throws -> Statement {
      if let known = common[statement.rawValue] { return known }
      let made = try Statement(database, statement.sql)
      common[statement.rawValue] = made
      return made
    }

    func find(_ sql: String, _ database: OpaquePointer) throws -> Statement {
      if let statement = bySQL[sql] { return statement }
      // Each combination of fields makes a statement.
      if bySQL.count >= 200 { bySQL.removeAll() }
      let statement = try Statement(database, sql)
      bySQL[sql] = statement
      return statement
    }

    func removeAll() {
      for place in common.indices { common[place] = nil }
      bySQL.removeAll()
      updates.removeAll()
    }
  }

  /// Runs what blocks on a thread that Swift's tasks do not need.
  func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Swift.Result { try body() }) }
    }
  }
#endif
