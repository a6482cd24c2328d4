import PipelineDomain
import Testing

@Suite("Money")
struct MoneyTests {
  @Test("an amount reads back as it was written", arguments: ["4821.00", "-0.05", "0.00", "92233720368547758.07"])
  func roundTrip(text: String) throws {
    #expect(try Money(parsing: text, currency: .usd).decimalText == text)
  }

  @Test(
    "a bad amount says what is wrong",
    arguments: [
      ("12abc", "'12abc' is not a number; write digits with a dot, such as 1234.50"),
      ("1,5", "'1,5' is not a number; write digits with a dot, such as 1234.50"),
      ("NaN", "'NaN' is not a number; write digits with a dot, such as 1234.50"),
      ("1e400", "'1e400' is not a number; write digits with a dot, such as 1234.50"),
      ("", "the value is empty"),
      (
        "12345678901234567890123456789012345678901",
        "'12345678901234567890123456789012345678901' has more digits than can be kept exactly (up to 18)"
      ),
      ("1.005", "'1.005' has more decimals than USD allows (2)"),
    ])
  func bad(text: String, message: String) {
    do {
      _ = try Money(parsing: text, currency: .usd)
      Issue.record("\(text) was taken")
    } catch { #expect("\(error)" == message) }
  }

  @Test("yen have no minor unit")
  func yen() {
    #expect(throws: MoneyError.tooPrecise("0.5", .jpy)) { try Money(parsing: "0.5", currency: .jpy) }
  }
}
