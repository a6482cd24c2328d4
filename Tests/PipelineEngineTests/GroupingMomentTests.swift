import MemoryStorage
import PipelineEngine
import PipelinePlugins
import PipelineReports
import PipelineTesting
import Synchronization
import Testing

@Suite("Groups and what they are read with are of one moment", .serialized)
struct GroupingMomentTests {
  @Test("a deal is counted in the team of its owner, though both change while a report is read")
  func moment() async throws {
    let memory = MemoryStorage()
    let meanwhile = Meanwhile()
    var setup = Fixture.setup(memory)
    let other = try await Pipeline.open(setup)
    setup.storage = InterruptedDriver(inner: GroupingByHand(inner: memory), meanwhile: meanwhile)
    let pipeline = try await Pipeline.open(setup)
    let (theirs, ours) = (other.acting(as: "anna"), pipeline.acting(as: "anna"))
    _ = try await theirs.together { transaction in
      _ = try await transaction.setSalesperson("anna") { $0.team = "East" }
      _ = try await transaction.setSalesperson("ben") { $0.team = "West" }
    }
    let deal = try await theirs.addOpportunity(in: try await theirs.addAccount("Acme")) { $0.owner = "anna" }
    meanwhile.body.withLock {
      $0 = {
        // In one step: at no moment has West a deal.
        _ = try await theirs.together { transaction in
          _ = try await transaction.setSalesperson("anna") { $0.team = "West" }
          _ = try await transaction.setSalesperson("ben") { $0.team = "East" }
          _ = try await transaction.edit(deal.id) { $0.owner = "ben" }
        }
      }
    }
    let report = ReportDefinition("teams", period: .all, groupBy: [.team], measures: [.count])
    let rows = try await ours.forecast(report).table.rows
    #expect(rows.count == 1 && rows.first?.first == .text("East"), "\(rows)")
    #expect(meanwhile.body.withLock { $0 == nil }, "nothing came in between")
    await pipeline.close()
    await other.close()
  }
}

/// What happens once, after groups were read.
private final class Meanwhile: Sendable {
  let body = Mutex<(@Sendable () async throws -> Void)?>(nil)

  func take() -> (@Sendable () async throws -> Void)? {
    body.withLock { body in
      defer { body = nil }
      return body
    }
  }
}

private struct InterruptedDriver: StorageDriver {
  let inner: any StorageDriver
  let meanwhile: Meanwhile

  func open(_ context: StoreContext) async throws -> any Store {
    let store = try await inner.open(context)
    guard let grouping = store as? any GroupingStore else { return store }
    return InterruptedStore(inner: store, grouping: grouping, meanwhile: meanwhile)
  }

  private struct InterruptedStore: ForwardingStore, GroupingStore {
    let inner: any Store
    let grouping: any GroupingStore
    let meanwhile: Meanwhile
    var groupsReports: Bool { grouping.groupsReports }

    func groups(_ query: RecordGrouping) async throws -> RecordGroups {
      let groups = try await grouping.groups(query)
      try await meanwhile.take()?()
      return groups
    }
  }
}
