import Foundation
import PipelineEngine
import PipelinePlugins
import Testing

@Suite("Pages of lists that begin after a place")
struct ListPageTests {
  @Test(
    "pages by place are the whole list, in every order, under any filter", arguments: DealFilter.Order.names,
    ["", "-"])
  func whole(_ name: String, _ sign: String) async throws {
    try await Backend.memory.withDesk { desk in
      try await fill(desk, 60)
      let order = try #require(DealFilter.Order(sign + name))
      var some = DealFilter()
      some.owners = ["anna", "bob"]
      for filter in [DealFilter(), some] {
        let all = try await desk.opportunities(filter, by: order, limit: 100).items.map(\.id)
        #expect(!all.isEmpty)
        for limit in [1, 7, 59] {
          #expect(try await pages(desk, filter, order, limit).ids == all, "\(order.text), \(limit) a page")
        }
      }
    }
  }

  @Test("while others edit, add and delete, a deal that stays as it is is on exactly one page", arguments: [1, 2, 3])
  func edited(_ seed: UInt64) async throws {
    var random = SplitMix(state: seed)
    try await Backend.memory.withDesk { desk in
      let acme = try await fill(desk, 60)
      for text in [
        "created", "-created", "name", "-amount", "owner", "-close_date", "stage", "account", "owner,-amount",
        "stage,-name,owner",
      ] {
        let order = try #require(DealFilter.Order(text))
        let before = try await desk.opportunities(by: order, limit: 1_000).items
        let unchanged = Set(before.map(\.id).filter { _ in random.next() % 3 > 0 })
        let turned = try await pages(desk, DealFilter(), order, 9) {
          for deal in before.shuffled(using: &random).prefix(8) where !unchanged.contains(deal.id) {
            guard try await desk.findOpportunity(deal.id) != nil else { continue }
            if random.next() % 3 == 0 {
              try await desk.delete(try await desk.opportunity(deal.id))
            } else {
              _ = try await desk.edit(deal.id) {
                $0.name = "Deal \(random.next() % 90)"
                $0.owner = ["zoe", "anna", "bob"][Int(random.next() % 3)]
                $0.expectedCloseDate = Fixture.today.adding(days: Int(random.next() % 9))
              }
            }
          }
          _ = try await desk.addOpportunity(in: acme) { $0.name = "New \(random.next() % 90)" }
        }
        for id in unchanged {
          #expect(turned.ids.filter { $0 == id }.count == 1, "\(text), seed \(seed): \(id)")
        }
        #expect(turned.ids.filter(unchanged.contains) == before.map(\.id).filter(unchanged.contains), "\(text)")
      }
    }
  }

  @Test("a deal that was deleted, or that left the list, still says where its page begins")
  func deleted() async throws {
    try await Backend.memory.withDesk { desk in
      try await fill(desk, 12)
      for text in ["created", "-created", "-amount", "source"] {
        let order = try #require(DealFilter.Order(text))
        let all = try await desk.opportunities(by: order, limit: 100).items
        let first = try await desk.opportunities(by: order, limit: 3)
        try await desk.delete(all[2])
        let next = try await desk.opportunities(by: order, after: first.last, limit: 2)
        #expect(next.items.map(\.id) == all[3...4].map(\.id), "\(text)")
        #expect(next.total == all.count - 1 && next.next == 4)
      }
    }
  }

  @Test("accounts have pages by place too, and accounts of one name each their own")
  func accounts() async throws {
    try await Backend.memory.withDesk { desk in
      for number in 0..<11 { _ = try await desk.addAccount("Firm \(number % 4)") }
      let all = try await desk.accounts(limit: 100).items.map(\.id)
      var (listed, page) = ([RecordID](), try await desk.accounts(limit: 2))
      listed += page.items.map(\.id)
      while page.next != nil {
        page = try await desk.accounts(after: page.last, limit: 2)
        listed += page.items.map(\.id)
      }
      #expect(listed == all && all.count == 11)
    }
  }

  @Test("a place is a text for links; other texts are refused")
  func texts() async throws {
    try await Backend.memory.withDesk { desk in
      let acme = try await desk.addAccount("Acme")
      for name in ["Größe & Co ~ 50 %", "一", "", "a+b/c?d=e#f"] {
        _ = try await desk.addOpportunity(in: acme) { $0.name = name }
      }
      for text in ["name", "-name", "created", "account", "-amount", "source"] {
        let order = try #require(DealFilter.Order(text))
        for limit in 1...4 {
          let page = try await desk.opportunities(by: order, limit: limit)
          let place = try #require(page.last)
          #expect(place.utf8.allSatisfy(Self.links.contains) && place.hasPrefix("1~\(text)~"), "\(place)")
          let copied = try JSONDecoder().decode(Page<Opportunity>.self, from: JSONEncoder().encode(page))
          #expect(copied == page)
        }
      }
      let order = DealFilter.Order(.name)
      let last = try #require(try await desk.opportunities(by: order, limit: 1).last)
      for wrong in ["", "~", "1~name", "2" + last.dropFirst(), last + "~", "1~na%zme~\(acme.id)", "1~%+1~\(acme.id)"] {
        let error = await #expect(throws: Snapshot.UnknownPlace.self) {
          try await desk.opportunities(by: order, after: wrong)
        }
        #expect(error?.place == wrong && error?.order == "name")
      }
      for length in 0..<last.count {
        // A shorter text is no place, or one of a shorter name.
        do { _ = try await desk.opportunities(by: order, after: String(last.prefix(length))) } catch {
          #expect(error is Snapshot.UnknownPlace)
        }
      }
    }
  }

  @Test("pages begin after any name, also one with the signs of which places are made", arguments: ["name", "account"])
  func odd(_ text: String) async throws {
    try await Backend.memory.withDesk { desk in
      let names = ["a%41", "aA", "a~b~c", "50% ~ 60%", "~", "%", "%7E", "a b", "é", "a"]
      for name in names {
        let account = try await desk.addAccount("\(name) Ltd")
        for owner in ["x~", "x%"] {
          _ = try await desk.addOpportunity(in: account) { ($0.name, $0.owner) = (name + owner, owner) }
        }
      }
      let order = try #require(DealFilter.Order(text))
      let all = try await desk.opportunities(by: order, limit: 100).items.map(\.id)
      #expect(try await pages(desk, DealFilter(), order, 1).ids == all && all.count == 2 * names.count)
      let last = try await desk.opportunities(by: order, limit: 7).last ?? ""
      #expect(last.utf8.allSatisfy(Self.links.contains), "\(last)")
    }
  }

  private static let links = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~%".utf8)

  @Test("a place of a list in another order is refused, in words")
  func otherOrder() async throws {
    try await Backend.memory.withDesk { desk in
      try await fill(desk, 5)
      let place = try await desk.opportunities(by: DealFilter.Order(.amount), limit: 2).last
      let newest = DealFilter.Order(.amount, descending: true)
      await #expect(throws: Snapshot.UnknownPlace.self) {
        try await desk.opportunities(by: newest, after: place)
      }
      await #expect(throws: Snapshot.UnknownPlace.self) { try await desk.accounts(after: place) }
    }
  }

  /// All pages, with something done between two of them.
  private func pages(
    _ desk: Desk, _ filter: DealFilter, _ order: DealFilter.Order, _ limit: Int,
    between: () async throws -> Void = {}
  ) async throws -> (ids: [RecordID], count: Int) {
    var page = try await desk.opportunities(filter, by: order, limit: limit)
    var (ids, count) = (page.items.map(\.id), 1)
    while page.next != nil, count < 1_000 {
      try await between()
      page = try await desk.opportunities(filter, by: order, after: page.last, limit: limit)
      ids += page.items.map(\.id)
      count += 1
    }
    return (ids, count)
  }

  /// Deals with many equal and some unknown values.
  @discardableResult
  private func fill(_ desk: Desk, _ count: Int) async throws -> Account {
    let accounts = [try await desk.addAccount("Beta"), try await desk.addAccount("Alpha")]
    for number in 0..<count {
      _ = try await desk.addOpportunity(in: accounts[number % 2]) { body in
        body.name = "Deal \(number * 7 % 40 + 10)"
        body.owner = ["zoe", "anna", "bob"][number % 3]
        body.source = number % 4 == 0 ? nil : "fair"
        if number % 5 > 0 { body.statedAmount = try Money(parsing: "\(number * 11 % 40).00", currency: .usd) }
        body.expectedCloseDate = Fixture.today.adding(days: number * 13 % 9)
      }
    }
    return accounts[0]
  }
}
