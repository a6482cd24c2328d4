import PipelinePlugins
import Synchronization
import Testing

@testable import PipelineEngine

@Suite("Watching what a person may see")
struct VisibleChangeTests {
  @Test(
    "the changes of a person result in what the person sees, and have nothing of other deals", arguments: Backend.all)
  func exact(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let root = world.desk("root")
      var begun: [String: (view: View, cursor: Cursor)] = [:]
      var random = Dice(seed: 7)
      for step in 0..<150 {
        if step == 60 {
          for person in AccessWorld.people {
            let snapshot = try await world.desk(person).snapshot()
            begun[person] = (try await View(of: snapshot), snapshot.cursor)
          }
        }
        try await Self.change(world, root, &random)
      }
      // A change that everyone sees.
      let end = try await root.addAccount("End").id
      for person in AccessWorld.people {
        let desk = world.desk(person)
        let wanted = try await View(of: desk.snapshot())
        let seen = try #require(AccessWorld.sees[person])
        let starts = [(View(), Cursor.start), try #require(begun[person])]
        for (start, cursor) in starts {
          let changes = try await desk.changes(after: cursor).take(until: end, version: 1)
          var view = start
          for change in changes {
            #expect(change.marks.isSubset(of: seen), "\(person) is shown \(change)")
            try view.apply(change)
          }
          #expect(view == wanted, "\(person), after \(cursor)")
          #expect(changes.map(\.cursor) == changes.map(\.cursor).sorted())
        }
        #expect(wanted.deals.isEmpty == seen.isEmpty)
      }
    }
  }

  /// Changes a deal, often its owner; each write marks the deal with the owner that it leaves it with.
  private static func change(_ world: AccessWorld, _ root: Desk, _ random: inout Dice) async throws {
    let ids = world.deals.values.map(\.id).sorted()
    let id = ids[random.next(ids.count)]
    let isThere = try await !root.opportunities(DealFilter()).items.filter { $0.id == id }.isEmpty
    let owner = AccessWorld.owners[random.next(AccessWorld.owners.count)]
    switch (isThere, random.next(6)) {
    case (false, _): _ = try await root.restore(id)
    case (true, 0): try await root.delete(try await root.opportunity(id))
    case (true, 1):
      // Two writes of one operation, of which the first leaves the owner.
      try await root.together { batch in
        let deal = try await batch.edit(id) { $0.nextStep = "of \($0.owner) \($0.name)" }
        _ = try await batch.edit(deal.id) {
          $0.name = "of \(owner)"
          $0.owner = owner
          $0.nextStep = "of \(owner)"
        }
      }
    case (true, 2...3):
      _ = try await root.edit(id) {
        $0.name = "of \(owner)"
        $0.owner = owner
        $0.nextStep = "of \(owner)"
      }
    default:
      _ = try await root.edit(id) { $0.nextStep = "of \($0.owner) \($0.nextStep?.count ?? 0)" }
    }
  }

  @Test("bookkeeping, the configuration, mirrored tables and saved reports are left out", arguments: Backend.all)
  func kinds(_ backend: Backend) async throws {
    try await AccessWorld.with(backend) { world in
      let root = world.desk("root")
      try await root.reports.save(ReportDefinition("mine"))
      let deal = try #require(world.deals["anna-0"])
      _ = try await root.edit(deal.id) { $0.status = "engaging" }
      let end = try await root.addAccount("End").id
      for person in ["root", "anna"] {
        let changes = try await world.desk(person).changes().take(until: end, version: 1)
        #expect(Set(changes.map(\.kind)) == [.account, .opportunity, .salesperson])
        let fields = Set(changes.filter { $0.kind == .opportunity }.flatMap(\.fields))
        #expect(fields.isSuperset(of: ["owner", "status", "next_step"]))
        #expect(fields.isDisjoint(with: ["status_since", "probability_origin", "imported", "forecast_origin"]))
      }
      let all = try await world.pipeline.changes().take(until: end, version: 1)
      #expect(Set(all.map(\.kind)).isSuperset(of: [.configuration, .lookupEntry, .report]))
      #expect(Set(all.flatMap(\.fields)).contains("status_since"))
    }
  }

  @Test("an error within a page loses no change of it", arguments: Backend.all)
  func failing(_ backend: Backend) async throws {
    let reads = Mutex(Int.min)
    let fail: @Sendable () throws -> Void = {
      let isThird = reads.withLock { count in
        count += 1
        return count == 3
      }
      if isThird { throw StoreError.failed(place: "here", reason: "on request") }
    }
    try await backend.withDesk({
      $0.access = OwnDeals()
      $0.storage = SpiedStorage(inner: $0.storage, onJournal: fail)
    }) { anna in
      let root = anna.acting(as: "root")
      let acme = try await root.addAccount("Acme")
      let own = try await root.addOpportunity(in: acme) { $0.owner = "anna" }
      let other = try await root.addOpportunity(in: acme) { $0.owner = "bob" }
      var changes = anna.changes(after: try await root.snapshot().cursor).makeAsyncIterator()
      _ = try await root.edit(own) { $0.owner = "bob" }
      _ = try await root.edit(other) { $0.owner = "anna" }
      reads.withLock { $0 = 0 }
      // The page, the first deal's entries, the second deal's entries.
      await #expect(throws: StoreError.self) { try await changes.next(isolation: nil) }
      let (gone, here) = (try await changes.next(isolation: nil), try await changes.next(isolation: nil))
      #expect(gone?.record == own.id && gone?.event == .deleted)
      guard case .created(let fields)? = here?.event, here?.record == other.id else {
        Issue.record("\(String(describing: here))")
        return
      }
      #expect(fields["owner"] == .text("anna") && fields["name"] == .text("Acme") && fields["status_since"] == nil)
    }
  }

  @Test("a write that is split over two pages is judged as one", arguments: [1, 499, 500, 501, 502])
  func split(_ first: Int) throws {
    let deal = RecordKey(.opportunity, RecordID(high: 1, low: 1))
    func entry(_ sequence: Int, _ version: Int64) -> JournalEntry {
      JournalEntry(
        sequence: Int64(sequence), operation: RecordID(high: 2, low: 2), key: deal, version: version,
        effectiveAt: Instant(microsecondsSince1970: 0), recordedAt: Instant(microsecondsSince1970: 0), author: "a",
        event: .deleted)
    }
    // Writes of one entry each, and one of three entries that begins at the given place.
    let all = (1..<first).map { entry($0, Int64($0)) } + (first..<first + 3).map { entry($0, Int64(first)) }
    let page = JournalPage(
      entries: Array(all.prefix(500)), cursor: Cursor(Int64(min(500, all.count))), hasMore: all.count > 500)
    let writes = JournalWrites(page)
    // The last write of a page with a next one may go on there.
    #expect(writes.cursor.sequence == Int64(all.count > 500 ? min(first - 1, 499) : all.count))
    #expect(writes.all.map(\.count).max() == (all.count > 500 ? 1 : 3))
  }
}

/// Everyone but root sees the own deals only.
private struct OwnDeals: AccessPolicy {
  func grant(to person: String) -> AccessGrant {
    person == "root" ? .everything : AccessGrant(sees: .owners([person]))
  }
  func teams() -> [String: String] { [:] }
}

/// Deals as someone sees them.
private struct View: Equatable {
  var deals: [RecordID: [FieldName: FieldValue]] = [:]

  init() {}

  init(of snapshot: Snapshot) async throws {
    for deal in try await snapshot.opportunities(limit: 1_000).items {
      let cells = OpportunityBody.fields.encode(deal.body)
      deals[deal.id] = Dictionary(
        uniqueKeysWithValues: zip(OpportunityBody.fields.fields, cells)
          .filter { !$0.isBookkeeping && !$1.isNull }.map { ($0.name, $1) })
    }
  }

  mutating func apply(_ change: Pipeline.Change) throws {
    guard change.kind == .opportunity else { return }
    switch change.event {
    case .created(let fields), .restored(let fields):
      #expect(deals[change.record] == nil)
      deals[change.record] = fields
    case .deleted:
      #expect(deals[change.record] != nil)
      deals[change.record] = nil
    case .changed(let field, let old, let new):
      #expect((deals[change.record]?[field] ?? .null) == old)
      deals[change.record]?[field] = new.isNull ? nil : new
    }
  }
}

extension Pipeline.Change {
  /// The fields of the change.
  fileprivate var fields: [FieldName] {
    switch event {
    case .created(let fields), .restored(let fields): Array(fields.keys)
    case .changed(let field, _, _): [field]
    case .deleted: []
    }
  }

  /// The owners whose marks the change shows.
  fileprivate var marks: Set<String> {
    guard kind == .opportunity else { return [] }
    let cells: [FieldValue] =
      switch event {
      case .created(let fields), .restored(let fields): Array(fields.values)
      case .changed(_, let old, let new): [old, new]
      case .deleted: []
      }
    return Set(
      cells.compactMap(\.text).filter { $0.hasPrefix("of ") }.compactMap { $0.split(separator: " ").dropFirst().first }
        .map(String.init))
  }
}

/// Reproducible numbers.
private struct Dice {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(count))
  }
}
