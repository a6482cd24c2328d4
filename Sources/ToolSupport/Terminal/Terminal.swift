#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Foundation

/// What a tool's output goes to.
public struct Terminal: Hashable, Sendable {
  /// How many columns there are.
  public var width: Int
  /// Whether the width is that of a terminal or of `COLUMNS`. What goes elsewhere keeps its tables, for programs that read lines.
  public var hasKnownWidth = true
  /// Whether colours may be used.
  public var hasColour: Bool
  /// Whether it can show more than ASCII.
  public var hasUnicode: Bool

  /// The widest terminal that shows a card for each record or row instead of a table.
  package static let widestCard = 60

  /// A terminal; by default 80 columns without colours.
  public init(width: Int = 80, hasColour: Bool = false, hasUnicode: Bool = true) {
    self.width = max(40, width)
    self.hasColour = hasColour
    self.hasUnicode = hasUnicode
  }

  /// What standard output goes to: the terminal's own width, else `COLUMNS`, else 80. Colours only on a terminal that is not
  /// `dumb`, and never with `NO_COLOR` (no-color.org) or `--no-color`.
  public static func standardOutput(noColour: Bool = false) -> Terminal {
    let variables = ProcessInfo.processInfo.environment
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var size = winsize()
    let measured = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 0
    let known = measured > 0 ? measured : variables["COLUMNS"].flatMap(Int.init)
    let mayColour = !noColour && (variables["NO_COLOR"] ?? "").isEmpty && variables["TERM"] != "dumb"
    let locale = variables["LC_ALL"] ?? variables["LC_CTYPE"] ?? variables["LANG"] ?? "C.UTF-8"
    var terminal = Terminal(
      width: known ?? 80, hasColour: isTerminal && mayColour,
      hasUnicode: !isTerminal || locale.uppercased().contains("UTF-8") || locale.uppercased().contains("UTF8"))
    terminal.hasKnownWidth = known != nil || isTerminal
    return terminal
  }

  /// Whether standard error is a terminal, so that a progress bar may be drawn there.
  public static var standardErrorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether standard output is a terminal.
  public static var standardOutputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// The text in a style, where colours may be used.
  public func styled(_ text: String, _ style: Style) -> String {
    hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Styles, as SGR codes (ECMA-48).
  public enum Style: String, Sendable {
    /// Bold.
    case bold = "1"
    /// Faint.
    case faint = "2"
    /// Cyan.
    case accent = "36"
    /// Green.
    case good = "32"
  }
}
