#if SQLite
  import GRDBSQLite

  /// A second opinion on a database file: SQLite itself, which knows nothing of us.
  enum RawSQLite {
    /// Runs statements; the first column of the last row, where there is one.
    @discardableResult
    static func execute(_ path: String, _ sql: String) throws -> String {
      var database: OpaquePointer?
      defer { sqlite3_close(database) }
      guard sqlite3_open(path, &database) == SQLITE_OK else { throw Failed(sql: sql, message: "it does not open") }
      var statement: OpaquePointer?
      var (rest, last) = (sql[...], "")
      // One statement at a time, up to its semicolon: none of ours has one in a text.
      while let end = rest.firstIndex(of: ";") ?? (rest.isEmpty ? nil : rest.endIndex) {
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(database, String(rest[..<end]), -1, &statement, nil) == SQLITE_OK else {
          throw Failed(sql: sql, message: String(cString: sqlite3_errmsg(database)))
        }
        while sqlite3_step(statement) == SQLITE_ROW {
          last = sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? ""
        }
        rest = rest[end...].dropFirst()
      }
      return last
    }

    /// A transaction that keeps all other writers waiting until it ends.
    struct Transaction {
      private let database: OpaquePointer?

      init(_ path: String) throws {
        var database: OpaquePointer?
        guard sqlite3_open(path, &database) == SQLITE_OK,
          sqlite3_exec(database, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK
        else { throw Failed(sql: "BEGIN IMMEDIATE", message: String(cString: sqlite3_errmsg(database))) }
        self.database = database
      }

      func end() { sqlite3_close(database) }
    }

    struct Failed: Error {
      let sql: String
      let message: String
    }
  }
#endif
