import PipelinePlugins
import Testing

@testable import PipelineAnalytics

/// A fraction of whole numbers of any length: what sums of converted amounts are on paper.
private struct PlainFraction {
  var numerator = PlainInteger(0)
  var denominator = PlainInteger(1)

  static func + (left: Self, right: Self) -> Self {
    Self(
      numerator: left.numerator * right.denominator + right.numerator * left.denominator,
      denominator: left.denominator * right.denominator)
  }
}

@Suite("Amounts are divided by rates as they are quoted, exactly, once")
struct ExactPricingTests {
  private static let day = CivilDate(iso: "2026-03-01")!

  private func table(_ base: Currency, _ rates: [String: String]) throws -> RateTable {
    RateTable(
      try rates.map { code, rate in
        try #require(ExchangeRate(base, in: Currency(code)!, try ExactDecimal(parsing: rate)))
      }, base: base)
  }

  private func worth(_ amount: Int128, _ code: String, _ table: RateTable) throws -> Int128 {
    let rate = try table.rate(from: Currency(code)!, to: table.base, on: Self.day).get()
    return try #require(DealPrice(rate)).worth(minorUnits: amount).minorUnits
  }

  @Test("weak currencies, as customers quote them")
  func weak() throws {
    let euros = try table(.eur, ["LBP": "97000", "IDR": "17000", "IRR": "1234567.5"])
    #expect(try worth(970_000_000_000_00, "LBP", euros) == 10_000_000_00)
    #expect(try worth(170_000_000_000_00, "IDR", euros) == 10_000_000_00)
    #expect(try worth(1_234_567_50, "IRR", euros) == 1_00)
    // A tie after the division rounds to the even cent: 48,500 / 97,000 is half a cent.
    #expect(try worth(48_500, "LBP", euros) == 0)
    #expect(try worth(145_500, "LBP", euros) == 2)
    #expect(try worth(48_501, "LBP", euros) == 1)
    #expect(try worth(-145_501, "LBP", euros) == -2)
    let dinars = try table(Currency("KWD")!, ["VND": "85123.4", "LBP": "292000"])
    // 98,765,432,100 / 85,123.4 = 1,160,261.8328… and 12,345,678,901.25 / 292,000 = 42,279.7222…
    #expect(try worth(98_765_432_100, "VND", dinars) == 1_160_261_833)
    #expect(try worth(12_345_678_901_25, "LBP", dinars) == 42_279_722)
  }

  @Test("a currency is crossed through the base by one fraction, rounded once")
  func crossed() throws {
    let table = try table(.eur, ["LBP": "97000", "KWD": "0.3333333333"])
    let rate = try table.rate(from: Currency("LBP")!, to: Currency("KWD")!, on: Self.day).get()
    #expect(rate.route == .cross(through: .eur))
    #expect(rate.use.quote == "1 EUR = 97000 LBP; 1 EUR = 0.3333333333 KWD")
    // 97,000 × 3 × 10^10 pounds are 9,999,999,999 dinars; twelve decimals of the rate would give 9,999,998,…
    let sum = try #require(DealPrice(rate)).worth(minorUnits: 97_000 * 30_000_000_000 * 100)
    #expect(sum.minorUnits == 9_999_999_999_000)
  }

  @Test("rates of any size are never an error", arguments: [UInt64(11), 12, 13])
  func anySize(seed: UInt64) throws {
    print("rates of any size, seed \(seed)")
    var random = SeededGenerator(seed)
    let codes = ["JPY", "USD", "KWD", "CLF"]
    for _ in 0..<300 {
      let quotes = try codes.prefix(2).map { _ in
        try #require(
          ExactDecimal(coefficient: .random(in: 1...(.max), using: &random), scale: .random(in: 6...12, using: &random))
        )
      }
      let table = RateTable(
        try zip(codes.shuffled(using: &random), quotes).map {
          try #require(ExchangeRate(.eur, in: Currency($0)!, $1))
        }, base: .eur)
      for one in codes {
        for other in codes + ["EUR"] {
          let (from, to) = (Currency(one)!, Currency(other)!)
          guard from != to, case .success(let rate) = table.rate(from: from, to: to, on: Self.day) else { continue }
          #expect(DealPrice(rate) != nil, "\(rate)")
        }
      }
    }
  }

  @Test("sums, averages and shares equal those of whole fractions on paper", arguments: [UInt64(21), 22, 23, 24])
  func paper(seed: UInt64) throws {
    print("exact sums on paper, seed \(seed)")
    var random = SeededGenerator(seed)
    for _ in 0..<60 {
      // Small denominators meet ties often; long ones are as people quote.
      let isSmall = Bool.random(using: &random)
      let rates = try ["JPY", "USD", "KWD", "IDR", "LBP"].map { code in
        let coefficient = Int64.random(in: 1...(isSmall ? 12 : 999_999_999), using: &random)
        let scale = isSmall ? 0 : UInt8.random(in: 0...6, using: &random)
        return (Currency(code)!, try #require(ExactDecimal(coefficient: coefficient, scale: scale)))
      }
      let table = RateTable(try rates.map { try #require(ExchangeRate(.eur, in: $0.0, $0.1)) }, base: .eur)
      let isPositive = Bool.random(using: &random)
      var sums = [ExactSum.zero, .zero]
      var expected = [PlainFraction(), PlainFraction()]
      for (currency, rate) in rates {
        let price = try #require(DealPrice(try table.rate(from: currency, to: .eur, on: Self.day).get()))
        for side in 0..<2 {
          let most: Int64 = isSmall ? 30 : 999_999_999_999
          let amount = Int64.random(in: (isPositive ? 1 : -most)...most, using: &random)
          sums[side] += price.worth(minorUnits: Int128(amount))
          expected[side] =
            expected[side]
            + PlainFraction(
              numerator: PlainInteger(amount) * .power(ofTen: Int(rate.scale) + 2),
              denominator: PlainInteger(rate.coefficient) * .power(ofTen: Int(currency.minorDigits)))
        }
      }
      for (sum, paper) in zip(sums, expected) {
        let message = "seed \(seed), \(rates)"
        #expect(PlainInteger(sum.minorUnits).isHalfEven(paper.numerator, over: paper.denominator), "\(message)")
        let count = Int.random(in: 1...9, using: &random)
        let average = PlainInteger(sum.divided(by: count))
        #expect(average.isHalfEven(paper.numerator, over: paper.denominator * PlainInteger(count)), "\(message)")
        // Taking away what was added leaves nothing.
        #expect((sum - sum) == .zero)
      }
      guard isPositive, let share = ExactSum.share(sums[0], of: sums[1], in: 10_000) else { continue }
      #expect(
        PlainInteger(share).isHalfEven(
          PlainInteger(10_000) * expected[0].numerator * expected[1].denominator,
          over: expected[0].denominator * expected[1].numerator), "seed \(seed), \(rates)")
    }
  }

  @Test("thirds and sixths that add up to a tie round to the even cent")
  func ties() throws {
    let table = try table(.eur, ["USD": "3", "GBP": "6"])
    func sum(_ parts: (Int128, String)...) throws -> Int128 {
      try parts.reduce(ExactSum.zero) { sum, part in
        let rate = try table.rate(from: Currency(part.1)!, to: .eur, on: Self.day).get()
        return sum + (try #require(DealPrice(rate)).worth(minorUnits: part.0))
      }.minorUnits
    }
    // 1/3 + 1/6 = 1/2, and 4/3 + 1/6 = 3/2.
    #expect(try sum((1, "USD"), (1, "GBP")) == 0)
    #expect(try sum((4, "USD"), (1, "GBP")) == 2)
    #expect(try sum((-4, "USD"), (-1, "GBP")) == -2)
    #expect(try sum((4, "USD"), (2, "GBP")) == 2)
    #expect(try sum((1, "USD"), (2, "GBP")) == 1)
  }
}
