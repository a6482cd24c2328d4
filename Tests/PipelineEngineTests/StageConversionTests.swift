import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// A small company's week, reckoned by hand.
@Suite("Conversion from stage to stage", .serialized)
struct StageConversionTests {
  /// What happens on the days from 2026-11-24, which is day 0.
  struct Story {
    let desk: Desk
    private let world: AsOfTests.World
    private var deals: [String: RecordID] = [:]
    private let account: Account
    private var now: Int64 = 0

    init(_ desk: Desk, _ world: AsOfTests.World) async throws {
      (self.desk, self.world) = (desk, world)
      account = try await desk.addAccount("Acme")
    }

    static func day(_ number: Int) -> CivilDate { Fixture.today.adding(days: number) ?? Fixture.today }

    /// Moves the clock to a second of a day.
    private mutating func pass(to day: Int64, _ second: Int64 = 43_200) {
      world.pass(seconds: day * 86_400 + second - now)
      now = day * 86_400 + second
    }

    private mutating func add(_ names: String..., owner: String = "anna") async throws {
      for name in names {
        deals[name] = try await desk.addOpportunity(in: account) {
          $0.name = name
          $0.owner = owner
        }.id
      }
    }

    private func set(_ name: String, _ status: String, cycle: String? = nil) async throws {
      let id = try #require(deals[name])
      _ = try await desk.edit(id) { deal in
        if let cycle { deal.cycle = cycle }
        deal.status = status
        deal.nextStep = "call"
        if status == "lost" { deal.lossReason = "price" }
      }
    }

    private func delete(_ name: String) async throws {
      try await desk.delete(try await desk.opportunity(try #require(deals[name])))
    }

    mutating func tell() async throws {
      pass(to: 0)
      try await add("early")
      pass(to: 1, 0)
      try await add("edge", owner: "ben")
      pass(to: 1)
      try await add("back", "undone", "cycle", "twice")
      try await add("gone", owner: "ben")
      // At the instant of its creation: it is in the first stage as of no moment.
      try await set("twice", "engaging")
      pass(to: 2)
      try await set("early", "engaging")
      try await set("back", "engaging")
      try await delete("undone")
      try await set("cycle", "signing", cycle: "partners")
      pass(to: 3)
      try await set("back", "prospecting")
      try await delete("gone")
      try await set("twice", "won")
      pass(to: 4)
      _ = try await desk.restore(try #require(deals["undone"]))
      try await set("twice", "engaging")
      pass(to: 4, 86_399)
      try await add("last")
      pass(to: 5, 0)
      try await add("late")
      pass(to: 5)
      try await set("early", "won")
      try await set("undone", "engaging")
      pass(to: 6)
      try await set("back", "lost")
    }
  }

  private struct OwnDeals: AccessPolicy {
    func grant(to person: String) async throws -> AccessGrant {
      AccessGrant(sees: person == "root" ? .all : .owners([person]))
    }
    func teams() async throws -> [String: String] { [:] }
  }

  /// Tells the story as somebody who sees everything.
  private func tell(_ backend: Backend, _ body: (Desk) async throws -> Void) async throws {
    let world = AsOfTests.World(seed: 1)
    try await backend.withDesk(
      environment: world.environment,
      {
        $0.salesCycles = [Fixture.cycle, CycleTests.partners]
        $0.access = OwnDeals()
        $0.dashboard.widgets = [.funnel, .conversion]
      }
    ) { desk in
      var story = try await Story(desk.acting(as: "root"), world)
      try await story.tell()
      try await body(story.desk)
    }
  }

  private static let from = Story.day(1)
  private static let to = Story.day(4)

  private func expect(
    _ conversion: StageConversion, _ lines: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect("\(conversion)".split(separator: "\n").map(String.init) == lines, sourceLocation: sourceLocation)
    for row in conversion.rows {
      #expect(
        row.entered == row.movedOn + row.movedBack + row.lost + row.left + row.open, sourceLocation: sourceLocation)
    }
  }

  @Test(
    "a report of stays has the figures of the conversion, by salesperson and as of a past day too",
    arguments: Backend.all)
  func report(_ backend: Backend) async throws {
    try await tell(backend) { desk in
      func rows(_ groupBy: [DealDimension], _ asOf: Int? = nil, _ filters: DealFilter = DealFilter()) async throws
        -> [[String]]
      {
        let definition = ReportDefinition(
          "stays", period: .days(from: Self.from, to: Self.to), groupBy: groupBy, filters: filters, datedBy: .entered)
        let scope = ReportScope(asOf: asOf.map { desk.endOfDay(Story.day($0)) })
        let table = try await desk.forecast(definition, scope).table
        return table.rows.map { row in zip(row, table.columns).map { $0.plainText($1.kind) ?? "-" } }
      }
      func converted(_ asOf: Int? = nil) async throws -> [[String]] {
        let scope = ReportScope(asOf: asOf.map { desk.endOfDay(Story.day($0)) })
        return try await desk.conversion(from: Self.from, to: Self.to, scope).rows.filter { $0.entered > 0 }.map {
          [
            $0.cycle, $0.status, "\($0.entered)", "\($0.movedOn)", $0.conversion?.percentText ?? "-",
            $0.meanDays.map { "\($0)" } ?? "-", $0.medianDays.map { "\($0)" } ?? "-",
          ]
        }
      }
      #expect(try await rows([.cycle, .stage]) == converted())
      #expect(try await rows([.cycle, .stage], 3) == converted(3))
      #expect(try await converted() != converted(3))
      // Ben's deals stayed in the first stage, until one was deleted two days later.
      #expect(
        try await rows([.owner, .stage]).filter { $0[0] == "ben" } == [
          ["ben", "direct/prospecting", "2", "0", "0", "2", "2"]
        ])
      #expect(
        try await rows([.owner]).map { Array($0.prefix(3)) } == [["anna", "10", "4"], ["ben", "2", "0"]])
      // Stages are those of the stays, outcomes those of the deals: three deals that are lost or won by now were in the first.
      var first = DealFilter()
      first.stages = ["direct/prospecting"]
      #expect(try await rows([.stage], nil, first).map { Array($0.prefix(3)) } == [["direct/prospecting", "7", "2"]])
      var lost = first
      lost.outcomes = [.lost]
      #expect(try await rows([.stage], nil, lost).map { Array($0.prefix(2)) } == [["direct/prospecting", "2"]])
      // Ben sees his own alone.
      let own = try await desk.acting(as: "ben").forecast(
        ReportDefinition("stays", period: .all, groupBy: [.owner], datedBy: .entered)
      ).table
      #expect(own.rows.map { $0[0] } == [.text("ben")])
      for measures: [ReportMeasure] in [[.count], [.entered]] {
        let isOfDeals = measures == [.count]
        await #expect(throws: FigureError.otherRows(measures[0], isOfStays: !isOfDeals)) {
          try await desk.forecast(
            ReportDefinition("x", groupBy: [.owner], measures: measures, datedBy: isOfDeals ? .entered : .close))
        }
      }
    }
  }

  @Test("entries of four days, what became of them, and how long they stayed", arguments: Backend.all)
  func story(_ backend: Backend) async throws {
    try await tell(backend) { desk in
      let conversion = try await desk.conversion(from: Self.from, to: Self.to)
      expect(
        conversion,
        [
          "direct/prospecting: 7 entered; 2 moved on, 0 back, 1 lost, 2 left, 2 open; 2.2 days, median 2",
          "direct/engaging: 4 entered; 2 moved on, 1 back, 0 lost, 0 left, 1 open; 2 days, median 2",
          "partners/signing: 1 entered; 0 moved on, 0 back, 0 lost, 0 left, 1 open; - days, median -",
          "partners/prospecting: 0 entered; 0 moved on, 0 back, 0 lost, 0 left, 0 open; - days, median -",
        ])
      #expect(conversion.rows.map { $0.conversion?.value } == [2_857, 5_000, 0, nil])
      #expect(conversion.dealCount == 8 && conversion.gaps.isEmpty)
      // A day less at either end leaves out what happened at its first and its last second.
      let inner = try await desk.conversion(from: Self.from.adding(days: 1), to: Self.to.adding(days: -1))
      #expect(inner.rows.map(\.entered) == [1, 2, 1, 0])
      let first = try await desk.conversion(from: Self.from, to: Self.from)
      #expect(first.rows.map(\.entered) == [5, 1, 0, 0])
      // By default from the first day of the quarter until today.
      let quarter = try await desk.conversion()
      #expect(quarter.days == CivilDate("2026-10-01")...Story.day(6))
      #expect(quarter.rows.map(\.entered) == [9, 5, 1, 0] && quarter.dealCount == 9)
      await #expect(throws: StageConversionError.endsBeforeItStarts) {
        try await desk.conversion(from: Self.to, to: Self.from)
      }
    }
  }

  @Test("as of a day before, what came later has not happened", arguments: Backend.all)
  func asOf(_ backend: Backend) async throws {
    try await tell(backend) { desk in
      let scope = ReportScope(asOf: desk.endOfDay(Story.day(3)))
      let then = try await desk.conversion(from: Self.from, to: Self.to, scope)
      expect(
        then,
        [
          "direct/prospecting: 6 entered; 1 moved on, 0 back, 0 lost, 3 left, 2 open; 1.25 days, median 1",
          "direct/engaging: 3 entered; 1 moved on, 1 back, 0 lost, 0 left, 1 open; 1.5 days, median 1.5",
          "partners/signing: 1 entered; 0 moved on, 0 back, 0 lost, 0 left, 1 open; - days, median -",
          "partners/prospecting: 0 entered; 0 moved on, 0 back, 0 lost, 0 left, 0 open; - days, median -",
        ])
      let snapshot = try await desk.snapshot(.asOf(desk.endOfDay(Story.day(3))))
      #expect(try await snapshot.conversion(from: Self.from, to: Self.to).rows == then.rows, "read from the journal")
      let now = try await desk.snapshot()
      #expect(
        try await now.conversion(from: Self.from, to: Self.to)
          == desk.conversion(from: Self.from, to: Self.to), "read from the journal")
    }
  }

  @Test("a person sees only their deals, a deleted one by its last owner; filters select deals", arguments: Backend.all)
  func access(_ backend: Backend) async throws {
    try await tell(backend) { desk in
      let ben = [
        "direct/prospecting: 2 entered; 0 moved on, 0 back, 0 lost, 1 left, 1 open; 2 days, median 2",
        "direct/engaging: 0 entered; 0 moved on, 0 back, 0 lost, 0 left, 0 open; - days, median -",
      ]
      let scope = { (owners: [String]) in
        var scope = ReportScope(owners: owners)
        scope.cycles = ["direct"]
        return scope
      }
      expect(try await desk.conversion(from: Self.from, to: Self.to, scope(["ben"])), ben)
      expect(try await desk.acting(as: "ben").conversion(from: Self.from, to: Self.to, scope([])), ben)
      let eve = try await desk.acting(as: "eve").conversion(from: Self.from, to: Self.to)
      #expect(eve.rows.allSatisfy { $0.entered == 0 } && eve.dealCount == 0)
      // A sales cycle and a stage select stays: the deal that went to another sales cycle is among those that left.
      let direct = try await desk.conversion(from: Self.from, to: Self.to, scope([]))
      #expect(direct.rows.map(\.left) == [2, 0])
      var ofStage = ReportScope()
      ofStage.filter.stages = ["direct/engaging"]
      #expect(try await desk.conversion(from: Self.from, to: Self.to, ofStage).rows.map(\.entered) == [4])
      ofStage.filter.outcomes = [.won]
      #expect(try await desk.conversion(from: Self.from, to: Self.to, ofStage).rows.map(\.movedOn) == [1])
      ofStage.filter.stages = ["engagin"]
      let wrong = ofStage
      await #expect(throws: UnknownName.self) { try await desk.conversion(wrong) }
    }
  }

  @Test("a deal that was imported without its past enters its first stage on no known day", arguments: Backend.all)
  func unknownPast(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let then = try #require(Fixture.today.adding(days: -9))
      let text = """
        {version: 1, opportunities: {accounts: create, fields: {account: who, owner: who, external_id: id, created_at: made}}}
        """
      let mapping = try ConfigurationReader(catalog: .bundled).check(ImportMapping.self, text: text, file: "m.yaml")
        .get()
      let rows = "id,who,made\n1,anna,\(then)\n2,anna,\(Fixture.today)\n3,anna,\n"
      let files = [ImportKind.opportunities: ImportFile(name: "deals.csv", bytes: Array(rows.utf8))]
      #expect(try await desk.import(mapping, files: files).isWritten)
      let today = try await desk.conversion(from: Fixture.today)
      #expect(today.rows.map(\.entered) == [1, 0] && today.dealCount == 1)
      #expect(today.gaps == [ReportGap(reason: .unknownEntry, count: 2)])
      let before = try await desk.conversion(from: then.adding(days: -5), to: then.adding(days: -1))
      #expect(before.gaps == [ReportGap(reason: .unknownEntry, count: 1)], "one was not created by then")
      #expect(before.rows.map(\.entered) == [0, 0])
    }
  }

  @Test("by value, each entry counts what its deal is worth; a deal without a value is named", arguments: Backend.all)
  func value(_ backend: Backend) async throws {
    let world = AsOfTests.World(seed: 1)
    try await backend.withDesk(
      environment: world.environment, { $0.dashboard.widgets = [.conversionByValue] }
    ) { desk in
      let account = try await desk.addAccount("Acme")
      func add(_ cents: Int64?, in currency: Currency = .usd) async throws -> RecordID {
        try await desk.addOpportunity(in: account) {
          $0.currency = currency
          $0.statedAmount = cents.flatMap { Money(minorUnits: $0, currency: currency) }
        }.id
      }
      let yen = try #require(Currency("JPY"))
      let (moved, lost, other) = (try await add(100_01), try await add(50_00), try await add(900, in: yen))
      _ = (try await add(150_02), try await add(nil))
      world.pass(seconds: 86_400)
      for (id, status) in [(moved, "engaging"), (lost, "lost"), (other, "engaging")] {
        _ = try await desk.edit(id) {
          $0.status = status
          $0.nextStep = "call"
          if status == "lost" { $0.lossReason = "price" }
        }
      }
      let conversion = try await desk.conversion()
      #expect(conversion.rows.map(\.entered) == [5, 2])
      let (first, second) = (conversion.rows[0].value, conversion.rows[1].value)
      #expect(first.entered == 300_03 && first.movedOn == 100_01 && first.lost == 50_00 && first.open == 150_02)
      #expect(first.conversion == BasisPoints(3_333) && conversion.rows[0].conversion == BasisPoints(4_000))
      #expect(second.entered == 100_01 && second.open == 100_01 && second.conversion == .zero)
      let unpriced = [
        ReportGap(reason: .noAmount, count: 1), ReportGap(reason: .otherCurrency, detail: "JPY", count: 1),
      ]
      #expect(conversion.unpriced == unpriced && conversion.gaps.isEmpty)
      let report = try await desk.conversionReport(by: .value)
      #expect(report.name == "conversion_by_value" && report.gaps == unpriced)
      #expect(
        report.table.columns.map(\.key) == [
          "stage", "entered_amount", "moved_on_amount", "conversion_by_value", "lost_amount", "open_amount",
        ])
      #expect(
        report.table.rows[0].dropFirst()
          == [.money(300_03), .money(100_01), .percent(BasisPoints(3_333)!), .money(50_00), .money(150_02)])
      #expect(try await desk.dashboard().table == report.table)
      #expect(try await desk.conversionReport().gaps.isEmpty)
    }
  }

  @Test("the widget and the document hold a row for each stage", arguments: Backend.all)
  func document(_ backend: Backend) async throws {
    try await tell(backend) { desk in
      let report = try await desk.conversionReport(from: Self.from, to: Self.to)
      #expect(report.groupedBy == ["cycle", "stage"] && report.table.rows.count == 4 && report.chart == nil)
      #expect(
        report.table.columns.map(\.key) == [
          "cycle", "stage", "entered", "moved_on", "conversion", "moved_back", "lost", "left", "open", "mean_days",
          "median_days",
        ])
      #expect(
        report.table.rows[0] == [
          .label(key: "direct", "direct"), .label(key: "prospecting", "prospecting"), .count(7), .count(2),
          .percent(BasisPoints(2_857)!), .count(0), .count(1), .count(2), .count(2), .decimal("2.2"), .decimal(2),
        ])
      #expect(report.title.text("fr") == "Conversion par étape, 25/11/2026 – 28/11/2026")
      #expect(report.receipt?.counted == 8)
      var scope = ReportScope()
      scope.cycles = ["direct"]
      let direct = try await desk.conversionReport(from: Self.from, to: Self.to, scope)
      #expect(direct.chart == ReportChart(.nestedColumns, category: "stage", series: ["entered", "moved_on"]))
      let dashboard = try await desk.dashboard()
      #expect(dashboard.sections.map(\.key) == ["conversion"])
      #expect(dashboard.sections[0].table == (try await desk.conversionReport().table))
    }
  }
}
