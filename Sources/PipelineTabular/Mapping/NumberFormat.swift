/// The number format of a file. Only the declared format is accepted, so that `1,5` is never read as 15.
package struct NumberFormat: Hashable, Sendable {
  /// The decimal separator: `.` or `,`.
  package var decimal: Character
  /// What separates groups of three digits; `nil` where nothing does.
  package var thousands: Character?
  /// Texts to remove from either end, such as `$` or `EUR`.
  package var strip: [String]

  /// A format.
  package init(decimal: Character = ".", thousands: Character? = nil, strip: [String] = []) {
    self.decimal = decimal
    self.thousands = thousands
    self.strip = strip
  }

  /// Digits, with a dot before decimals.
  package static let plain = NumberFormat(decimal: ".", thousands: nil, strip: [])

  /// The exact number that a text is.
  /// - Throws: ``ImportValueError``.
  package func number(_ text: String) throws -> ExactDecimal {
    do {
      if self == .plain { return try ExactDecimal(parsing: text) }
      guard let digits = plainDigits(text) else { throw DecimalError.malformed(text) }
      return try ExactDecimal(parsing: digits)
    } catch let error as DecimalError {
      throw self.error(error, text)
    }
  }

  /// The error with the original text.
  private func error(_ error: DecimalError, _ text: String) -> ImportValueError {
    switch error {
    case .tooManyDigits: ImportValueError(DecimalError.tooManyDigits(text).explanation)
    case .tooManyDecimals(_, let allowed):
      ImportValueError(DecimalError.tooManyDecimals(text, allowed: allowed).explanation)
    case .empty: ImportValueError(error.explanation)
    case .malformed where thousands == nil && decimal == "." && text.contains(","):
      ImportValueError(.commaNotDeclared, text)
    case .malformed where decimal == "," && thousands != "." && text.contains("."):
      ImportValueError(.dotNotDeclared, text)
    case .malformed where self == .plain: ImportValueError(DecimalError.malformed(text).explanation)
    case .malformed: ImportValueError(.notANumberLike, text, ["example": .text(example)])
    }
  }

  /// How the format writes 1234567.5.
  private var example: String {
    let group = thousands.map { String($0) } ?? ""
    return "\(strip.first.map { $0 + " " } ?? "")1\(group)234\(group)567\(decimal)5"
  }

  /// The text without declared separators and texts; `nil` if groups do not have three digits or other characters are
  /// left.
  private func plainDigits(_ text: String) -> String? {
    var rest = text[...]
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    stripEnds(&rest)
    var sign = isNegative
    if !isNegative, rest.first == "-" {
      sign = true
      rest.removeFirst()
      stripEnds(&rest)
    }
    let parts = rest.split(separator: decimal, maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, let digits = ungrouped(whole), Self.isDigits(digits) else { return nil }
    if parts.count > 1, !Self.isDigits(parts[1]) { return nil }
    return (sign ? "-" : "") + digits + (parts.count > 1 ? "." + parts[1] : "")
  }

  /// Whether a text consists of digits, without any undeclared sign, such as the other format's decimal separator.
  private static func isDigits(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private func stripEnds(_ rest: inout Substring) {
    var stripped = true
    while stripped {
      stripped = false
      while let first = rest.first, first.isWhitespace { rest.removeFirst() }
      while let last = rest.last, last.isWhitespace { rest.removeLast() }
      for text in strip where !text.isEmpty {
        if rest.hasPrefix(text) {
          rest.removeFirst(text.count)
          stripped = true
        } else if rest.hasSuffix(text) {
          rest.removeLast(text.count)
          stripped = true
        }
      }
    }
  }

  private func ungrouped(_ whole: Substring) -> String? {
    guard let thousands, whole.contains(where: { same($0, thousands) }) else { return String(whole) }
    let groups = whole.split(omittingEmptySubsequences: false) { same($0, thousands) }
    guard let first = groups.first, (1...3).contains(first.count), groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    return groups.joined()
  }

  /// A declared blank also matches no-break spaces, which look the same.
  private func same(_ character: Character, _ declared: Character) -> Bool {
    character == declared || (declared == " " && (character == "\u{A0}" || character == "\u{202F}"))
  }
}

/// Why a cell is not a value that its field takes.
package struct ImportValueError: ExplainedError, Hashable {
  /// One line with the text and the expected format.
  package let explanation: LocalizedText

  /// An error.
  package init(_ sentence: Wording) { explanation = sentence.text }

  /// Creates an error with a localized message.
  package init(_ explanation: LocalizedText) { self.explanation = explanation }

  package init(_ phrase: ImportPhrase, _ text: String, _ values: [String: PhraseValue] = [:]) {
    explanation = LocalizedText(phrase, values.merging(["value": .text(text.clipped())]) { $1 })
  }
}
