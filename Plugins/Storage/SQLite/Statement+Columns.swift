#if SQLite
  import GRDBSQLite
  import PipelinePlugins

  extension Statement {
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    /// - Throws: `Damage` for bytes that are not UTF-8.
    func text(_ column: Int32) throws -> String {
      guard let start = sqlite3_column_text(handle, column) else { return "" }
      let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
      guard let text = String(validating: bytes, as: UTF8.self) else { throw Damage(reason: "a text is not UTF-8") }
      return text
    }

    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
      let start = sqlite3_column_blob(handle, column)
      return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
    }

    /// - Throws: `Damage` for anything but sixteen bytes.
    func identity(_ column: Int32) throws -> RecordID { try RecordID(stored: bytes(column)) }

    /// A cell of a field's type.
    /// - Throws: `Damage` for any other.
    func cell(_ column: Int32, _ type: CellType) throws -> FieldValue {
      switch (sqlite3_column_type(handle, column), type) {
      case (SQLITE_NULL, _): .null
      case (SQLITE_INTEGER, .integer): .integer(integer(column))
      case (SQLITE_TEXT, .text): .text(try text(column))
      case (SQLITE_BLOB, .bytes): .bytes(Array(bytes(column)))
      default: throw Damage(reason: "a cell is not of its field's type")
      }
    }
  }

  extension RecordID {
    /// The identity that sixteen bytes of the file hold.
    /// - Throws: `Damage` for any other number of them.
    init(stored bytes: UnsafeRawBufferPointer) throws {
      guard bytes.count == 16 else { throw Damage(reason: "an identity has \(bytes.count) bytes") }
      self.init(
        high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
        low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
  }
#endif
