import PipelineDomain
import Testing

@Suite("Civil dates and instants")
struct CalendarTests {
  @Test("every day of ten thousand years follows the one before, by the Gregorian rule")
  func everyDay() {
    var expected = (year: 1, month: 1, day: 1)
    var date = CivilDate(year: 1, month: 1, day: 1)
    var weekday = 1
    var wrong = 0
    while let current = date {
      if current.components != expected || current.isoWeekday != weekday { wrong += 1 }
      let leap = expected.year % 4 == 0 && (expected.year % 100 != 0 || expected.year % 400 == 0)
      let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      expected.day += 1
      if expected.day > lengths[expected.month - 1] { expected = (expected.year, expected.month + 1, 1) }
      if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
      weekday = weekday % 7 + 1
      date = current.adding(days: 1)
    }
    #expect(wrong == 0)
    #expect(expected == (10_000, 1, 1))
  }

  @Test("a date reads back as it was written; what is no date is refused")
  func text() {
    for text in ["2017-12-31", "0001-01-01", "9999-12-31", "2024-02-29"] {
      #expect(CivilDate(text)?.description == text)
    }
    for text in [
      "2026-02-30", "2023-02-29", "2026-13-01", "2026-1-01", "20260101", "2026-01-0a", "0000-01-01", "", "２026-01-01",
    ] {
      #expect(CivilDate(text) == nil, "\(text)")
    }
  }

  @Test("a month later is the same day, or the month's last")
  func months() {
    #expect(CivilDate("2017-01-31").adding(months: 1)?.description == "2017-02-28")
    #expect(CivilDate("2016-01-31").adding(months: 1)?.description == "2016-02-29")
    #expect(CivilDate("2017-03-31").adding(months: -13)?.description == "2016-02-29")
    #expect(CivilDate("9999-12-01").adding(months: 1) == nil)
    #expect(CivilDate("2017-01-01").adding(months: .max) == nil)
    #expect(CivilDate("2017-01-01").adding(days: .min) == nil)
  }

  @Test("a moment is one civil day here and another there")
  func zones() {
    let moment = Instant(microsecondsSince1970: 1_514_764_799_500_000)
    #expect(moment.description == "2017-12-31T23:59:59.5Z")
    #expect(moment.civilDate()?.description == "2017-12-31")
    #expect(moment.civilDate(secondsFromUTC: 3600)?.description == "2018-01-01")
    #expect(Instant(microsecondsSince1970: -1).civilDate()?.description == "1969-12-31")
    #expect(Instant(microsecondsSince1970: .max).adding(microseconds: 1).microsecondsSince1970 == .max)
  }
}
