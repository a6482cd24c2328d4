#if SQLite
  import GRDBSQLite
  import PipelinePlugins

  /// Gathers one field's cells into a column. A text becomes a `String` once a page, however many cells hold it.
  struct ColumnReader {
    private let type: CellType
    private var numbers: [Int64] = []
    private var codes: [UInt32] = []
    private var dictionary = ByteDictionary()
    private var texts: [String] = []
    private var identities: [RecordID] = []

    init(_ type: CellType) { self.type = type }

    mutating func reserve(_ count: Int) {
      if type == .integer { numbers.reserveCapacity(count) } else { codes.reserveCapacity(count) }
    }

    /// Adds a cell of the statement's current row.
    /// - Throws: `Damage` for a cell of another type.
    mutating func append(_ statement: Statement, _ column: Int32) throws {
      // One look at the value instead of three at the column. A connection without a mutex, which GRDB opens, gives
      // values that may be used like protected ones (SQLite, "Protected and Unprotected sqlite3_value").
      let value = sqlite3_column_value(statement.handle, column)
      switch (sqlite3_value_type(value), type) {
      case (SQLITE_INTEGER, .integer): numbers.append(sqlite3_value_int64(value))
      case (SQLITE_NULL, .integer): numbers.append(CellColumn.missing)
      case (SQLITE_NULL, _): codes.append(CellColumn.missingCode)
      case (SQLITE_TEXT, .text):
        let start = UnsafeRawPointer(sqlite3_value_text(value))
        let count = Int(sqlite3_value_bytes(value))
        try append(run: UnsafeRawBufferPointer(start: start, count: count))
      case (SQLITE_BLOB, .bytes):
        let start = sqlite3_value_blob(value)
        let count = start == nil ? 0 : Int(sqlite3_value_bytes(value))
        try append(run: UnsafeRawBufferPointer(start: start, count: count))
      default: throw Self.otherType
      }
    }

    /// Adds a null cell.
    mutating func appendMissing() {
      if type == .integer { numbers.append(CellColumn.missing) } else { codes.append(CellColumn.missingCode) }
    }

    /// Adds an integer.
    /// - Throws: `Damage` if the field has another type.
    mutating func append(_ number: Int64) throws {
      guard type == .integer else { throw Self.otherType }
      numbers.append(number)
    }

    /// Adds a text or an identity.
    /// - Throws: `Damage` if the field has another type, and for bytes that are no UTF-8 or no identity.
    mutating func append(_ run: UnsafeRawBufferPointer, _ own: CellType) throws {
      guard type == own else { throw Self.otherType }
      try append(run: run)
    }

    private mutating func append(run: UnsafeRawBufferPointer) throws {
      let (code, isNew) = dictionary.code(of: run)
      codes.append(code)
      guard isNew else { return }
      if type == .text {
        guard let text = String(validating: run, as: UTF8.self) else { throw Damage(reason: "a text is not UTF-8") }
        texts.append(text)
      } else {
        identities.append(try RecordID(stored: run))
      }
    }

    private static var otherType: Damage { Damage(reason: "a cell is not of its field's type") }

    var column: CellColumn {
      switch type {
      case .integer: .integers(numbers)
      case .text: .texts(codes: codes, dictionary: texts)
      case .bytes: .identities(codes: codes, dictionary: identities)
      }
    }
  }
#endif
