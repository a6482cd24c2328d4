import PipelineEngine
import PipelinePlugins
import Synchronization
import Testing

/// Rates that a test moves.
final class MovingRates: RateSource {
  private let list = Mutex<[ExchangeRate]>([])

  func rates() async throws -> [ExchangeRate] { list.withLock { $0 } }

  /// A rate of a currency from a day on, in US dollars.
  func set(_ currency: Currency, _ rate: ExactDecimal, _ day: CivilDate?) {
    guard let rate = ExchangeRate(currency, in: .usd, rate, from: day) else { return }
    list.withLock { list in
      list.removeAll { $0.currency == currency && $0.day == day }
      list.append(rate)
    }
  }

  /// Forgets the newest rate.
  func forgetNewest() { list.withLock { if !$0.isEmpty { $0.removeLast() } } }

  /// What may happen on a day: a new rate, a correction of an old one, or one that is given up.
  func move(_ world: AsOfTests.World, _ day: CivilDate) {
    // A first rate of a past day would change answers that were given since.
    let known = list.withLock { $0.filter { $0.currency == .eur } }
    let rate = ExactDecimal(coefficient: Int64(world.random(20_000) + 1), scale: 4) ?? 1
    switch world.random(4) {
    case 0 where !known.isEmpty: set(.eur, rate, known[world.random(known.count)].day)
    case 1: forgetNewest()
    default: set(.eur, rate, day)
    }
  }
}

@Suite("Exchange rates of then")
struct RatesOfThenTests {
  private func deal(_ desk: Desk, euros: Int64) async throws -> Opportunity {
    let account = try await desk.addAccount("Acme \(euros)")
    return try await desk.addOpportunity(in: account) {
      $0.currency = .eur
      $0.statedAmount = Money(minorUnits: euros * 100, currency: .eur)
    }
  }

  private func worth(_ desk: Desk, _ scope: ReportScope = ReportScope()) async throws -> Int128 {
    try await desk.funnel(scope).total.unweighted
  }

  @Test(
    "a past day is priced at its own rate, loaded later; as known then, at the one known then", arguments: Backend.all)
  func known(backend: Backend) async throws {
    let world = AsOfTests.World(seed: 1)
    let rates = MovingRates()
    let first = Fixture.today
    rates.set(.eur, "1.10", first)
    try await backend.withDesk(environment: world.environment, { $0.rates = rates }) { desk in
      _ = try await deal(desk, euros: 100)
      #expect(try await worth(desk) == 110_00)
      world.pass(seconds: 10 * 86_400)
      // The rate of the fifth day is loaded on the tenth.
      let fifth = try #require(first.adding(days: 5))
      rates.set(.eur, "1.20", fifth)
      let loaded = world.environment.now()
      try await desk.refreshRates()
      let sixth = desk.endOfDay(try #require(first.adding(days: 6)))
      #expect(try await worth(desk) == 120_00)
      #expect(try await worth(desk, ReportScope(asOf: sixth)) == 120_00, "by effective day")
      #expect(try await worth(desk, ReportScope(asOf: sixth, knownAt: sixth)) == 110_00, "as known then")
      #expect(try await worth(desk, ReportScope(asOf: desk.endOfDay(first))) == 110_00)
      // As of the very instant at which it was loaded it was known, and not a microsecond before.
      #expect(try await worth(desk, ReportScope(asOf: sixth, knownAt: loaded)) == 120_00)
      #expect(try await worth(desk, ReportScope(asOf: sixth, knownAt: loaded.adding(microseconds: -1))) == 110_00)
      let used = try await desk.funnel(ReportScope(asOf: sixth)).rates
      #expect(used == [RateUse(currency: .eur, rate: "1.20", day: fifth, quote: "1 EUR = 1.20 USD")])
    }
  }

  @Test(
    "a correction changes today, not what was reported; a rate that is given up leaves the past", arguments: Backend.all
  )
  func corrected(backend: Backend) async throws {
    let world = AsOfTests.World(seed: 1)
    let rates = MovingRates()
    rates.set(.eur, "1.10", Fixture.today)
    try await backend.withDesk(environment: world.environment, { $0.rates = rates }) { desk in
      _ = try await deal(desk, euros: 100)
      let then = ReportScope(asOf: desk.endOfDay(Fixture.today))
      world.pass(seconds: 2 * 86_400)
      rates.set(.eur, "1.11", Fixture.today)
      try await desk.refreshRates()
      #expect(try await worth(desk) == 111_00)
      #expect(try await worth(desk, then) == 110_00)
      world.pass(seconds: 86_400)
      rates.forgetNewest()
      try await desk.refreshRates()
      let funnel = try await desk.funnel()
      #expect(funnel.total.pricedCount == 0 && funnel.total.count == 1 && funnel.gaps.map(\.reason) == [.noRate])
      #expect(try await worth(desk, then) == 110_00)
      // Nothing is written where nothing has changed.
      let report = try await desk.forecast(ReportDefinition("r", period: .all))
      try await desk.refreshRates()
      #expect(try await desk.forecast(ReportDefinition("r", period: .all)).receipt == report.receipt)
    }
  }

  @Test("a report names the rates that it used, in its receipt and a note", arguments: Backend.all)
  func told(backend: Backend) async throws {
    let rates = MovingRates()
    rates.set(.eur, "1.10", Fixture.today)
    try await backend.withDesk({ $0.rates = rates }) { desk in
      _ = try await deal(desk, euros: 100)
      let report = try await desk.forecast(ReportDefinition("r", period: .all))
      #expect(report.receipt?.oldestRateDay == Fixture.today)
      #expect(report.notes.map { $0.text("en") } == ["EUR converted; the oldest rate used is of \(Fixture.today)"])
      #expect(report.parameters.contains { $0.key == "oldest_rate" })
      let board = try await desk.dashboard()
      #expect(board.receipt?.rates == report.receipt?.rates && board.notes.count == 1)
      let gbp = try #require(Currency("GBP"))
      let account = try await desk.addAccount("Other")
      _ = try await desk.addOpportunity(in: account) {
        $0.currency = gbp
        $0.statedAmount = Money(minorUnits: Int64(1), currency: gbp)
      }
      let gap = ReportGap(reason: .noRate, detail: "GBP", count: 1)
      #expect(try await desk.dashboard().gaps == [gap])
      #expect(try await desk.forecast(ReportDefinition("r", period: .all)).receipt?.excluded == [gap])
    }
  }
}
