import PipelinePlugins
import Testing

@testable import PipelineAnalytics

@Suite("Rates between any two currencies on a day")
struct RateTableTests {
  private let gbp = Currency("GBP")
  private let january = CivilDate(iso: "2026-01-02")
  private let march = CivilDate(iso: "2026-03-02")

  private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }

  private func table(_ rates: ExchangeRate?..., base: Currency = .eur) -> RateTable {
    RateTable(rates.compactMap { $0 }, base: base)
  }

  private func rate(
    _ table: RateTable, _ from: Currency, _ to: Currency, _ day: CivilDate
  ) -> AppliedRate? { try? table.rate(from: from, to: to, on: day).get() }

  @Test("a quoted rate keeps its digits; the other way round it has twelve decimals")
  func directAndInverse() throws {
    let table = table(ExchangeRate(.eur, in: .usd, "1.0840", from: january))
    let used = try #require(rate(table, .eur, .usd, day("2026-02-01")))
    #expect(("\(used.rate)", used.day, used.route) == ("1.0840", january, .direct))
    let turned = try #require(rate(table, .usd, .eur, day("2026-02-01")))
    #expect(("\(turned.rate)", turned.day, turned.route) == ("0.922509225092", january, .inverse))
    let quote = "1 EUR = 1.0840 USD"
    #expect(turned.use == RateUse(currency: .usd, rate: "0.922509225092", day: january, quote: quote))
    let same = try #require(rate(table, .usd, .usd, day("1999-01-01")))
    #expect((same.rate, same.day, same.route) == (1, nil, .none))
  }

  @Test("a cross rate is rounded once, goes through the base, and is as old as the older of the two")
  func cross() throws {
    let gbp = try #require(gbp)
    let table = table(
      ExchangeRate(.eur, in: .usd, "1.0840", from: january), ExchangeRate(.eur, in: gbp, "0.8331", from: march),
      // Newer, but not through the base.
      ExchangeRate(.jpy, in: .usd, "0.0064", from: march), ExchangeRate(.jpy, in: gbp, "0.0050", from: march))
    let used = try #require(rate(table, gbp, .usd, day("2026-04-01")))
    // 1.0840 / 0.8331 = 1.30116432601...
    #expect(("\(used.rate)", used.day, used.route) == ("1.301164326011", january, .cross(through: .eur)))
  }

  @Test("where the base has no part in it, rates go through the currency that has both, newest first")
  func otherBridge() throws {
    let gbp = try #require(gbp)
    let chf = try #require(Currency("CHF"))
    // The European Central Bank's rates under a base of dollars.
    let ecb = table(
      ExchangeRate(.eur, in: .usd, "1.10", from: january), ExchangeRate(.eur, in: gbp, "0.88", from: january),
      base: .usd)
    #expect(rate(ecb, gbp, .usd, try day("2026-02-01"))?.rate == "1.25")
    let several = table(
      ExchangeRate(gbp, in: .usd, "2", from: january), ExchangeRate(.usd, in: .jpy, "100", from: march),
      ExchangeRate(gbp, in: chf, "1.1", from: march), ExchangeRate(chf, in: .jpy, "190", from: march))
    #expect(rate(several, gbp, .jpy, try day("2026-02-01")) == nil)
    #expect(rate(several, gbp, .jpy, try day("2026-03-02"))?.route == .cross(through: chf))
  }

  @Test("the newest rate on or before the day holds, never a later one; one without a day holds until there is one")
  func days() throws {
    let dated = table(
      ExchangeRate(.eur, in: .usd, "1.2", from: march), ExchangeRate(.eur, in: .usd, "1.1", from: january))
    let before = dated.rate(from: .usd, to: .eur, on: try day("2026-01-01"))
    let missing = MissingRate(
      currency: .usd, quote: .eur, day: try day("2026-01-01"), reason: .notYet(first: try #require(january)))
    #expect(before == .failure(missing))
    #expect("\(missing)" == "there is no rate from USD to EUR on 2026-01-01: the first is of 2026-01-02")
    for (asked, found) in [("2026-01-02", "1.1"), ("2026-03-01", "1.1"), ("2026-03-02", "1.2"), ("2099-01-01", "1.2")] {
      #expect(rate(dated, .eur, .usd, try day(asked))?.rate.description == found)
    }
    let always = table(ExchangeRate(.eur, in: .usd, "1"), ExchangeRate(.eur, in: .usd, "1.1", from: january))
    #expect(rate(always, .eur, .usd, try day("2026-01-01"))?.rate == 1)
    #expect(rate(always, .eur, .usd, try day("2026-01-02"))?.rate == "1.1")
    // The later of two for one day counts, even when it is written the other way round.
    let twice = table(
      ExchangeRate(.eur, in: .usd, "1.1", from: january), ExchangeRate(.usd, in: .eur, "0.8", from: january))
    #expect(rate(twice, .eur, .usd, try day("2026-01-02"))?.rate == "1.25")
  }

  @Test("a missing rate says why")
  func missing() throws {
    let gbp = try #require(gbp)
    let day = try day("2026-02-01")
    let table = table(
      ExchangeRate(.eur, in: .usd, "1.1", from: january), ExchangeRate(.eur, in: gbp, "0.9", from: march))
    func reason(_ from: Currency, _ to: Currency) -> MissingRate.Reason? {
      if case .failure(let missing) = table.rate(from: from, to: to, on: day) { missing.reason } else { nil }
    }
    #expect(reason(.jpy, .eur) == MissingRate.Reason.none)
    #expect(reason(.jpy, .usd) == MissingRate.Reason.none)
    #expect(reason(gbp, .usd) == .notYet(first: try #require(march)))
    #expect(reason(.usd, .eur) == nil)
  }

  @Test("rates that twelve decimals cannot hold keep fewer for people, and nothing of what is quoted is lost")
  func range() throws {
    let day = try day("2026-02-01")
    let tiny = table(ExchangeRate(.eur, in: .usd, "0.000000030000"))
    // 1 / 0.00000003 = 33,333,333.33...: with twelve decimals it would have twenty digits.
    #expect(rate(tiny, .usd, .eur, day).map { "\($0.rate)" } == "33333333.33333333333")
    let huge = table(ExchangeRate(.eur, in: .usd, "9000000000000"))
    // 1 / 9,000,000,000,000 is nothing at twelve decimals; the quote tells it, and prices are made of that.
    let weak = try #require(rate(huge, .usd, .eur, day))
    #expect(weak.rate == 0 && weak.use.quote == "1 EUR = 9000000000000 USD")
    #expect(DealPrice(weak)?.worth(minorUnits: 27_000_000_000_000).minorUnits == 3)
    #expect(rate(huge, .eur, .usd, day)?.rate == "9000000000000")
  }
}
