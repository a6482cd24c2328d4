/// A text to search for in names, ignoring case.
struct SearchText {
  private let text: String
  /// The bytes of an ASCII text: ASCII names are compared by byte.
  private let bytes: [UInt8]?
  /// The bytes that a text in lower case and NFC has if it contains the text; `nil` if such a text may have others.
  let folded: [UInt8]?

  init(_ text: String) {
    self.text = text.lowercased()
    bytes = self.text.utf8.allSatisfy { $0 < 0x80 } ? Array(self.text.utf8) : nil
    let folded = bytes ?? Array(StoredText.composed(self.text).utf8)
    // Zero separates texts in memory.
    self.folded = folded.isEmpty || folded.contains(0) ? nil : folded
  }

  /// Whether a name contains the text.
  func isIn(_ name: String) -> Bool {
    if let bytes, let isFound = name.utf8.withContiguousStorageIfAvailable({ Self.find(bytes, in: $0) }) ?? nil {
      return isFound
    }
    return name.lowercased().contains(text)
  }

  /// Whether a name contains lower-case ASCII text; `nil` if the name is not ASCII.
  private static func find(_ wanted: [UInt8], in name: UnsafeBufferPointer<UInt8>) -> Bool? {
    guard name.allSatisfy({ $0 < 0x80 }) else { return nil }
    guard wanted.count <= name.count else { return false }
    return (0...name.count - wanted.count).contains { start in
      wanted.indices.allSatisfy { lowercased(name[start + $0]) == wanted[$0] }
    }
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
