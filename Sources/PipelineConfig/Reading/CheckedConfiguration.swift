public import PipelinePlugins

/// The value of a file, with all diagnostics.
public struct CheckedConfiguration<Value> {
  /// What was read; `nil` where anything is an error.
  public let value: Value?
  /// All that is wrong, by place: errors and warnings.
  public let diagnostics: [Diagnostic]
  let source: SourceText?
  /// The text of other files that something is wrong with, by name.
  var others: [String: SourceText] = [:]

  /// The diagnostics with their lines, formatted for people: the first hundred, and the number of others. Empty without
  /// diagnostics.
  public var report: String {
    let shown = diagnostics.prefix(100).map { rendered($0, in: text(of: $0)) + "\n" }.joined()
    return diagnostics.count > 100 ? shown + "… and \(diagnostics.count - 100) more\n" : shown
  }

  private func text(of diagnostic: Diagnostic) -> SourceText? { diagnostic.file.flatMap { others[$0] } ?? source }

  /// What was read.
  /// - Throws: ``ConfigurationError`` where anything is an error.
  public func get() throws -> Value {
    guard let value else { throw ConfigurationError(diagnostics: diagnostics, report: report) }
    return value
  }
}

extension CheckedConfiguration: Sendable where Value: Sendable {}

/// A configuration is refused.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// All that is wrong, by place.
  public let diagnostics: [Diagnostic]
  /// The same with the lines it is about, as a person reads it.
  public let report: String

  /// The report.
  public var description: String { report }
}

/// A diagnostic with its line and a caret under the place.
private func rendered(_ diagnostic: Diagnostic, in source: SourceText?) -> String {
  guard let mark = diagnostic.mark, let line = source?.line(mark.line) else { return diagnostic.description }
  let excerpt = Excerpt(line, mark)
  let number = String(mark.line)
  let gutter = String(repeating: " ", count: max(5, number.count + 1))
  return """
    \(diagnostic)
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
