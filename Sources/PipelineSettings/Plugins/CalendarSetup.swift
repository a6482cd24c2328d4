/// The fiscal calendar and the time zone, as configured.
public struct CalendarSetup: Hashable, Sendable {
  /// The first month of the fiscal year, `1...12`.
  public var fiscalYearStartMonth: Int
  /// How quarters are divided.
  public var pattern: FiscalPattern
  /// The day on which weeks begin, for the pattern 4-4-5: ISO 8601, 1 is Monday, 7 is Sunday.
  public var weekStartsOn: Int
  /// The IANA name of the time zone, such as `Europe/Paris`.
  public var timeZone: String

  /// A calendar; by default civil years and UTC.
  ///
  /// Numbers out of range become the nearest in range.
  public init(
    fiscalYearStartMonth: Int = 1, pattern: FiscalPattern = .months, weekStartsOn: Int = 1, timeZone: String = "UTC"
  ) {
    self.fiscalYearStartMonth = min(max(fiscalYearStartMonth, 1), 12)
    self.pattern = pattern
    self.weekStartsOn = min(max(weekStartsOn, 1), 7)
    self.timeZone = timeZone
  }

  /// The calendar that reports are made with.
  public var fiscal: FiscalCalendar {
    let divided: FiscalCalendar.Pattern =
      switch pattern {
      case .months: .months
      case .weeks445: .weeks445(firstWeekday: weekStartsOn)
      }
    return FiscalCalendar(startMonth: fiscalYearStartMonth, pattern: divided) ?? .calendarYears
  }
}

/// How fiscal quarters are divided.
public enum FiscalPattern: String, SettingChoice, Hashable {
  /// Into calendar months.
  case months
  /// Into 4, 4 and 5 weeks.
  case weeks445 = "4-4-5"
}
