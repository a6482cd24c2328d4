import PipelineAnalytics
import PipelinePlugins
import Testing

@Suite("Waterfalls")
struct WaterfallTests {
  typealias Cells = [FieldName: FieldValue]

  /// A side of random lives: the columns that the engine would make, and the plain deals that the oracle reads.
  struct Side {
    let columns: DealColumns
    let deals: [RecordID: Cells]

    init(_ fixture: DealFixture) throws {
      columns = try fixture.columns()
      deals = Dictionary(uniqueKeysWithValues: fixture.deals.map { ($0.id, $0.cells) })
    }
  }

  /// What is asked for, in both the product's words and the oracle's.
  struct Asked {
    var owners: Set<String>?
    var seen: Set<String>?
    var period: Range<CivilDate>?

    var scope: [PivotFilter] {
      (owners.map { [.texts(.owner, $0)] } ?? []) + (period.map { [.closing($0, undated: false)] } ?? [])
    }
    var visible: [PivotFilter] { seen.map { [.texts(.owner, $0)] } ?? [] }
  }

  /// Rates in thousandths of a cent a yen: they need not come out even.
  struct Rates {
    let opening: Int128
    let closing: Int128
    static let unit: Int128 = 1_000

    static func parts(_ cells: Cells?, _ yen: Int128) -> Int128? {
      guard let amount = cells?["amount"]?.integer else { return nil }
      return Int128(amount) * (cells?["currency"]?.text == "JPY" ? yen : unit)
    }
  }

  private func waterfall(_ from: Side, _ to: Side, _ asked: Asked, _ rates: Rates) throws -> Waterfall {
    let reading = DealFixture.reading()
    let worth = WaterfallWorth(
      unit: Rates.unit, opening: { Rates.parts(from.deals[from.columns.ids[$0]], rates.opening) },
      carried: { Rates.parts(to.deals[to.columns.ids[$0]], rates.opening) },
      closing: { Rates.parts(to.deals[to.columns.ids[$0]], rates.closing) })
    return try Waterfall(
      from: WaterfallSide(from.columns, reading, visible: asked.visible, scope: asked.scope),
      to: WaterfallSide(to.columns, reading, visible: asked.visible, scope: asked.scope), worth: worth)
  }

  /// The open deals in scope: how many, and their worth in parts.
  private func pipeline(_ side: Side, _ asked: Asked, _ yen: Int128) -> (count: Int, parts: Int128) {
    let open = side.deals.values.filter {
      WaterfallOracle.sees($0, asked) && WaterfallOracle.isAsked($0, asked) && WaterfallOracle.isInPeriod($0, asked)
        && WaterfallOracle.outcome($0) == .open
    }
    return (open.count, open.reduce(0) { $0 + (Rates.parts($1, yen) ?? 0) })
  }

  static let cases: [Asked] = [
    Asked(), Asked(period: CivilDate(iso: "2017-02-01")!..<CivilDate(iso: "2018-01-01")!),
    Asked(owners: Set((0..<12).map { "owner \($0)" })),
    Asked(
      owners: Set((0..<15).map { "owner \($0)" }), seen: Set((5..<20).map { "owner \($0)" }),
      period: CivilDate(iso: "2017-01-01")!..<CivilDate(iso: "2017-03-01")!),
  ]

  @Test("opening and all bars are closing, to the minor unit", arguments: [false, true])
  func identity(backDated: Bool) throws {
    var met: Set<Waterfall.Step> = []
    for seed: UInt64 in [3, 2017, 5, 6, 7, 8] { try identity(seed, backDated, &met) }
    // The lives must tell of everything that can happen; creation is never before the journal tells of it.
    #expect(met == Set(Waterfall.Step.allCases.filter { !$0.isEnd && $0 != .recordedLater }))
  }

  private func identity(_ seed: UInt64, _ backDated: Bool, _ met: inout Set<Waterfall.Step>) throws {
    print("WaterfallTests seed \(seed), back-dated \(backDated)")
    var random = SeededGenerator(seed)
    var lives = RandomLives(backDated: backDated)
    for _ in 0..<500 { lives.step(&random) }
    for _ in 0..<12 {
      let moments = (0..<2).map { _ in Int64.random(in: lives.span, using: &random) }.sorted()
      let (from, to) = (try Side(lives.naive(asOf: moments[0])), try Side(lives.naive(asOf: moments[1])))
      let rates = Rates(
        opening: Int128(Int.random(in: 700...900, using: &random)),
        closing: Int128(Int.random(in: 700...900, using: &random)))
      for asked in Self.cases {
        let waterfall = try waterfall(from, to, asked, rates)
        let (first, last) = (pipeline(from, asked, rates.opening), pipeline(to, asked, rates.closing))
        #expect(waterfall[.opening].count == first.count && waterfall[.closing].count == last.count, "seed \(seed)")
        #expect(waterfall[.opening].amount == dividedHalfEven(first.parts, by: Rates.unit), "opening, seed \(seed)")
        #expect(waterfall[.closing].amount == dividedHalfEven(last.parts, by: Rates.unit), "closing, seed \(seed)")
        let bars = Waterfall.Step.allCases.filter { !$0.isEnd }
        let sum = bars.reduce(waterfall[.opening].amount) { $0 + waterfall[$1].amount }
        #expect(sum == waterfall[.closing].amount, "identity, seed \(seed)")
        let exact = WaterfallOracle(from.deals, to.deals, asked, rates)
        met.formUnion(bars.filter { waterfall[$0].count > 0 })
        for step in bars {
          #expect(waterfall[step].count == exact.counts[step] ?? 0, "\(step), seed \(seed)")
          let off = waterfall[step].amount * Rates.unit - (exact.parts[step] ?? 0)
          #expect(off.magnitude < 2 * Rates.unit.magnitude, "\(step) is off by \(off) parts, seed \(seed)")
        }
      }
    }
  }

  @Test("of bars that rounding cuts by as much, the first in the waterfall's order gets the cent")
  func ties() throws {
    let bars = Waterfall.Step.allCases.filter { !$0.isEnd }
    // A yen is half a cent, so that a bar is cut by half a cent or by nothing.
    let rates = Rates(opening: 500, closing: 500)
    var decided = 0
    print("WaterfallTests seed 50")
    var random = SeededGenerator(50)
    var lives = RandomLives(backDated: false)
    for _ in 0..<500 { lives.step(&random) }
    for _ in 0..<60 {
      let moments = (0..<2).map { _ in Int64.random(in: lives.span, using: &random) }.sorted()
      let (from, to) = (try Side(lives.naive(asOf: moments[0])), try Side(lives.naive(asOf: moments[1])))
      let waterfall = try waterfall(from, to, Asked(), rates)
      let exact = WaterfallOracle(from.deals, to.deals, Asked(), rates)
      let cut = bars.filter { (exact.parts[$0] ?? 0) % Rates.unit != 0 }
      let isRaised = cut.map { waterfall[$0].amount * Rates.unit > exact.parts[$0] ?? 0 }
      // The raised ones come first.
      #expect(isRaised == isRaised.sorted { $0 && !$1 }, "\(moments)")
      if Set(isRaised).count > 1 { decided += 1 }
    }
    #expect(decided > 3)
  }

  @Test("rows in another order, and past columns of one timeline, make the same waterfall")
  func orders() throws {
    print("WaterfallTests seed 41")
    var random = SeededGenerator(41)
    var lives = RandomLives(backDated: true)
    for _ in 0..<400 { lives.step(&random) }
    var history = DealHistory(PastTests.empty, interval: 16)
    history.append(JournalPage(entries: lives.entries, cursor: Cursor(400), hasMore: false))
    let reading = DealFixture.reading()
    let scope: [PivotFilter] = [.closing(CivilDate(iso: "2017-02-01")!..<CivilDate(iso: "2018-01-01")!, undated: false)]
    for _ in 0..<10 {
      let moments = (0..<2).map { _ in Int64.random(in: lives.span, using: &random) }.sorted()
      let told = moments.map {
        WaterfallSide(history.columns(asOf: Instant(microsecondsSince1970: $0)), reading, scope: scope)
      }
      var shuffled = lives.naive(asOf: moments[1])
      shuffled.deals.shuffle(using: &random)
      let plain = [
        WaterfallSide(try lives.naive(asOf: moments[0]).columns(), reading, scope: scope),
        WaterfallSide(try shuffled.columns(), reading, scope: scope),
      ]
      #expect(try Waterfall(from: told[0], to: told[1]) == Waterfall(from: plain[0], to: plain[1]))
    }
  }

  @Test(
    "a deal that was journalled too late is not new; one in another currency is counted, and said to be unpriced")
  func unknownPastAndGaps() throws {
    var now = DealFixture()
    now.add("prospecting", 1_000)
    now.add("prospecting", 500, currency: "JPY")
    now.add("prospecting", nil)
    let day = CivilDate(iso: "2017-06-30")!
    func instant(_ text: String) -> FieldValue {
      .integer(Instant(startOf: CivilDate(iso: text)!).microsecondsSince1970)
    }
    now.add("won", 700, actual: "2017-06-30")
    now.add("won", 60, actual: "2017-07-01")
    for index in [0, 3, 4] { now.deals[index].cells["created_at"] = instant("2017-06-30") }
    now.deals[1].cells["created_at"] = instant("2017-07-01")
    let reading = DealFixture.reading()
    let waterfall = try Waterfall(
      from: WaterfallSide(try DealFixture().columns(), reading), to: WaterfallSide(try now.columns(), reading),
      lastDayBefore: day)
    #expect(waterfall[.recordedLater].count == 2 && waterfall[.recordedLater].amount == 1_060)
    #expect(waterfall[.won].count == 1 && waterfall[.won].amount == -60, "the other was won before")
    #expect(waterfall[.new].count == 2 && waterfall[.new].amount == 0)
    #expect(waterfall[.closing].count == 3 && waterfall[.closing].amount == 1_000)
    #expect(
      waterfall.gaps == [
        ReportGap(reason: .noAmount, count: 1), ReportGap(reason: .otherCurrency, detail: "JPY", count: 1),
      ])
    #expect(waterfall.shown.contains(.recordedLater) && !waterfall.shown.contains(.movedIn))
  }

  @Test("sums beyond 128 bits are refused")
  func overflow() throws {
    var deals = DealFixture()
    deals.add("prospecting", 1)
    deals.add("prospecting", 1)
    let side = WaterfallSide(try deals.columns(), DealFixture.reading())
    let most = WaterfallWorth(opening: { _ in .max }, carried: { _ in .min }, closing: { _ in .max })
    #expect(throws: WaterfallError.overflow) { try Waterfall(from: side, to: side, worth: most) }
  }
}

/// The rules once more, as plainly as they can be said: one deal at a time, from its cells.
struct WaterfallOracle {
  var counts: [Waterfall.Step: Int] = [:]
  var parts: [Waterfall.Step: Int128] = [:]

  typealias Cells = WaterfallTests.Cells
  typealias Asked = WaterfallTests.Asked

  static func outcome(_ cells: Cells) -> Outcome {
    guard cells["cycle"]?.text == "direct" else { return .open }
    return DealFixture.cycle.stage(cells["status"]?.text ?? "")?.outcome ?? .open
  }

  static func sees(_ cells: Cells, _ asked: Asked) -> Bool {
    asked.seen.map { $0.contains(cells["owner"]?.text ?? "") } ?? true
  }

  static func isAsked(_ cells: Cells, _ asked: Asked) -> Bool {
    asked.owners.map { $0.contains(cells["owner"]?.text ?? "") } ?? true
  }

  static func isInPeriod(_ cells: Cells, _ asked: Asked) -> Bool {
    guard let period = asked.period else { return true }
    let field: FieldName = outcome(cells) == .open ? "expected_close_date" : "actual_close_date"
    guard let days = cells[field]?.integer, let day = CivilDate(daysSince1970: Int32(days)) else { return false }
    return period.contains(day)
  }

  init(_ from: [RecordID: Cells], _ to: [RecordID: Cells], _ asked: Asked, _ rates: WaterfallTests.Rates) {
    for id in Set(from.keys).union(to.keys) {
      let before = from[id]
      let after = to[id].flatMap { Self.sees($0, asked) ? $0 : nil }
      add(before, after, asked, rates)
    }
  }

  private mutating func add(_ step: Waterfall.Step, _ value: Int128) {
    counts[step, default: 0] += 1
    parts[step, default: 0] += value
  }

  private mutating func add(_ before: Cells?, _ after: Cells?, _ asked: Asked, _ rates: WaterfallTests.Rates) {
    let isMineBefore = before.map { Self.sees($0, asked) && Self.isAsked($0, asked) } ?? false
    let isMineAfter = after.map { Self.isAsked($0, asked) } ?? false
    let wasCounted = isMineBefore && before.map { Self.isInPeriod($0, asked) && Self.outcome($0) == .open } ?? false
    let old = WaterfallTests.Rates.parts(before, rates.opening) ?? 0
    let carried = WaterfallTests.Rates.parts(after, rates.opening) ?? 0
    let last = WaterfallTests.Rates.parts(after, rates.closing) ?? 0
    guard let after, isMineAfter else {
      if wasCounted { add(after == nil ? .removed : .movedOut, -old) }
      return
    }
    let now = Self.outcome(after)
    let isIn = Self.isInPeriod(after, asked)
    if !wasCounted {
      guard isIn else { return }
      guard let before else {
        add(.new, last)
        if now != .open { add(now == .won ? .won : .lost, -last) }
        return
      }
      let was = Self.outcome(before)
      guard was == .open || was != now else { return }
      guard isMineBefore else {
        add(.movedIn, last)
        if now != .open { add(now == .won ? .won : .lost, -last) }
        return
      }
      add(was == .open ? .pulledIn : .reopened, old)
    }
    if carried > old { add(.increased, carried - old) }
    if carried < old { add(.decreased, carried - old) }
    if last != carried { add(.currency, last - carried) }
    if !isIn { add(.pushedOut, -last) } else if now != .open { add(now == .won ? .won : .lost, -last) }
  }
}
