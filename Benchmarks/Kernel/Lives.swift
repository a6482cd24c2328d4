import PipelineAnalytics
import PipelinePlugins

/// The journal of deals over two years, made from a seed: half of the deals are older, half are created evenly in these years, in
/// which each deal changes once on average: its amount, its status or its expected close date.
struct Lives {
  static let day: Int64 = 86_400_000_000
  static let years = 730 * day
  /// 2016-01-01, in microseconds since 1970.
  static let start: Int64 = 1_451_606_400_000_000
  static let end = start + years

  let deals: Int
  private var state: UInt64
  private var alive = 0
  private var sequence: Int64 = 0
  private var entries: [JournalEntry] = []

  init(deals: Int, seed: UInt64) {
    self.deals = deals
    state = seed
  }

  /// Gives the journal page by page, in the order in which its entries take effect.
  mutating func forEachPage(of size: Int = 10_000, _ body: (JournalPage) -> Void) {
    let older = deals / 2
    for index in 0..<older {
      create(at: Self.start - Self.years + Int64(index) * (Self.years / Int64(older)), size, body)
    }
    for index in 0..<deals {
      let time = Self.start + Int64(index) * (Self.years / Int64(deals))
      if index % 2 == 0, alive < deals { create(at: time, size, body) }
      let id = RecordID(high: 1, low: random(UInt64(alive)))
      note(id, time, .changed(change(at: time)), size, body)
    }
    flush(body)
  }

  private mutating func random(_ bound: UInt64) -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 33) % bound
  }

  private mutating func change(at time: Int64) -> CellChange {
    let (field, new): (FieldName, FieldValue) =
      switch random(3) {
      case 0: ("amount", .integer(Int64(random(9_000_000))))
      case 1: ("status", .text(Reports.cycle.stages[Int(random(8))].key))
      default: ("expected_close_date", .integer(time / Self.day + Int64(random(120))))
      }
    return CellChange(field, old: .null, new: new, inHistory: true)
  }

  private mutating func create(at time: Int64, _ size: Int, _ body: (JournalPage) -> Void) {
    let stage = Int(random(8))
    let expected = FieldValue.integer(time / Self.day + Int64(random(120)))
    let cells: [FieldName: FieldValue] = [
      "account": .bytes(RecordID(high: 2, low: random(4000)).bytes), "cycle": .text(Reports.cycle.key),
      "status": .text(Reports.cycle.stages[stage].key), "owner": .text("owner \(random(48))"), "currency": .text("EUR"),
      "amount": .integer(Int64(random(9_000_000))), "probability": .integer(Int64(random(20) * 500)),
      "probability_origin": .text("stage"), "source": .text("source \(random(12))"),
      "forecast": .text(ForecastCategory.allCases[Int(random(5))].rawValue), "expected_close_date": expected,
      "actual_close_date": stage > 5 ? expected : .null, "status_since": .integer(time), "created_at": .integer(time),
    ]
    let id = RecordID(high: 1, low: UInt64(alive))
    alive += 1
    note(id, time, .created(OpportunityBody.fields.fields.map { cells[$0.name] ?? .null }), size, body)
  }

  private mutating func note(
    _ id: RecordID, _ time: Int64, _ event: JournalEvent, _ size: Int, _ body: (JournalPage) -> Void
  ) {
    sequence += 1
    let instant = Instant(microsecondsSince1970: time)
    entries.append(
      JournalEntry(
        sequence: sequence, operation: id, key: RecordKey(.opportunity, id), version: 1, effectiveAt: instant,
        recordedAt: instant, author: "", event: event))
    if entries.count == size { flush(body) }
  }

  private mutating func flush(_ body: (JournalPage) -> Void) {
    guard !entries.isEmpty else { return }
    body(JournalPage(entries: entries, cursor: Cursor(sequence), hasMore: true))
    entries.removeAll(keepingCapacity: true)
  }
}
