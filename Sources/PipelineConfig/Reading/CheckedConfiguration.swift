public import PipelinePlugins

/// The value of a file, with all diagnostics.
public struct CheckedConfiguration<Value> {
  /// What was read; `nil` where anything is an error.
  public let value: Value?
  /// All that is wrong, by place: errors and warnings.
  public let diagnostics: [Diagnostic]
  /// The language that the file names by `locale`, regardless of its errors; `nil` where it names none.
  public var locale: String?
  let source: SourceText?
  /// The text of other files that something is wrong with, by name.
  var others: [String: SourceText] = [:]

  init(
    value: Value?, diagnostics: [Diagnostic], source: SourceText?, others: [String: SourceText] = [:],
    locale: String? = nil
  ) {
    self.value = value
    self.diagnostics = diagnostics
    self.locale = locale
    self.source = source
    self.others = others
  }

  /// The diagnostics in English, as formatted by ``report(_:)``.
  public var report: String { report(.english) }

  /// The diagnostics with their lines, formatted for people in a language: the first hundred, and the number of others.
  /// Empty without diagnostics.
  public func report(_ book: Phrasebook) -> String { ConfigurationError(self).report(book) }

  fileprivate func text(of diagnostic: Diagnostic) -> SourceText? {
    diagnostic.file.flatMap { others[$0] } ?? source
  }

  /// What was read.
  /// - Throws: ``ConfigurationError`` where anything is an error.
  public func get() throws -> Value {
    guard let value else { throw ConfigurationError(self) }
    return value
  }
}

extension CheckedConfiguration: Sendable where Value: Sendable {}

/// A configuration is refused.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// All that is wrong, by place.
  public let diagnostics: [Diagnostic]
  /// The language that the file names by `locale`; `nil` where it names none.
  public let locale: String?
  /// The lines that the first diagnostics are about, each with a mark below; empty where there is no line.
  private let excerpts: [String]
  private static let mostShown = 100

  init<Value>(_ checked: CheckedConfiguration<Value>) {
    diagnostics = checked.diagnostics
    locale = checked.locale
    excerpts = checked.diagnostics.prefix(Self.mostShown).map { excerpt(of: $0, in: checked.text(of: $0)) }
  }

  /// All that is wrong with the lines it is about, in English.
  public var report: String { report(.english) }

  /// All that is wrong with the lines it is about, as a person reads it: the first hundred, and how many more there are.
  public func report(_ book: Phrasebook) -> String {
    let shown = zip(diagnostics, excerpts).map { $0.text(book) + "\n" + $1 }.joined()
    guard diagnostics.count > excerpts.count else { return shown }
    return shown + book.text(MistakePhrase.more, ["count": .count(diagnostics.count - excerpts.count)]) + "\n"
  }

  /// The report.
  public var description: String { report }
}

/// The line that a diagnostic is about, with a caret under the place; empty where there is none.
private func excerpt(of diagnostic: Diagnostic, in source: SourceText?) -> String {
  guard let mark = diagnostic.mark, let line = source?.line(mark.line) else { return "" }
  let excerpt = Excerpt(line, mark)
  let number = String(mark.line)
  let gutter = String(repeating: " ", count: max(5, number.count + 1))
  return """
    \(String(gutter.dropLast(number.count)))\(number) | \(excerpt.text)
    \(gutter) | \(excerpt.underline)

    """
}

/// The part of a line around a place, and what underlines it.
private struct Excerpt {
  let text: String
  let underline: String
  private static let widest = 160

  init(_ line: String, _ mark: SourceMark) {
    let characters = Array(line.unicodeScalars)
    let start = min(mark.column - 1, characters.count)
    let first = start > Self.widest - 40 ? start - 40 : 0
    let last = min(characters.count, first + Self.widest)
    var shown = String.UnicodeScalarView(characters[first..<last])
    if first > 0 { shown.insert("…", at: shown.startIndex) }
    if last < characters.count { shown.append("…") }
    text = String(shown)
    let padding = (first > 0 ? " " : "") + characters[first..<start].map { Self.blank(for: $0) }.joined()
    let marked = characters[start..<min(last, start + mark.length)]
    let width = max(1, marked.map { Self.blank(for: $0).count }.reduce(0, +))
    underline = padding + "^" + String(repeating: "~", count: width - 1)
  }

  /// What is as wide as a character: nothing for marks that combine, two blanks for wide ones. Tabs stay.
  private static func blank(for scalar: Unicode.Scalar) -> String {
    if scalar == "\t" { return "\t" }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return ""
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return "  "
    default: return " "
    }
  }
}
