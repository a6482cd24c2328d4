import PipelineAnalytics
import PipelinePlugins
import Testing

/// Every measure of every group, subtotal and total, against a reference that goes through the deals one by one.
@Suite("Reports against a naive reference")
struct ReportOracleTests {
  static let today = "2017-12-31"
  static let renewals = SalesCycle(
    "renewals",
    stages: [
      Stage("prospecting", probability: BasisPoints(percent: 20)!), Stage("won", outcome: .won),
      Stage("lost", outcome: .lost),
    ])

  static let groupings: [DealDimension] = [
    .owner, .cycle, .stage, .outcome, .category, .forecast, .quarter, .month, .fiscalYear, .source, .lossReason,
    .currency, .createdQuarter, .closedMonth, .age, .daysInStage, .probabilityOrigin, .daysOverdue,
  ]
  static let measures = ReportMeasure.allCases.filter {
    !$0.needsTargets && !$0.needsCalls && !ReportMeasure.ofStays.contains($0) && $0 != .products && $0 != .rank
  }

  @Test("each pair of groupings: rows, subtotals and the total", arguments: [UInt64(71), 72])
  func pairs(seed: UInt64) async throws {
    print("report oracle seed \(seed)")
    let world = NaiveWorld(seed: seed)
    let columns = try world.fixture.columns(pageSize: 64, cycles: [DealFixture.cycle, Self.renewals])
    for first in Self.groupings {
      for second in Self.groupings where second != first {
        let definition = ReportDefinition("r", period: .all, groupBy: [first, second], measures: Self.measures)
        let table = try await columns.forecast(definition, world.reading).table
        let of = { (deal: NaiveDeal) in [first, second].map { deal.key($0, among: [first, second]) } }
        let groups = Dictionary(grouping: world.deals.filter(\.isCounted), by: of)
        #expect(table.rows.count == groups.count, "seed \(seed), \(first.rawValue), \(second.rawValue)")
        let all = Dictionary(grouping: world.deals, by: of)
        for row in table.rows {
          let key = row.prefix(2).map { $0.plainText(.text) ?? "" }
          compare(row, all[key] ?? [], "seed \(seed), \(first.rawValue) \(second.rawValue) \(key)")
        }
        let outer = Dictionary(grouping: world.deals) { of($0)[0] }
        for subtotal in table.subtotals {
          let key = subtotal.cells[0].plainText(.text) ?? ""
          compare(subtotal.cells, outer[key] ?? [], "seed \(seed), subtotal \(first.rawValue) \(key)")
        }
        compare(table.total ?? [], world.deals, "seed \(seed), total")
      }
    }
  }

  private func compare(_ row: [ReportCell], _ deals: [NaiveDeal], _ place: String) {
    let naive = NaiveFigures(deals)
    for (measure, cell) in zip(Self.measures, row.dropFirst(2)) {
      #expect(cell == naive.cell(measure), "\(place), \(measure.rawValue)")
    }
  }
}

/// A deal in plain values.
struct NaiveDeal {
  var cycle = "direct"
  var status = ""
  var outcome = Outcome.open
  var isOmitted = false
  var forecast = ""
  var owner = ""
  var source: String?
  var lossReason: String?
  var currency = "EUR"
  /// In tenths of a cent of the base currency; `nil` where it has none.
  var worth: Int128?
  var probability: Int64 = 0
  var origin = "stage"
  var close: CivilDate?
  var created: CivilDate?
  var since: CivilDate?

  /// Whether a report that names no outcomes has a row for it.
  var isCounted: Bool { true }

  func days(_ start: CivilDate?, _ end: CivilDate?) -> Int128? {
    guard let start, let end, end >= start else { return nil }
    return Int128(end.daysSince1970 - start.daysSince1970)
  }

  static let today = CivilDate(iso: ReportOracleTests.today)!
  var cycleDays: Int128? { outcome.isClosed ? days(created, close) : nil }
  var age: Int128? { days(created, Self.today) }
  var stageAge: Int128? { days(since, Self.today) }
  var overdue: Int128? { outcome == .open && close.map { $0 < Self.today } ?? false ? days(close, Self.today) : nil }

  func key(_ dimension: DealDimension, among: [DealDimension]) -> String {
    func period(_ day: CivilDate?, _ grain: PeriodGrain) -> String {
      day.map { FiscalCalendar.calendarYears.period(grain, containing: $0).label } ?? ""
    }
    func bucket(_ days: Int128?) -> String {
      guard let days else { return "" }
      return days <= 7
        ? "0-7"
        : days <= 30
          ? "8-30"
          : days <= 90
            ? "31-90"
            : days <= 180
              ? "91-180"
              : days <= 365 ? "181-365" : "366+"
    }
    switch dimension {
    case .owner: return owner
    case .cycle: return cycle
    // A stage is told by its cycle too, where none stands before it: the two of one key never share a subtotal.
    case .stage: return among.first == .cycle ? status : "\(cycle)/\(status)"
    case .outcome: return outcome.rawValue
    case .category, .forecast: return forecast
    case .quarter: return period(close, .quarter)
    case .month: return period(close, .month)
    case .fiscalYear: return period(close, .year)
    case .source: return source ?? ""
    case .lossReason: return lossReason ?? ""
    case .currency: return currency
    case .createdQuarter: return period(created, .quarter)
    case .closedMonth: return outcome.isClosed ? period(close, .month) : ""
    case .age: return bucket(outcome.isClosed ? days(created, close) : age)
    case .daysInStage: return bucket(stageAge)
    case .daysOverdue: return bucket(overdue)
    default: return origin
    }
  }
}

/// Random deals: two cycles that share stage keys, three currencies of which one has no rate, all outcomes.
struct NaiveWorld {
  var fixture = DealFixture()
  var deals: [NaiveDeal] = []

  init(seed: UInt64) {
    var random = SeededGenerator(seed)
    func day(_ range: ClosedRange<Int>) -> CivilDate {
      NaiveDeal.today.adding(days: Int.random(in: range, using: &random)) ?? NaiveDeal.today
    }
    for _ in 0..<240 {
      var deal = NaiveDeal()
      deal.cycle = Bool.random(using: &random) ? "direct" : "renewals"
      deal.outcome = Outcome.allCases.randomElement(using: &random)!
      deal.status =
        deal.outcome == .open
        ? (deal.cycle == "direct" && Bool.random(using: &random) ? "engaging" : "prospecting") : deal.outcome.rawValue
      deal.forecast = deal.outcome == .lost ? "omitted" : deal.outcome == .won ? "closed" : "commit"
      if deal.outcome == .open, Int.random(in: 0..<4, using: &random) == 0 { deal.forecast = "omitted" }
      deal.isOmitted = deal.forecast == "omitted"
      deal.owner = ["anna", "bob", "zoe"].randomElement(using: &random)!
      deal.source = ["web", "fair", nil].randomElement(using: &random)!
      deal.lossReason = deal.outcome == .lost ? ["price", "fit"].randomElement(using: &random)! : nil
      deal.currency = ["EUR", "EUR", "USD", "JPY"].randomElement(using: &random)!
      let amount = Int.random(in: 0..<10, using: &random) == 0 ? nil : Int64.random(in: 0...99_999, using: &random)
      // Dollars are worth 0.9, yen have no rate.
      deal.worth = deal.currency == "JPY" ? nil : amount.map { Int128($0) * (deal.currency == "EUR" ? 10 : 9) }
      deal.probability =
        deal.outcome == .won ? 10_000 : deal.outcome == .lost ? 0 : Int64.random(in: 1...99, using: &random) * 100
      deal.origin = "person"
      deal.close = Int.random(in: 0..<8, using: &random) == 0 && deal.outcome == .open ? nil : day(-300...120)
      deal.created = Int.random(in: 0..<6, using: &random) == 0 ? nil : day(-700...0)
      let since = day(-200...0)
      deal.since = since
      fixture.add(
        deal.status, amount, probability: Int(deal.probability / 100), owner: deal.owner,
        expected: deal.outcome == .open ? deal.close?.description : nil,
        actual: deal.outcome == .open ? nil : deal.close?.description, forecast: deal.forecast,
        currency: deal.currency, cycle: deal.cycle, since: Instant(startOf: since).microsecondsSince1970,
        source: deal.source, created: deal.created?.description, lossReason: deal.lossReason)
      deals.append(deal)
    }
  }

  var reading: DealReading { PricingTests.reading([PricingTests.rate("USD", "0.9")]) }
}

/// The figures of some deals, each from the deals themselves.
struct NaiveFigures {
  let open: [NaiveDeal]
  let won: [NaiveDeal]
  let lost: [NaiveDeal]

  init(_ deals: [NaiveDeal]) {
    open = deals.filter { $0.outcome == .open }
    won = deals.filter { $0.outcome == .won }
    lost = deals.filter { $0.outcome == .lost }
  }

  private func sum(_ deals: [NaiveDeal]) -> Int128 { deals.compactMap(\.worth).reduce(0, +) }
  private func money(_ tenths: Int128) -> ReportCell { .money(dividedHalfEven(tenths, by: 10)) }

  private func share(_ part: Int128, _ whole: Int128) -> ReportCell {
    whole <= 0 ? .null : .percent(BasisPoints(Int(dividedHalfEven(part * 10_000, by: whole)))!)
  }

  private func mean(_ days: [Int128]) -> ReportCell {
    days.isEmpty ? .null : hundredths(dividedHalfEven(days.reduce(0, +) * 100, by: Int128(days.count)))
  }

  private func hundredths(_ number: Int128) -> ReportCell {
    .decimal(ExactDecimal(coefficient: Int64(number), scale: 2)!)
  }

  private func median(_ values: [Int128], in parts: Int128) -> Int128? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    return dividedHalfEven((sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) * parts, by: 2)
  }

  func cell(_ measure: ReportMeasure) -> ReportCell {
    let (kept, counted, closed) = (open.filter { !$0.isOmitted }, open + won, won + lost)
    let amounts = counted.compactMap(\.worth).map { dividedHalfEven($0, by: 10) }
    let (cycles, known) = (closed.compactMap(\.cycleDays), counted.filter { $0.worth != nil })
    switch measure {
    case .count: return .count(Int64(counted.count))
    case .unweighted: return money(sum(kept + won))
    case .weighted:
      let weighted = kept.reduce(0) { $0 + ($1.worth ?? 0) * Int128($1.probability) } + sum(won) * 10_000
      return .money(dividedHalfEven(weighted, by: 100_000))
    case .won: return money(sum(won))
    case .lost: return money(sum(lost))
    case .average: return known.isEmpty ? .null : .money(dividedHalfEven(sum(known), by: 10 * Int128(known.count)))
    case .averageDeal:
      let priced = won.filter { $0.worth != nil }.count
      return priced == 0 ? .null : .money(dividedHalfEven(sum(won), by: 10 * Int128(priced)))
    case .median: return median(amounts, in: 1).map { .money($0) } ?? .null
    case .least: return amounts.min().map { .money($0) } ?? .null
    case .greatest: return amounts.max().map { .money($0) } ?? .null
    case .winRate: return share(Int128(won.count), Int128(closed.count))
    case .winRateValue: return share(sum(won), sum(closed))
    case .dealsWon: return .count(Int64(won.count))
    case .dealsLost: return .count(Int64(lost.count))
    case .averageCycle: return mean(cycles)
    case .averageWonCycle: return mean(won.compactMap(\.cycleDays))
    case .medianCycle: return median(cycles, in: 100).map { hundredths($0) } ?? .null
    case .leastCycle: return cycles.min().map { hundredths($0 * 100) } ?? .null
    case .greatestCycle: return cycles.max().map { hundredths($0 * 100) } ?? .null
    case .averageAge: return mean(open.compactMap(\.age))
    case .averageStageAge: return mean(open.compactMap(\.stageAge))
    case .amount: return money(sum(counted))
    case .commit, .bestCase: return money(sum(kept.filter { $0.forecast == measure.rawValue }))
    case .overdue: return .count(Int64(open.compactMap(\.overdue).count))
    case .overdueAmount: return money(sum(open.filter { $0.overdue != nil }))
    case .averageOverdue: return mean(open.compactMap(\.overdue))
    // Columns without a journal know of no slip.
    case .slipped, .slips: return .count(0)
    case .slippedAmount: return .money(0)
    case .slippedShare: return share(0, Int128(counted.count))
    case .velocity:
      let (days, priced) = (won.compactMap(\.cycleDays), won.filter { $0.worth != nil }.count)
      guard !closed.isEmpty, priced > 0, days.reduce(0, +) > 0 else { return .null }
      let part = sum(won) * Int128(open.count * won.count * days.count)
      return .money(dividedHalfEven(part, by: 10 * Int128(closed.count * priced) * days.reduce(0, +)))
    default: return .null
    }
  }
}
