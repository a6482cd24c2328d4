import PipelinePlugins

/// How far back the period lies that a report is compared with.
enum ReportShift: Hashable {
  case months(Int)
  case days(Int)

  /// The distance to what is compared with; `nil` for a report of all close dates.
  init?(_ comparison: ReportComparison, _ definition: ReportDefinition, _ range: Range<CivilDate>) {
    switch comparison {
    case .target: return nil
    case .samePeriodLastYear: self = .months(12)
    case .previousPeriod:
      switch definition.period {
      case .all: return nil
      case .relative(let relative): self = .months(relative.distance.grain.monthCount)
      case .offset(let grain, _): self = .months(grain.monthCount)
      case .rolling(let months): self = .months(max(1, abs(months)))
      case .days:
        let (first, end) = (range.lowerBound.components, range.upperBound.components)
        let isWholeMonths = first.day == 1 && end.day == 1
        self =
          isWholeMonths
          ? .months(max(1, range.upperBound.monthIndex - range.lowerBound.monthIndex))
          : .days(Int(range.upperBound.daysSince1970 - range.lowerBound.daysSince1970))
      }
    }
  }

  /// The days that are compared with.
  func earlier(_ range: Range<CivilDate>, _ calendar: FiscalCalendar) -> Range<CivilDate>? {
    switch self {
    case .days(let count):
      guard let first = range.lowerBound.adding(days: -count), let end = range.upperBound.adding(days: -count) else {
        return nil
      }
      return first..<end
    case .months(let count):
      let first = moved(range.lowerBound, -count, calendar)
      let end = moved(range.upperBound, -count, calendar)
      return first < end ? first..<end : nil
    }
  }

  /// The day that a day of the time that is compared with is compared to.
  func later(_ day: CivilDate, _ calendar: FiscalCalendar) -> CivilDate {
    switch self {
    case .days(let count): day.adding(days: count) ?? day
    case .months(let count): moved(day, count, calendar)
    }
  }

  /// Whether it is a number of whole months.
  var isMonths: Bool { if case .months = self { true } else { false } }

  /// The same place in the month so many months away; the last day of a shorter month.
  private func moved(_ day: CivilDate, _ months: Int, _ calendar: FiscalCalendar) -> CivilDate {
    if case .weeks445 = calendar.pattern {
      let present = calendar.period(.month, containing: day)
      let other = calendar.period(present, advancedBy: months)
      let offset = Int(day.daysSince1970 - present.range.lowerBound.daysSince1970)
      return other.range.lowerBound.adding(days: offset) ?? other.range.lowerBound
    }
    let index = min(max(day.monthIndex + months, 12), 119_999)
    let (year, month) = (index / 12, index % 12 + 1)
    for candidate in stride(from: day.components.day, through: 1, by: -1) {
      if let found = CivilDate(year: year, month: month, day: candidate) { return found }
    }
    return day
  }
}

extension PeriodGrain {
  /// How many months it has.
  fileprivate var monthCount: Int { 12 / perYear }
}
