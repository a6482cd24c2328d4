extension DateFormat {
  /// A date and the time that stood beside it.
  public struct Reading: Hashable, Sendable {
    /// The day.
    public let date: CivilDate
    /// Seconds since midnight, 0 where the format has no time.
    public let secondsOfDay: Int
  }

  /// The date that a text is.
  /// - Throws: ``ImportValueError``.
  public func read(_ text: String) throws -> Reading {
    var reader = Reader(rest: Array(text.utf8)[...])
    guard parts.allSatisfy({ reader.take($0) }), reader.rest.isEmpty else {
      throw ImportValueError(.notADate, text, ["form": .text("\(self)")])
    }
    guard reader.hour <= 23, reader.minute <= 59, reader.second <= 59, reader.year >= 1,
      (1...12).contains(reader.month)
    else {
      throw ImportValueError(.notADate, text, ["form": .text("\(self)")])
    }
    guard let date = CivilDate(year: reader.year, month: reader.month, day: reader.day) else {
      let last = CivilDate.days(inMonth: reader.month, reader.year)
      let month = CalendarPhrase.month(reader.month).map { PhraseValue.label(LocalizedText($0)) } ?? "\(reader.month)"
      throw ImportValueError(
        .notADay, text, ["month": month, "year": .text("\(reader.year)"), "last": .text("\(last)")])
    }
    return Reading(date: date, secondsOfDay: reader.hour * 3600 + reader.minute * 60 + reader.second)
  }

  /// What was read so far.
  private struct Reader {
    var rest: ArraySlice<UInt8>
    var year = 0
    var month = 0
    var day = 0
    var hour = 0
    var minute = 0
    var second = 0

    static let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]

    /// Reads one part; `false` where the text has something else there.
    mutating func take(_ part: Part) -> Bool {
      switch part {
      case .year: return number(4...4, into: \.year)
      case .month(let isPadded): return number(isPadded ? 2...2 : 1...2, into: \.month)
      case .monthName(let isShort): return monthName(isShort)
      case .day(let isPadded): return number(isPadded ? 2...2 : 1...2, into: \.day)
      case .hour(let isPadded, let isTwelve):
        guard number(isPadded ? 2...2 : 1...2, into: \.hour), !isTwelve || (1...12).contains(hour) else { return false }
        if isTwelve { hour %= 12 }
        return true
      case .minute: return number(2...2, into: \.minute)
      case .second: return number(2...2, into: \.second)
      case .halfOfDay: return halfOfDay()
      case .literal(let character): return literal(character)
      }
    }

    private mutating func number(_ digits: ClosedRange<Int>, into path: WritableKeyPath<Reader, Int>) -> Bool {
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

    private mutating func monthName(_ isShort: Bool) -> Bool {
      for (index, name) in Self.months.enumerated() where word(isShort ? String(name.prefix(3)) : name) {
        month = index + 1
        return true
      }
      return false
    }

    private mutating func halfOfDay() -> Bool {
      if word("AM") { return true }
      guard word("PM") else { return false }
      hour += 12
      return true
    }

    /// Takes a word, whatever the case.
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
}
