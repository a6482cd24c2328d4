/// Validates a JSON value (RFC 8259), and removes insignificant whitespace.
struct JSONScanner {
  /// Deeper values are taken for none: no value of ours comes near.
  private static let deepest = 64

  private let bytes: [UInt8]
  private var place = 0
  private var output: [UInt8] = []

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value on one line; `nil` where the text is no value of JSON.
  static func compact(_ text: String) -> [UInt8]? {
    var scanner = JSONScanner(Array(text.utf8))
    guard scanner.value(depth: 0) else { return nil }
    scanner.skipBlanks()
    return scanner.place == scanner.bytes.count ? scanner.output : nil
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D { place += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    output.append(byte)
    place += 1
    return true
  }

  private mutating func take(while fits: (UInt8) -> Bool) -> Int {
    let start = place
    while let byte = next, fits(byte) {
      output.append(byte)
      place += 1
    }
    return place - start
  }

  private mutating func value(depth: Int) -> Bool {
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return nested(UInt8(ascii: "}"), depth) { $0.member(depth: depth + 1) }
    case UInt8(ascii: "["): return nested(UInt8(ascii: "]"), depth) { $0.value(depth: depth + 1) }
    case UInt8(ascii: "\""): return text()
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    default: return number()
    }
  }

  private mutating func nested(_ close: UInt8, _ depth: Int, _ part: (inout JSONScanner) -> Bool) -> Bool {
    guard depth < Self.deepest, let open = next, take(open) else { return false }
    skipBlanks()
    if take(close) { return true }
    while part(&self) {
      skipBlanks()
      if take(close) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
      output.append(0x20)
    }
    return false
  }

  private mutating func member(depth: Int) -> Bool {
    skipBlanks()
    guard text() else { return false }
    skipBlanks()
    guard take(UInt8(ascii: ":")) else { return false }
    output.append(0x20)
    return value(depth: depth)
  }

  private mutating func text() -> Bool {
    guard take(UInt8(ascii: "\"")) else { return false }
    while let byte = next {
      if take(UInt8(ascii: "\"")) { return true }
      guard byte >= 0x20, take(byte) else { return false }
      if byte == UInt8(ascii: "\\"), !escape() { return false }
    }
    return false
  }

  private mutating func escape() -> Bool {
    guard let byte = next else { return false }
    guard byte == UInt8(ascii: "u") else { return "\"\\/bfnrt".utf8.contains(byte) && take(byte) }
    guard take(byte) else { return false }
    for _ in 0..<4 {
      guard let digit = next, Unicode.Scalar(digit).properties.isASCIIHexDigit, take(digit) else { return false }
    }
    return true
  }

  private mutating func word(_ word: String) -> Bool { word.utf8.allSatisfy { take($0) } }

  private mutating func number() -> Bool {
    let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
    _ = take(UInt8(ascii: "-"))
    let hasLeadingZero = next == 0x30
    let digits = take(while: isDigit)
    guard digits > 0, !hasLeadingZero || digits == 1 else { return false }
    if take(UInt8(ascii: ".")), take(while: isDigit) == 0 { return false }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      return take(while: isDigit) > 0
    }
    return true
  }
}
