import PipelineDomain
import Testing

@Suite("Fiscal calendars")
struct FiscalCalendarTests {
  private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }

  @Test(
    "a day's month, quarter and year, with their days",
    arguments: [
      (1, "2017-03-31", "2017-03", "2017-Q1", "2017", "2017-01-01", "2018-01-01"),
      (1, "2017-12-31", "2017-12", "2017-Q4", "2017", "2017-01-01", "2018-01-01"),
      (4, "2017-03-31", "2017-03", "FY2017-Q4", "FY2017", "2016-04-01", "2017-04-01"),
      (4, "2017-04-01", "2017-04", "FY2018-Q1", "FY2018", "2017-04-01", "2018-04-01"),
      (12, "2017-11-30", "2017-11", "FY2017-Q4", "FY2017", "2016-12-01", "2017-12-01"),
    ])
  func months(
    start: Int, on: String, month: String, quarter: String, year: String, first: String, end: String
  ) throws {
    let calendar = try #require(FiscalCalendar(startMonth: start))
    let date = try day(on)
    #expect(calendar.period(.month, containing: date).label == month)
    #expect(calendar.period(.quarter, containing: date).label == quarter)
    #expect(calendar.period(.year, containing: date).label == year)
    #expect(calendar.period(.year, containing: date).range == (try day(first))..<(try day(end)))
  }

  @Test("years of weeks: 4-4-5 from the Monday nearest to the first, 53 weeks where they must be")
  func weeks() throws {
    let calendar = try #require(FiscalCalendar(startMonth: 1, pattern: .weeks445(firstWeekday: 1)))
    // 2015-01-01 was a Thursday, 2016-01-01 a Friday: the year of 2015 has 53 weeks.
    let year = calendar.period(.year, containing: try day("2015-06-01"))
    #expect(year.range == (try day("2014-12-29"))..<(try day("2016-01-04")) && year.label == "2015")
    let last = calendar.period(.month, containing: try day("2016-01-03"))
    #expect(last.range == (try day("2015-11-23"))..<(try day("2016-01-04")) && last.label == "2015-P12")
    #expect(calendar.period(.month, containing: try day("2015-01-25")).label == "2015-P01")
    #expect(calendar.period(.month, containing: try day("2015-01-26")).label == "2015-P02")
    #expect(calendar.period(.quarter, containing: try day("2015-03-30")).label == "2015-Q2")
  }

  @Test(
    "every day is in exactly one period, and periods follow one another",
    arguments: [1, 2, 7, 10, 12],
    [FiscalCalendar.Pattern.months, .weeks445(firstWeekday: 1), .weeks445(firstWeekday: 6)])
  func tiling(start: Int, pattern: FiscalCalendar.Pattern) throws {
    let calendar = try #require(FiscalCalendar(startMonth: start, pattern: pattern))
    for grain in PeriodGrain.allCases {
      var period = calendar.period(grain, containing: try day("1999-01-01"))
      var labels: Set<String> = []
      for _ in 0..<(grain == .year ? 40 : 300) {
        #expect(labels.insert(period.label).inserted)
        let lastDay = try #require(period.range.upperBound.adding(days: -1))
        #expect(calendar.period(grain, containing: period.range.lowerBound) == period)
        #expect(calendar.period(grain, containing: lastDay) == period)
        let next = calendar.period(period, advancedBy: 1)
        #expect(next.range.lowerBound == period.range.upperBound && next.index == period.index + 1)
        period = next
      }
    }
  }

  @Test("rolling months begin or end with the present one")
  func rolling() throws {
    let today = try day("2017-12-31")
    let calendar = FiscalCalendar.calendarYears
    #expect(calendar.months(3, around: today) == (try day("2017-12-01"))..<(try day("2018-03-01")))
    #expect(calendar.months(-12, around: today) == (try day("2017-01-01"))..<(try day("2018-01-01")))
  }

  @Test("the first and last days there are do not trap", arguments: [1, 4, 12])
  func ends(start: Int) throws {
    for pattern in [FiscalCalendar.Pattern.months, .weeks445(firstWeekday: 3)] {
      let calendar = try #require(FiscalCalendar(startMonth: start, pattern: pattern))
      for text in ["0001-01-01", "9999-12-31"] {
        for grain in PeriodGrain.allCases {
          let period = calendar.period(grain, containing: try day(text))
          for far in [Int.min, -1, 1, .max] { _ = calendar.period(period, advancedBy: far).range }
        }
      }
    }
  }

  @Test("a month or weekday that does not exist makes no calendar")
  func invalid() {
    #expect(FiscalCalendar(startMonth: 0) == nil && FiscalCalendar(startMonth: 13) == nil)
    #expect(FiscalCalendar(startMonth: 1, pattern: .weeks445(firstWeekday: 8)) == nil)
  }
}
