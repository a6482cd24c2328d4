import PipelinePlugins
import Testing

@testable import PipelineAnalytics

/// Rates between a base and some currencies, as rate sources give them, beside the plainest way to look them up.
private struct RandomRates {
  static let currencies = ["EUR", "USD", "JPY", "BHD", "CLF", "IRR"].compactMap { Currency($0) }
  var rates: [ExchangeRate] = []

  init(_ random: inout SeededGenerator, perCurrency: Int) {
    for currency in Self.currencies.dropFirst() {
      for _ in 0..<Int.random(in: 0...perCurrency, using: &random) {
        let day = Int.random(in: 0..<8, using: &random) == 0 ? nil : Self.day(&random)
        let coefficient = Int64.random(in: 1...9_999_999, using: &random)
        let number = ExactDecimal(coefficient: coefficient, scale: .random(in: 0...6, using: &random))
        guard let number, let rate = ExchangeRate(.eur, in: currency, number, from: day) else { continue }
        rates.append(rate)
      }
    }
  }

  static func day(_ random: inout SeededGenerator) -> CivilDate? {
    CivilDate(daysSince1970: .random(in: 20_000..<20_060, using: &random))
  }

  /// What one euro is worth on a day, by looking at every rate.
  func quoted(_ currency: Currency, on day: CivilDate) -> ExchangeRate? {
    var best: ExchangeRate?
    for rate in rates where rate.quote == currency && (rate.day.map { $0 <= day } ?? true) {
      if let known = best?.day, rate.day.map({ $0 < known }) ?? true { continue }
      best = rate
    }
    return best
  }
}

@Suite("Rates, at random")
struct RateTablePropertyTests {
  private static func begin(_ name: String) -> SeededGenerator {
    let seed = UInt64.random(in: .min ... .max)
    print("\(name), seed \(seed)")
    return SeededGenerator(seed)
  }

  /// A decimal as a fraction; 1 where there is none.
  private func parts(_ rate: ExactDecimal?) -> (worth: PlainInteger, unit: PlainInteger) {
    (PlainInteger(rate?.coefficient ?? 1), .power(ofTen: Int(rate?.scale ?? 0)))
  }

  /// Whether a rate is the quotient rounded half-even to twelve decimals; to fewer only where twelve do not fit.
  private func isRounded(_ rate: ExactDecimal, _ numerator: PlainInteger, over denominator: PlainInteger) -> Bool {
    let (worth, unit) = parts(rate)
    let exact = worth * denominator == numerator * unit
    return exact
      || (0...12).reversed().contains { scale in
        let shown = Int(rate.scale)
        guard scale >= shown else { return false }
        let padded = worth * .power(ofTen: scale - shown)
        let fits = !(PlainInteger(Int64.max) < padded)
        return fits && padded.isHalfEven(numerator * .power(ofTen: scale), over: denominator)
          && (scale == 12 || PlainInteger(Int64.max) < padded * PlainInteger(10) + PlainInteger(10))
      }
  }

  @Test("every rate equals the one on paper, is of a day that has come, and is there where one can be")
  func paper() throws {
    var random = Self.begin("rates on paper")
    for _ in 0..<200 {
      let made = RandomRates(&random, perCurrency: 6)
      let table = RateTable(made.rates, base: .eur)
      for _ in 0..<20 {
        let from = try #require(RandomRates.currencies.randomElement(using: &random))
        let to = try #require(RandomRates.currencies.randomElement(using: &random))
        let day = try #require(RandomRates.day(&random))
        guard from != to else { continue }
        let (first, second) = (made.quoted(from, on: day), made.quoted(to, on: day))
        let isKnown = (from == .eur || first != nil) && (to == .eur || second != nil)
        guard case .success(let used) = table.rate(from: from, to: to, on: day) else {
          #expect(!isKnown, "\(from) to \(to) on \(day)")
          continue
        }
        #expect(isKnown)
        let down = parts(first?.rate)
        let up = parts(second?.rate)
        #expect(
          isRounded(used.rate, up.worth * down.unit, over: up.unit * down.worth), "\(used): \(up) over \(down)")
        let days = [first?.day, second?.day].compactMap { $0 }
        #expect(used.day == days.min())
        #expect(days.allSatisfy { $0 <= day })
      }
    }
  }

  @Test("turning a rate round twice gives it back, within the last of its twelve decimals")
  func roundTrip() throws {
    var random = Self.begin("rates turned round")
    for _ in 0..<500 {
      let scale = UInt8.random(in: 0...6, using: &random)
      // From a thousandth to a thousand, so that twelve decimals of the inverse hold nine digits or more.
      let unit = powerOfTen(scale)
      let coefficient = Int64.random(in: max(1, unit / 1_000)...(unit * 1_000), using: &random)
      let rate = try #require(ExactDecimal(coefficient: coefficient, scale: scale))
      let day = try #require(RandomRates.day(&random))
      let once = RateTable([try #require(ExchangeRate(.eur, in: .usd, rate))], base: .eur)
      let turned = try once.rate(from: .usd, to: .eur, on: day).get().rate
      let again = RateTable([try #require(ExchangeRate(.usd, in: .eur, turned))], base: .eur)
      let back = try again.rate(from: .eur, to: .usd, on: day).get().rate
      // An error of half a unit of the last decimal in 1/r grows by r squared on the way back; then it is rounded itself.
      let (worth, unitBack) = parts(back)
      let (original, unitOriginal) = parts(rate)
      let difference = (worth * unitOriginal - original * unitBack).magnitude * .power(ofTen: 12)
      let squared = original * original * unitBack
      let bound = squared + unitOriginal * unitOriginal * unitBack
      #expect(difference * unitOriginal < bound + PlainInteger(1), "\(rate): \(turned), \(back)")
    }
  }

  @Test("the answer does not depend on the order in which days were given")
  func order() throws {
    var random = Self.begin("rates in any order")
    for _ in 0..<50 {
      var seen: Set<[String]> = []
      let made = RandomRates(&random, perCurrency: 6).rates.filter {
        seen.insert([$0.quote.code, $0.day?.description ?? ""]).inserted
      }
      let (table, shuffled) = (
        RateTable(made, base: .eur), RateTable(made.shuffled(using: &random), base: .eur)
      )
      for from in RandomRates.currencies {
        for to in RandomRates.currencies {
          let day = try #require(RandomRates.day(&random))
          #expect(table.rate(from: from, to: to, on: day) == shuffled.rate(from: from, to: to, on: day))
        }
      }
    }
  }
}
