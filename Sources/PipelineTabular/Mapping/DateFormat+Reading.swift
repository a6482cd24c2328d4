extension DateFormat {
  /// A date with its time, in the file's time zone unless it has an offset.
  package struct Reading: Hashable, Sendable {
    /// The day.
    package let date: CivilDate
    /// Seconds since midnight, 0 where there is no time.
    package let secondsOfDay: Int
    /// Microseconds of the second.
    package let microseconds: Int
    /// How many seconds east of UTC the clock is that shows this; `nil` where the text does not say.
    package let offset: Int?
    /// Whether there is a time.
    package let hasTime: Bool

    /// The same day at a time of the file's clock.
    package func at(secondsOfDay: Int) -> Reading {
      Reading(date: date, secondsOfDay: secondsOfDay, microseconds: 0, offset: offset, hasTime: true)
    }
  }

  /// The date that a text is.
  /// - Throws: ``ImportValueError``.
  package func read(_ text: String) throws -> Reading {
    var reader = DateReader(text, pivot: pivot)
    let isRead =
      switch form {
      case .pattern(let parts): parts.allSatisfy { reader.take($0) }
      case .iso8601: reader.takeISO()
      case .epoch(let parts): reader.takeEpoch(text, parts)
      }
    guard isRead, reader.rest.isEmpty, reader.isTime, (1...12).contains(reader.month) else {
      throw ImportValueError(.notADate, text, ["form": .text("\(self)")])
    }
    guard CivilDate.plausibleYears.contains(reader.year) else {
      let years = CivilDate.plausibleYears
      throw ImportValueError(
        .implausibleYear, text,
        ["year": .text("\(reader.year)"), "first": .text("\(years.lowerBound)"), "last": .text("\(years.upperBound)")])
    }
    guard let date = CivilDate(year: reader.year, month: reader.month, day: reader.day) else {
      let last = CivilDate.days(inMonth: reader.month, reader.year)
      let month = CalendarPhrase.month(reader.month).map { PhraseValue.label(LocalizedText($0)) } ?? "\(reader.month)"
      throw ImportValueError(
        .notADay, text, ["month": month, "year": .text("\(reader.year)"), "last": .text("\(last)")])
    }
    return Reading(
      date: date, secondsOfDay: reader.hour * 3600 + reader.minute * 60 + reader.second,
      microseconds: reader.microseconds, offset: reader.offset, hasTime: reader.hasTime)
  }
}

/// Reads the parts of a date from a text, one after the other.
struct DateReader {
  var rest: ArraySlice<UInt8>
  private(set) var year = 0
  private(set) var month = 0
  private(set) var day = 0
  private(set) var hour = 0
  private(set) var minute = 0
  private(set) var second = 0
  private(set) var microseconds = 0
  private(set) var offset: Int?
  private(set) var hasTime = false
  private let pivot: Int

  init(_ text: String, pivot: Int?) {
    rest = Array(text.utf8)[...]
    self.pivot = pivot ?? 2000
  }

  /// Whether what was read is a time that clocks show.
  var isTime: Bool { hour <= 23 && minute <= 59 && second <= 59 }

  /// Reads one part; `false` where the text has something else there.
  mutating func take(_ part: DateFormat.Part) -> Bool {
    switch part {
    case .year: return number(4...4, into: \.year)
    case .shortYear: return shortYear()
    case .month(let isPadded): return number(isPadded ? 2...2 : 1...2, into: \.month)
    case .monthName(let isShort):
      guard let (number, length) = MonthNames.first(in: rest, isShort: isShort) else { return false }
      month = number
      rest = rest.dropFirst(length)
      return true
    case .day(let isPadded): return number(isPadded ? 2...2 : 1...2, into: \.day)
    case .hour(let isPadded, let isTwelve):
      hasTime = true
      guard number(isPadded ? 2...2 : 1...2, into: \.hour), !isTwelve || (1...12).contains(hour) else { return false }
      if isTwelve { hour %= 12 }
      return true
    case .minute: return number(2...2, into: \.minute)
    case .second: return number(2...2, into: \.second)
    case .fraction: return fraction()
    case .offset: return zone()
    case .halfOfDay: return halfOfDay()
    case .literal(let character): return literal(character)
    }
  }

  /// Reads `2026-06-30`, `2026-06-30T22:30`, `2026-06-30 22:30:00.000+0000` and what lies between.
  mutating func takeISO() -> Bool {
    let date: [DateFormat.Part] = [
      .year, .literal("-"), .month(isPadded: true), .literal("-"), .day(isPadded: true),
    ]
    guard date.allSatisfy({ take($0) }) else { return false }
    guard literal("T") || literal(" ") else { return true }
    guard take(.hour(isPadded: true, isTwelve: false)), literal(":"), take(.minute) else { return false }
    if literal(":") {
      guard take(.second) else { return false }
      if literal(".") || literal(",") {
        guard take(.fraction) else { return false }
      }
    }
    _ = literal(" ")
    return rest.isEmpty || zone()
  }

  /// Reads a number of seconds, or of parts of them, since the beginning of 1970 in UTC.
  mutating func takeEpoch(_ text: String, _ partsPerSecond: Int128) -> Bool {
    guard let number = try? ExactDecimal(parsing: text) else { return false }
    let unit = Int128(powerOfTen(number.scale)) * partsPerSecond
    let micros = Int128(number.coefficient) * 1_000_000 / unit
    rest = []
    let days = micros >= 0 ? micros / 86_400_000_000 : (micros - 86_399_999_999) / 86_400_000_000
    (hasTime, offset) = (true, 0)
    guard let number = Int32(exactly: days), let date = CivilDate(daysSince1970: number) else {
      // Out of range: a year that is refused as implausible.
      (year, month, day) = (days < 0 ? 0 : 10_000, 1, 1)
      return true
    }
    (year, month, day) = date.components
    let left = Int(micros - days * 86_400_000_000)
    let seconds = left / 1_000_000
    (hour, minute, second, microseconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60, left % 1_000_000)
    return true
  }

  private mutating func number(_ digits: ClosedRange<Int>, into path: WritableKeyPath<DateReader, Int>) -> Bool {
    var value = 0
    var count = 0
    while count < digits.upperBound, let byte = rest.first, (48...57).contains(byte) {
      value = value * 10 + Int(byte - 48)
      count += 1
      rest.removeFirst()
    }
    self[keyPath: path] = value
    return digits.contains(count)
  }

  private mutating func shortYear() -> Bool {
    guard number(2...2, into: \.year) else { return false }
    let century = pivot - pivot % 100 + year
    year = century < pivot ? century + 100 : century
    return true
  }

  /// One to nine digits, of which six are kept: instants have microseconds.
  private mutating func fraction() -> Bool {
    var count = 0
    var value = 0
    while count < 9, let byte = rest.first, (48...57).contains(byte) {
      if count < 6 { value = value * 10 + Int(byte - 48) }
      count += 1
      rest.removeFirst()
    }
    microseconds = value * Int(powerOfTen(UInt8(6 - min(count, 6))))
    return count > 0
  }

  /// `Z`, `+02`, `+0200` or `+02:00`.
  private mutating func zone() -> Bool {
    if literal("Z") || literal("z") {
      offset = 0
      return true
    }
    let isWest = literal("-")
    guard isWest || literal("+") else { return false }
    var parts = (hours: 0, minutes: 0)
    guard let hours = twoDigits() else { return false }
    parts.hours = hours
    let hasColon = literal(":")
    if let minutes = twoDigits() { parts.minutes = minutes } else if hasColon { return false }
    guard parts.hours <= 18, parts.minutes <= 59 else { return false }
    offset = (parts.hours * 3600 + parts.minutes * 60) * (isWest ? -1 : 1)
    return true
  }

  private mutating func twoDigits() -> Int? {
    let digits = rest.prefix(2)
    guard digits.count == 2, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    rest = rest.dropFirst(2)
    return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  private mutating func halfOfDay() -> Bool {
    if word("AM") { return true }
    guard word("PM") else { return false }
    hour += 12
    return true
  }

  /// Reads a word, ignoring case.
  private mutating func word(_ word: String) -> Bool {
    let bytes = rest.prefix(word.utf8.count)
    guard bytes.count == word.utf8.count, zip(bytes, word.utf8).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else {
      return false
    }
    rest = rest.dropFirst(bytes.count)
    return true
  }

  private mutating func literal(_ character: Character) -> Bool {
    let bytes = String(character).utf8
    guard rest.starts(with: bytes) else { return false }
    rest = rest.dropFirst(bytes.count)
    return true
  }
}
