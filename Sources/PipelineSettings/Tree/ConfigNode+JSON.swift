extension ConfigNode {
  /// Reads what a canonical form was written as, so that it can be decoded again.
  ///
  /// - Returns: `nil` for a text that is no JSON (RFC 8259), that names a member twice, or that nests deeper than 64.
  public init?(json: String) {
    var reader = JSONReader(bytes: Array(json.utf8))
    guard let node = reader.value(depth: 0) else { return nil }
    reader.skipBlanks()
    guard reader.isAtEnd else { return nil }
    self = node
  }
}

/// Reads one JSON text.
private struct JSONReader {
  let bytes: [UInt8]
  private var place = 0
  private static let deepest = 64

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  mutating func skipBlanks() {
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
  }

  mutating func value(depth: Int) -> ConfigNode? {
    skipBlanks()
    guard place < bytes.count, depth <= Self.deepest else { return nil }
    switch bytes[place] {
    case UInt8(ascii: "{"): return mapping(depth)
    case UInt8(ascii: "["): return sequence(depth)
    case UInt8(ascii: "\""): return string().map { ConfigNode(.scalar(Self.verbatim($0), isPlain: false)) }
    default: return word()
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func mapping(_ depth: Int) -> ConfigNode? {
    place += 1
    var entries: [ConfigEntry] = []
    var keys: Set<String> = []
    if take("}") { return ConfigNode(.mapping([])) }
    repeat {
      skipBlanks()
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\""), let key = string(), take(":"),
        keys.insert(key).inserted, let value = value(depth: depth + 1)
      else { return nil }
      entries.append(ConfigEntry(key, value))
    } while take(",")
    return take("}") ? ConfigNode(.mapping(entries)) : nil
  }

  private mutating func sequence(_ depth: Int) -> ConfigNode? {
    place += 1
    var items: [ConfigNode] = []
    if take("]") { return ConfigNode(.sequence([])) }
    repeat {
      guard let item = value(depth: depth + 1) else { return nil }
      items.append(item)
    } while take(",")
    return take("]") ? ConfigNode(.sequence(items)) : nil
  }

  /// A number, `true`, `false` or `null`.
  private mutating func word() -> ConfigNode? {
    let start = place
    while place < bytes.count, ![0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x5D, 0x7D].contains(bytes[place]) { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    switch text {
    case "null": return ConfigNode(.null)
    case "true", "false": return .text(text)
    default: return ExactDecimal(text) == nil ? nil : .text(text)
    }
  }

  private mutating func string() -> String? {
    place += 1
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
      case 0..<0x20: return nil
      case UInt8(ascii: "\\"):
        guard let scalar = escaped(), let encoded = UTF8.encode(scalar) else { return nil }
        text += encoded
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func escaped() -> Unicode.Scalar? {
    guard place < bytes.count else { return nil }
    place += 1
    switch bytes[place - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let first = unit() else { return nil }
      guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
      guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u") else {
        return nil
      }
      place += 2
      guard let second = unit(), (0xDC00..<0xE000).contains(second) else { return nil }
      return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    default: return nil
    }
  }

  private mutating func unit() -> UInt32? {
    guard place + 4 <= bytes.count else { return nil }
    defer { place += 4 }
    let digits = bytes[place..<place + 4]
    guard digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }) else { return nil }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  /// What was expanded once is not expanded again.
  private static func verbatim(_ text: String) -> String { text.replacing("${", with: "$${") }
}
