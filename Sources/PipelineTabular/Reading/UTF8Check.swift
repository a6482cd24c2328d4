/// Whether bytes are a text, without making a string of them.
enum UTF8Check {
  /// Whether bytes are UTF-8 without zero bytes. O(bytes), and fast where most of them are ASCII.
  static func isText(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBufferPointer { isText($0) } }

  private static func isText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        guard byte != 0 else { return false }
        index += 1
        continue
      }
      guard let length = length(bytes, index) else { return false }
      index += length
    }
    return true
  }

  /// The length of the character at an index (Unicode 16, table 3-7); `nil` if it is invalid.
  private static func length(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
    let first = bytes[index]
    let (length, second): (Int, ClosedRange<UInt8>)
    switch first {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
    for place in (index + 2)..<(index + length) where !(0x80...0xBF).contains(bytes[place]) { return nil }
    return length
  }
}
