import PipelinePlugins

/// Collects a page's bytes, and makes every text that comes from outside harmless.
struct HTMLWriter {
  private var bytes: [UInt8] = []

  /// Texts longer than so many characters scroll within their own box.
  static let longText = 300

  /// Hands what was written to the sink once there is enough of it.
  mutating func pass(to sink: inout any ByteSink, all: Bool = false) throws {
    guard all || bytes.count >= 1 << 18 else { return }
    defer { bytes.removeAll(keepingCapacity: true) }
    try sink.write(bytes)
  }

  /// Writes markup of our own.
  mutating func markup(_ markup: StaticString) {
    markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Writes markup whose parts are numbers and identifiers of our own.
  mutating func built(_ markup: String) { bytes += markup.utf8 }

  /// Writes a text, within an element or an attribute's double quotes.
  ///
  /// - Parameter isMarked: Whether characters that would hide or turn text are set off from the rest, which only elements can.
  mutating func text(_ text: String, isMarked: Bool = false) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": bytes += "&amp;".utf8
      case "<": bytes += "&lt;".utf8
      case ">": bytes += "&gt;".utf8
      case "\"": bytes += "&quot;".utf8
      case "'": bytes += "&#39;".utf8
      case "\r": bytes += "&#13;".utf8
      case " "..."~", "\n", "\t": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      default:
        guard let shown = Self.picture(scalar) else {
          bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
          continue
        }
        bytes += (isMarked ? "<i class=\"u\">\(shown)</i>" : shown).utf8
      }
    }
  }

  /// Writes a stored text as an element's content: whole, isolated from the direction of what is around it, and scrolling
  /// within its own box where it is long.
  mutating func stored(_ text: String) {
    let isLong = text.utf8.count > Self.longText && text.unicodeScalars.count > Self.longText
    let turns = text.unicodeScalars.contains { $0.value >= 0x590 }
    if isLong { markup("<div class=\"long\" role=\"group\" tabindex=\"0\">") }
    if turns { markup("<bdi>") }
    self.text(text, isMarked: true)
    if turns { markup("</bdi>") }
    if isLong { markup("</div>") }
  }

  /// Writes a heading's text. Its days are not broken at the end of a line.
  mutating func heading(_ text: String) {
    var rest = text[...]
    while let day = rest.firstMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) {
      self.text(String(rest[..<day.range.lowerBound]), isMarked: true)
      markup("<span class=\"d\">")
      self.text(String(day.output))
      markup("</span>")
      rest = rest[day.range.upperBound...]
    }
    self.text(String(rest), isMarked: true)
  }

  /// Writes the beginning of a stored text: for charts and headings, where the table beside them has the whole.
  mutating func clipped(_ text: String, to count: Int = 60) { self.text(Self.clip(text, to: count)) }

  /// The beginning of a text, with `…` where something is missing.
  static func clip(_ text: String, to count: Int) -> String {
    guard text.utf8.count > count, text.unicodeScalars.count > count else { return text }
    var kept = String.UnicodeScalarView(text.unicodeScalars.prefix(count - 1))
    kept.append("…")
    return String(kept)
  }

  /// The replacement of a character that a page cannot hold, or that hides or turns the text around it.
  private static func picture(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value).map { String(Character($0)) }
    case 0x7F: return "\u{2421}"
    case 0x80..<0xA0, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    default: return nil
    }
  }
}
