#if SQLite
  import PipelinePlugins

  /// Writes cells as the journal keeps them: their number, then each as a tag and what follows. Numbers are LEB128, signed
  /// ones folded (zigzag), texts and bytes led by their length.
  struct CellEncoder {
    /// The identity of a record, then its cells.
    private var buffer: [UInt8] = []
    /// For each cell the place and length of its text or bytes in the buffer.
    private(set) var ranges: [(start: Int, count: Int)] = []
    /// Where the cells begin: after the identity.
    static let start = 16

    mutating func begin(_ id: RecordID, count: Int) {
      buffer.removeAll(keepingCapacity: true)
      ranges.removeAll(keepingCapacity: true)
      withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { buffer.append(contentsOf: $0) }
      append(UInt64(count))
    }

    mutating func append(_ cell: FieldValue) {
      switch cell {
      case .null:
        buffer.append(CellTag.null)
        ranges.append((0, 0))
      case .integer(let number):
        buffer.append(CellTag.integer)
        append(UInt64(bitPattern: number << 1 ^ number >> 63))
        ranges.append((0, 0))
      case .text(let text):
        buffer.append(CellTag.text)
        append(UInt64(text.utf8.count))
        ranges.append((buffer.count, text.utf8.count))
        buffer.append(contentsOf: text.utf8)
      case .bytes(let bytes):
        buffer.append(CellTag.bytes)
        append(UInt64(bytes.count))
        ranges.append((buffer.count, bytes.count))
        buffer.append(contentsOf: bytes)
      }
    }

    /// The identity's and the cells' bytes, which stay where they are until `body` returns.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
      try buffer.withUnsafeBytes(body)
    }

    private mutating func append(_ number: UInt64) {
      var rest = number
      while rest >= 0x80 {
        buffer.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      buffer.append(UInt8(truncatingIfNeeded: rest))
    }
  }

  /// Reads what the encoder wrote, and nothing else: every length is checked, so that damage is an error and no crash.
  struct CellDecoder {
    private var rest: Slice<UnsafeRawBufferPointer>

    /// The cells.
    /// - Throws: `Damage`.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws -> [FieldValue] {
      var decoder = CellDecoder(rest: bytes[...])
      let count = try decoder.number()
      // Every cell takes a byte at least.
      guard count <= UInt64(decoder.rest.count) else { throw Damage(reason: "a journal entry is cut short") }
      var cells: [FieldValue] = []
      cells.reserveCapacity(Int(count))
      for _ in 0..<count { cells.append(try decoder.cell()) }
      guard decoder.rest.isEmpty else { throw Damage(reason: "a journal entry is too long") }
      return cells
    }

    private mutating func cell() throws -> FieldValue {
      switch try byte() {
      case CellTag.null: return .null
      case CellTag.integer:
        let folded = try number()
        return .integer(Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1))
      case CellTag.text:
        guard let text = String(validating: try run(), as: UTF8.self) else {
          throw Damage(reason: "a text in the journal is not UTF-8")
        }
        return .text(text)
      case CellTag.bytes: return .bytes(Array(try run()))
      default: throw Damage(reason: "a journal entry holds an unknown kind of cell")
      }
    }

    private mutating func byte() throws -> UInt8 {
      guard let byte = rest.popFirst() else { throw Damage(reason: "a journal entry is cut short") }
      return byte
    }

    private mutating func number() throws -> UInt64 {
      var number: UInt64 = 0
      for shift in stride(from: 0, through: 63, by: 7) {
        let byte = try byte()
        if shift == 63, byte > 1 { break }
        number |= UInt64(byte & 0x7F) << UInt64(shift)
        if byte < 0x80 { return number }
      }
      throw Damage(reason: "a number in the journal is too long")
    }

    private mutating func run() throws -> Slice<UnsafeRawBufferPointer> {
      let count = try number()
      guard count <= UInt64(rest.count) else { throw Damage(reason: "a journal entry is cut short") }
      let run = rest.prefix(Int(count))
      rest = rest.dropFirst(Int(count))
      return run
    }
  }

  private enum CellTag {
    static let null: UInt8 = 0
    static let integer: UInt8 = 1
    static let text: UInt8 = 2
    static let bytes: UInt8 = 3
  }
#endif
