import PipelinePlugins

/// Texts that would run, hide, turn, break out, lead elsewhere or flood, and what each kind of output may make of them.
enum HostileText {
  static let all = [
    #"=HYPERLINK("http://x.example","click")"#, "+1", "-1", "@x", "\u{0}\t=1+1", "\u{0}\n=1+1", "\u{0}=1+1",
    "\u{FF1D}1",
    "\u{1B}[31mred\u{1B}[0m", "\u{1B}]8;;http://x.example\u{7}link\u{1B}]8;;\u{1B}\\",
    "\u{9B}31mc1\u{9D}0;t\u{9C}\u{7F}\u{85}x",
    "\u{202E}fdp.exe\u{202C}", "a\u{2066}b\u{2067}c\u{2068}d\u{2069}\u{200E}\u{200F}\u{61C}\u{202A}\u{202B}\u{202D}",
    "<script>alert(1)</script>", #""><img src=x onerror=alert(1)>"#, "]]>&amp;&#0;<!--", "' onmouseover='alert(1)",
    "../x", "/etc/passwd", #"..\..\x"#, "nul\u{0}inside", "two\nlines\u{2028}three", "_x000D_ or _x0000_",
    String(repeating: "long", count: 10_000), String(repeating: "🗼", count: 20_000),
    "\u{E1}" + String(repeating: "\u{301}", count: 2_999),
  ]

  /// Whether a character moves a terminal's cursor, hides text or turns its direction.
  static func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2028, 0x2029, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  /// The characters of a text that act, line ends apart.
  static func acting(in text: String) -> Set<String> {
    Set(text.unicodeScalars.filter { acts($0) && $0 != "\n" }.map { String($0.value, radix: 16) })
  }

  /// The longest run of marks that are drawn over one character.
  static func longestPile(in text: String) -> Int {
    var (longest, run) = (0, 0)
    for scalar in text.unicodeScalars {
      run = scalar.properties.generalCategory == .nonspacingMark ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  /// A text as a spreadsheet's cell has it: at most 32,767 UTF-16 units, control characters as their pictures.
  static func cell(_ text: String, keepsReturns: Bool) -> String {
    var cell = String.UnicodeScalarView()
    var units = 0
    for scalar in text.unicodeScalars {
      let stays = scalar.value >= 0x20 || scalar == "\t" || scalar == "\n" || scalar == "\r" && keepsReturns
      units += UTF16.width(scalar)
      if units > 32_767 { break }
      cell.append(stays ? scalar : Unicode.Scalar(0x2400 + scalar.value) ?? "?")
    }
    return String(cell)
  }
}

extension String {
  /// Equal scalar by scalar; `==` takes texts of other bytes for the same.
  func isExactly(_ other: String) -> Bool { unicodeScalars.elementsEqual(other.unicodeScalars) }
}
