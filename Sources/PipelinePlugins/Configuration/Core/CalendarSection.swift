/// The names of months in a configuration.
enum MonthName: String, SettingChoice {
  case january, february, march, april, may, june, july, august, september, october, november, december

  var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}

/// The names of weekdays in a configuration.
enum WeekdayName: String, SettingChoice {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}

/// The section `calendar` of a configuration.
struct CalendarSection: PluginSettings {
  var fiscalYearStarts = MonthName.january
  var pattern = FiscalPattern.months
  var weekStarts = WeekdayName.monday
  var timeZone = "UTC"

  static let noun: Wording = "the calendar"
  static let settings: [Setting<Self>] = [
    Setting("fiscal_year_starts", \.fiscalYearStarts, "The month in which the fiscal year starts."),
    Setting("pattern", \.pattern, "Whether quarters are three months, or 4, 4 and 5 weeks."),
    Setting("week_starts", \.weekStarts, "The day on which weeks begin, for the pattern 4-4-5."),
    Setting("time_zone", \.timeZone, "The IANA name of the zone in which days begin and end."),
  ]

  func validate(_ node: ConfigNode, _ context: inout DecodingContext) {
    guard let entry = node["time_zone"], case .scalar = entry.value.content else { return }
    guard !context.surroundings.isTimeZone(timeZone) else { return }
    context.report(
      .unknownName, "unknown time zone '\(timeZone.clipped(to: 40))'",
      hint: "write an IANA name such as Europe/Paris or UTC", at: entry.value.mark)
  }

  var setup: CalendarSetup {
    CalendarSetup(
      fiscalYearStartMonth: fiscalYearStarts.number, pattern: pattern, weekStartsOn: weekStarts.number,
      timeZone: timeZone)
  }
}

/// The section `currency` of a configuration.
struct CurrencySection: PluginSettings {
  var base = Currency.eur
  var openDealsAt = RateDay.reportDate
  var closedDealsAt = RateDay.closeDate

  static let noun: Wording = "the currency"
  static let settings: [Setting<Self>] = [
    Setting("base", \.base, "The currency that totals are in."),
    Setting("open_deals_at", \.openDealsAt, "The day whose rate prices open deals: the report's, or their close date."),
    Setting(
      "closed_deals_at", \.closedDealsAt,
      "The day whose rate prices won and lost deals: the report's, or their close date."),
  ]
}

/// The section `dashboard` of a configuration.
struct DashboardSection: PluginSettings {
  var widgets = DashboardWidget.standard
  var period = PeriodGrain.quarter
  var waterfall = PeriodGrain.quarter
  var stuckAfter = DashboardSetup.standardStuckAfter

  static let noun: Wording = "the dashboard"
  static let settings: [Setting<Self>] = [
    Setting("widgets", \.widgets, "What is shown, in order."),
    Setting("period", \.period, "The periods of the sales grid."),
    Setting(
      "waterfall", \.waterfall,
      "The waterfall and the stage conversion begin where the present month, quarter or fiscal year began, and key figures are about it."
    ),
    Setting(
      "stuck_after", \.stuckAfter, "An open deal needs attention after so many days in its stage.",
      check: { (1...3650).contains($0) ? nil : "must be 1 to 3650" }),
  ]
}
