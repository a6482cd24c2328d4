extension Instant: LosslessStringConvertible {
  /// Parses what ``init(parsing:)`` does; `nil` where that throws.
  public init?(_ description: String) {
    guard let instant = try? Instant(parsing: description) else { return nil }
    self = instant
  }

  /// Parses ISO 8601 with a date, a time of at most six decimals of the second, and `Z` or an offset from UTC:
  /// `2017-12-31T23:59:59.5Z`, `2018-01-01T00:59:59+01:00`.
  /// - Throws: ``CivilDate/Invalid`` for a date that does not exist, ``Invalid`` for another text.
  public init(parsing text: some StringProtocol) throws {
    let wrong = Invalid(text: String(text))
    guard let separator = text.firstIndex(of: "T") else { throw wrong }
    let day = try CivilDate(parsing: text[..<separator])
    var rest = Array(text[text.index(after: separator)...].utf8)[...]
    guard let hour = Self.number(&rest, 0...23, then: ":"), let minute = Self.number(&rest, 0...59, then: ":"),
      let second = Self.number(&rest, 0...59, then: nil), let fraction = Self.microseconds(&rest),
      let offset = Self.offset(rest)
    else { throw wrong }
    let seconds = Int64(hour * 3600 + minute * 60 + second - offset)
    self = Instant(startOf: day).adding(microseconds: seconds * 1_000_000 + fraction)
  }

  /// Reads two digits and a character after them.
  private static func number(
    _ rest: inout ArraySlice<UInt8>, _ range: ClosedRange<Int>, then next: Character?
  ) -> Int? {
    let digits = rest.prefix(2)
    guard digits.count == 2, digits.allSatisfy({ isDigit($0) }) else { return nil }
    rest = rest.dropFirst(2)
    if let next {
      guard rest.popFirst() == next.asciiValue else { return nil }
    }
    let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return range.contains(value) ? value : nil
  }

  /// Reads the decimals of a second; 0 without any.
  private static func microseconds(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    guard rest.first == UInt8(ascii: ".") else { return 0 }
    let digits = rest.dropFirst().prefix { isDigit($0) }
    guard (1...6).contains(digits.count) else { return nil }
    rest = rest.dropFirst(1 + digits.count)
    return digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) } * powerOfTen(UInt8(6 - digits.count))
  }

  /// Reads `Z` or `+01:00` to the end, as seconds east of UTC.
  private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
    if text.elementsEqual("Z".utf8) { return 0 }
    var rest = text
    guard let sign = rest.popFirst(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = number(&rest, 0...23, then: ":"), let minutes = number(&rest, 0...59, then: nil), rest.isEmpty
    else { return nil }
    return (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// An error for a text that is not an instant.
  public struct Invalid: ExplainedError, Hashable {
    /// The text.
    public let text: String

    /// One line that a person can act on.
    public var explanation: LocalizedText { LocalizedText(ValuePhrase.notAnInstant, ["value": .text(text.clipped())]) }
  }
}

extension Instant: ExpressibleByStringLiteral {
  /// An instant that is written in the source: `let start: Instant = "2026-07-01T09:00:00Z"`.
  ///
  /// - Precondition: The literal is an instant. The program stops at one that is not, with what is wrong. Use
  ///   ``init(parsing:)``, which throws, for external input.
  public init(stringLiteral text: String) {
    do { self = try Instant(parsing: text) } catch { preconditionFailure("\(error)") }
  }
}
