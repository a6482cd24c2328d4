@testable import PipelineEngine
import PipelinePlugins
import SalesPipeline
import Testing

/// Audit trails that are told in any order lead to one past.
@Suite("Trails in pieces")
struct RandomAuditTrailTests {
  static let stages: [String: UInt16] = ["open": 1000, "hot": 2500, "cold": 1000, "won": 10_000, "lost": 0]
  static let sales = smallSales.replacing(
    "- {key: won,", with: "- {key: hot, probability: 25}\n      - {key: cold, probability: 10}\n      - {key: won,")

  struct Change {
    let day: Int
    let field: String
    let value: String
    var row: String {
      let date = CivilDate(iso: "2017-01-01").flatMap { $0.adding(days: day) }.map { "\($0)" } ?? ""
      return "1,\(date),\(field),\(value)\n"
    }
  }

  static let text = """
    version: 1
    opportunities:
      accounts: create
      fields: {external_id: id, account: account, status: stage, amount: amount, owner: owner, created_at: made,
        actual_close_date: closed}
    changes:
      fields: {external_id: deal, at: date, field: field, value: value}
    """

  @Test(
    "in any order, each day shows its last change, and the store holds the end",
    arguments: 1...30 as ClosedRange<UInt64>)
  func anyOrder(seed: UInt64) async throws {
    var random = Random(seed: seed)
    let fields = ["owner", "amount", "status"]
    // Values are unlike, so that none says what stands already; statuses may be alike.
    let changes = (1...24).map { day -> Change in
      let field = fields[Int(random.next() % 3)]
      let value = field == "status" ? Self.stages.keys.sorted()[Int(random.next() % 5)] : "\(100 + day)"
      return Change(day: day * 7, field: field, value: value)
    }
    let mapping = try mapping(Self.text)
    try await withDesk(Self.sales) { desk in
      func load(_ rows: [Change], _ deals: String? = nil) async throws {
        let rows = "deal,date,field,value\n" + rows.map(\.row).joined()
        var files = [ImportKind.changes: ImportFile(name: "changes.csv", bytes: Array(rows.utf8))]
        if let deals { files[.opportunities] = ImportFile(name: "deals.csv", bytes: Array(deals.utf8)) }
        _ = try await desk.import(mapping, files: files)
      }
      let deals = "id,account,stage,amount,owner,made,closed\n1,Acme,open,1,anna,2017-01-01,\n"
      let first = Change(day: 0, field: "amount", value: "50")
      try await load([first], deals.replacing(",1,anna", with: ",50,anna"))
      for change in changes.shuffled(using: &random) { try await load([change]) }
      for day in 0...200 {
        let date = try #require(CivilDate(iso: "2017-01-01")?.adding(days: day))
        let deal = try #require(try await rolledForward(desk, to: desk.pipeline.endOfDay(date)).values.first)
        func told(_ field: String) -> String? { changes.last { $0.field == field && $0.day <= day }?.value }
        #expect(deal.owner == told("owner") ?? "anna", "seed \(seed), \(date)")
        #expect(deal.amount?.decimalText == (told("amount") ?? "50") + ".00", "seed \(seed), \(date)")
        // What follows from a status is what that status brings, whichever change told it.
        #expect(Self.stages[deal.status] == deal.probability?.value, "seed \(seed), \(date): \(deal.status)")
        let isClosed = ["won", "lost"].contains(deal.status)
        #expect((deal.actualCloseDate != nil) == isClosed, "seed \(seed), \(date): \(deal.status)")
      }
      try await PastTests.expectWhole(desk)
    }
  }

  private struct Random: RandomNumberGenerator {
    private let numbers: SplitMix64

    init(seed: UInt64) { numbers = SplitMix64(seed: seed) }

    func next() -> UInt64 { numbers.next() }
  }
}
