import Foundation
import MemoryStorage
import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import PipelineReports
import PipelineTesting
import Synchronization
import Testing

#if PostgreSQL
  import PostgreSQLStorage
#endif

/// Two ways to the same deals: by columns, and by a store that groups.
struct GroupingWays: Sendable, CustomTestStringConvertible {
  let name: String
  /// Drivers of one place: for columns and for groups; and the number of loads of deals that the latter served.
  let make: @Sendable (_ folder: String) -> (columns: any StorageDriver, groups: any StorageDriver)
  var testDescription: String { name }

  static let all = [overMemory] + [postgresql].compactMap { $0 }

  /// Groups that are made record by record.
  static let overMemory = GroupingWays(name: "by hand") { _ in
    let memory = MemoryStorage()
    return (memory, GroupingByHand(inner: memory))
  }

  #if PostgreSQL
    static let postgresql: GroupingWays? = ProcessInfo.processInfo.environment["PIPELINE_TEST_POSTGRESQL"].map { url in
      GroupingWays(name: "postgresql") { folder in
        var options = PostgreSQLOptions()
        options.schema = String(folder.split(separator: "/").last ?? "tests")
        options.pool = 3
        let columns = PostgreSQLStorage(url: url, options: options)
        options.grouping = .store
        return (columns, PostgreSQLStorage(url: url, options: options))
      }
    }
  #else
    static let postgresql: GroupingWays? = nil
  #endif

  /// Runs with desks on the same deals: by columns, and by groups with a spy on what it loads.
  func withDesks(
    _ change: (inout PipelineSetup) -> Void = { _ in }, _ environment: PipelineEnvironment,
    _ body: (_ columns: Desk, _ groups: Desk, _ loads: LoadSpy) async throws -> Void
  ) async throws {
    let folder = NSTemporaryDirectory() + "grouping-\(UUID().uuidString)"
    let (columns, groups) = make(folder)
    let spy = LoadSpy()
    var setup = Fixture.setup(columns)
    change(&setup)
    let one = try await Pipeline.open(setup, environment: environment)
    setup.storage = SpyingDriver(inner: groups, spy: spy)
    let two = try await Pipeline.open(setup, environment: environment)
    try await body(one.acting(as: "anna"), two.acting(as: "anna"), spy)
    await two.close()
    await one.close()
  }
}

/// Counts what is read.
final class LoadSpy: Sendable {
  private let counts = Mutex((loads: 0, groups: 0))
  var loads: Int { counts.withLock { $0.loads } }
  var groups: Int { counts.withLock { $0.groups } }
  func loaded() { counts.withLock { $0.loads += 1 } }
  func grouped() { counts.withLock { $0.groups += 1 } }
}

private struct SpyingDriver: StorageDriver {
  let inner: any StorageDriver
  let spy: LoadSpy

  func open(_ context: StoreContext) async throws -> any Store {
    let store = try await inner.open(context)
    guard let grouping = store as? any GroupingStore else { return store }
    return SpyingStore(inner: store, grouping: grouping, spy: spy)
  }

  private struct SpyingStore: ForwardingStore, GroupingStore {
    let inner: any Store
    let grouping: any GroupingStore
    let spy: LoadSpy
    var groupsReports: Bool { grouping.groupsReports }

    func groups(_ query: RecordGrouping) async throws -> RecordGroups {
      spy.grouped()
      return try await grouping.groups(query)
    }

    func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
      if kind == .opportunity { spy.loaded() }
      return try await inner.load(kind, fields: fields, page: page)
    }
  }
}

@Suite("Grouping in the store", .serialized)
struct GroupingTests {
  private static let dimensions: [DealDimension] = [
    .owner, .team, .forecast, .category, .stage, .cycle, .outcome, .month, .quarter, .fiscalYear, .closeDay,
    .createdMonth,
    .createdQuarter, .closedMonth, .closedYear, .source, .competitor, .lossReason, .account, .currency, .probability,
    .probabilityOrigin, .daysInStage, .age, .daysOverdue,
  ]
  /// What needs the deals one by one, or more than their cells.
  private static let others: [DealDimension] = [.product, .timesSlipped, .deal]
  private static let measures: [ReportMeasure] = [
    .rank, .count, .amount, .unweighted, .weighted, .won, .lost, .average, .winRate, .winRateValue,
  ]

  /// Years of deals by dice: in two currencies and none, priced and not, open, won and lost, deleted ones too.
  private func live(_ desk: Desk, _ world: AsOfTests.World, count: Int) async throws {
    var accounts: [Account] = []
    for number in 0..<4 {
      accounts.append(
        try await desk.addAccount("Acme \(number)") {
          $0.attributes = number % 2 == 0 ? ["sector": ["metal", "paper"][number / 2]] : [:]
        })
    }
    _ = try await desk.together { transaction in
      _ = try await transaction.setSalesperson("anna") { $0.team = "East" }
      _ = try await transaction.setSalesperson("ben") { $0.team = "West" }
    }
    for _ in 0..<count {
      world.pass(seconds: Int64(world.random(400_000)))
      let deal = try await desk.addOpportunity(in: accounts[world.random(4)]) {
        $0.owner = ["anna", "ben", "eva", ""][world.random(4)]
        let currency: Currency = [.usd, .usd, .eur, .jpy][world.random(4)]
        $0.currency = currency
        if world.random(6) > 0 {
          $0.statedAmount = Money(minorUnits: Int64(world.random(1_000_000)) + 1, currency: currency)
        }
        $0.expectedCloseDate = Fixture.today.adding(days: world.random(500) - 100)
        if world.random(4) == 0 { $0.source = "fair" }
        if world.random(5) == 0 { $0.probability = BasisPoints(percent: world.random(99) + 1) }
      }
      switch world.random(6) {
      case 0: try await desk.delete(deal)
      case 1:
        _ = try await desk.edit(deal) {
          $0.status = "lost"
          $0.lossReason = "price"
        }
      case 2, 3:
        let engaging = try await desk.edit(deal) {
          $0.status = "engaging"
          $0.nextStep = "call"
        }
        world.pass(seconds: Int64(world.random(400_000)))
        if world.random(2) == 0 { _ = try await desk.edit(engaging) { $0.status = "won" } }
      default: break
      }
    }
  }

  private func definition(_ world: AsOfTests.World, _ number: Int) -> ReportDefinition {
    func some<T>(_ list: [T], _ most: Int) -> [T] {
      (0..<world.random(most + 1)).map { _ in list[world.random(list.count)] }
    }
    var groupings: [DealDimension] = []
    for dimension in some(Self.dimensions, 3) where !groupings.contains(dimension) { groupings.append(dimension) }
    var measures: [ReportMeasure] = [.count]
    for measure in some(Self.measures, 4) where !measures.contains(measure) { measures.append(measure) }
    var filter = DealFilter()
    switch world.random(9) {
    case 0: filter.owners = ["anna", "eva"]
    case 1: filter.outcomes = [.open]
    case 2: filter.currencies = [.eur]
    case 3: filter.categories = [.bestCase]
    case 4: filter.closing = DateRange(from: Fixture.today, to: Fixture.today.adding(days: 90))
    case 5: filter.accounts = ["Acme 1"]
    case 6: filter.attributes = ["sector": ["metal"]]
    case 7: filter.stages = ["engaging"]
    default: break
    }
    if world.random(5) == 0 { filter.probability = ProbabilityRange(from: BasisPoints(percent: 20), to: nil) }
    if world.random(6) == 0 { filter.teams = ["West"] }
    let periods: [ReportPeriod] = [
      .all, .all, .relative(.thisQuarter), .relative(.thisYear), .rolling(months: -6),
      .days(from: Fixture.today.adding(days: -30), to: nil),
    ]
    return ReportDefinition(
      "r\(number)", period: periods[world.random(periods.count)], groupBy: groupings, filters: filter,
      measures: measures,
      compare: [nil, nil, .previousPeriod, .samePeriodLastYear][world.random(4)], subtotals: world.random(2) == 0,
      datedBy: world.random(4) == 0 ? .created : .close, limit: world.random(5) == 0 ? 3 : nil)
  }

  private enum Answer: Hashable {
    case report(ReportDocument)
    case refused(String)
  }

  /// A report, or the sentence that refuses it.
  private func answer(_ desk: Desk, _ definition: ReportDefinition, _ scope: ReportScope) async throws -> Answer {
    do {
      var document = try await desk.forecast(definition, scope)
      document.receipt?.madeAt = Instant(microsecondsSince1970: 0)
      return .report(document)
    } catch let error as any ExplainedError { return .refused(error.explanation.fallback) }
  }

  @Test("random reports have the same answers from groups as from columns", arguments: GroupingWays.all)
  func random(_ ways: GroupingWays) async throws {
    for seed in [1, 2] as [UInt64] {
      let world = AsOfTests.World(seed: seed)
      let rates = MovingRates()
      rates.set(.eur, "1.0837", Fixture.today.adding(days: -10))
      rates.set(.eur, "1.1911", Fixture.today.adding(days: 40))
      try await ways.withDesks(
        {
          $0.rates = rates
          // Deals of one day then have one rate, and those of another another one.
          $0.ratesOfClosedDeals = .closeDate
          if seed == 2 { $0.calendar.timeZone = "Asia/Kathmandu" }
        }, world.environment
      ) { columns, groups, spy in
        try await live(columns, world, count: 60)
        for number in 0..<60 {
          let definition = definition(world, number)
          var scope = ReportScope()
          if world.random(4) == 0 { scope.owners = ["ben"] }
          if world.random(4) == 0 { scope.today = Fixture.today.adding(days: world.random(200)) }
          let (one, two) = (
            try await answer(columns, definition, scope), try await answer(groups, definition, scope)
          )
          #expect(one == two, "seed \(seed), \(definition)")
        }
        // All of them are made of counts and sums.
        #expect(spy.loads == 0 && spy.groups >= 60, "\(spy.loads) loads")
        for scope in [ReportScope(), ReportScope(owners: ["anna"]), Self.closing] {
          #expect(try await columns.funnel(scope) == groups.funnel(scope))
          #expect(try await columns.salesGrid(by: .month, scope) == groups.salesGrid(by: .month, scope))
        }
        #expect(spy.loads == 0)
      }
    }
  }

  private static let closing = ReportScope(closing: Fixture.today...(Fixture.today.adding(days: 60) ?? Fixture.today))

  @Test("what a store cannot group is answered from columns, and the same", arguments: GroupingWays.all)
  func fallingBack(_ ways: GroupingWays) async throws {
    let world = AsOfTests.World(seed: 4)
    try await ways.withDesks({ _ in }, world.environment) { columns, groups, spy in
      try await live(columns, world, count: 40)
      var definitions = Self.others.map {
        ReportDefinition("r", period: .all, groupBy: [$0], measures: [.count, .amount])
      }
      definitions += [ReportMeasure.median, .averageCycle, .overdue, .products, .slipped].map {
        ReportDefinition("r", period: .all, groupBy: [.owner], measures: [.count, $0])
      }
      var filter = DealFilter()
      filter.text = "acme"
      definitions.append(ReportDefinition("r", period: .all, groupBy: [.owner], filters: filter, measures: [.count]))
      filter = DealFilter()
      filter.amount = AmountRange(from: 100, to: nil)
      definitions.append(ReportDefinition("r", period: .all, groupBy: [.owner], filters: filter, measures: [.count]))
      for definition in definitions {
        let (one, two) = (
          try await answer(columns, definition, ReportScope()), try await answer(groups, definition, ReportScope())
        )
        #expect(one == two, "\(definition)")
      }
      #expect(spy.loads > 0 && spy.groups == 0)
      var past = ReportScope()
      past.asOf = groups.endOfDay(try #require(groups.today.adding(days: -20)))
      let report = ReportDefinition("r", period: .all, groupBy: [.stage], measures: [.count, .weighted])
      #expect(try await answer(columns, report, past) == answer(groups, report, past))
      #expect(spy.groups == 0)
    }
  }

  @Test("a report shows what was committed before it was asked for, also by others", arguments: GroupingWays.all)
  func current(_ ways: GroupingWays) async throws {
    let world = AsOfTests.World(seed: 5)
    try await ways.withDesks({ _ in }, world.environment) { columns, groups, spy in
      let account = try await columns.addAccount("Acme")
      for number in 1...5 {
        _ = try await (number % 2 == 0 ? columns : groups).addOpportunity(in: account) { $0.owner = "person \(number)" }
        let report = ReportDefinition("mine", period: .all, groupBy: [.owner], measures: [.count])
        #expect(try await groups.forecast(report).table.rows.count == number)
      }
      try await columns.reports.save(ReportDefinition("saved", period: .all, groupBy: [.owner], measures: [.count]))
      #expect(try await groups.forecast("saved").table.rows.count == 5)
      #expect(spy.loads == 0)
    }
  }
}
