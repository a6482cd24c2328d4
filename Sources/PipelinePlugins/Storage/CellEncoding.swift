/// Writes cells as bytes: their number, then each as a tag and its value. Integers are zigzag LEB128, texts and bytes follow
/// their length. It is the form of change sets in memory and of SQLite's journal, so that one can be copied to the other.
package struct CellEncoder: Sendable {
  /// The encoded cells.
  package private(set) var bytes: [UInt8] = []

  /// An encoder without bytes.
  package init() {}

  /// Reserves memory for a number of bytes.
  package mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// Removes all bytes, and keeps their memory for the next cells.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Appends the number of the cells that follow.
  package mutating func begin(count: Int) { append(UInt64(count)) }

  /// Appends a cell.
  package mutating func append(_ cell: FieldValue) {
    switch cell {
    case .null: bytes.append(CellTag.null)
    case .integer(let number):
      bytes.append(CellTag.integer)
      append(UInt64(bitPattern: number << 1 ^ number >> 63))
    case .text(var text):
      bytes.append(CellTag.text)
      text.withUTF8 { utf8 in
        append(UInt64(utf8.count))
        bytes.append(contentsOf: utf8)
      }
    case .bytes(let value):
      bytes.append(CellTag.bytes)
      append(UInt64(value.count))
      bytes.append(contentsOf: value)
    }
  }

  /// Appends all cells of a record, with their number.
  package mutating func append(_ cells: [FieldValue]) {
    begin(count: cells.count)
    for cell in cells { append(cell) }
  }

  private mutating func append(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}

/// The first byte of an encoded cell.
package enum CellTag {
  package static let null: UInt8 = 0
  package static let integer: UInt8 = 1
  package static let text: UInt8 = 2
  package static let bytes: UInt8 = 3
}

/// A cell whose text or bytes are still where they were encoded.
package enum EncodedCell {
  case null
  case integer(Int64)
  case text(UnsafeRawBufferPointer)
  case bytes(UnsafeRawBufferPointer)

  /// The cell, copied.
  package var value: FieldValue {
    switch self {
    case .null: .null
    case .integer(let number): .integer(number)
    case .text(let utf8): .text(String(decoding: utf8, as: UTF8.self))
    case .bytes(let bytes): .bytes(Array(bytes))
    }
  }
}

/// Reads cells that this process encoded: bytes from a file are for a reader that expects damage.
package struct CellWalk {
  private let bytes: UnsafeRawBufferPointer
  private var place = 0
  /// The number of cells.
  package let count: Int

  /// - Parameter bytes: The cells of one record, as a ``CellEncoder`` wrote them.
  package init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    let (number, end) = Self.number(bytes, at: 0)
    count = Int(number)
    place = end
  }

  /// Returns the next cell.
  /// - Precondition: It was called less than ``count`` times.
  package mutating func next() -> EncodedCell {
    let tag = bytes[place]
    place += 1
    if tag == CellTag.null { return .null }
    let (number, start) = Self.number(bytes, at: place)
    place = start
    if tag == CellTag.integer { return .integer(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)) }
    let value = UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(number)])
    place = start + Int(number)
    return tag == CellTag.text ? .text(value) : .bytes(value)
  }

  private static func number(_ bytes: UnsafeRawBufferPointer, at start: Int) -> (UInt64, end: Int) {
    var place = start
    var byte = bytes[place]
    var number = UInt64(byte & 0x7F)
    var shift: UInt64 = 7
    while byte >= 0x80 {
      place += 1
      byte = bytes[place]
      number |= UInt64(byte & 0x7F) << shift
      shift += 7
    }
    return (number, place + 1)
  }
}
