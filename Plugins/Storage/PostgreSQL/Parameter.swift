#if PostgreSQL
  import PipelinePlugins

  /// The types of PostgreSQL that are used, by their numbers in its catalog.
  enum PGType {
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let text: UInt32 = 25
    static let bytea: UInt32 = 17
    static let uuid: UInt32 = 2950
    static let int8Array: UInt32 = 1016
    static let int2Array: UInt32 = 1005
    static let textArray: UInt32 = 1009
    static let byteaArray: UInt32 = 1001
    static let uuidArray: UInt32 = 2951
  }

  /// A value that is bound to a statement, in PostgreSQL's binary form.
  struct Parameter: Sendable {
    let type: UInt32
    /// `nil` for null.
    let bytes: [UInt8]?

    static func integer(_ number: Int64) -> Parameter { Parameter(type: PGType.int8, bytes: bigEndian(number)) }
    static func text(_ text: String) -> Parameter { Parameter(type: PGType.text, bytes: StoredText.bytes(text)) }
    static func identity(_ id: RecordID) -> Parameter { Parameter(type: PGType.uuid, bytes: id.bytes) }

    /// The cell of a field.
    static func cell(_ cell: FieldValue, _ type: CellType) -> Parameter {
      let bytes: [UInt8]? =
        switch cell {
        case .null: nil
        case .integer(let number): bigEndian(number)
        case .text(let text): StoredText.bytes(text)
        case .bytes(let bytes): bytes
        }
      return Parameter(type: type.pgType, bytes: bytes)
    }

    static func identities(_ ids: some Collection<RecordID>) -> Parameter {
      var array = ArrayParameter(PGType.uuid)
      for id in ids { array.append(id.high, id.low) }
      return array.parameter
    }

    static func bigEndian(_ number: Int64) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
  }

  extension CellType {
    /// The type of a field's column.
    var pgType: UInt32 {
      switch self {
      case .integer: PGType.int8
      case .text: PGType.text
      case .bytes: PGType.uuid
      }
    }

    /// The name of that type.
    var pgName: String {
      switch self {
      case .integer: "bigint"
      case .text: "text"
      case .bytes: "uuid"
      }
    }
  }

  /// An array that is bound to a statement: a column of the rows that it inserts, or the keys that it looks for.
  struct ArrayParameter: Sendable {
    private let element: UInt32
    private var bytes: [UInt8] = []
    private(set) var count: Int32 = 0
    private var hasNull: UInt8 = 0
    private static let headerSize = 20

    init(_ element: UInt32) {
      self.element = element
      bytes = Array(repeating: 0, count: Self.headerSize)
    }

    var byteCount: Int { bytes.count }

    mutating func removeAll() {
      bytes.removeLast(bytes.count - Self.headerSize)
      (count, hasNull) = (0, 0)
    }

    mutating func appendNull() {
      append(length: -1)
      hasNull = 1
    }

    mutating func append(_ number: Int64) {
      append(length: 8)
      withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ number: Int16) {
      append(length: 2)
      withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ high: UInt64, _ low: UInt64) {
      append(length: 16)
      withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { bytes.append(contentsOf: $0) }
    }

    mutating func append(raw value: UnsafeRawBufferPointer) {
      append(length: Int32(truncatingIfNeeded: value.count))
      bytes.append(contentsOf: value)
    }

    mutating func append(text: UnsafeRawBufferPointer) {
      guard StoredText.isPlain(text) else { return StoredText.escaped(text).withUnsafeBytes { append(raw: $0) } }
      append(raw: text)
    }

    mutating func append(text: String) {
      var text = text
      text.withUTF8 { append(text: UnsafeRawBufferPointer($0)) }
    }

    mutating func append(_ cell: EncodedCell) {
      switch cell {
      case .null: appendNull()
      case .integer(let number): append(number)
      case .text(let text): append(text: text)
      case .bytes(let bytes): append(raw: bytes)
      }
    }

    mutating func append(_ cell: FieldValue) {
      switch cell {
      case .null: appendNull()
      case .integer(let number): append(number)
      case .text(let text): append(text: text)
      case .bytes(let value): value.withUnsafeBytes { append(raw: $0) }
      }
    }

    private mutating func append(length: Int32) {
      count += 1
      withUnsafeBytes(of: length.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// The array in binary form: dimensions, whether it has nulls, type of the elements, length, first index, elements.
    var parameter: Parameter {
      var whole = bytes
      for (place, number) in [Int32(1), Int32(hasNull), Int32(bitPattern: element), count, 1].enumerated() {
        withUnsafeBytes(of: number.bigEndian) { source in
          for index in 0..<4 { whole[place * 4 + index] = source[index] }
        }
      }
      return Parameter(type: arrayType, bytes: whole)
    }

    private var arrayType: UInt32 {
      switch element {
      case PGType.int8: PGType.int8Array
      case PGType.int2: PGType.int2Array
      case PGType.text: PGType.textArray
      case PGType.bytea: PGType.byteaArray
      default: PGType.uuidArray
      }
    }
  }

  /// Texts in columns of PostgreSQL, which cannot hold the character U+0000: it is kept as U+0001 `0`, and U+0001 as U+0001 `1`.
  enum StoredText {
    static func bytes(_ text: String) -> [UInt8] {
      var text = text
      return text.withUTF8 { utf8 in
        let raw = UnsafeRawBufferPointer(utf8)
        return isPlain(raw) ? Array(raw) : escaped(raw)
      }
    }

    static func isPlain(_ text: UnsafeRawBufferPointer) -> Bool { !text.contains { $0 < 2 } }

    static func escaped(_ text: UnsafeRawBufferPointer) -> [UInt8] {
      var escaped: [UInt8] = []
      for byte in text { if byte < 2 { escaped += [1, UInt8(ascii: "0") + byte] } else { escaped.append(byte) } }
      return escaped
    }

    /// The text that was kept.
    static func unescaped(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
      var (text, place): ([UInt8], Int) = ([], 0)
      while place < bytes.count {
        if bytes[place] == 1, place + 1 < bytes.count {
          text.append(bytes[place + 1] &- UInt8(ascii: "0"))
          place += 2
        } else {
          text.append(bytes[place])
          place += 1
        }
      }
      return text
    }

    /// - Throws: `Damage` for bytes that are not UTF-8.
    static func text(_ bytes: UnsafeRawBufferPointer) throws -> String {
      let text =
        bytes.contains(1)
        ? String(validating: unescaped(bytes), as: UTF8.self) : String(validating: bytes, as: UTF8.self)
      guard let text else { throw Damage(reason: "a text is not UTF-8") }
      return text
    }
  }
#endif
