import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import Testing

/// What became of the open pipeline, computed by hand.
@Suite("The waterfall", .serialized)
struct WaterfallTests {
  static let december = CivilDate("2026-12-01")...CivilDate("2026-12-31")

  /// A company's three weeks: its deals at the end of the first day, and what became of them by the tenth.
  struct Story {
    let desk: Desk
    let world: AsOfTests.World
    private(set) var deals: [String: RecordID] = [:]
    private var account: Account

    init(_ desk: Desk, _ world: AsOfTests.World) async throws {
      self.desk = desk
      self.world = world
      account = try await desk.addAccount("Acme")
    }

    private func money(_ units: Int64, _ currency: Currency = .usd) -> Money {
      Money(minorUnits: units * 100, currency: currency)!
    }

    mutating func add(_ name: String, _ amount: Int64, closing: String = "2026-12-15", _ currency: Currency = .usd)
      async throws
    {
      deals[name] = try await desk.addOpportunity(in: account) {
        $0.name = name
        $0.owner = "anna"
        $0.currency = currency
        $0.statedAmount = Money(minorUnits: amount * 100, currency: currency)
        $0.expectedCloseDate = CivilDate(closing)
      }.id
    }

    func edit(_ name: String, _ change: (inout OpportunityBody) -> Void) async throws {
      let id = try #require(deals[name])
      _ = try await desk.edit(id) { deal in change(&deal) }
    }

    func lose(_ name: String) async throws {
      try await edit(name) {
        $0.status = "lost"
        $0.lossReason = "price"
      }
    }

    func engage(_ name: String) async throws {
      try await edit(name) {
        $0.status = "engaging"
        $0.nextStep = "call"
      }
    }

    func win(_ name: String) async throws {
      try await engage(name)
      try await edit(name) { $0.status = "won" }
    }

    mutating func begin() async throws {
      for (name, amount) in [
        ("stay", 100), ("up", 200), ("down", 300), ("win", 400), ("lose", 500), ("push", 600), ("gone", 45),
        ("blink", 110), ("given", 55), ("reopen", 30),
      ] as [(String, Int64)] { try await add(name, amount) }
      try await add("pull", 70, closing: "2027-02-01")
      try await add("euro", 10, .eur)
      try await lose("reopen")
    }

    mutating func goOn() async throws {
      world.pass(seconds: 5 * 86_400)
      try await lose("blink")
      world.pass(seconds: 5 * 86_400)
      try await engage("blink")
      for (name, amount) in [("up", 250), ("down", 260), ("win", 450), ("push", 650), ("pull", 80)] as [(String, Int64)]
      {
        try await edit(name) { $0.statedAmount = money(amount) }
      }
      try await win("win")
      try await lose("lose")
      try await edit("push") { $0.expectedCloseDate = CivilDate("2027-02-01") }
      try await edit("pull") { $0.expectedCloseDate = CivilDate("2026-12-20") }
      try await engage("reopen")
      try await desk.delete(try await desk.opportunity(try #require(deals["gone"])))
      try await add("new", 90)
      try await add("flash", 15)
      try await win("flash")
      try await edit("given") { $0.owner = "ben" }
    }
  }

  /// Tells the story, then asks; the first moment is the end of the first day.
  private func tell(
    _ backend: Backend, _ change: (inout PipelineSetup) -> Void = { _ in },
    _ body: (Story, _ from: CivilDate) async throws -> Void
  ) async throws {
    let world = AsOfTests.World(seed: 1)
    try await backend.withDesk(environment: world.environment, change) { desk in
      var story = try await Story(desk, world)
      try await story.begin()
      let from = desk.today
      try await story.goOn()
      try await body(story, from)
    }
  }

  private func expect(
    _ waterfall: Waterfall, _ bars: [Waterfall.Step: (count: Int, amount: Int128)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for step in Waterfall.Step.allCases {
      let (count, amount) = bars[step] ?? (0, 0)
      #expect(
        waterfall[step].count == count && waterfall[step].amount == amount * 100,
        "\(step): \(waterfall[step]), not \(count) deals worth \(amount)", sourceLocation: sourceLocation)
    }
  }

  @Test("with close dates, deals are pulled in and pushed out", arguments: Backend.all)
  func period(_ backend: Backend) async throws {
    try await tell(backend) { story, from in
      let scope = ReportScope(closing: Self.december)
      let waterfall = try await story.desk.waterfall(from: from, scope)
      expect(
        waterfall,
        [
          .opening: (10, 2310), .new: (2, 105), .pulledIn: (1, 70), .increased: (4, 160), .reopened: (1, 30),
          .won: (2, -465), .lost: (1, -500), .decreased: (1, -40), .pushedOut: (1, -650), .removed: (1, -45),
          .closing: (9, 975),
        ])
      #expect(waterfall.gaps.first == ReportGap(reason: .otherCurrency, detail: "EUR", count: 1))
      #expect(waterfall.dealCount == 14)
      // The ends are what the funnel says, and the past stays what it was.
      #expect(try await story.desk.funnel(scope).total.unweighted == waterfall[.closing].amount)
      var then = scope
      then.asOf = story.desk.endOfDay(from)
      #expect(try await story.desk.funnel(then).total.unweighted == waterfall[.opening].amount)
      let to = story.desk.today
      story.world.pass(seconds: 86_400)
      try await story.lose("stay")
      let again = try await story.desk.waterfall(from: from, to: to, scope)
      #expect(again.bars == waterfall.bars && again.days == from...to)
      #expect(try await story.desk.waterfall(from: to, scope)[.lost].count == 1)
    }
  }

  @Test("without close dates, none are; what was given to somebody else moves", arguments: Backend.all)
  func owners(_ backend: Backend) async throws {
    try await tell(backend) { story, from in
      expect(
        try await story.desk.waterfall(from: from),
        [
          .opening: (11, 2380), .new: (2, 105), .increased: (4, 160), .reopened: (1, 30), .won: (2, -465),
          .lost: (1, -500), .decreased: (1, -40), .removed: (1, -45), .closing: (10, 1625),
        ])
      let anna = try await story.desk.waterfall(from: from, ReportScope(owners: ["anna"]))
      #expect(anna[.movedOut].count == 1 && anna[.movedOut].amount == -5500 && anna[.removed].count == 1)
      let ben = try await story.desk.waterfall(from: from, ReportScope(owners: ["ben"]))
      expect(ben, [.movedIn: (1, 55), .closing: (1, 55)])
      let before = try #require(from.adding(days: -1))
      await #expect(throws: WaterfallError.endsBeforeItStarts) {
        try await story.desk.waterfall(from: from, to: before)
      }
    }
  }

  private struct OwnDeals: AccessPolicy {
    func grant(to person: String) async throws -> AccessGrant {
      AccessGrant(sees: person == "root" ? .all : .owners([person]))
    }
    func teams() async throws -> [String: String] { [:] }
  }

  @Test(
    "a reader sees their deals in it; one that went out of sight is shown like one that was deleted",
    arguments: Backend.all)
  func access(_ backend: Backend) async throws {
    try await tell(backend, { $0.access = OwnDeals() }) { story, from in
      let pipeline = story.desk
      let ben = pipeline.acting(as: "ben")
      _ = try await ben.edit(try #require(story.deals["given"])) {
        $0.statedAmount = Money(minorUnits: Int64(9_900), currency: .usd)
      }
      let anna = try await pipeline.waterfall(from: from)
      #expect(anna[.removed].count == 2 && anna[.removed].amount == -10_000, "what it is worth now is not told")
      #expect(anna[.movedOut].count == 0 && anna[.closing].amount == 157_000)
      expect(try await ben.waterfall(from: from), [.movedIn: (1, 99), .closing: (1, 99)])
      expect(try await pipeline.acting(as: "eve").waterfall(from: from), [:])
      let root = try await pipeline.acting(as: "root").waterfall(from: from)
      #expect(root[.increased].count == 5 && root[.removed].count == 1)
    }
  }

  @Test("the widget and the document hold the bars that are shown, with a chart", arguments: Backend.all)
  func document(_ backend: Backend) async throws {
    try await tell(backend, { $0.dashboard.widgets = [.funnel, .waterfall] }) { story, from in
      let waterfall = try await story.desk.waterfall(from: from)
      let report = try await story.desk.waterfallReport(from: story.desk.endOfDay(from))
      let rows = waterfall.shown.map { step -> [ReportCell] in
        [.label(key: step.rawValue, step.label), .count(Int64(waterfall[step].count)), .money(waterfall[step].amount)]
      }
      #expect(report.table.rows == rows && report.table.rows.count == 12)
      #expect(report.chart == ReportChart(.waterfall, category: "bar", series: ["amount"]))
      #expect(report.title.text("fr") == "Cascade du pipeline, 24/11/2026 – 04/12/2026")
      #expect(report.receipt?.counted == 14 && report.receipt?.excluded.map(\.count) == [1])
      let dashboard = try await story.desk.dashboard(since: story.desk.endOfDay(from))
      #expect(dashboard.sections.map(\.key) == ["waterfall"] && dashboard.sections[0].table == report.table)
      // By default it begins with the quarter: everything is new.
      let quarter = try await story.desk.waterfall()
      #expect(quarter.days?.lowerBound == CivilDate("2026-09-30") && quarter[.opening].count == 0)
      #expect(quarter[.new].count == 13 && quarter[.closing] == waterfall[.closing])
    }
  }
}
