import Foundation
import PipelineConfig
import PipelineEngine
import PipelinePlugins
import PipelineTesting
import SalesPipeline
import Synchronization
import Testing

/// A company whose people see different deals, on a store that is watched.
struct AccessWorld: Sendable {
  let pipeline: Pipeline
  let store: WatchedStore
  let acme: Account
  let zenith: Account
  /// The deals by name.
  let deals: [String: Opportunity]

  /// The people who ask. Mallory is not in the directory.
  static let people = ["anna", "bob", "eva", "omar", "root", "mallory"]

  /// Whose deals each person sees, and changes.
  static let sees: [String: Set<String>] = [
    "anna": ["anna"], "bob": ["anna", "bob"], "eva": ["anna", "bob", "cy", "eva"],
    "omar": ["anna", "bob", "cy", "eva", "dan"], "root": ["anna", "bob", "cy", "eva", "dan"], "mallory": [],
  ]
  static let changes: [String: Set<String>] = [
    "anna": ["anna"], "bob": ["bob"], "eva": ["anna", "bob", "cy", "eva"], "omar": [],
    "root": ["anna", "bob", "cy", "eva", "dan"], "mallory": [],
  ]

  static let yaml = """
    version: 1
    storage: memory
    currency: {base: USD}
    lookups:
      OpportunityLine: {inline: [gtx-pro, mg]}
      OpportunityLossReason: {inline: [price]}
      OpportunitySource: {inline: [fair]}
    sales_cycles:
      direct:
        stages:
          - {key: prospecting, probability: 10}
          - {key: engaging, probability: 40, forecast: best_case}
          - {key: won, outcome: won}
          - {key: lost, outcome: lost}
    history: [every_change]
    access:
      directory:
        people:
          - {name: anna, team: north, manager: eva}
          - {name: bob, team: north, manager: eva, sees: team, changes: own}
          - {name: cy, team: south, manager: eva}
          - {name: eva, sees: team}
          - {name: omar, sees: all, changes: none}
          - {name: root, sees: all}
    reports:
      everything: {period: all, group_by: [owner, stage]}
    """

  /// Three deals of each owner, Dan's too, who has left the directory: `anna-0` is open, `anna-1` won, `anna-2` open in euros.
  static let owners = ["anna", "bob", "cy", "dan", "eva"]

  /// Runs in a company that has the deals of some owners only.
  static func with(
    _ backend: Backend, dealsOf owners: Set<String> = Set(Self.owners), _ body: (AccessWorld) async throws -> Void
  ) async throws {
    let folder = NSTemporaryDirectory() + "pipeline-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let checked = ConfigurationReader(catalog: .bundled).check(text: yaml, file: "sales.yaml")
    var setup = try #require(checked.value, "\(checked.report)")
    let storage = WatchedStorage(inner: backend.make(folder))
    setup.storage = storage
    let pipeline = try await Pipeline.open(setup, environment: .fixed(at: Instant(startOf: Fixture.today)))
    do {
      let store = try #require(storage.store)
      try await body(try await fill(pipeline, store, owners))
    } catch {
      await pipeline.close()
      throw error
    }
    await pipeline.close()
  }

  private static func fill(
    _ pipeline: Pipeline, _ store: WatchedStore, _ owners: Set<String>
  ) async throws -> AccessWorld {
    try await pipeline.acting(as: "root").together { batch in
      // Customers from the start: which deals are won, of those that a world has, would show.
      let acme = try await customer("Acme", in: &batch)
      let zenith = try await customer("Zenith", in: &batch)
      for owner in Self.owners { _ = try await batch.setSalesperson(owner) { $0.team = "stored-\(owner)" } }
      var deals: [String: Opportunity] = [:]
      for (place, owner) in Self.owners.enumerated() where owners.contains(owner) {
        for number in 0..<3 {
          let name = "\(owner)-\(number)"
          var deal = try await batch.addOpportunity(in: number == 2 ? zenith : acme) {
            $0.name = name
            $0.externalID = "X-\(name)"
            $0.owner = owner
            if number == 2 { $0.currency = .eur }
            $0.lines = [
              .init(
                product: number == 1 ? "mg" : "gtx-pro", unitPrice: ExactDecimal(Int64(1000 * (place + 1) + number)))
            ]
            $0.expectedCloseDate = Fixture.today.adding(days: 30 * place + number)
          }
          if number == 1 { deal = try await batch.edit(deal) { $0.status = "won" } }
          deals[name] = try await batch.edit(deal) { $0.nextStep = "call \(owner)" }
        }
      }
      return AccessWorld(pipeline: pipeline, store: store, acme: acme, zenith: zenith, deals: deals)
    }
  }

  private static func customer(_ name: String, in batch: inout Transaction) async throws -> Account {
    let account = try await batch.addAccount(name)
    try await batch.setStanding(.customer, of: account.id)
    return try await batch.edit(account) { _ in }
  }

  func desk(_ person: String) -> Desk { pipeline.acting(as: person) }

  /// How many entries the journal has.
  func journalLength() async throws -> Int {
    var (count, cursor) = (0, Cursor.start)
    while true {
      let page = try await store.inner.journal(nil, id: nil, after: cursor, limit: 10_000)
      count += page.entries.count
      cursor = page.cursor
      guard page.hasMore else { return count }
    }
  }
}

/// Opens stores that count what they are asked.
final class WatchedStorage: StorageDriver {
  private let inner: any StorageDriver
  private let opened = Mutex<WatchedStore?>(nil)
  var store: WatchedStore? { opened.withLock { $0 } }

  init(inner: any StorageDriver) { self.inner = inner }

  func open(_ context: StoreContext) async throws -> any Store {
    let store = WatchedStore(inner: try await inner.open(context))
    opened.withLock { $0 = store }
    return store
  }
}

/// Counts the verbs.
final class WatchedStore: ForwardingStore {
  let inner: any Store
  private let counts = Mutex<[String: Int]>([:])

  init(inner: any Store) { self.inner = inner }

  /// What was asked since the last look.
  func takeCounts() -> [String: Int] {
    counts.withLock { counts in
      defer { counts = [:] }
      return counts
    }
  }

  private func count(_ verb: String) { counts.withLock { $0[verb, default: 0] += 1 } }

  func read(_ keys: [RecordKey]) async throws -> [StoredRecord?] {
    count("read")
    return try await inner.read(keys)
  }

  func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord] {
    count("find")
    return try await inner.find(kind, field, in: values)
  }

  func commit(_ changes: ChangeSet) async throws -> CommitReceipt {
    count("commit")
    return try await inner.commit(changes)
  }

  func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
    count("load")
    return try await inner.load(kind, fields: fields, page: page)
  }

  func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
    count("journal")
    return try await inner.journal(kind, id: id, after: after, limit: limit)
  }

  func operation(_ id: RecordID) async throws -> CommittedOperation? {
    count("operation")
    return try await inner.operation(id)
  }
}

/// What a verb answered, as text, so that two answers can be compared byte for byte.
func answer<Value>(_ verb: () async throws -> Value) async -> String {
  do { return "\(try await verb())" } catch { return "\(type(of: error)): \(error)" }
}
