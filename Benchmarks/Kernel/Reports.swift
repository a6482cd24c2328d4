import PipelineAnalytics
import PipelinePlugins

/// The same deals as a store would give them, read into columns and asked for the whole reports: planning, strategies,
/// labels and totals included.
struct Reports {
  let pages: [ColumnPage]
  let edits: [JournalEntry]
  static let cycle = SalesCycle(
    "direct",
    stages: (0..<6).map { Stage("open \($0)", probability: BasisPoints(percent: 10 + 15 * $0) ?? .zero) } + [
      Stage("won", outcome: .won), Stage("lost", outcome: .lost),
    ])

  init(_ deals: Deals, pageSize: Int = 16_384) {
    let rows = deals.amount.count
    pages = stride(from: 0, to: rows, by: pageSize).map { start in
      Self.page(deals, start..<min(rows, start + pageSize))
    }
    let quantity = min(100_000, rows)
    edits = (0..<quantity).map { number in
      let row = number &* 7919 % rows
      let id = RecordID(high: 1, low: UInt64(row))
      let change =
        number % 2 == 0
        ? CellChange("amount", old: .null, new: .integer(Int64(number)), inHistory: true)
        : CellChange("status", old: .null, new: .text("open \(number % 6)"), inHistory: true)
      return JournalEntry(
        sequence: Int64(number + 2), operation: id, key: RecordKey(.opportunity, id), version: 2,
        effectiveAt: Instant(microsecondsSince1970: 0), recordedAt: Instant(microsecondsSince1970: 0), author: "",
        event: .changed(change))
    }
  }

  private static func page(_ deals: Deals, _ rows: Range<Int>) -> ColumnPage {
    func texts(_ codes: [UInt8], _ dictionary: [String]) -> CellColumn {
      .texts(codes: rows.map { UInt32(codes[$0]) }, dictionary: dictionary)
    }
    func same(_ text: String) -> CellColumn { .texts(codes: rows.map { _ in 0 }, dictionary: [text]) }
    // Days spread over the months; 17,167 is 2017-01-01.
    let days = rows.map { Int64(17_167) + Int64(deals.month[$0]) * 30 + Int64($0 % 28) }
    let missing = CellColumn.texts(codes: rows.map { _ in CellColumn.missingCode }, dictionary: [])
    let columns: [FieldName: CellColumn] = [
      "cycle": same("direct"), "status": texts(deals.stage, cycle.stages.map(\.key)),
      "owner": texts(deals.owner, (0..<48).map { "owner \($0)" }), "currency": same("EUR"),
      "amount": .integers(rows.map { deals.amount[$0] }), "expected_close_date": .integers(days),
      "actual_close_date": .integers(
        rows.map { deals.stage[$0] > 5 ? days[$0 - rows.lowerBound] : CellColumn.missing }),
      "forecast": texts(deals.category, ForecastCategory.allCases.map(\.rawValue)),
      "probability": .integers(rows.map { Int64(deals.probability[$0]) }), "probability_origin": same("stage"),
      "source": .texts(codes: rows.map { UInt32($0 % 12) }, dictionary: (0..<12).map { "source \($0)" }),
      "account": .identities(
        codes: rows.map { UInt32($0 % 4000) }, dictionary: (0..<4000).map { RecordID(high: 2, low: UInt64($0)) }),
      "status_since": .integers(rows.map { 1_400_000_000_000_000 + Int64($0 % 100_000) * 977_000_000 }),
      "created_at": .integers(rows.map { 1_300_000_000_000_000 + Int64($0 / 16) * 977_000_000 }),
    ]
    return ColumnPage(
      ids: rows.map { RecordID(high: 1, low: UInt64($0)) }, versions: rows.map { _ in 1 },
      columns: DealColumns.fields.map { columns[$0] ?? missing },
      cursor: Cursor(1), next: nil)
  }

  func load() throws -> DealColumns {
    var columns = DealColumns(cycles: [Self.cycle], baseCurrency: .eur)
    for page in pages { try columns.append(page) }
    return columns
  }

  /// What the funnel, the grid and a forecast group by.
  private static let queries = [
    PivotQuery([.stage], where: [.outcome(.open)]),
    PivotQuery([.owner, .month, .outcome], where: [.outcome(.open, .won)]),
    PivotQuery([.owner, .quarter, .category, .outcome, .omission], where: [.outcome(.open, .won)]),
  ]

  struct ByProbability: WeightingStrategy {
    var weight: Derivation<Weight> { Derivation(.probability) { Weight($0) } }
  }

  struct ByProbabilityAndDays: WeightingStrategy {
    var weight: Derivation<Weight> {
      Derivation(.probability, .daysInStage) { (share: BasisPoints, days: Int?) in
        (days ?? 0) > 365 ? .zero : Weight(share)
      }
    }
  }

  /// Runs each report several times; gives the least times in milliseconds.
  func measure() async throws -> [(name: String, milliseconds: Double)] {
    let clock = ContinuousClock()
    var results: [(name: String, milliseconds: Double)] = []
    func least(_ name: String, _ rounds: Int, _ body: () async throws -> Void) async throws {
      var best = Double.infinity
      for _ in 0..<rounds {
        best = min(best, KernelBenchmark.milliseconds(try await clock.measure { try await body() }))
      }
      results.append((name, best))
    }
    var columns = try load()
    try await least("load from pages", 5) { columns = try load() }
    let today = CivilDate(year: 2018, month: 6, day: 15)!
    let quarter = ReportDefinition(
      "q", period: .relative(.thisQuarter), groupBy: [.owner, .quarter, .category],
      owners: (0..<24).map { "owner \($0 * 2)" })
    let strategies: [(String, any WeightingStrategy)] = [
      ("by probability", ByProbability()), ("by probability and days", ByProbabilityAndDays()),
    ]
    for (name, strategy) in strategies {
      let reading = DealReading(today: today, weighting: strategy)
      try await least("funnel \(name)", 15) { _ = try await columns.funnel(reading) }
      try await least("grid by month \(name)", 15) { _ = try await columns.salesGrid(reading, by: .month) }
      try await least("forecast \(name)", 15) { _ = try await columns.forecast(quarter, reading) }
    }
    let reading = DealReading(today: today, weighting: ByProbability())
    try await least("a stage's first 50 deals", 5) {
      _ = try columns.deals(
        reading, where: [.values(.stage, [.stage(cycle: "direct", status: "open 1")])], limit: 50)
    }
    try await least("first edit, with the index", 1) { columns.apply(edits[0]) }
    let half = edits.count / 2
    try await least("\(half - 1) edits", 1) { for edit in edits[1..<half] { columns.apply(edit) } }
    columns.keepStandingPivots()
    func three() async throws {
      for query in Self.queries { _ = try await columns.pivot(query, reading) }
    }
    try await three()
    try await least("\(edits.count - half) edits, three kept answers", 1) {
      for edit in edits[half...] { columns.apply(edit) }
    }
    try await three()
    try await least("three kept answers", 41) { try await three() }
    return results
  }
}
