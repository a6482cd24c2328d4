import Foundation
import PipelinePlugins

/// A text to search for in names, ignoring case and accents.
struct SearchText {
  private let text: String
  /// The bytes of an ASCII text: ASCII names are compared by byte.
  private let bytes: [UInt8]?
  /// The bytes that a text of ``fold(_:)`` has if it contains the text; `nil` if such a text may have others.
  let folded: [UInt8]?

  init(_ text: String) {
    self.text = Self.fold(text)
    bytes = self.text.utf8.allSatisfy { $0 < 0x80 } ? Array(self.text.utf8) : nil
    let folded = bytes ?? Array(self.text.utf8)
    // Zero separates texts in memory.
    self.folded = folded.isEmpty || folded.contains(0) ? nil : folded
  }

  /// A text in lower case and NFC, without the marks of Latin, Greek, Cyrillic and Arabic letters, and with letters that have no
  /// decomposition (ß, œ, ø) as people type them on another keyboard. Marks that are letters to their readers, such as the vowels of
  /// Hindi or the voicing of Japanese, stay.
  static func fold(_ text: String) -> String {
    let lower = text.lowercased()
    if lower.utf8.allSatisfy({ $0 < 0x80 }) { return lower }
    var scalars = String.UnicodeScalarView()
    for scalar in lower.decomposedStringWithCanonicalMapping.unicodeScalars where !marks.contains(scalar.value) {
      if let plain = letters[scalar] {
        scalars.append(contentsOf: plain.unicodeScalars)
      } else {
        scalars.append(scalar)
      }
    }
    return StoredText.composed(String(scalars))
  }

  /// Combining marks as in "é", and the short vowels of Arabic.
  private static let marks: Set<UInt32> = Set(0x300...0x36F).union(0x64B...0x65F)

  private static let letters: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
  ]

  /// Whether a name contains the text.
  func isIn(_ name: String) -> Bool {
    if let bytes, let isFound = name.utf8.withContiguousStorageIfAvailable({ Self.find(bytes, in: $0) }) ?? nil {
      return isFound
    }
    return Self.fold(name).contains(text)
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
