/// The date format of a file: a pattern, or one of the names `iso8601`, `epoch_seconds` and `epoch_milliseconds`.
///
/// A pattern consists of `yyyy` or `yy`, `M` or `MM`, `MMM` (Apr, avr.), `MMMM` (April, avril), `d` or `dd`, and for
/// times `H` or `HH`, `h` or `hh` with `a` (AM, PM), `mm`, `ss`, `S` (fraction of a second) and `Z` (offset: `Z`,
/// `+0200`, `+02:00`). Other letters, except `T`, are put between apostrophes.
///
/// Parsing is strict: `MM` and `dd` match two digits, `M` and `d` one or two, month names are English or French. The
/// order of day and month, and the century of a two-digit year, are always declared.
package struct DateFormat: Hashable, Sendable, CustomStringConvertible {
  /// The pattern or the name as it was written.
  package let description: String
  /// The first of the hundred years for `yy`: with 1970, 70 to 99 are 1970 to 1999, and 00 to 69 are 2000 to 2069.
  /// `nil` for a format without a two-digit year.
  package let pivot: Int?
  let form: Form

  /// What is read.
  enum Form: Hashable, Sendable {
    case pattern([Part])
    /// A date as ISO 8601 writes it, alone or with a time, which may have a fraction and an offset.
    case iso8601
    /// A number of seconds since 1970-01-01T00:00:00Z, in so many parts of a second.
    case epoch(partsPerSecond: Int128)
  }

  /// A step in reading a date.
  enum Part: Hashable, Sendable {
    case year
    case shortYear
    case month(isPadded: Bool)
    case monthName(isShort: Bool)
    case day(isPadded: Bool)
    case hour(isPadded: Bool, isTwelve: Bool)
    case minute
    case second
    case fraction
    case offset
    case halfOfDay
    case literal(Character)
  }

  /// Years, months, days as ISO 8601 writes them.
  package static let iso = DateFormat(
    "yyyy-MM-dd", nil, .pattern([.year, .literal("-"), .month(isPadded: true), .literal("-"), .day(isPadded: true)]))

  /// The formats that have a name.
  static let named: [String: Form] = [
    "iso8601": .iso8601, "epoch_seconds": .epoch(partsPerSecond: 1),
    "epoch_milliseconds": .epoch(partsPerSecond: 1_000),
  ]

  private init(_ description: String, _ pivot: Int?, _ form: Form) {
    self.description = description
    self.pivot = pivot
    self.form = form
  }

  /// Parses a pattern or a name.
  ///
  /// - Parameter pivot: The first of the hundred years for `yy`.
  /// - Throws: ``ImportValueError`` for an invalid pattern.
  package init(_ pattern: String, pivot: Int? = nil) throws {
    let form = try Self.named[pattern] ?? .pattern(Self.parts(of: pattern))
    var isShort = false
    if case .pattern(let parts) = form {
      try Self.check(parts, pattern)
      isShort = parts.contains(.shortYear)
    }
    if isShort, pivot == nil {
      throw ImportValueError(
        "'yy' leaves the century open; write \("{pattern: \(pattern.clipped()), pivot: 1970}"), which reads 70 as 1970 and 69 as 2069"
      )
    }
    if !isShort, pivot != nil {
      throw ImportValueError("'pivot' goes with 'yy', which '\(pattern.clipped())' does not have")
    }
    self.init(pattern, pivot, form)
  }

  private static func parts(of pattern: String) throws -> [Part] {
    var parts: [Part] = []
    var rest = pattern[...]
    while let letter = rest.first {
      if letter == "'" {
        guard let end = rest.dropFirst().firstIndex(of: "'") else {
          throw ImportValueError("'\(pattern.clipped())' opens an apostrophe that it does not close")
        }
        let text = rest[rest.index(after: rest.startIndex)..<end]
        // A Z after a time is that of UTC, however it is written in the pattern.
        parts += text == "Z" && parts.contains(.minute) ? [.offset] : text.map(Part.literal)
        rest = rest[rest.index(after: end)...]
        continue
      }
      let run = rest.prefix { $0 == letter }
      rest = rest.dropFirst(run.count)
      parts += try Self.parts(letter, run, in: pattern)
    }
    return parts
  }

  private static func parts(_ letter: Character, _ run: Substring, in pattern: String) throws -> [Part] {
    switch String(run) {
    case "yyyy": return [.year]
    case "yy": return [.shortYear]
    case "M", "MM": return [.month(isPadded: run.count == 2)]
    case "MMM", "MMMM": return [.monthName(isShort: run.count == 3)]
    case "d", "dd": return [.day(isPadded: run.count == 2)]
    case "H", "HH": return [.hour(isPadded: run.count == 2, isTwelve: false)]
    case "h", "hh": return [.hour(isPadded: run.count == 2, isTwelve: true)]
    case "mm": return [.minute]
    case "ss": return [.second]
    case "a": return [.halfOfDay]
    default: break
    }
    if letter == "S" { return [.fraction] }
    if letter == "Z" || letter == "X" { return [.offset] }
    guard !letter.isLetter || run == "T" else {
      throw ImportValueError(
        "'\(run)' is not a part of a date; there are yyyy, yy, M, MM, MMM, MMMM, d, dd, H, HH, h, hh, mm, ss, S, a, Z")
    }
    guard !letter.isNumber else { throw ImportValueError("a pattern has no digits of its own, such as '\(run)'") }
    return run.map(Part.literal)
  }

  private static func check(_ parts: [Part], _ pattern: String) throws {
    func count(_ fits: (Part) -> Bool) -> Int { parts.count(where: fits) }
    let years = count { $0 == .year || $0 == .shortYear }
    let months = count {
      if case .month = $0 { true } else if case .monthName = $0 { true } else { false }
    }
    let days = count { if case .day = $0 { true } else { false } }
    guard years == 1, months == 1, days == 1 else {
      throw ImportValueError(
        "'\(pattern.clipped())' must have a year, a month and a day once each, such as dd/MM/yyyy")
    }
    let isTwelve = parts.contains { if case .hour(_, isTwelve: true) = $0 { true } else { false } }
    guard isTwelve == parts.contains(.halfOfDay) else {
      throw ImportValueError("'\(pattern.clipped())' must have 'h' and 'a' together")
    }
    let hours = count { if case .hour = $0 { true } else { false } }
    let fractions = count { $0 == .fraction }
    let offsets = count { $0 == .offset }
    guard hours <= 1, fractions <= 1, offsets <= 1 else {
      throw ImportValueError("'\(pattern.clipped())' has a part of the time twice")
    }
    guard offsets == 0 || hours == 1 else {
      throw ImportValueError("'\(pattern.clipped())' has an offset, 'Z', without a time")
    }
    guard fractions == 0 || parts.contains(.second) else {
      throw ImportValueError("'\(pattern.clipped())' has a fraction, 'S', without seconds, 'ss'")
    }
  }
}
