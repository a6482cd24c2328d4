import PipelineAnalytics
import PipelinePlugins
import Testing

@Suite("Deals in other currencies")
struct PricingTests {
  static func day(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  static func rate(_ currency: String, _ rate: String, _ day: String? = nil, in quote: String = "EUR") -> ExchangeRate {
    ExchangeRate(
      Currency(currency)!, in: Currency(quote)!, ExactDecimal(rate)!, from: day.flatMap { CivilDate(iso: $0) })!
  }

  static func use(_ currency: String, _ rate: String, _ day: String? = nil) -> RateUse {
    RateUse(
      currency: Currency(currency)!, rate: ExactDecimal(rate)!, day: day.flatMap { CivilDate(iso: $0) },
      quote: "1 \(currency) = \(rate) EUR")
  }

  static func reading(
    _ rates: [ExchangeRate], open: RateDay = .reportDate, closed: RateDay = .closeDate
  ) -> DealReading {
    var reading = DealFixture.reading()
    reading.pricing = DealPricing(RateTable(rates, base: .eur), open: open, closed: closed)
    return reading
  }

  static let rates = [
    rate("USD", "0.90", "2017-01-01"), rate("USD", "0.85", "2017-06-01"), rate("USD", "0.80", "2017-12-01"),
    rate("JPY", "0.0074", "2017-02-01"), rate("KWD", "2.7"),
  ]

  @Test("open deals go at the report's day, closed ones at the day they were closed, each in its minor units")
  func days() async throws {
    var deals = DealFixture()
    deals.add("proposal", 100_00, expected: "2017-06-15", currency: "USD")
    deals.add("won", 100_00, actual: "2017-06-15", currency: "USD")
    deals.add("won", 10_000, actual: "2017-06-15", currency: "JPY")
    deals.add("won", 1_000, actual: "2017-06-15", currency: "KWD")
    deals.add("won", 50_00, actual: "2017-06-15")
    let columns = try deals.columns()
    let pivot = try await columns.pivot(PivotQuery([.outcome, .currency]), Self.reading(Self.rates))
    let worth = Dictionary(
      uniqueKeysWithValues: pivot.groups.map { ($0.values, [$0.figures.unweighted, $0.figures.weighted]) })
    let expected: [[PivotValue]: [Int128]] = [
      [.text("open"), .text("USD")]: [80_00, 56_00], [.text("won"), .text("USD")]: [85_00, 85_00],
      [.text("won"), .text("JPY")]: [74_00, 74_00], [.text("won"), .text("KWD")]: [2_70, 2_70],
      [.text("won"), .text("EUR")]: [50_00, 50_00],
    ]
    #expect(worth == expected)
    #expect(pivot.total.unweighted == 291_70 && pivot.total.pricedCount == 5 && pivot.gaps.isEmpty)
    let used = [
      Self.use("JPY", "0.0074", "2017-02-01"), Self.use("KWD", "2.7"), Self.use("USD", "0.85", "2017-06-01"),
      Self.use("USD", "0.80", "2017-12-01"),
    ]
    #expect(pivot.rates == used)
    // Both ways round.
    let turned = try await columns.pivot(
      PivotQuery([.outcome]), Self.reading(Self.rates, open: .closeDate, closed: .reportDate))
    let sums: [Int128] = [85_00, 206_70]
    #expect(turned.groups.map(\.figures.unweighted) == sums)
  }

  @Test("a deal that is to close later is priced at the report's day: no rate is known before its day")
  func later() async throws {
    var deals = DealFixture()
    deals.add("proposal", 100_00, expected: "2018-06-15", currency: "USD")
    deals.add("won", 100_00, actual: "2018-06-15", currency: "USD")
    let later = Self.rates + [Self.rate("USD", "0.50", "2018-03-01")]
    for (open, closed) in [
      (RateDay.closeDate, RateDay.closeDate), (.reportDate, .closeDate), (.closeDate, .reportDate),
    ] {
      let pivot = try await deals.columns().pivot(
        PivotQuery([.outcome]), Self.reading(later, open: open, closed: closed))
      #expect(pivot.groups.map(\.figures.unweighted) == [80_00, 80_00])
      #expect(pivot.rates == [Self.use("USD", "0.80", "2017-12-01")])
    }
  }

  @Test("without a rate a deal is counted and not priced, and the gap names its currency")
  func gaps() async throws {
    var deals = DealFixture()
    deals.add("proposal", 100_00, expected: "2018-01-15", currency: "GBP")
    deals.add("won", 100_00, actual: "2016-12-31", currency: "USD")
    deals.add("won", 100_00, actual: "2017-01-01", currency: "USD")
    deals.add("proposal", nil, expected: "2018-01-15", currency: "USD")
    let reading = Self.reading(Self.rates)
    let funnel = try await deals.columns().funnel(reading)
    #expect(funnel.total.count == 2 && funnel.total.pricedCount == 0 && funnel.total.unweighted == 0)
    let expected = [ReportGap(reason: .noAmount, count: 1), ReportGap(reason: .noRate, detail: "GBP", count: 1)]
    #expect(funnel.gaps == expected)
    let grid = try await deals.columns().salesGrid(reading, by: .year)
    #expect(grid.total.won.unweighted == 90_00 && grid.total.won.count == 2 && grid.total.won.pricedCount == 1)
    #expect(grid.gaps.contains { $0.reason == .noRate && $0.detail == "USD" && $0.count == 1 })
    // Where no rates are configured at all, the reason says so.
    let plain = try await deals.columns().funnel(DealFixture.reading())
    #expect(plain.gaps.map(\.reason) == [.noAmount, .otherCurrency] && plain.rates.isEmpty)
    // A rate beyond all measure is none: nothing overflows.
    let absurd = Self.reading([Self.rate("GBP", "9000000000000000000")])
    #expect(try await deals.columns().funnel(absurd).gaps.map(\.reason) == [.noAmount, .noRate])
  }

  @Test("sums are exact before they are rounded: thirds of a cent add up", arguments: [UInt64(41), 42, 43])
  func exact(seed: UInt64) async throws {
    print("exact pricing seed \(seed)")
    var random = SeededGenerator(seed)
    let rates = ["USD": (9_037, 4, 2), "JPY": (61_803, 7, 0), "KWD": (29_979, 4, 3), "CLF": (345_678, 4, 4)]
    var deals = DealFixture()
    var expected: [String: (sum: Int128, weighted: Int128)] = [:]
    // In 10^-11 of a cent: a rate's seven digits, and the four that minor units may have.
    let unit: Int128 = 100_000_000_000
    for _ in 0..<2_000 {
      let owner = "owner \(Int.random(in: 0..<5, using: &random))"
      let currency = ["EUR", "USD", "JPY", "KWD", "CLF"].randomElement(using: &random)!
      let amount = Int64.random(in: -9_999_999_999...9_999_999_999, using: &random)
      let share = Int.random(in: 1...99, using: &random)
      deals.add("engaging", amount, probability: share, owner: owner, expected: "2018-01-01", currency: currency)
      var worth = Int128(amount) * unit
      if let (rate, scale, digits) = rates[currency] {
        worth = Int128(amount) * Int128(rate)
        for _ in 0..<(11 - scale + 2 - digits) { worth *= 10 }
      }
      expected[owner, default: (0, 0)].sum += worth
      expected[owner, default: (0, 0)].weighted += worth * Int128(share)
    }
    let table = rates.map { currency, rate in
      ExchangeRate(
        Currency(currency)!, in: .eur, ExactDecimal(coefficient: Int64(rate.0), scale: UInt8(rate.1))!)!
    }
    for tasks in [1, 3] {
      let pivot = try await deals.columns(pageSize: 500).pivot(
        PivotQuery([.owner]), Self.reading(table), tasks: tasks)
      #expect(pivot.groups.count == expected.count && pivot.gaps.isEmpty)
      for group in pivot.groups {
        guard case .text(let owner) = group.values[0], let own = expected[owner] else { continue }
        #expect(group.figures.unweighted == dividedHalfEven(own.sum, by: unit), "seed \(seed), \(owner)")
        #expect(group.figures.weighted == dividedHalfEven(own.weighted, by: unit * 100), "seed \(seed), \(owner)")
      }
      let whole = expected.values.reduce(0) { $0 + $1.sum }
      #expect(pivot.total.unweighted == dividedHalfEven(whole, by: unit), "seed \(seed)")
    }
  }

  @Test("the greatest amounts and rates neither trap nor lose a cent")
  func extremes() async throws {
    var deals = DealFixture()
    for _ in 0..<4 { deals.add("won", .max, actual: "2017-06-15", currency: "USD") }
    deals.add("won", -.max, actual: "2017-06-15", currency: "USD")
    let pivot = try await deals.columns().pivot(
      PivotQuery([]), Self.reading([Self.rate("USD", "999999999")]))
    let sum = Int128(Int64.max) * 3 * 999_999_999
    #expect(pivot.total.unweighted == sum)
    #expect(pivot.total.weighted == pivot.total.unweighted)
  }

  @Test("a list's rows and a filter by amount go by what deals are worth")
  func listed() async throws {
    var deals = DealFixture()
    deals.add("proposal", 100_00, expected: "2018-01-15", currency: "USD")
    deals.add("proposal", 100_00, expected: "2018-01-16")
    deals.add("proposal", 100_00, expected: "2018-01-17", currency: "GBP")
    let columns = try deals.columns()
    let listing = try columns.deals(Self.reading(Self.rates), where: [])
    #expect(listing.rows.map(\.amount) == [80_00, 100_00, nil])
    #expect(listing.rows.map(\.weighted) == [56_00, 70_00, nil])
    #expect(try columns.count(Self.reading(Self.rates), where: [.amount(79_99...80_00)]) == 1)
    #expect(try columns.count(DealFixture.reading(), where: [.amount(79_99...80_00)]) == 0)
  }

  @Test("averages and shares are rounded once, from exact values")
  func shares() async throws {
    var deals = DealFixture()
    for _ in 0..<3 { deals.add("won", 1, actual: "2017-06-15", currency: "USD") }
    deals.add("lost", 1, actual: "2017-06-15", currency: "USD")
    // 3 × 0.5 cents are 1.5: rounded to 2, then divided by 3, they would be 0.67 → 1; exactly, 0.5 → 0.
    let definition = ReportDefinition(
      "r", period: .relative(.thisYear), groupBy: [.currency], measures: [.won, .averageDeal, .winRateValue])
    let report = try await deals.columns().forecast(definition, Self.reading([Self.rate("USD", "0.5")]))
    let expected: [ReportCell] = [.null, .money(2), .money(0), .percent(BasisPoints(7_500)!)]
    #expect(report.table.total == expected)
    #expect(report.receipt?.rates.count == 1)
  }

  @Test("a waterfall separates what rates did from what people did, and closes at the funnel's value")
  func waterfall() throws {
    var (before, after) = (DealFixture(), DealFixture())
    before.add("proposal", 100_00, expected: "2018-01-15", currency: "USD")
    after.add("proposal", 150_00, expected: "2018-01-15", currency: "USD")
    before.add("proposal", 10_00, expected: "2018-01-15", currency: "USD")
    after.add("won", 10_00, actual: "2017-06-15", currency: "USD")
    after.add("proposal", 1_00, expected: "2018-01-15", currency: "USD")
    var opening = Self.reading(Self.rates)
    opening.today = Self.day("2017-05-31")
    let waterfall = try Waterfall(
      from: WaterfallSide(before.columns(), opening), to: WaterfallSide(after.columns(), Self.reading(Self.rates)))
    // 0.90 when it starts, 0.85 when the second was won, 0.80 when it ends.
    let expected: [Waterfall.Step: Int128] = [
      .opening: 99_00, .new: 80, .increased: 45_00, .won: -8_50, .currency: -50 - 15_00, .closing: 120_80,
    ]
    for (step, amount) in expected { #expect(waterfall[step].amount == amount, "\(step)") }
    #expect(waterfall.rates.count == 3 && waterfall.gaps.isEmpty)
  }
}
