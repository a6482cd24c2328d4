/// How a file writes dates, as a pattern of `yyyy`, `M` or `MM`, `MMM` (Apr), `MMMM` (April), `d` or `dd`, and for times `H`
/// or `HH`, `h` or `hh` with `a` (AM, PM), `mm`, `ss`. Other letters stand between apostrophes, except `T` and `Z`.
///
/// Reading is strict and its own: month names are English, `MM` and `dd` take two digits, `M` and `d` one or two. There is
/// no two-digit year, and whether the day or the month comes first is always declared, never guessed.
public struct DateFormat: Hashable, Sendable, CustomStringConvertible {
  /// The pattern as it was written.
  public let description: String
  let parts: [Part]

  /// A step in reading a date.
  enum Part: Hashable, Sendable {
    case year
    case month(isPadded: Bool)
    case monthName(isShort: Bool)
    case day(isPadded: Bool)
    case hour(isPadded: Bool, isTwelve: Bool)
    case minute
    case second
    case halfOfDay
    case literal(Character)
  }

  /// Years, months, days as ISO 8601 writes them.
  public static let iso = DateFormat(
    unchecked: "yyyy-MM-dd",
    [.year, .literal("-"), .month(isPadded: true), .literal("-"), .day(isPadded: true)])

  private init(unchecked pattern: String, _ parts: [Part]) {
    description = pattern
    self.parts = parts
  }

  /// Reads a pattern.
  /// - Throws: ``ImportValueError`` that says what is wrong with it.
  public init(_ pattern: String) throws {
    var parts: [Part] = []
    var rest = pattern[...]
    while let letter = rest.first {
      if letter == "'" {
        guard let end = rest.dropFirst().firstIndex(of: "'") else {
          throw ImportValueError("'\(pattern.clipped())' opens an apostrophe that it does not close")
        }
        parts += rest[rest.index(after: rest.startIndex)..<end].map(Part.literal)
        rest = rest[rest.index(after: end)...]
        continue
      }
      let run = rest.prefix { $0 == letter }
      rest = rest.dropFirst(run.count)
      parts += try Self.parts(letter, run, in: pattern)
    }
    try Self.check(parts, pattern)
    self.init(unchecked: pattern, parts)
  }

  private static func parts(_ letter: Character, _ run: Substring, in pattern: String) throws -> [Part] {
    switch String(run) {
    case "yyyy": return [.year]
    case "M", "MM": return [.month(isPadded: run.count == 2)]
    case "MMM", "MMMM": return [.monthName(isShort: run.count == 3)]
    case "d", "dd": return [.day(isPadded: run.count == 2)]
    case "H", "HH": return [.hour(isPadded: run.count == 2, isTwelve: false)]
    case "h", "hh": return [.hour(isPadded: run.count == 2, isTwelve: true)]
    case "mm": return [.minute]
    case "ss": return [.second]
    case "a": return [.halfOfDay]
    case "yy", "y": throw ImportValueError("'\(run)' leaves the century open; only 'yyyy' is read")
    default:
      guard !letter.isLetter || run == "T" || run == "Z" else {
        throw ImportValueError(
          "'\(run)' is not a part of a date; there are yyyy, M, MM, MMM, MMMM, d, dd, H, HH, h, hh, mm, ss, a")
      }
      guard !letter.isNumber else { throw ImportValueError("a pattern has no digits of its own, such as '\(run)'") }
      return run.map(Part.literal)
    }
  }

  private static func check(_ parts: [Part], _ pattern: String) throws {
    func count(_ fits: (Part) -> Bool) -> Int { parts.count(where: fits) }
    let years = count { $0 == .year }
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
  }
}
