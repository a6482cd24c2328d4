import PipelinePlugins
import Testing

@testable import PipelineAnalytics

@Suite("Sums of priced amounts are exact and rounded once")
struct ExactSumTests {
  struct Addend {
    let amount: Int128
    let currency: Currency
    let rate: ExactDecimal

    init(_ amount: Int128, _ code: String, _ rate: ExactDecimal) throws {
      self.amount = amount
      currency = try #require(Currency(code))
      self.rate = rate
    }
  }

  private func sum(_ addends: [Addend], in currency: Currency) throws -> Int128 {
    var sum = ExactSum(in: currency)
    for addend in addends { try sum.add(addend.amount, of: addend.currency, at: addend.rate) }
    return try sum.rounded()
  }

  @Test("yen to euro: three tenths of a cent, three times, are a cent")
  func yen() throws {
    // 1 JPY at 0.0034 EUR = 0.34 cent; each alone rounds to nothing, three of them are 1.02 cents.
    let one = try Addend(1, "JPY", "0.0034")
    #expect(try sum([one], in: .eur) == 0)
    #expect(try sum([one, one, one], in: .eur) == 1)
    // 1,234,567 JPY at 0.006127450980 EUR = 7,564.74877... EUR, of which the last cent is rounded up.
    #expect(try sum([Addend(1_234_567, "JPY", "0.006127450980")], in: .eur) == 756_475)
  }

  @Test("currencies with 0, 2, 3 and 4 minor digits, both ways")
  func minorDigits() throws {
    let bhd = try #require(Currency("BHD"))
    let clf = try #require(Currency("CLF"))
    let uyw = try #require(Currency("UYW"))
    // 1.234 BHD at 2.45 EUR = 3.0233 EUR.
    #expect(try sum([Addend(1_234, "BHD", "2.45")], in: .eur) == 302)
    // 3.02 EUR at 0.4081632653 BHD = 1.232653061206 BHD.
    #expect(try sum([Addend(302, "EUR", "0.4081632653")], in: bhd) == 1_233)
    // 2.0001 CLF at 36.5 EUR = 73.00365 EUR.
    #expect(try sum([Addend(20_001, "CLF", "36.5")], in: .eur) == 7_300)
    // 73.00 EUR at 0.0274 CLF = 2.0002 CLF, nothing to round.
    #expect(try sum([Addend(7_300, "EUR", "0.0274")], in: clf) == 20_002)
    // 10.0000 UYW at 6 UYU, 1 UYU at 3.5 JPY: 60.00 UYU; 210 JPY.
    #expect(try sum([Addend(100_000, "UYW", "6")], in: #require(Currency("UYU"))) == 6_000)
    #expect(try sum([Addend(100_000, "UYW", "21")], in: .jpy) == 210)
    // 1 JPY at 0.000000000001 UYW is nothing; 10^8 of them are one ten-thousandth.
    #expect(try sum([Addend(1, "JPY", "0.000000000001")], in: uyw) == 0)
    #expect(try sum([Addend(100_000_000, "JPY", "0.000000000001")], in: uyw) == 1)
  }

  @Test("halves go to the even neighbour, below zero too")
  func halves() throws {
    // 0.5, 1.5, 2.5 cents.
    for (yen, cents) in [(1, 0), (3, 2), (5, 2), (-1, 0), (-3, -2), (-5, -2)] as [(Int128, Int128)] {
      #expect(try sum([Addend(yen, "JPY", "0.005")], in: .eur) == cents)
    }
    // A trace beyond the half is more than a half.
    #expect(try sum([Addend(1, "JPY", "0.005000000001")], in: .eur) == 1)
    #expect(try sum([Addend(-1, "JPY", "0.005000000001")], in: .eur) == -1)
  }

  @Test("mixed currencies are added before they are rounded; parts of minor units divide out")
  func mixed() throws {
    let addends = try [
      Addend(10_000, "USD", "0.9223"), Addend(1_000, "JPY", "0.0061"), Addend(-5_000, "EUR", "1"),
      Addend(1_500, "BHD", "2.4511"),
    ]
    // 92.23 + 6.10 - 50.00 + 3.67665 = 52.00665 EUR.
    #expect(try sum(addends, in: .eur) == 5_201)
    var weighted = ExactSum(in: .eur)
    for addend in addends { try weighted.add(addend.amount * 375_000, of: addend.currency, at: addend.rate) }
    // 37.5 % of it: 19.50249375 EUR.
    #expect(try weighted.rounded(over: 1_000_000) == 1_950)
  }

  @Test("what does not fit is refused and leaves the sum as it was; sums in other currencies are refused")
  func refusals() throws {
    let largest = ExactDecimal(.max)
    var sum = ExactSum(in: .jpy)
    // 2^127 yen at 2^63, in units of 10^-16: 2^65 / 10^16 = 3,689.3 of them fit in 255 bits.
    var added = 0
    while added < 10_000, (try? sum.add(.max, of: .jpy, at: largest)) != nil { added += 1 }
    #expect(added == 3_689)
    let before = sum
    #expect(throws: MoneyError.overflow) { try sum.add(.max, of: .jpy, at: largest) }
    #expect(throws: MoneyError.overflow) { try sum.add(before) }
    #expect(sum == before)
    #expect(throws: MoneyError.overflow) { try sum.rounded() }
    for _ in 0..<added { try sum.add(-.max, of: .jpy, at: largest) }
    #expect(sum == ExactSum(in: .jpy))
    try sum.add(.min, of: .jpy)
    #expect(throws: MoneyError.overflow) { try sum.rounded() }
    try sum.add(1, of: .jpy)
    #expect(try sum.rounded() == -Int128.max)
    #expect(throws: MoneyError.differentCurrencies(.jpy, .eur)) { try sum.add(ExactSum(in: .eur)) }
  }

  @Test("random sums equal those on paper, in any order and in parts")
  func random() throws {
    let seed = UInt64.random(in: .min ... .max)
    print("exact sums, seed \(seed)")
    var random = SeededGenerator(seed)
    let currencies = try ["JPY", "EUR", "BHD", "CLF", "UYW", "USD"].map { try #require(Currency($0)) }
    for _ in 0..<300 {
      let target = try #require(currencies.randomElement(using: &random))
      let divisor = try #require([1, 2, 1_000_000, .max].randomElement(using: &random)) as Int64
      var sum = ExactSum(in: target)
      var parts = (ExactSum(in: target), ExactSum(in: target))
      var paper = PlainInteger(0)
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let limit = try #require([3, 1_000_000, .max].randomElement(using: &random)) as Int64
        let amount = Int128(Int64.random(in: -limit...limit, using: &random))
        let coefficient = Int64.random(in: 0...limit, using: &random)
        let rate = try #require(ExactDecimal(coefficient: coefficient, scale: .random(in: 0...12, using: &random)))
        let source = try #require(currencies.randomElement(using: &random))
        try sum.add(amount, of: source, at: rate)
        if Bool.random(using: &random) {
          try parts.0.add(amount, of: source, at: rate)
        } else {
          try parts.1.add(amount, of: source, at: rate)
        }
        let decimals = Int(rate.scale + source.minorDigits)
        paper = paper + PlainInteger(amount) * PlainInteger(coefficient) * .power(ofTen: 16 - decimals)
      }
      let denominator = PlainInteger.power(ofTen: 16 - Int(target.minorDigits)) * PlainInteger(divisor)
      try parts.0.add(parts.1)
      #expect(parts.0 == sum, "seed \(seed)")
      guard let rounded = try? sum.rounded(over: divisor) else {
        // Only what really is beyond 2^127 - 1 is refused.
        #expect(PlainInteger(Int128.max) * denominator < paper.magnitude + denominator, "seed \(seed)")
        continue
      }
      #expect(PlainInteger(rounded).isHalfEven(paper, over: denominator), "seed \(seed): \(paper) over \(denominator)")
    }
  }
}
