import PipelineAnalytics
import PipelinePlugins
import Testing

@Suite("Pages in an order, beside a plain sort of all deals")
struct PageOrderTests {
  /// What a plain sort knows of a deal.
  private struct Row {
    let id: RecordID
    var name: String?
    var amount: Int64?
    var owner: String
  }

  private static let names = [
    "Deal 7", "Deal 70", "Deal 700", "Deal 7", "Deal", "", "\u{0}", "Acme Renewal North", "Acme Renewal South", "é",
    "e\u{301}",
    "e", "日本語の会社", "日本語の会議", "\u{FF21}", "😀 Family", "zz", nil,
  ]
  private static let amounts: [Int64?] = [
    0, 1, 1, 100, -5, nil, .max, .max - 1, .min + 1, .min + 2, 4_611_686_018_427_387_904,
  ]

  /// Keys that order names less and less: the pages are the same with each.
  private static let keys: [@Sendable (String) -> Int64] = [
    { $0.isEmpty ? .min : Int64($0.precomposedFirst) }, { _ in 0 }, { _ in .min }, { _ in .max - 1 },
  ]

  @Test(
    "pages by name, amount, owner and creation, also deep ones, and after edits, deletions and creations",
    arguments: [UInt64](1...8))
  func pages(_ seed: UInt64) throws {
    var random = SeededGenerator(seed)
    // Few owners take codes of a byte, more of them two.
    let owners = seed % 2 == 0 ? 5 : 700
    let extremes = seed % 4 < 2
    var world = World(random: &random, owners: owners, count: seed % 3 == 0 ? 2_600 : 90, extremes: extremes)
    for round in 0..<4 {
      let orders = [
        "name", "-name", "amount", "-amount", "owner", "-owner", "created", "-created", "owner,-amount", "-owner,name",
        "amount,owner,-created", "name,-amount,owner",
      ]
      for text in orders {
        let order = try #require(DealFilter.Order(text))
        let sorted = world.rows.values.sorted { World.precedes($0, $1, order) }
        for _ in 0..<6 {
          // A place that lies in the list now, or lay in it before.
          let place =
            random.next() % 3 == 0 ? nil : (world.rows.values.map { $0 } + world.former).randomElement(using: &random)
          let rest = place.map { place in sorted.filter { World.precedes(place, $0, order) } } ?? sorted
          let offset = random.next() % 2 == 0 ? 0 : Int(random.next() % UInt64(rest.count + 9))
          let limit = [1, 7, 50, 1_200].randomElement(using: &random)!
          let start = min(offset, rest.count)
          let expected = rest[start..<min(rest.count, start + limit)]
          let page = try world.columns.page(
            DealFixture.reading(), where: [], in: order,
            after: place.map { World.place($0, order) },
            names: DealNames(text: { world.rows[$0]?.name ?? nil }, key: world.key)
          ) { count in min(offset, count)..<min(count, min(offset, count) + limit) }
          let what = "seed \(seed), round \(round), \(text), offset \(offset), limit \(limit)"
          #expect(page.ids == expected.map(\.id), "\(what)")
          #expect(page.total == sorted.count && page.rest == rest.count, "\(what)")
          #expect(page.last == expected.last.map { World.place($0, order) }, "\(what)")
        }
      }
      for _ in 0..<25 { world.step(&random) }
    }
  }

  /// Columns that follow a journal, and the deals in plain words.
  private struct World {
    var rows: [RecordID: Row] = [:]
    /// Deals as they were.
    var former: [Row] = []
    var columns = DealColumns(cycles: [DealFixture.cycle], baseCurrency: .eur)
    let key: @Sendable (String) -> Int64
    private let owners: Int
    private let amounts: [Int64?]
    private var sequence: Int64 = 1
    private var born = 0

    init(random: inout SeededGenerator, owners: Int, count: Int, extremes: Bool) {
      self.owners = owners
      amounts = extremes ? PageOrderTests.amounts : [nil, 3, 3, 99, -7, 1_000_000]
      key = PageOrderTests.keys.randomElement(using: &random)!
      for _ in 0..<count { create(&random) }
      // One half of the runs keeps keys beside the rows.
      if random.next() % 2 == 0 {
        let names = rows.mapValues(\.name)
        columns.keepNameKeys(DealNames(text: { names[$0] ?? nil }, key: key))
      }
    }

    mutating func step(_ random: inout SeededGenerator) {
      guard let row = rows.values.sorted(by: { $0.id < $1.id }).randomElement(using: &random) else { return }
      former.append(row)
      switch random.next() % 5 {
      case 0: create(&random)
      case 1:
        rows[row.id] = nil
        journal(row.id, .deleted)
      case 2:
        let name = PageOrderTests.names.randomElement(using: &random)!
        rows[row.id]?.name = name
        change(row.id, "name", name.map { .text($0) } ?? .null)
      case 3:
        let amount = amounts.randomElement(using: &random)!
        rows[row.id]?.amount = amount
        change(row.id, "amount", amount.map { .integer($0) } ?? .null)
      default:
        let owner = "owner \(random.next() % UInt64(owners))"
        rows[row.id]?.owner = owner
        change(row.id, "owner", .text(owner))
      }
    }

    private mutating func create(_ random: inout SeededGenerator) {
      born += 1
      // Not always in order: halves are mixed.
      let id = RecordID(high: UInt64(born / 3 * (born % 7 == 0 ? 2 : 1)), low: UInt64(born))
      let row = Row(
        id: id, name: PageOrderTests.names.randomElement(using: &random)!,
        amount: amounts.randomElement(using: &random)!, owner: "owner \(random.next() % UInt64(owners))")
      rows[id] = row
      let cells: [FieldName: FieldValue] = [
        "cycle": .text("direct"), "status": .text("engaging"), "currency": .text("EUR"), "owner": .text(row.owner),
        "name": row.name.map { .text($0) } ?? .null, "amount": row.amount.map { .integer($0) } ?? .null,
      ]
      journal(id, .created(OpportunityBody.fields.fields.map { cells[$0.name] ?? .null }))
    }

    private mutating func change(_ id: RecordID, _ field: FieldName, _ new: FieldValue) {
      journal(id, .changed(CellChange(field, old: .null, new: new, inHistory: true)))
    }

    private mutating func journal(_ id: RecordID, _ event: JournalEvent) {
      sequence += 1
      columns.apply(
        JournalEntry(
          sequence: sequence, operation: id, key: RecordKey(.opportunity, id), version: 1,
          effectiveAt: Instant(microsecondsSince1970: 0), recordedAt: Instant(microsecondsSince1970: 0), author: "",
          event: event))
    }

    private static func value(_ row: Row, _ order: DealFilter.Order) -> ListPlace.Value? {
      switch order.key {
      case .name: row.name.map { ListPlace.Value(text: $0) }
      case .amount: row.amount.map { ListPlace.Value(number: Int128($0)) }
      case .dimension: ListPlace.Value(text: row.owner)
      case .created: nil
      }
    }

    static func place(_ row: Row, _ order: DealFilter.Order) -> ListPlace {
      ListPlace(order: order.text, value(row, order), ties: order.ties.map { value(row, $0) }, row.id)
    }

    /// The order in plain words: by value, unknown ones last, then by creation.
    static func precedes(_ one: Row, _ other: Row, _ order: DealFilter.Order) -> Bool {
      for own in [order] + order.ties {
        if own.key == .created { return own.isDescending ? one.id > other.id : one.id < other.id }
        switch (value(one, own), value(other, own)) {
        case (let left?, let right?) where left != right: return own.isDescending ? left > right : left < right
        case (_?, nil): return true
        case (nil, _?): return false
        default: break
        }
      }
      return one.id < other.id
    }
  }
}

extension String {
  /// The first scalar in NFC, as far as these tests' names go.
  fileprivate var precomposedFirst: UInt32 {
    let scalars = unicodeScalars
    if scalars.count > 1, scalars[scalars.index(after: scalars.startIndex)] == "\u{301}" { return 0xE9 }
    return scalars.first?.value ?? 0
  }
}
