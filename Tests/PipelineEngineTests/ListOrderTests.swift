import PipelineEngine
import PipelinePlugins
import Testing

@Suite("Lists of deals in any order")
struct ListOrderTests {
  @Test(
    "pages in every order hold each deal once, by its value, unknown values last", arguments: DealFilter.Order.names)
  func pages(_ name: String) async throws {
    try await Backend.memory.withDesk { desk in
      let all = try await fill(desk)
      for sign in ["", "-"] {
        let order = try #require(DealFilter.Order(sign + name))
        var (listed, offset): ([Opportunity], Int?) = ([], 0)
        while let start = offset {
          let page = try await desk.opportunities(by: order, offset: start, limit: 7)
          #expect(page.total == all.count)
          listed += page.items
          offset = page.next
        }
        #expect(Set(listed.map(\.id)) == all && listed.count == all.count, "\(sign)\(name)")
        let keys = listed.compactMap { Self.key($0, name) }
        guard let first = keys.first else { continue }
        let known = keys.filter { $0 != .unknown }
        #expect(keys.dropFirst(known.count).allSatisfy { $0 == .unknown }, "\(sign)\(name): unknown values come last")
        #expect(known == known.sorted { sign == "-" ? $1 < $0 : $0 < $1 }, "\(sign)\(name) begins with \(first)")
      }
    }
  }

  @Test("deals of equal value come in the order of their creation, in either direction")
  func ties() async throws {
    try await Backend.memory.withDesk { desk in
      _ = try await fill(desk)
      for order in [DealFilter.Order(.dimension(.owner)), DealFilter.Order(.dimension(.owner), descending: true)] {
        let listed = try await desk.opportunities(by: order, limit: 100).items
        for (one, next) in zip(listed, listed.dropFirst()) where one.owner == next.owner { #expect(one.id < next.id) }
      }
    }
  }

  @Test("by creation, deals stay in order when one between them is deleted and restored", arguments: Backend.all)
  func deletions(_ backend: Backend) async throws {
    try await backend.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      var deals: [Opportunity] = []
      for _ in 0..<6 { deals.append(try await desk.addOpportunity(in: acme)) }
      let newest = try #require(DealFilter.Order("-created"))
      // Asked first, so that the columns are kept and follow.
      #expect(try await desk.opportunities().items.map(\.id) == deals.map(\.id))
      try await desk.delete(deals[1])
      var left = deals.map(\.id)
      left.remove(at: 1)
      #expect(try await desk.opportunities().items.map(\.id) == left)
      #expect(try await desk.opportunities(by: newest, limit: 2).items.map(\.id) == [left[4], left[3]])
      _ = try await desk.restore(deals[1].id)
      #expect(try await desk.opportunities().items.map(\.id) == deals.map(\.id))
      #expect(
        try await desk.opportunities(by: newest, offset: 1, limit: 5).items.map(\.id)
          == deals.prefix(5).reversed().map(\.id))
    }
  }

  @Test("a list can be ordered by an attribute of accounts, and not by the products of a deal or what does not exist")
  func names() throws {
    #expect(DealFilter.Order("-account.sector")?.isDescending == true)
    let several = try #require(DealFilter.Order("owner,-amount,created"))
    #expect(several.text == "owner,-amount,created" && several.ties.map(\.isDescending) == [true, false])
    #expect(DealFilter.Order("owner,") == nil && DealFilter.Order("owner,-owner") == nil)
    #expect(DealFilter.Order("created,amount") == nil, "no two deals have the same creation")
    #expect(DealFilter.Order("stage")?.then(several).text == "stage,owner,-amount,created")
    #expect(DealFilter.Order("product") == nil && DealFilter.Order("nonsense") == nil && DealFilter.Order("") == nil)
  }

  @Test("a filter on a field that reports group by is an option, a key of YAML, and an error for unknown values")
  func fields() async throws {
    let field = try #require(OpportunityBody.fields["competitor"])
    #expect(DealFilter.setting(field).name == "competitor")
    try await Backend.memory.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      _ = try await desk.addOpportunity(in: acme) { $0.source = "fair" }
      _ = try await desk.addOpportunity(in: acme)
      var filter = DealFilter()
      filter[field: "source"] = ["fair"]
      #expect(!filter.isAll)
      #expect(try await desk.opportunities(filter).items.map(\.body.source) == ["fair"])
      filter[field: "source"] = ["web"]
      await #expect(throws: UnknownName.self) { try await desk.opportunities(filter) }
      filter = DealFilter()
      filter[field: "nothing"] = ["x"]
      await #expect(throws: UnknownName.self) { try await desk.opportunities(filter) }
    }
  }

  /// The value that a list is ordered by, for those that the test knows.
  private enum Key: Comparable {
    case number(Int64), text(String), unknown
  }

  private static func key(_ deal: Opportunity, _ name: String) -> Key? {
    switch name {
    case "created": .text("\(deal.id)")
    case "name": .text(deal.name)
    case "amount": deal.amount.map { .number($0.minorUnits) } ?? .unknown
    case "owner": .text(deal.owner)
    case "probability": deal.probability.map { .number(Int64($0.value)) } ?? .unknown
    case "close_date": deal.expectedCloseDate.map { .number(Int64($0.daysSince1970)) } ?? .unknown
    case "source": deal.source.map { .text($0) } ?? .unknown
    case "stage": Fixture.cycle.stages.firstIndex { $0.key == deal.status }.map { .number(Int64($0)) }
    default: nil
    }
  }

  /// Deals with many equal and some unknown values.
  private func fill(_ desk: Desk) async throws -> Set<RecordID> {
    let accounts = [try await desk.addAccount("Beta"), try await desk.addAccount("Alpha")]
    var all: Set<RecordID> = []
    for number in 0..<40 {
      let deal = try await desk.addOpportunity(in: accounts[number % 2]) { body in
        body.name = "Deal \(number * 7 % 40 + 10)"
        body.owner = ["zoe", "anna", "bob"][number % 3]
        body.source = number % 4 == 0 ? nil : "fair"
        if number % 5 > 0 {
          body.statedAmount = try Money(parsing: "\(number * 11 % 40).00", currency: .usd)
        }
        body.expectedCloseDate = Fixture.today.adding(days: number * 13 % 9)
      }
      all.insert(deal.id)
    }
    return all
  }
}
