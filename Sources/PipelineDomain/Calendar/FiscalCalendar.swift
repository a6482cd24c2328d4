/// A company's fiscal calendar: the first month of the fiscal year, and the division of the year.
///
/// A fiscal year is named after the year in which it ends. Periods and labels are computed by one function, so that
/// they always agree. A range that would include the last valid day, 9999-12-31, excludes it.
public struct FiscalCalendar: Hashable, Sendable {
  /// The first month of the fiscal year, 1 to 12.
  public let startMonth: Int
  /// How the year is divided.
  public let pattern: Pattern

  /// How a fiscal year is divided.
  public enum Pattern: Hashable, Sendable {
    /// Into calendar months, three a quarter.
    case months
    /// Weeks, 4, 4 and 5 for the periods of a quarter. The year begins on the weekday (ISO 8601: 1 is Monday) nearest
    /// to the first day of the start month; in a year of 53 weeks the last period has six. A year is named as if it
    /// began on the first day of the start month.
    case weeks445(firstWeekday: Int)
  }

  /// A calendar; `nil` for a month that is not 1 to 12 or a weekday that is not 1 to 7.
  public init?(startMonth: Int, pattern: Pattern = .months) {
    if case .weeks445(let weekday) = pattern, !(1...7).contains(weekday) { return nil }
    guard (1...12).contains(startMonth) else { return nil }
    self.startMonth = startMonth
    self.pattern = pattern
  }

  private init(january: Void) { (startMonth, pattern) = (1, .months) }

  /// Years that start in January, of calendar months.
  public static let calendarYears = FiscalCalendar(january: ())

  /// The period that a day falls in.
  public func period(_ grain: PeriodGrain, containing day: CivilDate) -> Period {
    switch pattern {
    case .months: monthPeriod(grain, number(grain, ofMonth: day.monthIndex))
    case .weeks445: weekPeriod(grain, day)
    }
  }

  /// The period so many periods later, or earlier for a negative number; held at the first and last years there are.
  public func period(_ period: Period, advancedBy count: Int) -> Period {
    let (sum, overflow) = period.index.addingReportingOverflow(count)
    let index = overflow ? (count < 0 ? .min : .max) : sum
    switch pattern {
    case .months: return monthPeriod(period.grain, index)
    case .weeks445: return weekPeriod(period.grain, index)
    }
  }

  /// Returns the days of a number of months, starting with the month of a day or, for a negative number, ending with
  /// it. Zero counts as one.
  public func months(_ count: Int, around day: CivilDate) -> Range<CivilDate> {
    let present = period(.month, containing: day)
    let other = period(present, advancedBy: count > 0 ? count - 1 : count < 0 ? count + 1 : 0)
    return min(present, other).range.lowerBound..<max(present, other).range.upperBound
  }
}

/// The length of a period.
public enum PeriodGrain: String, Hashable, Sendable, CaseIterable {
  /// A calendar month, or a period of four or five weeks.
  case month
  /// A fiscal quarter.
  case quarter
  /// A fiscal year.
  case year

  /// How many of it make a year.
  public var perYear: Int {
    switch self {
    case .month: 12
    case .quarter: 4
    case .year: 1
    }
  }
}

/// A month, quarter or year.
public struct Period: Hashable, Comparable, Sendable {
  /// Its length.
  public let grain: PeriodGrain
  /// Its place among the periods of its length: consecutive periods have consecutive numbers.
  public let index: Int
  /// Its days, half open.
  public let range: Range<CivilDate>
  /// Its name in files and on screens: `2017-03`, `2017-Q1`, `FY2018-Q1`, `FY2018`, `2017-P03` for a period of weeks.
  public let label: String

  /// Orders by time.
  public static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}
