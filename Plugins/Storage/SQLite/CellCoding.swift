#if SQLite
  import PipelinePlugins

  /// Reads what a `CellEncoder` wrote, and nothing else: every length is checked, so that damage is an error and no crash.
  struct CellDecoder {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0
    /// How many cells there are.
    private(set) var count = 0

    /// - Throws: `Damage`.
    init(_ bytes: UnsafeRawBufferPointer) throws {
      self.bytes = bytes
      let number = try number()
      // Every cell takes a byte at least.
      guard number <= UInt64(bytes.count - place) else { throw Damage(reason: "a journal entry is cut short") }
      count = Int(number)
    }

    /// The cells.
    /// - Throws: `Damage`.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws -> [FieldValue] {
      var decoder = try CellDecoder(bytes)
      var cells: [FieldValue] = []
      cells.reserveCapacity(decoder.count)
      for _ in 0..<decoder.count { cells.append(try decoder.cell()) }
      try decoder.end()
      return cells
    }

    /// Adds the next cell to a column.
    /// - Throws: `Damage`, also for a cell of another type than the column's.
    mutating func next(into column: inout ColumnReader) throws {
      switch try byte() {
      case CellTag.null: column.appendMissing()
      case CellTag.integer: try column.append(try integer())
      case CellTag.text: try column.append(try run(), .text)
      case CellTag.bytes: try column.append(try run(), .bytes)
      default: throw Self.unknownCell
      }
    }

    /// Passes over the next cell.
    /// - Throws: `Damage`.
    mutating func skip() throws {
      switch try byte() {
      case CellTag.null: break
      case CellTag.integer: _ = try number()
      case CellTag.text, CellTag.bytes: _ = try run()
      default: throw Self.unknownCell
      }
    }

    /// - Throws: `Damage` if something follows the cells.
    func end() throws {
      guard place == bytes.count else { throw Damage(reason: "a journal entry is too long") }
    }

    private static var unknownCell: Damage { Damage(reason: "a journal entry holds an unknown kind of cell") }

    private mutating func cell() throws -> FieldValue {
      switch try byte() {
      case CellTag.null: return .null
      case CellTag.integer: return .integer(try integer())
      case CellTag.text:
        guard let text = String(validating: try run(), as: UTF8.self) else {
          throw Damage(reason: "a text in the journal is not UTF-8")
        }
        return .text(text)
      case CellTag.bytes: return .bytes(Array(try run()))
      default: throw Self.unknownCell
      }
    }

    private mutating func integer() throws -> Int64 {
      let folded = try number()
      return Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
    }

    private mutating func byte() throws -> UInt8 {
      guard place < bytes.count else { throw Damage(reason: "a journal entry is cut short") }
      defer { place += 1 }
      return bytes[place]
    }

    private mutating func number() throws -> UInt64 {
      let first = try byte()
      if first < 0x80 { return UInt64(first) }
      var number = UInt64(first & 0x7F)
      for shift in stride(from: 7, through: 63, by: 7) {
        let byte = try byte()
        if shift == 63, byte > 1 { break }
        number |= UInt64(byte & 0x7F) << UInt64(shift)
        if byte < 0x80 { return number }
      }
      throw Damage(reason: "a number in the journal is too long")
    }

    private mutating func run() throws -> UnsafeRawBufferPointer {
      let count = try number()
      guard count <= UInt64(bytes.count - place) else { throw Damage(reason: "a journal entry is cut short") }
      defer { place += Int(count) }
      return UnsafeRawBufferPointer(rebasing: bytes[place..<place + Int(count)])
    }
  }
#endif
