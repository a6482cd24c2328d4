#if SQLite
  import GRDBSQLite
  import PipelinePlugins

  /// An error of SQLite, before it becomes one of the contract.
  struct SQLiteFailure: Error {
    let code: Int32
    let message: String

    init(_ database: OpaquePointer?, _ code: Int32) {
      self.code = code
      message = database.flatMap(sqlite3_errmsg).map { String(cString: $0) } ?? String(cString: sqlite3_errstr(code))
    }
  }

  /// What the file holds is not what this version writes.
  struct Damage: Error {
    let reason: String
  }

  /// A prepared statement. Parameters count from 1, columns from 0.
  final class Statement {
    let handle: OpaquePointer
    private let database: OpaquePointer

    init(_ database: OpaquePointer, _ sql: String) throws {
      var handle: OpaquePointer?
      let code = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
      guard code == SQLITE_OK, let handle else { throw SQLiteFailure(database, code) }
      self.handle = handle
      self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ index: Int32, _ number: Int64) { sqlite3_bind_int64(handle, index, number) }

    func bind(_ index: Int32, _ text: String) {
      var text = text
      text.withUTF8 { utf8 in
        // An empty buffer may have no address, which would bind NULL.
        if utf8.isEmpty { return _ = sqlite3_bind_text64(handle, index, "", 0, transient, UInt8(SQLITE_UTF8)) }
        utf8.withMemoryRebound(to: CChar.self) {
          _ = sqlite3_bind_text64(handle, index, $0.baseAddress, UInt64($0.count), transient, UInt8(SQLITE_UTF8))
        }
      }
    }

    func bind(_ index: Int32, _ id: RecordID) {
      withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) {
        _ = sqlite3_bind_blob64(handle, index, $0.baseAddress, 16, transient)
      }
    }

    func bind(_ index: Int32, _ cell: FieldValue) {
      switch cell {
      case .null: sqlite3_bind_null(handle, index)
      case .integer(let number): bind(index, number)
      case .text(let text): bind(index, text)
      case .bytes(let bytes):
        _ = bytes.withUnsafeBytes { sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), transient) }
      }
    }

    /// Binds a cell that stays where it was encoded until the statement has run.
    func bind(_ index: Int32, _ cell: EncodedCell) {
      switch cell {
      case .null: bindNull(index)
      case .integer(let number): bind(index, number)
      case .text(let utf8):
        if let base = utf8.baseAddress { bind(index, textAt: base, count: utf8.count) }
      case .bytes(let bytes):
        if let base = bytes.baseAddress { bind(index, blobAt: base, count: bytes.count) }
      }
    }

    /// Binds bytes that stay where they are until the statement has run.
    func bind(_ index: Int32, blobAt bytes: UnsafeRawPointer, count: Int) {
      sqlite3_bind_blob64(handle, index, bytes, UInt64(count), nil)
    }

    /// Binds UTF-8 that stays where it is until the statement has run.
    func bind(_ index: Int32, textAt bytes: UnsafeRawPointer, count: Int) {
      sqlite3_bind_text64(
        handle, index, bytes.assumingMemoryBound(to: CChar.self), UInt64(count), nil, UInt8(SQLITE_UTF8))
    }

    func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }

    /// The next row: whether there is one. Without one the statement is ready to run again.
    func step() throws -> Bool {
      let code = sqlite3_step(handle)
      if code == SQLITE_ROW { return true }
      guard code == SQLITE_DONE else {
        let failure = SQLiteFailure(database, code)
        sqlite3_reset(handle)
        throw failure
      }
      sqlite3_reset(handle)
      return false
    }

    /// Runs to the end.
    func run() throws { while try step() {} }

    func reset() { sqlite3_reset(handle) }
  }

  /// Tells SQLite to copy what is bound: the value that C writes as `(sqlite3_destructor_type)-1`.
  private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
#endif
