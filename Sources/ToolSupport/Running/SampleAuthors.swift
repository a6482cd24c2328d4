import PipelinePlugins
import SalesPipeline

/// The accounts and deals of a sample company that were written.
struct SampleRecords: Sendable {
  private var customers: [Account?]
  private var deals: [RecordID?]
  /// How many deals there are.
  private(set) var dealCount = 0

  init(accounts: Int, deals: Int) {
    customers = Array(repeating: nil, count: accounts)
    self.deals = Array(repeating: nil, count: deals)
  }

  /// Makes the change of an event. Returns the owner before and after it.
  nonisolated(nonsending) mutating func apply(
    _ event: SampleEvent, of maker: SampleDeals, _ lives: [SampleLife], _ transaction: inout Transaction
  ) async throws -> SampleAuthors.Owners {
    switch event.action {
    case .account(let place):
      let account = maker.accounts[place]
      let owner = maker.people[account.owner(on: event.day).person].name
      customers[place] = try await transaction.addAccount(account.name, source: account.source) {
        $0.owner = owner
        $0.externalID = account.externalID
      }
      return SampleAuthors.Owners(before: nil, after: owner)
    case .owner(let place, let person):
      let owner = maker.people[person].name
      guard let customer = customers[place] else { return SampleAuthors.Owners(before: nil, after: owner) }
      var before: String?
      _ = try await transaction.edit(try await transaction.account(customer.id)) {
        before = $0.owner
        $0.owner = owner
      }
      return SampleAuthors.Owners(before: before, after: owner)
    case .deal(let place, let step):
      let life = lives[place]
      if let deal = deals[place] {
        var before: String?
        let edited = try await transaction.edit(deal) {
          before = $0.owner
          life.steps[step].change(&$0)
        }
        return SampleAuthors.Owners(before: before, after: edited.body.owner)
      }
      guard let customer = customers[life.account] else { return SampleAuthors.Owners(before: nil, after: "") }
      let deal = try await transaction.addOpportunity(in: customer, life.steps[step].change)
      deals[place] = deal.id
      dealCount += 1
      return SampleAuthors.Owners(before: nil, after: deal.body.owner)
    }
  }
}

/// Who makes the changes of a sample company: the owner, as far as the access policy lets the owner do so, else the acting user.
struct SampleAuthors: Sendable {
  /// Who looks after a record before and after a change.
  struct Owners: Sendable {
    let before: String?
    let after: String
  }

  private let user: String
  private var grants: [String: AccessGrant] = [:]

  /// - Throws: An error of the access policy.
  init(_ desk: Desk, _ people: [String]) async throws {
    user = desk.user
    for person in people { grants[person] = try await desk.setup.access.grant(to: person) }
  }

  /// The author of a change: who has the record then, or had it before.
  func author(_ owners: Owners) -> String {
    let known = [owners.before, owners.after].compactMap(\.self)
    return [owners.after, owners.before].compactMap(\.self).first { person in
      guard let grant = grants[person] else { return false }
      return known.allSatisfy { grant.sees.includes($0) && grant.changes.includes($0) }
    } ?? user
  }
}

/// Changes that one person makes, one after the other.
struct SampleTurn: Sendable {
  let author: String
  /// The places of the events.
  private(set) var events: [Int] = []

  /// The turns that make all changes: those of one account and its deals stay in their order, and people take as few turns as
  /// that allows, since each is a transaction of its own.
  static func all(of events: [SampleEvent], _ lives: [SampleLife], by authors: [String]) -> [SampleTurn] {
    var waiting: [Int: ArraySlice<Int>] = [:]
    for (account, own) in Dictionary(grouping: events.indices, by: { events[$0].account(lives) }) {
      waiting[account] = own[...]
    }
    var turns: [SampleTurn] = []
    let people = Set(authors).sorted()
    while !waiting.isEmpty {
      for person in people {
        var turn = SampleTurn(author: person)
        for account in waiting.keys.sorted() {
          let own = waiting[account]?.prefix { authors[$0] == person } ?? []
          guard !own.isEmpty else { continue }
          turn.events += own
          waiting[account] = waiting[account]?.dropFirst(own.count)
          if waiting[account]?.isEmpty ?? true { waiting[account] = nil }
        }
        turn.events.sort()
        if !turn.events.isEmpty { turns.append(turn) }
      }
    }
    return turns
  }
}

extension SampleEvent {
  /// The place of the account that it is about, or whose deal.
  fileprivate func account(_ lives: [SampleLife]) -> Int {
    switch action {
    case .account(let place), .owner(let place, _): place
    case .deal(let place, _): lives[place].account
    }
  }
}
