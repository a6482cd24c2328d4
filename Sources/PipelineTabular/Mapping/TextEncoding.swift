/// How a file's text is written as bytes.
package enum TextEncoding: String, SettingChoice, Hashable {
  /// UTF-8, with or without a byte order mark.
  case utf8 = "utf-8"
  /// What Windows calls ANSI in the west: one byte a character, with `€` and typographic quotes.
  case windows1252 = "windows-1252"
  /// ISO 8859-1, Latin 1: one byte a character.
  case latin1 = "iso-8859-1"
  /// UTF-16; the byte order is determined by the byte order mark, or by the file's first character, which is ASCII.
  case utf16 = "utf-16"

  /// The bytes as UTF-8.
  /// - Throws: ``CSVError`` for bytes that the encoding does not have.
  package func utf8(_ bytes: [UInt8], file: String) throws -> [UInt8] {
    switch self {
    case .utf8: bytes
    case .windows1252, .latin1: try fromSingleBytes(bytes, file)
    case .utf16: try Self.fromPairs(bytes, file)
    }
  }

  private func fromSingleBytes(_ bytes: [UInt8], _ file: String) throws -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 8)
    for (index, byte) in bytes.enumerated() {
      guard byte >= 0x80 else {
        result.append(byte)
        continue
      }
      var scalar = Unicode.Scalar(byte)
      if byte < 0xA0 {
        guard self == .windows1252, let known = Self.windows[Int(byte) - 0x80] else {
          throw Self.error(bytes, index, file, .notInEncoding(rawValue, byte: byte))
        }
        scalar = known
      }
      result.append(contentsOf: UTF8.encode(scalar)!)  // Every scalar has an encoding.
    }
    return result
  }

  /// The characters of the bytes 0x80 to 0x9F; five of them are undefined.
  private static let windows: [Unicode.Scalar?] = [
    "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil,
    nil, "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
  ]

  private static func fromPairs(_ bytes: [UInt8], _ file: String) throws -> [UInt8] {
    guard bytes.count % 2 == 0 else {
      throw CSVError(file: file, line: 1, column: 1, reason: .notInEncoding("utf-16", byte: nil))
    }
    let isMarked = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
    let isBig = isMarked ? bytes.first == 0xFE : bytes.first == 0
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    for index in stride(from: isMarked ? 2 : 0, to: bytes.count, by: 2) {
      let (one, two) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      units.append(isBig ? one << 8 | two : two << 8 | one)
    }
    var result: [UInt8] = []
    result.reserveCapacity(units.count)
    var line = 1
    var decoder = UTF16()
    var source = units.makeIterator()
    while true {
      switch decoder.decode(&source) {
      case .scalarValue(let scalar):
        if scalar == "\n" { line += 1 }
        result.append(contentsOf: UTF8.encode(scalar)!)  // Every scalar has an encoding.
      case .emptyInput: return result
      case .error: throw CSVError(file: file, line: line, column: 1, reason: .notInEncoding("utf-16", byte: nil))
      }
    }
  }

  private static func error(_ bytes: [UInt8], _ index: Int, _ file: String, _ reason: CSVError.Reason) -> CSVError {
    let before = bytes[..<index]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return CSVError(file: file, line: line, column: index - start + 1, reason: reason)
  }
}
