import PipelineDomain
import Testing

@Suite("Exact values")
struct ExactValueTests {
  @Test(
    "halves go to the even neighbour",
    arguments: [
      (5, 10, 0), (15, 10, 2), (25, 10, 2), (-5, 10, 0), (-15, 10, -2), (-25, 10, -2), (14, 10, 1), (16, 10, 2),
      (-16, 10, -2),
    ])
  func halfEven(value: Int128, divisor: Int128, expected: Int128) {
    #expect(dividedHalfEven(value, by: divisor) == expected)
  }

  @Test("decimals are equal by what they are worth and print what was written")
  func decimals() throws {
    #expect(try ExactDecimal(parsing: "1.50") == ExactDecimal(parsing: "1.5"))
    #expect(Set([ExactDecimal("1.50"), ExactDecimal("1.5")]).count == 1)
    #expect(ExactDecimal("1.50").description == "1.50")
    #expect(ExactDecimal("-0.05").description == "-0.05")
    #expect(ExactDecimal("-1") < ExactDecimal("0.1"))
    #expect(ExactDecimal(Int64.min).description == "-9223372036854775807")
    for text in ["", "-", ".", "1.", ".5", "+1", " 1", "1 ", "1_000", "0x10", "١", "--1", "1.2.3", "1-"] {
      #expect(ExactDecimal(text) == nil, "\(text)")
    }
  }

  @Test(
    "percentages are read to two decimals",
    arguments: [
      ("65.0%", "65%"), ("62.5", "62.5%"), ("0", "0%"), ("100 %", "100%"), ("12.34", "12.34%"),
    ])
  func percent(text: String, shown: String) throws {
    #expect(try BasisPoints(parsingPercent: text).description == shown)
  }

  @Test("what is no percentage is refused", arguments: ["100.01", "-1", "12.345", "", "%", "ten"])
  func notPercent(text: String) {
    #expect(throws: (any Error).self) { try BasisPoints(parsingPercent: text) }
  }

  @Test("sums report overflow and never mix currencies")
  func sums() throws {
    let most = try #require(Money(minorUnits: Int64.max, currency: .usd))
    let cent = try #require(Money(minorUnits: Int64(1), currency: .usd))
    #expect(throws: MoneyError.overflow) { try most.adding(cent) }
    #expect(throws: MoneyError.overflow) { try most.negated.adding(cent.negated) }
    #expect(throws: MoneyError.differentCurrencies(.usd, .eur)) { try cent.adding(.zero(.eur)) }
    #expect(Money(minorUnits: Int64.min, currency: .usd) == nil)
  }

  @Test("currencies have the minor digits that ISO 4217 gives them")
  func currencies() throws {
    for (code, digits) in [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("XPF", 0), ("TND", 3)] {
      #expect(Currency(code)?.minorDigits == UInt8(digits), "\(code)")
      #expect(Currency(code)?.code == code)
    }
    for code in ["XAU", "XXX", "eur", "EU", "EURO", "€", ""] { #expect(Currency(code) == nil, "\(code)") }
    #expect(Currency.all.count == 165)
  }

  @Test("identities read back and keep their order of time")
  func identities() throws {
    let early = RecordID(milliseconds: 1, counter: 4095, random: .max)
    let late = RecordID(milliseconds: 2, counter: 0, random: 0)
    #expect(early < late)
    #expect(RecordID(early.description) == early)
    #expect(RecordID(bytes: early.bytes) == early)
    #expect(early.description.dropFirst(14).first == "7", "version 7")
    for text in ["", "0189d1f0", "0189d1f0-7c4e-7a3b-8f00-0123456789ag", "+189d1f07c4e7a3b8f000123456789ab"] {
      #expect(RecordID(text) == nil, "\(text)")
    }
  }

  @Test("lines survive their text form with any product name")
  func lines() throws {
    var body = OpportunityBody()
    body.currency = .usd
    body.lines = ["a\"b", "\\", "[,]", "\u{0}\u{1F}", "é😀"].map {
      OpportunityLine(product: $0, quantity: "1.50", unitPrice: "-2.125")
    }
    let cells = OpportunityBody.fields.encode(body)
    #expect(try OpportunityBody.fields.decode(cells).lines == body.lines)
  }

  @Test(
    "a damaged cell is an error, not a crash",
    arguments: ["[", "[[]]", "[[\"a\"]]", "[[\"a\",\"1\",\"x\"]]", "[[\"\\u12\"", "nonsense"])
  func damaged(text: String) throws {
    let place = try #require(OpportunityBody.fields.position(of: "lines"))
    var cells = OpportunityBody.fields.encode(OpportunityBody())
    cells[place] = .text(text)
    #expect(throws: CellError.self) { try OpportunityBody.fields.decode(cells) }
  }
}
