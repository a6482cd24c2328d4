import PipelineAnalytics
import PipelineEngine
import PipelinePlugins
import Synchronization
import Testing

/// Lists are read from one snapshot.
@Suite("Lists")
struct ListTests {
  /// A clock that a test moves.
  private final class Clock: Sendable {
    private let now = Mutex(Instant(startOf: Fixture.today))
    private let identities = PipelineEnvironment.fixed(at: Instant(startOf: Fixture.today))
    var environment: PipelineEnvironment {
      PipelineEnvironment(now: { self.now.withLock { $0 } }, makeID: identities.makeID)
    }
    func pass(days: Int64) { now.withLock { $0 = $0.adding(microseconds: days * 86_400_000_000) } }
  }

  private static func filter(_ change: (inout DealFilter) -> Void) -> DealFilter {
    var filter = DealFilter()
    change(&filter)
    return filter
  }

  @Test("what is written after a snapshot is in none of its lists", arguments: Backend.all)
  func cursor(backend: Backend) async throws {
    let clock = Clock()
    try await backend.withDesk(environment: clock.environment) { desk in
      let acme = try await desk.addAccount("Acme") { $0.attributes = ["sector": "metal"] }
      let first = try await desk.addOpportunity(in: acme) { $0.name = "First" }
      let second = try await desk.addOpportunity(in: acme) { $0.name = "Second" }
      clock.pass(days: 1)
      _ = try await desk.edit(second.id) { $0.nextStep = "call" }
      // One that holds what each question needs, and one that finds it in the journal.
      let snapshot = try await desk.snapshot()
      clock.pass(days: 1)
      _ = try await desk.edit(first.id) { $0.name = "Changed" }
      _ = try await desk.edit(acme) {
        $0.name = "Zenith"
        $0.attributes = ["sector": "wood"]
      }
      _ = try await desk.addOpportunity(in: try await desk.addAccount("Acme Two")) { $0.name = "First again" }
      try await desk.delete(try await desk.opportunity(second.id))

      func names(_ change: (inout DealFilter) -> Void) async throws -> [String] {
        try await snapshot.opportunities(Self.filter(change)).items.map(\.name)
      }
      #expect(try await names { _ in } == ["First", "Second"])
      #expect(try await names { $0.text = "FIRST" } == ["First"])
      #expect(try await names { $0.text = "acme" } == ["First", "Second"])
      #expect(try await names { $0.text = "zenith" } == [])
      #expect(try await names { $0.text = "again" } == [])
      #expect(try await names { $0.changedSince = Fixture.today.adding(days: 1) } == ["Second"])
      #expect(try await names { $0.changedSince = Fixture.today.adding(days: 2) } == [])
      #expect(try await names { $0.attributes = ["sector": ["metal"]] } == ["First", "Second"])
      #expect(try await names { $0.accounts = ["Acme"] } == ["First", "Second"])
      #expect(try await snapshot.accounts().items.map(\.name) == ["Acme"])
      #expect(try await snapshot.accounts(nameContains: "ZEN").total == 0)
      let page = try await snapshot.opportunities(offset: 1, limit: 1)
      #expect(page.items == [try #require(try await snapshot.opportunities().items.last)] && page.total == 2)

      // Of now, each question sees all of it.
      func now(_ change: (inout DealFilter) -> Void) async throws -> [String] {
        try await desk.opportunities(Self.filter(change)).items.map(\.name)
      }
      #expect(try await now { _ in } == ["Changed", "First again"])
      #expect(try await now { $0.text = "first" } == ["First again"])
      #expect(try await now { $0.text = "zenith" } == ["Changed"])
      #expect(try await now { $0.changedSince = Fixture.today.adding(days: 2) } == ["Changed", "First again"])
      #expect(try await now { $0.attributes = ["sector": ["wood"]] } == ["Changed"])
      #expect(try await desk.accounts().items.map(\.name) == ["Acme Two", "Zenith"])
    }
  }

  @Test("lists of a past day hold what was then, by the names of then", arguments: Backend.all)
  func past(backend: Backend) async throws {
    let clock = Clock()
    try await backend.withDesk(environment: clock.environment) { desk in
      let acme = try await desk.addAccount("Acme") { $0.attributes = ["sector": "metal"] }
      let deal = try await desk.addOpportunity(in: acme) { $0.name = "First" }
      let empty = try await desk.addAccount("Empty")
      let then = desk.endOfDay(desk.today)
      clock.pass(days: 3)
      _ = try await desk.edit(deal.id) { $0.name = "Changed" }
      _ = try await desk.edit(acme) { $0.name = "Zenith" }
      _ = try await desk.addOpportunity(in: try await desk.addAccount("Later"))
      try await desk.delete(empty)
      let snapshot = try await desk.snapshot(.asOf(then))
      #expect(try await snapshot.opportunities().items.map(\.name) == ["First"])
      #expect(try await snapshot.opportunities(Self.filter { $0.text = "first" }).total == 1)
      #expect(try await snapshot.opportunities(Self.filter { $0.text = "changed" }).total == 0)
      #expect(try await snapshot.opportunities(Self.filter { $0.text = "acme" }).total == 1)
      #expect(try await snapshot.opportunities(Self.filter { $0.attributes = ["sector": ["metal"]] }).total == 1)
      // A change that took effect later is none of then.
      let later = Self.filter { $0.changedSince = Fixture.today.adding(days: 1) }
      #expect(try await snapshot.opportunities(later).total == 0)
      #expect(try await desk.opportunities(later).total == 2)
      #expect(try await snapshot.accounts().items.map(\.name) == ["Acme", "Empty"])
      #expect(try await desk.accounts().items.map(\.name) == ["Later", "Zenith"])
    }
  }

  @Test("a page walks no records: the columns say which deals, names and changes are kept", arguments: Backend.all)
  func cheap(backend: Backend) async throws {
    let watched = Mutex<WatchedStorage?>(nil)
    try await backend.withDesk({ setup in
      let storage = WatchedStorage(inner: setup.storage)
      watched.withLock { $0 = storage }
      setup.storage = storage
    }) { desk in
      let acme = try await desk.addAccount("Acme") { $0.attributes = ["sector": "metal"] }
      for _ in 0..<30 { _ = try await desk.addOpportunity(in: acme) { $0.name = "Deal" } }
      let store = try #require(watched.withLock { $0 }?.store)
      for filter in [
        Self.filter { _ in }, Self.filter { $0.text = "dea" }, Self.filter { $0.changedSince = Fixture.today },
        Self.filter { $0.accounts = ["Acme"] }, Self.filter { $0.owners = ["anna"] },
        Self.filter { $0.attributes = ["sector": ["metal"]] },
      ] {
        #expect(try await desk.opportunities(filter, limit: 20).total == 30)
        _ = store.takeCounts()
        #expect(try await desk.opportunities(filter, limit: 20).items.count == 20)
        // A look at the journal, the page's records, and whether one of them was written meanwhile.
        #expect(store.takeCounts() == ["journal": 2, "read": 1])
      }
      _ = try await desk.accounts(nameContains: "ac")
      _ = store.takeCounts()
      #expect(try await desk.accounts(nameContains: "ac").total == 1)
      #expect(store.takeCounts() == ["journal": 2, "read": 1])
    }
  }

  @Test("pages of accounts follow each other by name, the least first, for any length of the pages")
  func pages() async throws {
    try await Backend.memory.withDesk { desk in
      let names = (0..<40).map { "A\(($0 * 17) % 40 + 10)" }
      try await desk.together { batch in for name in names { _ = try await batch.addAccount(name) } }
      for limit in [1, 7, 20, 39, 40, .max] {
        var (listed, offset): ([String], Int?) = ([], 0)
        while let start = offset {
          let page = try await desk.accounts(offset: start, limit: limit)
          #expect(page.total == 40)
          listed += page.items.map(\.name)
          offset = page.next
        }
        #expect(listed == names.sorted(), "pages of \(limit)")
      }
      #expect(try await desk.accounts(offset: 99, limit: 5).items.isEmpty)
    }
  }
}
