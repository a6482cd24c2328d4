/// A template taken apart.
package struct PhraseTemplate: Hashable, Sendable {
  /// The parts, in order.
  package let parts: [Part]

  /// A part of a template.
  package enum Part: Hashable, Sendable {
    /// Literal text.
    case text(String)
    /// The value with a name.
    case value(String)
    /// The form of a word for the number with a name.
    case plural(String, [String])
  }

  /// Takes a template apart.
  /// - Throws: ``PhraseTemplateError``.
  package init(_ template: String) throws {
    var parts: [Part] = []
    var rest = template[...]
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[open] == "{" else { throw PhraseTemplateError("'}' has no '{'") }
      guard let close = rest[open...].firstIndex(of: "}") else { throw PhraseTemplateError("'{' has no '}'") }
      if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      parts.append(try Self.part(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  private static func part(_ inside: Substring) throws -> Part {
    let words = inside.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard let name = words.first, !name.isEmpty,
      name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0 == "_") })
    else { throw PhraseTemplateError("'{\(inside)}' names no value") }
    return words.count == 1 ? .value(name) : .plural(name, Array(words.dropFirst()))
  }

  /// The names of the values, sorted.
  package var names: [String] {
    Set(
      parts.compactMap {
        switch $0 {
        case .text: nil
        case .value(let name), .plural(let name, _): name
        }
      }
    ).sorted()
  }

  /// The number of forms of each word that depends on a number.
  package var formCounts: [Int] {
    parts.compactMap { if case .plural(_, let forms) = $0 { forms.count } else { nil } }
  }
}

/// A template that cannot be taken apart.
package struct PhraseTemplateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The error, in a few words.
  package let description: String

  init(_ description: String) { self.description = description }
}
