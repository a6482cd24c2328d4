import PipelinePlugins

/// The bytes of a configuration, checked to be valid text for YAML.
struct SourceText {
  /// The largest file that is read: 1 MiB.
  static let maximumSize = 1 << 20

  let bytes: [UInt8]

  /// Checks bytes, without a byte order mark; a diagnostic if they are not valid text.
  static func checked(_ bytes: [UInt8], file: String?) -> Result<SourceText, RefusedSource> {
    func refuse(_ message: String, _ hint: String?, at mark: SourceMark? = nil) -> Result<SourceText, RefusedSource> {
      .failure(RefusedSource(diagnostic: Diagnostic(.file, message, hint: hint, file: file, at: mark)))
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return refuse("the file is in UTF-16", "save it as UTF-8")
    }
    guard bytes.count <= maximumSize else {
      return refuse(
        "the file has more than \(maximumSize) bytes, which is the most", "keep long lists in files of their own")
    }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    if let place = text.firstIndex(of: 0) {
      return refuse("the file holds NUL, so it is no text", "save it as UTF-8", at: mark(of: place, in: text))
    }
    if let place = firstInvalid(text) {
      return refuse("the file is not valid UTF-8 here", "save it as UTF-8", at: mark(of: place, in: text))
    }
    if let place = text.firstIndex(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) || $0 == 0x7F }) {
      return refuse("the file holds a control character here", "remove it", at: mark(of: place, in: text))
    }
    return .success(SourceText(bytes: text))
  }

  /// A line, from 1, without its end; `nil` beyond the last.
  func line(_ number: Int) -> String? {
    var rest = bytes[...]
    for _ in 1..<max(1, number) {
      guard let (_, next) = Self.firstBreak(in: rest) else { return nil }
      rest = bytes[next...]
    }
    return String(decoding: rest[..<(Self.firstBreak(in: rest)?.start ?? bytes.count)], as: UTF8.self)
  }

  /// Where the first line ends and the next begins, by what libyaml takes for a break: LF, CR, CRLF, NEL, LS, PS.
  private static func firstBreak(in bytes: ArraySlice<UInt8>) -> (start: Int, next: Int)? {
    var index = bytes.startIndex
    while let place = bytes[index...].firstIndex(where: { [0x0A, 0x0D, 0xC2, 0xE2].contains($0) }) {
      let rest = bytes[place...]
      switch rest.first {
      case 0x0A: return (place, place + 1)
      case 0x0D: return (place, rest.starts(with: [0x0D, 0x0A]) ? place + 2 : place + 1)
      case 0xC2 where rest.starts(with: [0xC2, 0x85]): return (place, place + 2)
      case 0xE2 where rest.starts(with: [0xE2, 0x80, 0xA8]) || rest.starts(with: [0xE2, 0x80, 0xA9]):
        return (place, place + 3)
      default: index = place + 1
      }
    }
    return nil
  }

  private static func mark(of offset: Int, in bytes: [UInt8]) -> SourceMark {
    let before = bytes[..<offset]
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    // Bytes that begin a character, so that columns count characters.
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    return SourceMark(line: before.count { $0 == 0x0A } + 1, column: column)
  }

  /// The offset of the first byte that is no part of valid UTF-8.
  private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
    guard bytes.contains(where: { $0 >= 0x80 }), String(validating: bytes, as: UTF8.self) == nil else { return nil }
    // Decoded again only to find the place.
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return offset < bytes.count ? offset : nil
      case .error: return offset
      }
    }
  }
}

/// Why bytes are no text to read.
struct RefusedSource: Error { let diagnostic: Diagnostic }
