/// Strings in JSON (RFC 8259).
package enum JSONText {
  /// What is escaped besides quotes and backslashes. The form of stored cells and recorded configurations never changes.
  package enum Escaping: Sendable {
    /// Control characters below U+0020, by number: stored cells.
    case stored
    /// Control characters; line feeds and tabs by letter: configurations in canonical form.
    case canonical
    /// Characters that a terminal interprets: control characters, line separators and bidirectional controls.
    case shown

    fileprivate func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
      switch (self, scalar) {
      case (_, "\""), (_, "\\"): scalar
      case (.canonical, "\n"), (.shown, "\n"): "n"
      case (.canonical, "\t"), (.shown, "\t"): "t"
      case (.shown, "\r"): "r"
      default: nil
      }
    }

    fileprivate func numbers(_ scalar: Unicode.Scalar) -> Bool {
      switch (self, scalar.value) {
      case (_, 0..<0x20), (.canonical, 0x7F): true
      case (.shown, 0x7F..<0xA0), (.shown, 0x61C), (.shown, 0x200E), (.shown, 0x200F), (.shown, 0x2028...0x202E),
        (.shown, 0x2066...0x2069), (.shown, 0xFEFF):
        true
      default: false
      }
    }
  }

  /// Appends a text in quotes, as UTF-8.
  package static func append(_ text: String, _ escaping: Escaping, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    // Nearly every text is of plain ASCII.
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
      bytes += text.utf8
      return
    }
    for scalar in text.unicodeScalars {
      if let letter = escaping.letter(scalar) {
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(UInt8(truncatingIfNeeded: letter.value))
      } else {
        append(scalar, escaping, to: &bytes)
      }
    }
  }

  /// Appends a scalar inside a quoted text, escaped by number if necessary.
  package static func append(_ scalar: Unicode.Scalar, _ escaping: Escaping, to bytes: inout [UInt8]) {
    if escaping.numbers(scalar) {
      let digits = String(scalar.value, radix: 16)
      bytes += "\\u".utf8
      bytes += String(repeating: "0", count: 4 - digits.utf8.count).utf8
      bytes += digits.utf8
    } else if scalar.isASCII {
      bytes.append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    }
  }

  /// A text in quotes.
  package static func quoted(_ text: String, _ escaping: Escaping) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 2)
    append(text, escaping, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
