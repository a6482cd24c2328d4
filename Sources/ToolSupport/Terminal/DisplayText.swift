/// Texts as terminals show them.
public enum DisplayText {
  /// The text with everything made visible that could move the cursor, hide text or turn its direction: control characters
  /// as `\u{1B}`, line ends as `⏎`; so are marks beyond eight on one character, which would cover other lines.
  ///
  /// - Parameter limit: How many characters are shown at most, with `…` where something is missing.
  public static func safe(_ text: String, limit: Int = 500) -> String {
    guard text.unicodeScalars.contains(where: { isHostile($0) || $0.value >= 0x300 }) || text.utf8.count > limit else {
      return text
    }
    var shown = String.UnicodeScalarView()
    var count = 0
    var marks = 0
    for scalar in text.unicodeScalars {
      count += 1
      if count > limit {
        shown.append("…")
        break
      }
      marks = isMark(scalar) ? marks + 1 : 0
      if scalar == "\n" || scalar == "\r" {
        shown.append("⏎")
      } else if isHostile(scalar) || marks > mostMarks {
        shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
      } else {
        shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// Texts of several lines, each made safe to show, whole.
  public static func safeLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { safe(String($0), limit: .max) }
      .joined(separator: "\n")
  }

  /// More than any script needs on one character.
  private static let mostMarks = 8

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return true
    default: return false
    }
  }

  private static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029, 0xFEFF: true
    default: false
    }
  }

  /// How many columns a text takes: wide characters two, combining ones none.
  public static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

  /// How many columns a styled text takes: its SGR sequences take none.
  static func shownWidth(_ styled: String) -> Int {
    var total = 0
    var isEscape = false
    for scalar in styled.unicodeScalars {
      if scalar == "\u{1B}" {
        isEscape = true
      } else if !isEscape {
        total += width(scalar)
      } else if scalar == "m" {
        isEscape = false
      }
    }
    return total
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    // The properties of a character are looked up slowly, and most are of these.
    if (0x20..<0x7F).contains(scalar.value) { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// The text cut to a number of columns, with `…` where something is missing.
  public static func clipped(_ text: String, to columns: Int) -> String {
    guard width(text) > columns else { return text }
    var shown = ""
    var used = 0
    for character in text {
      let own = width(String(character))
      guard used + own <= columns - 1 else { break }
      shown.append(character)
      used += own
    }
    return columns > 0 ? shown + "…" : ""
  }

  /// The text cut in its middle to a number of columns, with `…` where something is missing: more of the beginning stays.
  public static func clippedInside(_ text: String, to columns: Int) -> String {
    guard width(text) > columns else { return text }
    // Too little room for two parts that say something.
    guard columns >= 6 else { return clipped(text, to: columns) }
    let ending = (columns - 1) / 3
    var (end, used) = ("", 0)
    for character in text.reversed() {
      let own = width(String(character))
      guard used + own <= ending else { break }
      end = String(character) + end
      used += own
    }
    return clipped(text, to: columns - used) + end
  }

  /// The text as lines of whole words, none wider than a number of columns; of a longer word the end is cut.
  static func wrapped(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      if let last = lines.last, width(last) + 1 + width(word) <= columns {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(word)
      }
    }
    return lines.map { clipped($0, to: columns) }
  }

  /// The text in exactly so many columns.
  public static func padded(_ text: String, to columns: Int, right: Bool = false) -> String {
    let clipped = clipped(text, to: columns)
    let blanks = String(repeating: " ", count: max(0, columns - width(clipped)))
    return right ? blanks + clipped : clipped + blanks
  }
}
