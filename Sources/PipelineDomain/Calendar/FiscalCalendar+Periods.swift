extension FiscalCalendar {
  private static let firstMonth = 12
  private static let lastMonth = 119_999

  /// 0 where fiscal years end in the year they start in.
  private var nameOffset: Int { startMonth == 1 ? 0 : 1 }

  /// The number of the period of a calendar month: that of the month itself, or quarters and years counted from the
  /// fiscal year that starts in the year 0.
  func number(_ grain: PeriodGrain, ofMonth month: Int) -> Int {
    let fiscal = month - (startMonth - 1)
    return switch grain {
    case .month: month
    case .quarter: Self.floorDivide(fiscal, 3)
    case .year: Self.floorDivide(fiscal, 12)
    }
  }

  func monthPeriod(_ grain: PeriodGrain, _ wanted: Int) -> Period {
    let least = number(grain, ofMonth: Self.firstMonth)
    let index = min(max(wanted, least), number(grain, ofMonth: Self.lastMonth))
    let (first, count) =
      switch grain {
      case .month: (index, 1)
      case .quarter: (index * 3 + startMonth - 1, 3)
      case .year: (index * 12 + startMonth - 1, 12)
      }
    return Period(
      grain: grain, index: index, range: Self.start(ofMonth: first)..<Self.start(ofMonth: first + count),
      label: label(grain, index))
  }

  private func label(_ grain: PeriodGrain, _ index: Int) -> String {
    switch grain {
    case .month: "\(padded(index / 12, 4))-\(padded(index % 12 + 1, 2))"
    case .quarter:
      "\(yearLabel(Self.floorDivide(index, 4) + nameOffset))-Q\(index - Self.floorDivide(index, 4) * 4 + 1)"
    case .year: yearLabel(index + nameOffset)
    }
  }

  private func yearLabel(_ year: Int) -> String { (startMonth == 1 ? "" : "FY") + padded(year, 4) }

  /// The first day of a month, held within the years 1 to 9999.
  private static func start(ofMonth month: Int) -> CivilDate {
    if month < firstMonth { return day(year: 1, month: 1, day: 1) }
    if month > lastMonth { return day(year: 9999, month: 12, day: 31) }
    return day(year: month / 12, month: month % 12 + 1, day: 1)
  }

  /// A day that is known to exist.
  private static func day(year: Int, month: Int, day: Int) -> CivilDate {
    guard let date = CivilDate(year: year, month: month, day: day) else {
      preconditionFailure("\(year)-\(month)-\(day) is not a day")
    }
    return date
  }

  static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }
}

/// Years of weeks.
extension FiscalCalendar {
  /// The periods of 4-4-5 begin after so many weeks.
  private static let weeksBefore = [0, 4, 8, 13, 17, 21, 26, 30, 34, 39, 43, 47]

  func weekPeriod(_ grain: PeriodGrain, _ day: CivilDate) -> Period {
    let number = Int(day.daysSince1970)
    var year = day.components.year
    while number < weekYearStart(year) { year -= 1 }
    while number >= weekYearStart(year + 1) { year += 1 }
    let week = (number - weekYearStart(year)) / 7
    let place = (Self.weeksBefore.lastIndex { $0 <= week } ?? 0) * grain.perYear / 12
    return weekPeriod(grain, year * grain.perYear + place)
  }

  func weekPeriod(_ grain: PeriodGrain, _ wanted: Int) -> Period {
    let index = min(max(wanted, 0), 10_000 * grain.perYear - 1)
    let (year, place) = (index / grain.perYear, index % grain.perYear)
    let length = 12 / grain.perYear
    let first = weekYearStart(year) + Self.weeksBefore[place * length] * 7
    let end =
      place + 1 == grain.perYear
      ? weekYearStart(year + 1) : weekYearStart(year) + Self.weeksBefore[(place + 1) * length] * 7
    let name = yearLabel(year + nameOffset)
    let label =
      switch grain {
      case .month: "\(name)-P\(padded(place + 1, 2))"
      case .quarter: "\(name)-Q\(place + 1)"
      case .year: name
      }
    return Period(grain: grain, index: index, range: Self.held(first)..<Self.held(end), label: label)
  }

  /// The number of the first day of the fiscal year that nominally starts in a year: the weekday nearest to the first
  /// day of the start month. Years outside the valid range use the average length.
  private func weekYearStart(_ year: Int) -> Int {
    guard case .weeks445(let weekday) = pattern else { return 0 }
    let inside = min(max(year, 1), 9999)
    let nominal = Self.day(year: inside, month: startMonth, day: 1)
    let ahead = (weekday - nominal.isoWeekday + 7) % 7
    return Int(nominal.daysSince1970) + (ahead > 3 ? ahead - 7 : ahead) + (year - inside) * 364
  }

  private static func held(_ number: Int) -> CivilDate {
    let first = day(year: 1, month: 1, day: 1)
    let last = day(year: 9999, month: 12, day: 31)
    let held = min(max(number, Int(first.daysSince1970)), Int(last.daysSince1970))
    return CivilDate(daysSince1970: Int32(held)) ?? first
  }
}
