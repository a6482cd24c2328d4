extension CodedColumn {
  /// Writes the column; one code for all rows takes no place.
  func write(_ file: inout ColumnFileWriter) throws {
    try file.write(Int64(rowCount))
    try file.write(counts)
    if counts.count(where: { $0 > 0 }) <= 1 { return try file.write(0) }
    try file.write(Int64(width.rawValue))
    switch width {
    case .none: break
    case .one: try file.write(bytes)
    case .two: try file.write(words)
    case .four: try file.write(longs)
    }
  }

  /// Reads a column that has so many rows.
  /// - Throws: ``ColumnFileDamage``.
  init(_ file: inout ColumnFileReader, rows: Int) throws {
    self = try FiledColumn(&file).column(rows: rows)
  }

  fileprivate init(_ bytes: [UInt8], _ rows: Int, _ counts: [Int]) throws {
    try self.init(bytes: bytes, zones: Self.zones(of: bytes, rows, codeCount: counts.count), counts: counts)
  }

  fileprivate init(_ words: [UInt16], _ rows: Int, _ counts: [Int]) throws {
    try self.init(words: words, zones: Self.zones(of: words, rows, codeCount: counts.count), counts: counts)
  }

  fileprivate init(_ longs: [UInt32], _ rows: Int, _ counts: [Int]) throws {
    try self.init(longs: longs, zones: Self.zones(of: longs, rows, codeCount: counts.count), counts: counts)
  }

  /// The least and greatest code of each block.
  private static func zones<Code: FixedWidthInteger & UnsignedInteger & Sendable>(
    of codes: [Code], _ rows: Int, codeCount: Int
  ) throws -> [Zone] {
    guard codes.count == rows else { throw ColumnFileDamage() }
    return try codes.withUnsafeBufferPointer { codes in
      try stride(from: 0, to: rows, by: blockSize).map { start in
        var (least, greatest) = (codes[start], codes[start])
        for row in start..<min(start + blockSize, rows) {
          least = min(least, codes[row])
          greatest = max(greatest, codes[row])
        }
        guard Int(greatest) < codeCount else { throw ColumnFileDamage() }
        return Zone(least: UInt32(least), greatest: UInt32(greatest))
      }
    }
  }
}

/// A column as a file has it: one code for all rows takes no memory until the number of rows is known to be right.
enum FiledColumn: Sendable {
  case codes(CodedColumn)
  case one(UInt32, rows: Int, counts: [Int])

  /// Reads a column.
  /// - Throws: ``ColumnFileDamage``, also for codes that are not below the number of codes: inner loops rely on that.
  init(_ file: inout ColumnFileReader) throws {
    let rows = try file.count()
    let counts = try file.array(of: Int.self)
    var sum = 0
    for count in counts {
      guard count >= 0, count <= rows - sum else { throw ColumnFileDamage() }
      sum += count
    }
    guard sum == rows else { throw ColumnFileDamage() }
    switch try file.number() {
    case 0:
      let code = counts.firstIndex { $0 > 0 } ?? 0
      guard counts.count(where: { $0 > 0 }) <= 1, let code = UInt32(exactly: code) else { throw ColumnFileDamage() }
      self = .one(code, rows: rows, counts: counts)
    case 1: self = try .codes(CodedColumn(file.array(of: UInt8.self), rows, counts))
    case 2: self = try .codes(CodedColumn(file.array(of: UInt16.self), rows, counts))
    case 4: self = try .codes(CodedColumn(file.array(of: UInt32.self), rows, counts))
    default: throw ColumnFileDamage()
    }
  }

  /// The column.
  ///
  /// - Parameter rows: How many rows it must have.
  /// - Throws: ``ColumnFileDamage`` for another number of rows.
  func column(rows: Int) throws -> CodedColumn {
    switch self {
    case .codes(let column) where column.rowCount == rows: column
    case .one(let code, rows, let counts): CodedColumn(repeatElement(code, count: rows), counts: counts)
    case .codes, .one: throw ColumnFileDamage()
    }
  }
}
