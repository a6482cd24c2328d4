#if PostgreSQL
  import PipelinePlugins

  /// Gathers one field's cells into a column. A text becomes a `String` once a page, however many cells have it.
  struct ColumnReader {
    private let type: CellType
    private var numbers: [Int64] = []
    private var codes: [UInt32] = []
    private var texts: [String] = []
    private var identities: [RecordID] = []
    /// The codes of the runs of bytes that were seen, by hash; open addressing. 0 where nothing is.
    private var table: [UInt32] = []
    private var hashes: [UInt64] = []
    private var ends: [Int] = []
    private var arena: [UInt8] = []

    init(_ type: CellType) { self.type = type }

    mutating func reserve(_ count: Int) {
      if type == .integer { numbers.reserveCapacity(count) } else { codes.reserveCapacity(count) }
    }

    var column: CellColumn {
      switch type {
      case .integer: .integers(numbers)
      case .text: .texts(codes: codes, dictionary: texts)
      case .bytes: .identities(codes: codes, dictionary: identities)
      }
    }

    /// Adds the cell of a row.
    /// - Throws: `Damage` for a cell of another type.
    mutating func append(_ rows: Rows, _ row: Int, _ column: Int) throws {
      if rows.isNull(row, column) { return appendMissing() }
      if type == .integer { numbers.append(try rows.integer(row, column)) } else { try append(rows.bytes(row, column)) }
    }

    mutating func appendMissing() {
      if type == .integer { numbers.append(CellColumn.missing) } else { codes.append(CellColumn.missingCode) }
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
      if hashes.count * 2 >= table.count { grow() }
      let hash = Self.hash(bytes)
      let mask = table.count - 1
      var place = Int(truncatingIfNeeded: hash) & mask
      while table[place] != 0 {
        let code = Int(table[place]) - 1
        if hashes[code] == hash, isRun(code, bytes) { return codes.append(UInt32(truncatingIfNeeded: code)) }
        place = (place + 1) & mask
      }
      if type == .text {
        texts.append(try StoredText.text(bytes))
      } else {
        guard let id = RecordID(bytes: bytes) else { throw Damage(reason: "an identity is cut short") }
        identities.append(id)
      }
      codes.append(UInt32(truncatingIfNeeded: hashes.count))
      hashes.append(hash)
      arena.append(contentsOf: bytes)
      ends.append(arena.count)
      table[place] = UInt32(truncatingIfNeeded: hashes.count)
    }

    private func isRun(_ code: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
      let start = code == 0 ? 0 : ends[code - 1]
      guard ends[code] - start == bytes.count else { return false }
      return arena.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[start..<ends[code]]).elementsEqual(bytes) }
    }

    private mutating func grow() {
      table = [UInt32](repeating: 0, count: max(64, table.count * 4))
      let mask = table.count - 1
      for (code, hash) in hashes.enumerated() {
        var place = Int(truncatingIfNeeded: hash) & mask
        while table[place] != 0 { place = (place + 1) & mask }
        table[place] = UInt32(truncatingIfNeeded: code + 1)
      }
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
