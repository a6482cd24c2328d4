import PipelineDomain
import Testing

@Suite("Days and instants in code and text")
struct DateParsingTests {
  @Test(
    "a text that is no day says why",
    arguments: [
      ("2026-02-30", "there is no day '2026-02-30': the month has 28 days"),
      ("2026-13-01", "there is no day '2026-13-01': months are 01 to 12"),
      ("2026-04-00", "there is no day '2026-04-00': the month has 30 days"),
      ("0000-01-01", "there is no day '0000-01-01': years are 0001 to 9999"),
      ("26-02-03", "'26-02-03' is not a date; write yyyy-MM-dd, such as 2026-12-31"),
      ("2026/02/03", "'2026/02/03' is not a date; write yyyy-MM-dd, such as 2026-12-31"),
      ("2026-02-3x", "'2026-02-3x' is not a date; write yyyy-MM-dd, such as 2026-12-31"),
      ("", "'' is not a date; write yyyy-MM-dd, such as 2026-12-31"),
    ])
  func wrongDays(text: String, message: String) {
    let error = #expect(throws: CivilDate.Invalid.self) { try CivilDate(parsing: text) }
    #expect(error?.description == message)
    #expect(CivilDate(text) == nil && CivilDate(iso: text) == nil)
  }

  @Test("numbers that are no day say why")
  func wrongNumbers() throws {
    #expect(throws: CivilDate.Invalid.noSuchDay("2026-02-30", daysInMonth: 28)) {
      try CivilDate(validYear: 2026, month: 2, day: 30)
    }
    #expect(throws: CivilDate.Invalid.noSuchYear("10000-01-01")) { try CivilDate(validYear: 10_000, month: 1, day: 1) }
    #expect(try CivilDate(validYear: 2024, month: 2, day: 29) == "2024-02-29")
  }

  @Test("a literal is a day, and a mistake in one stops the program")
  func literals() async {
    let day: CivilDate = "2026-02-28"
    #expect(day == CivilDate(year: 2026, month: 2, day: 28))
    await #expect(processExitsWith: .failure) {
      let wrong: CivilDate = "2026-02-30"
      print(wrong)
    }
    await #expect(processExitsWith: .failure) {
      let wrong: Instant = "2026-02-28 09:00"
      print(wrong)
    }
  }

  @Test("instants read back as they were written, also with an offset")
  func instants() throws {
    var dice = Dice(seed: 9)
    for _ in 0..<2000 {
      let instant = Instant(microsecondsSince1970: dice.number(-62_135_596_800_000_000...253_402_300_799_999_999))
      #expect(try Instant(parsing: instant.description) == instant)
      #expect(Instant(instant.description) == instant)
    }
    #expect(try Instant(parsing: "2018-01-01T00:59:59.25+01:00") == "2017-12-31T23:59:59.25Z")
    #expect(try Instant(parsing: "2017-12-31T18:29:59-05:30") == "2017-12-31T23:59:59Z")
  }

  @Test(
    "a text that is no instant is refused",
    arguments: [
      "", "2026-02-28", "2026-02-28T09:00Z", "2026-02-28T09:00:00", "2026-02-28T24:00:00Z", "2026-02-28T09:60:00Z",
      "2026-02-28T09:00:60Z", "2026-02-28T09:00:00.Z", "2026-02-28T09:00:00.1234567Z", "2026-02-28T09:00:00Zx",
      "2026-02-28T09:00:00+1:00", "2026-02-28T9:00:00Z", "2026-02-30T09:00:00Z", "2026-02-28T0é:00:00Z",
    ])
  func wrongInstants(text: String) {
    #expect(throws: (any Error).self) { try Instant(parsing: text) }
    #expect(Instant(text) == nil)
  }
}
