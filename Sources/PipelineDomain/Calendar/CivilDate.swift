/// A day of the proleptic Gregorian calendar, with no time and no zone: a close date.
///
/// Kept as days since 1970-01-01. Conversions are integer arithmetic after Howard Hinnant, "chrono-Compatible Low-Level
/// Date Algorithms" (2013), so they never depend on a locale or a zone database.
public struct CivilDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01, negative before.
  public let daysSince1970: Int32

  /// A day by its number; `nil` outside the years 1 to 9999.
  public init?(daysSince1970: Int32) {
    guard (Self.first...Self.last).contains(daysSince1970) else { return nil }
    self.daysSince1970 = daysSince1970
  }

  /// Creates a date; `nil` for a date that does not exist (2026-02-30), or a year outside 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, year) else {
      return nil
    }
    self.init(unchecked: Self.number(year, month, day))
  }

  private init(unchecked number: Int32) { daysSince1970 = number }

  private static let first: Int32 = number(1, 1, 1)
  private static let last: Int32 = number(9999, 12, 31)

  /// Orders by time.
  public static func < (left: Self, right: Self) -> Bool { left.daysSince1970 < right.daysSince1970 }

  /// How many days a month has; February by the Gregorian rule.
  public static func days(inMonth month: Int, _ year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }
}

extension CivilDate {
  /// The years that imports accept: a date outside them is an error, such as 0026 for 2026.
  public static let plausibleYears = 1900...2199

  /// Year, month (1 to 12) and day of month (1 to 31).
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(daysSince1970) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// Months since January of the year 0: `year × 12 + month − 1`.
  public var monthIndex: Int {
    let (year, month, _) = components
    return year * 12 + month - 1
  }

  /// ISO 8601: 1 is Monday, 7 is Sunday.
  public var isoWeekday: Int {
    let remainder = (Int(daysSince1970) + 3) % 7
    return (remainder < 0 ? remainder + 7 : remainder) + 1
  }

  /// The day so many days later; `nil` beyond the years 1 to 9999.
  public func adding(days: Int) -> CivilDate? {
    let (sum, overflow) = Int(daysSince1970).addingReportingOverflow(days)
    guard !overflow, let number = Int32(exactly: sum) else { return nil }
    return CivilDate(daysSince1970: number)
  }

  /// The same day of a later month, or that month's last day where it is shorter (31 January + 1 month is 28 February).
  public func adding(months: Int) -> CivilDate? {
    let (_, _, day) = components
    let (index, overflow) = monthIndex.addingReportingOverflow(months)
    guard !overflow, (12..<120_000).contains(index) else { return nil }
    let (year, month) = (index / 12, index % 12 + 1)
    return CivilDate(year: year, month: month, day: min(day, Self.days(inMonth: month, year)))
  }

  /// How many days later `other` is; negative when it is earlier.
  public func days(until other: CivilDate) -> Int { Int(other.daysSince1970) - Int(daysSince1970) }
}

extension CivilDate: CustomStringConvertible, LosslessStringConvertible {
  /// Parses `yyyy-MM-dd`; `nil` for another format or a date that does not exist.
  public init?(_ description: String) { self.init(iso: description) }

  /// Parses `yyyy-MM-dd`; `nil` for another format or a date that does not exist.
  public init?(iso text: some StringProtocol) {
    guard let date = try? CivilDate(parsing: text) else { return nil }
    self = date
  }

  /// ISO 8601: `2017-12-31`.
  public var description: String {
    let (year, month, day) = components
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

/// A number with leading zeros.
package func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
