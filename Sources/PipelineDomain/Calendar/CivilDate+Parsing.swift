extension CivilDate {
  /// Parses `yyyy-MM-dd`.
  /// - Throws: ``Invalid``, which says what is wrong.
  public init(parsing text: some StringProtocol) throws(Invalid) {
    let bytes = text.utf8
    guard bytes.count == 10 else { throw .malformed(String(text)) }
    var (numbers, part) = ((0, 0, 0), 0)
    for (place, byte) in bytes.enumerated() {
      if place == 4 || place == 7 {
        guard byte == UInt8(ascii: "-") else { throw .malformed(String(text)) }
        part += 1
        continue
      }
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { throw .malformed(String(text)) }
      let digit = Int(byte - UInt8(ascii: "0"))
      switch part {
      case 0: numbers.0 = numbers.0 * 10 + digit
      case 1: numbers.1 = numbers.1 * 10 + digit
      default: numbers.2 = numbers.2 * 10 + digit
      }
    }
    try self.init(validYear: numbers.0, month: numbers.1, day: numbers.2)
  }

  /// Creates a date.
  /// - Throws: ``Invalid`` for a date that does not exist (2026-02-30), or a year outside 1 to 9999.
  public init(validYear year: Int, month: Int, day: Int) throws(Invalid) {
    guard let date = CivilDate(year: year, month: month, day: day) else {
      throw Invalid(year: year, month: month, day: day)
    }
    self = date
  }

  /// What is wrong with a date.
  public enum Invalid: ExplainedError, Hashable {
    /// The text is not of the form `yyyy-MM-dd`.
    case malformed(String)
    /// The year is not one of 1 to 9999.
    case noSuchYear(String)
    /// The month is not one of 1 to 12.
    case noSuchMonth(String)
    /// The month has fewer days.
    case noSuchDay(String, daysInMonth: Int)

    init(year: Int, month: Int, day: Int) {
      let text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
      self =
        if !(1...9999).contains(year) {
          .noSuchYear(text)
        } else if !(1...12).contains(month) {
          .noSuchMonth(text)
        } else {
          .noSuchDay(text, daysInMonth: CivilDate.days(inMonth: month, year))
        }
    }

    /// One line that a person can act on.
    public var explanation: LocalizedText {
      switch self {
      case .malformed(let text): LocalizedText(ValuePhrase.notADate, ["value": .text(text.clipped())])
      case .noSuchYear(let text): LocalizedText(ValuePhrase.noSuchYear, ["value": .text(text.clipped())])
      case .noSuchMonth(let text): LocalizedText(ValuePhrase.noSuchMonth, ["value": .text(text.clipped())])
      case .noSuchDay(let text, let days):
        LocalizedText(ValuePhrase.noSuchDay, ["value": .text(text.clipped()), "count": .count(days)])
      }
    }
  }
}

extension CivilDate: ExpressibleByStringLiteral {
  /// A date that is written in the source: `let start: CivilDate = "2026-07-01"`.
  ///
  /// - Precondition: The literal is a date that exists. The program stops at one that is not, with what is wrong. Use
  ///   ``init(parsing:)``, which throws, for external input.
  public init(stringLiteral text: String) {
    do { self = try CivilDate(parsing: text) } catch { preconditionFailure("\(error)") }
  }
}
