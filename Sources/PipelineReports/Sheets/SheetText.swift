/// Texts within the limits of worksheets and of XML 1.0.
package enum SheetText {
  /// The most UTF-16 units that a cell holds.
  package static let limit = 32_767

  /// Why a text's end is missing: a sentence's end.
  package static func cutReason(_ language: Phrasebook) -> String { language.text(SheetPhrase.textCut) }

  /// A text that a cell can hold, and whether its end was cut.
  ///
  /// Control characters that XML cannot hold become their pictures (NUL is shown as ␀), and so does what `isShown` names.
  /// With `escaping`, `_x000A_`, which Office Open XML takes for an escape, is escaped itself.
  package static func safe(
    _ value: String, limit: Int = limit, escaping: Bool = false, isShown: (Unicode.Scalar) -> Bool = { _ in false }
  ) -> (text: String, isCut: Bool) {
    guard value.utf16.count > limit || value.utf8.contains(where: { $0 < 0x20 || $0 == 0x5F || $0 == 0xEF }) else {
      return (value, false)
    }
    var text = String.UnicodeScalarView()
    var units = 0
    var rest = Substring(value).unicodeScalars
    while let scalar = rest.first {
      let isEscape = escaping && isEscape(rest)
      let replacement = isEscape ? Array("_x005F_".unicodeScalars) : [isShown(scalar) ? picture(scalar) : held(scalar)]
      let length = replacement.reduce(0) { $0 + UTF16.width($1) }
      if units + length > limit { return (String(text), true) }
      text.append(contentsOf: replacement)
      units += length
      rest.removeFirst()
    }
    return (String(text), false)
  }

  /// A valid name for a sheet: at most 31 UTF-16 units, without `[]:*?/\` and without an apostrophe at either end;
  /// different from the existing names, ignoring case.
  package static func sheetName(_ title: String, taken: [String] = []) -> String {
    let plain = title.unicodeScalars.map { "[]:*?/\\".unicodeScalars.contains($0) || $0.value < 0x20 ? " " : $0 }
    let whole = String(String.UnicodeScalarView(plain))
    var name = trimmed(safe(whole, limit: 31).text)
    if name.isEmpty || name.lowercased() == "history" { name = "Report" }
    let used = Set(taken.map { $0.lowercased() })
    guard used.contains(name.lowercased()) else { return name }
    for number in 2... {
      let ending = " \(number)"
      let numbered = trimmed(safe(name, limit: 31 - ending.utf16.count).text) + ending
      if !used.contains(numbered.lowercased()) { return numbered }
    }
    return name
  }

  /// A column's letters: 0 is A, 26 is AA.
  package static func columnName(_ column: Int) -> String {
    var name = ""
    var rest = column + 1
    while rest > 0 {
      let (quotient, remainder) = (rest - 1).quotientAndRemainder(dividingBy: 26)
      name.insert(Character(Unicode.Scalar(UInt8(65 + remainder))), at: name.startIndex)
      rest = quotient
    }
    return name
  }

  private static func trimmed(_ name: String) -> String {
    var name = name[...]
    while let first = name.first, first == "'" || first.isWhitespace { name.removeFirst() }
    while let last = name.last, last == "'" || last.isWhitespace { name.removeLast() }
    return String(name)
  }

  private static func held(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: scalar
    case 0..<0x20: picture(scalar)
    case 0xFFFE, 0xFFFF: "\u{FFFD}"
    default: scalar
    }
  }

  private static func picture(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
  }

  private static func isEscape(_ rest: Substring.UnicodeScalarView) -> Bool {
    let head = Array(rest.prefix(7))
    return head.count == 7 && head[0] == "_" && head[1] == "x" && head[6] == "_"
      && head[2..<6].allSatisfy { $0.properties.isASCIIHexDigit }
  }
}
