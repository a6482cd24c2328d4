import PipelinePlugins
import Testing

/// A text, and what it is read as: `2026-06-30 22:30:00.5 +7200`, or the error.
private struct Read: Sendable, CustomTestStringConvertible {
  let pattern: String
  let text: String
  let expected: String
  var pivot: Int?
  var testDescription: String { "\(pattern): \(text)" }

  init(_ pattern: String, _ text: String, _ expected: String, pivot: Int? = nil) {
    (self.pattern, self.text, self.expected, self.pivot) = (pattern, text, expected, pivot)
  }

  var actual: String {
    do {
      let reading = try DateFormat(pattern, pivot: pivot).read(text)
      guard reading.hasTime else { return "\(reading.date)" }
      let seconds = reading.secondsOfDay
      let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
      let fraction = reading.microseconds == 0 ? "" : ".\(reading.microseconds)"
      return "\(reading.date) \(time.joined(separator: ":"))\(fraction)" + (reading.offset.map { " \($0)" } ?? "")
    } catch { return "\(error)" }
  }

  static let all = [
    Read("yyyy-MM-ddTHH:mm:ssZ", "2026-06-30T22:30:00Z", "2026-06-30 22:30:00 0"),
    Read("yyyy-MM-ddTHH:mm:ssZ", "2026-06-30T22:30:00+02:00", "2026-06-30 22:30:00 7200"),
    Read("yyyy-MM-dd'T'HH:mm:ss'Z'", "2026-06-30T22:30:00Z", "2026-06-30 22:30:00 0"),
    Read("yyyy-MM-ddTHH:mm:ss.SSSXXX", "2026-06-30T22:30:00.250-0330", "2026-06-30 22:30:00.250000 -12600"),
    Read(
      "yyyy-MM-ddTHH:mm:ssZ", "2026-06-30T22:30:00",
      "'2026-06-30T22:30:00' is not a date in the form yyyy-MM-ddTHH:mm:ssZ"),
    Read(
      "yyyy-MM-ddTHH:mm:ssZ", "2026-06-30T22:30:00+2",
      "'2026-06-30T22:30:00+2' is not a date in the form yyyy-MM-ddTHH:mm:ssZ"),
    Read("iso8601", "2026-06-30", "2026-06-30"),
    Read("iso8601", "2026-06-30T22:30", "2026-06-30 22:30:00"),
    Read("iso8601", "2026-06-30 22:30:15.819", "2026-06-30 22:30:15.819000"),
    Read("iso8601", "2026-06-30T22:30:49.000+0000", "2026-06-30 22:30:49 0"),
    Read("iso8601", "2026-06-30T22:30:49.123456789Z", "2026-06-30 22:30:49.123456 0"),
    Read("iso8601", "2026-06-30T22:30:49 +01", "2026-06-30 22:30:49 3600"),
    Read("iso8601", "30/06/2026", "'30/06/2026' is not a date in the form iso8601"),
    Read("iso8601", "2026-06-30T25:00", "'2026-06-30T25:00' is not a date in the form iso8601"),
    Read("epoch_seconds", "1782858600", "2026-06-30 22:30:00 0"),
    Read("epoch_milliseconds", "1782858600250", "2026-06-30 22:30:00.250000 0"),
    Read("epoch_seconds", "-86400.5", "1969-12-30 23:59:59.500000 0"),
    Read(
      "epoch_seconds", "1782858600250",
      "'1782858600250' lies in the year 10000, which is not plausible; years from 1900 to 2199 are read"),
    Read("epoch_seconds", "2026-06-30", "'2026-06-30' is not a date in the form epoch_seconds"),
    Read("d/M/yy", "5/4/69", "2069-04-05", pivot: 1970),
    Read("d/M/yy", "5/4/70", "1970-04-05", pivot: 1970),
    Read("d/M/yy", "5/4/26", "2026-04-05", pivot: 2000),
    Read("d/M/yy", "5/4/49", "2049-04-05", pivot: 1950),
    Read("d/M/yy", "5/4/2026", "'5/4/2026' is not a date in the form d/M/yy", pivot: 1950),
    Read("d-MMM-yyyy", "07-Apr-2015", "2015-04-07"),
    Read("d MMM yyyy", "7 avr. 2015", "2015-04-07"),
    Read("d MMM yyyy", "7 févr. 2015", "2015-02-07"),
    Read("d MMM yyyy", "7 FÉVR 2015", "2015-02-07"),
    Read("d MMM yyyy", "7 fe\u{301}vr. 2015", "2015-02-07"),
    Read("d MMM yyyy", "7 juin 2015", "2015-06-07"),
    Read("d MMM yyyy", "7 juil. 2015", "2015-07-07"),
    Read("d MMM yyyy", "7 Mai 2015", "2015-05-07"),
    Read("dMMMyyyy", "7mars2015", "2015-03-07"),
    Read("d MMMM yyyy", "1 août 2015", "2015-08-01"),
    Read("d MMMM yyyy", "1 aout 2015", "2015-08-01"),
    Read("MMMM d, yyyy", "December 31, 2015", "2015-12-31"),
    Read("d MMMM yyyy", "31 décembre 2015", "2015-12-31"),
    Read("d MMMM yyyy", "31 Dezember 2015", "'31 Dezember 2015' is not a date in the form d MMMM yyyy"),
    Read(
      "yyyy-MM-dd", "0026-06-30",
      "'0026-06-30' lies in the year 26, which is not plausible; years from 1900 to 2199 are read"),
    Read(
      "yyyy-MM-dd", "2200-01-01",
      "'2200-01-01' lies in the year 2200, which is not plausible; years from 1900 to 2199 are read"),
    Read(
      "yyyy-MM-dd", "1899-12-31",
      "'1899-12-31' lies in the year 1899, which is not plausible; years from 1900 to 2199 are read"),
    Read("yyyy-MM-dd", "1900-01-01", "1900-01-01"),
    Read("yyyy-MM-dd", "2199-12-31", "2199-12-31"),
    Read("M/d/yyyy h:mm a", "6/30/2026 10:30 PM", "2026-06-30 22:30:00"),
  ]
}

@Suite("Dates as files write them")
struct DateFormatTests {
  @Test(
    "offsets, fractions, epochs, two-digit years, month names and years that are not plausible",
    arguments: 0..<Read.all.count)
  func reads(_ index: Int) {
    let read = Read.all[index]
    #expect(read.actual == read.expected, "\(read.pattern)")
  }
}

@Suite("Numbers as files write them")
struct NumberFormatTests {
  static let comma = NumberFormat(decimal: ",")
  static let german = NumberFormat(decimal: ",", thousands: ".")
  static let french = NumberFormat(decimal: ",", thousands: " ", strip: ["€"])
  static let american = NumberFormat(thousands: ",", strip: ["$"])

  static let taken: [(NumberFormat, String, String)] = [
    (comma, "2,5", "2.5"), (comma, "1234", "1234"), (comma, "-0,05", "-0.05"), (german, "1.234,5", "1234.5"),
    (german, "1.234", "1234"), (german, "1234,5", "1234.5"), (french, "1 234 567,5 €", "1234567.5"),
    (french, "1\u{A0}234,5", "1234.5"), (american, "$1,234.50", "1234.50"), (american, "-$5", "-5"),
  ]

  static let refused: [(NumberFormat, String)] = [
    (.plain, "1,23"), (.plain, "1.234.5"), (.plain, "1 234"), (.plain, "1'234"), (.plain, "+5"), (.plain, ""),
    (comma, "1.234"), (comma, "1.234,5"), (comma, "2.5"), (comma, "1,2,3"), (comma, "1 234"), (comma, ",5"),
    (comma, "5,"), (german, "1.23"), (german, "1234.567"), (german, "1.2345"), (german, "1,234.5"), (german, "1,5.000"),
    (german, "1 234"), (french, "1.234,5"), (french, "1  234"), (french, "12 34"), (american, "1.234,5"),
    (american, "1,23"), (american, "12,34,567"), (american, "1.234,567"), (american, "€5"), (american, "12abc"),
    (american, "٣"), (comma, "1e5"), (comma, "NaN"),
  ]

  @Test("signs that were declared are read, in their places", arguments: taken)
  func takes(_ format: NumberFormat, _ text: String, _ number: String) throws {
    #expect(try format.number(text).description == number)
  }

  @Test("signs that were not declared, or not in their places, are refused", arguments: refused)
  func refuses(_ format: NumberFormat, _ text: String) {
    #expect(throws: ImportValueError.self) { try format.number(text) }
  }
}

@Suite("Files in other encodings")
struct TextEncodingTests {
  private func text(_ encoding: TextEncoding, _ bytes: [UInt8]) -> String {
    do { return String(decoding: try encoding.utf8(bytes, file: "x.csv"), as: UTF8.self) } catch { return "\(error)" }
  }

  @Test("single bytes are the characters that the encoding says, and those that it does not have are refused")
  func singleBytes() {
    let bytes: [UInt8] = [0x53, 0xE9, 0x80, 0x2C, 0x0A, 0x93, 0xFC]
    #expect(text(.windows1252, bytes) == "Sé€,\n“ü")
    #expect(text(.latin1, [0x53, 0xE9, 0xFC]) == "Séü")
    #expect(
      text(.latin1, bytes)
        == "x.csv:1:3: error: the byte 80 is no character of iso-8859-1; say under 'encoding' in the mapping how the file is written"
    )
    #expect(text(.windows1252, [0x61, 0x0A, 0x62, 0x81]).hasPrefix("x.csv:2:2: error: the byte 81"))
  }

  @Test("UTF-16 in either order, with or without a mark")
  func pairs() {
    let text16 = "Id,Société 🎉\n1,x\n"
    let units = Array(text16.utf16)
    let little = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let big = units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    for bytes in [little, big, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big] { #expect(text(.utf16, bytes) == text16) }
    #expect(text(.utf16, [0xFF, 0xFE, 0x61]).contains("is not utf-16"))
    #expect(text(.utf16, [0xFF, 0xFE, 0x00, 0xD8, 0x61, 0x00]).contains("is not utf-16"))
  }
}
