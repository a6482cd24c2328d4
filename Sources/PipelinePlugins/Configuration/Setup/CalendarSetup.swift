/// The fiscal calendar and the time zone, as configured.
public struct CalendarSetup: Hashable, Sendable {
  /// The month in which the fiscal year starts, `1...12`.
  public var fiscalYearStartMonth: Int
  /// How quarters are divided.
  public var pattern: FiscalPattern
  /// The day on which weeks begin, for the pattern 4-4-5: ISO 8601, 1 is Monday, 7 is Sunday.
  public var weekStartsOn: Int
  /// The IANA name of the zone in which days begin and end, such as `Europe/Paris`.
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

/// The dashboard, as configured.
public struct DashboardSetup: Hashable, Sendable {
  /// What is shown, in order.
  public var widgets: [DashboardWidget]
  /// The sales grid's columns.
  public var period: DashboardPeriod
  /// The period at whose start the waterfall begins.
  public var waterfall: WaterfallPeriod

  /// A dashboard; by default the funnel and the sales grid, by quarter.
  public init(
    widgets: [DashboardWidget] = DashboardWidget.standard, period: DashboardPeriod = .quarter,
    waterfall: WaterfallPeriod = .quarter
  ) {
    self.widgets = widgets
    self.period = period
    self.waterfall = waterfall
  }
}

/// What a dashboard can show.
public enum DashboardWidget: String, SettingChoice, Hashable {
  /// Open deals by stage.
  case funnel
  /// Won and open deals by salesperson and period.
  case salesGrid = "sales_grid"
  /// What became of the open pipeline since the present period began.
  case waterfall

  /// What a dashboard shows where nothing else is asked for. The waterfall reads the journal, which takes longer.
  public static let standard: [DashboardWidget] = [.funnel, .salesGrid]
}

/// The periods of a sales grid.
public enum DashboardPeriod: String, SettingChoice, Hashable {
  /// Months.
  case month
  /// Quarters of the fiscal year.
  case quarter
}

/// The period at whose start a dashboard's waterfall begins.
public enum WaterfallPeriod: String, SettingChoice, Hashable {
  /// The fiscal calendar's month.
  case month
  /// The fiscal quarter.
  case quarter
  /// The fiscal year.
  case year

  /// The same as a length of periods.
  public var grain: PeriodGrain {
    switch self {
    case .month: .month
    case .quarter: .quarter
    case .year: .year
    }
  }
}
