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
      codes.append(try dictionary.code(of: run, own))
    }

    private static var otherType: Damage { Damage(reason: "a cell is not of its field's type") }

    var column: CellColumn {
      switch type {
      case .integer: .integers(numbers)
      case .text: .texts(codes: codes, dictionary: dictionary.texts)
      case .bytes: .identities(codes: codes, dictionary: dictionary.identities)
      }
    }
  }

  /// Codes for runs of bytes. Open addressing with linear probing; runs of up to sixteen bytes, which most are, are compared in
  /// the table itself.
  struct ByteDictionary {
    private(set) var texts: [String] = []
    private(set) var identities: [RecordID] = []
    /// All longer runs, end to end.
    private var arena: [UInt8] = []
    /// A power of two of them.
    private var table = [Slot](repeating: Slot(), count: 64)
    private var count = 0
    /// What was found last: neighbours are often alike.
    private var latest = Slot()

    /// A run: its bytes where they are few, else their hash and their place in the arena.
    private struct Slot {
      var low: UInt64 = 0
      var high: UInt64 = 0
      var count: UInt32 = 0
      /// 0 where nothing is.
      var codePlusOne: UInt32 = 0
      var code: UInt32 { codePlusOne &- 1 }
    }

    private static let shortest = 16

    mutating func code(of bytes: UnsafeRawBufferPointer, _ type: CellType) throws -> UInt32 {
      guard bytes.count <= Self.shortest else { return try codeOfLong(bytes, type) }
      let (low, high) = Self.words(bytes)
      if latest.codePlusOne > 0, latest.low == low, latest.high == high, latest.count == bytes.count {
        return latest.code
      }
      let mask = table.count - 1
      var place = Self.place(low, high, bytes.count) & mask
      while table[place].codePlusOne != 0 {
        let slot = table[place]
        if slot.low == low, slot.high == high, slot.count == bytes.count {
          latest = slot
          return slot.code
        }
        place = (place + 1) & mask
      }
      return try add(bytes, low, high, at: place, type)
    }

    private mutating func codeOfLong(_ bytes: UnsafeRawBufferPointer, _ type: CellType) throws -> UInt32 {
      let hash = Self.hash(bytes)
      let mask = table.count - 1
      var place = Self.place(hash, 0, bytes.count) & mask
      while table[place].codePlusOne != 0 {
        let slot = table[place]
        if slot.low == hash, slot.count == bytes.count, isInArena(bytes, Int(slot.high)) { return slot.code }
        place = (place + 1) & mask
      }
      let start = UInt64(arena.count)
      arena.append(contentsOf: bytes)
      return try add(bytes, hash, start, at: place, type)
    }

    private mutating func add(
      _ bytes: UnsafeRawBufferPointer, _ low: UInt64, _ high: UInt64, at place: Int, _ type: CellType
    ) throws -> UInt32 {
      if type == .text {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Damage(reason: "a text is not UTF-8") }
        texts.append(text)
      } else {
        identities.append(try RecordID(stored: bytes))
      }
      count += 1
      let slot = Slot(
        low: low, high: high, count: UInt32(truncatingIfNeeded: bytes.count),
        codePlusOne: UInt32(truncatingIfNeeded: count))
      table[place] = slot
      if bytes.count <= Self.shortest { latest = slot }
      if count * 2 > table.count { grow() }
      return slot.code
    }

    private mutating func grow() {
      var grown = [Slot](repeating: Slot(), count: table.count * 4)
      let mask = grown.count - 1
      for slot in table where slot.codePlusOne != 0 {
        let isShort = slot.count <= Self.shortest
        var place = Self.place(slot.low, isShort ? slot.high : 0, Int(slot.count)) & mask
        while grown[place].codePlusOne != 0 { place = (place + 1) & mask }
        grown[place] = slot
      }
      table = grown
    }

    private func isInArena(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Bool {
      arena.withUnsafeBytes { arena in arena[start..<start + bytes.count].elementsEqual(bytes) }
    }

    /// Up to sixteen bytes as two numbers, which differ where the bytes differ and are as many.
    private static func words(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
      let count = bytes.count
      if count >= 8 {
        return (
          bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        )
      }
      if count >= 4 {
        let (first, last) = (
          bytes.loadUnaligned(as: UInt32.self), bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
        )
        return (UInt64(first) | UInt64(last) << 32, 0)
      }
      guard count > 0 else { return (0, 0) }
      return (UInt64(bytes[0]) | UInt64(bytes[count / 2]) << 8 | UInt64(bytes[count - 1]) << 16, 0)
    }

    /// Only the place in the table depends on it, never a code.
    private static func place(_ low: UInt64, _ high: UInt64, _ count: Int) -> Int {
      let length = UInt64(truncatingIfNeeded: count)
      return Int(truncatingIfNeeded: mix(low ^ mix(high ^ length &* 0x9E37_79B9_7F4A_7C15)))
    }

    /// Eight bytes at a step, multiplied and folded.
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
