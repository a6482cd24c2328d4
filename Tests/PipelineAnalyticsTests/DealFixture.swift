import PipelineAnalytics
import PipelinePlugins

/// Deals in plain words, and the pages and journal that a store would make of them.
struct DealFixture {
  var deals: [(id: RecordID, cells: [FieldName: FieldValue])] = []

  static let cycle = SalesCycle(
    "direct",
    stages: [
      Stage("prospecting", probability: BasisPoints(percent: 10)!),
      Stage("engaging", probability: BasisPoints(percent: 40)!),
      Stage("proposal", probability: BasisPoints(percent: 70)!),
      Stage("won", outcome: .won), Stage("lost", outcome: .lost),
    ])

  static func id(_ number: Int) -> RecordID { RecordID(high: 7, low: UInt64(number)) }

  mutating func add(
    _ status: String, _ amount: Int64?, probability: Int? = nil, owner: String = "Anna", expected: String? = nil,
    actual: String? = nil, forecast: String? = "pipeline", currency: String? = "EUR", cycle: String = "direct",
    account: Int = 1, since: Int64 = 0, source: String? = nil, created: String? = nil, lossReason: String? = nil
  ) {
    func day(_ text: String?) -> FieldValue {
      text.flatMap { CivilDate(iso: $0) }.map { .integer(Int64($0.daysSince1970)) } ?? .null
    }
    let stage = Self.cycle.stage(status)?.probability.value
    deals.append(
      (
        Self.id(deals.count + 1),
        [
          "account": .bytes(Self.id(account).bytes), "cycle": .text(cycle), "status": .text(status),
          "owner": .text(owner), "amount": amount.map { .integer($0) } ?? .null,
          "currency": currency.map { .text($0) } ?? .null,
          "probability": .integer(Int64(probability.map { $0 * 100 } ?? Int(stage ?? 0))),
          "probability_origin": .text(probability == nil ? "stage" : "person"),
          "expected_close_date": day(expected), "actual_close_date": day(actual),
          "forecast": forecast.map { .text($0) } ?? .null, "status_since": .integer(since),
          "source": source.map { .text($0) } ?? .null, "loss_reason": lossReason.map { .text($0) } ?? .null,
          "created_at": created.flatMap { CivilDate(iso: $0) }.map {
            .integer(Instant(startOf: $0).microsecondsSince1970)
          } ?? .null,
        ]
      ))
  }

  /// The deals as a store's pages.
  func pages(of size: Int, cursor: Cursor = Cursor(1)) -> [ColumnPage] {
    stride(from: 0, to: deals.count, by: size).map { start in
      let part = deals[start..<min(deals.count, start + size)]
      let columns = DealColumns.fields.map { field in Self.column(field, part.map { $0.cells[field] ?? .null }) }
      return ColumnPage(
        ids: part.map(\.id), versions: part.map { _ in 1 }, columns: columns, cursor: cursor, next: nil)
    }
  }

  private static func column(_ field: FieldName, _ cells: [FieldValue]) -> CellColumn {
    switch OpportunityBody.fields[field]!.kind.cellType {
    case .integer: return .integers(cells.map { $0.integer ?? CellColumn.missing })
    case .text:
      let (codes, dictionary) = coded(cells.map(\.text))
      return .texts(codes: codes, dictionary: dictionary)
    case .bytes:
      let (codes, dictionary) = coded(cells.map { $0.bytes.flatMap { RecordID(bytes: $0) } })
      return .identities(codes: codes, dictionary: dictionary)
    }
  }

  private static func coded<Value: Hashable>(_ values: [Value?]) -> ([UInt32], [Value]) {
    var dictionary: [Value] = []
    let codes = values.map { value -> UInt32 in
      guard let value else { return CellColumn.missingCode }
      if let known = dictionary.firstIndex(of: value) { return UInt32(known) }
      dictionary.append(value)
      return UInt32(dictionary.count - 1)
    }
    return (codes, dictionary)
  }

  func columns(pageSize: Int = 3, cycles: [SalesCycle] = [cycle]) throws -> DealColumns {
    var columns = DealColumns(cycles: cycles, baseCurrency: .eur)
    for page in pages(of: pageSize) { try columns.append(page) }
    return columns
  }

  /// A reading at the end of 2017 by expected value.
  static func reading(
    weight: Derivation<Weight> = Derivation(.probability) { Weight($0) }, rules: [ProbabilityRule] = [],
    today: String = "2017-12-31", calendar: FiscalCalendar = .calendarYears
  ) -> DealReading {
    DealReading(
      today: CivilDate(iso: today)!, calendar: calendar, rules: rules, weighting: AnyWeight(weight: weight))
  }
}

struct AnyWeight: WeightingStrategy {
  let weight: Derivation<Weight>
}
