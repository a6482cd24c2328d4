#if SQLite
  import GRDBSQLite
  import PipelinePlugins

  /// Gathers one field's cells into a column. A text becomes a `String` once a page, however many cells hold it.
  struct ColumnReader {
    private let type: CellType
    private var numbers: [Int64] = []
    private var codes: [UInt32] = []
    private var dictionary = ByteDictionary()

    init(_ type: CellType) { self.type = type }

    mutating func reserve(_ count: Int) {
      if type == .integer { numbers.reserveCapacity(count) } else { codes.reserveCapacity(count) }
    }

    /// Adds a cell of the row that the statement stands on.
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
        codes.append(try dictionary.code(of: UnsafeRawBufferPointer(start: start, count: count), .text))
      case (SQLITE_BLOB, .bytes):
        let start = sqlite3_value_blob(value)
        let count = start == nil ? 0 : Int(sqlite3_value_bytes(value))
        codes.append(try dictionary.code(of: UnsafeRawBufferPointer(start: start, count: count), .bytes))
      default: throw Damage(reason: "a cell is not of its field's type")
      }
    }

    var column: CellColumn {
      switch type {
      case .integer: .integers(numbers)
      case .text: .texts(codes: codes, dictionary: dictionary.texts)
      case .bytes: .identities(codes: codes, dictionary: dictionary.identities)
      }
    }
  }

  /// Codes for runs of bytes, found by hashing the bytes themselves. Open addressing with linear probing.
  struct ByteDictionary {
    private(set) var texts: [String] = []
    private(set) var identities: [RecordID] = []
    /// All different runs, end to end.
    private var arena: [UInt8] = []
    private var runs: [(hash: UInt64, start: Int, count: Int)] = []
    /// Code plus one; 0 where nothing is. A power of two of them.
    private var table: [UInt32] = Array(repeating: 0, count: 64)
    /// The code given last: neighbours are often alike.
    private var latest = 0

    mutating func code(of bytes: UnsafeRawBufferPointer, _ type: CellType) throws -> UInt32 {
      if latest < runs.count, equals(runs[latest], bytes) { return UInt32(truncatingIfNeeded: latest) }
      let hash = Self.hash(bytes)
      let mask = table.count - 1
      var place = Int(truncatingIfNeeded: hash) & mask
      while table[place] != 0 {
        let code = Int(table[place]) - 1
        if runs[code].hash == hash, equals(runs[code], bytes) {
          latest = code
          return UInt32(truncatingIfNeeded: code)
        }
        place = (place + 1) & mask
      }
      return try add(bytes, hash, at: place, type)
    }

    private mutating func add(
      _ bytes: UnsafeRawBufferPointer, _ hash: UInt64, at place: Int, _ type: CellType
    ) throws -> UInt32 {
      if type == .text {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Damage(reason: "a text is not UTF-8") }
        texts.append(text)
      } else {
        identities.append(try RecordID(stored: bytes))
      }
      latest = runs.count
      runs.append((hash, arena.count, bytes.count))
      arena.append(contentsOf: bytes)
      table[place] = UInt32(truncatingIfNeeded: runs.count)
      if runs.count * 2 > table.count { grow() }
      return UInt32(truncatingIfNeeded: latest)
    }

    private mutating func grow() {
      var grown = [UInt32](repeating: 0, count: table.count * 4)
      let mask = grown.count - 1
      for (code, run) in runs.enumerated() {
        var place = Int(truncatingIfNeeded: run.hash) & mask
        while grown[place] != 0 { place = (place + 1) & mask }
        grown[place] = UInt32(truncatingIfNeeded: code + 1)
      }
      table = grown
    }

    private func equals(_ run: (hash: UInt64, start: Int, count: Int), _ bytes: UnsafeRawBufferPointer) -> Bool {
      guard run.count == bytes.count else { return false }
      return arena.withUnsafeBytes { arena in
        var offset = 0
        while offset + 8 <= bytes.count {
          if arena.loadUnaligned(fromByteOffset: run.start + offset, as: UInt64.self)
            != bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
          {
            return false
          }
          offset += 8
        }
        while offset < bytes.count {
          if arena[run.start + offset] != bytes[offset] { return false }
          offset += 1
        }
        return true
      }
    }

    /// Eight bytes at a step, multiplied and folded. Only the place in the table depends on it, never a code.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
      var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
      var offset = 0
      while offset + 8 <= bytes.count {
        hash = mix(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset += 8
      }
      var tail: UInt64 = 0
      while offset < bytes.count {
        tail = tail << 8 | UInt64(bytes[offset])
        offset += 1
      }
      return mix(hash ^ tail)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
      let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      return product.high ^ product.low
    }
  }
#endif
