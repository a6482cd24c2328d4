#if SQLite
  import Foundation
  import MemoryStorage
  import PipelineEngine
  import PipelinePlugins
  import PipelineTesting
  import SQLiteStorage
  import Synchronization
  import Testing

  @Suite("Writers share the wait for the disk")
  struct OverlapTests {
    @Test("64 tasks that edit at once: each has its own answer and its own refusal, also after a restart")
    func answers() async throws {
      try await Backend.sqlite.withPlace { open in
        let pipeline = try await open()
        let desk = pipeline.acting(as: "anna")
        let acme = try await desk.addAccount("Acme")
        _ = try await desk.addOpportunity(in: acme) { $0.externalID = "taken" }
        var deals: [Opportunity] = []
        for number in 0..<64 { deals.append(try await desk.addOpportunity(in: acme) { $0.externalID = "D\(number)" }) }
        let copies = deals
        let refused = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
          for task in 0..<64 {
            group.addTask {
              var deal = copies[task]
              for step in 1...10 {
                deal = try await desk.edit(deal) { $0.nextStep = "step \(step)" }
                #expect(deal.nextStep == "step \(step)" && deal.version == Int64(step) + 1)
              }
              guard task % 4 == 0 else { return (task, false) }
              let refusal = await #expect(throws: Refused.self) {
                try await desk.edit(deal) { $0.externalID = "taken" }
              }
              return (task, refusal?.refusals.map(\.code) == [.duplicate])
            }
          }
          return try await group.reduce(into: Set<Int>()) { if $1.1 { $0.insert($1.0) } }
        }
        #expect(refused == Set(stride(from: 0, to: 64, by: 4)))
        await pipeline.close()
        let again = try await open()
        for deal in try await again.acting(as: "anna").opportunities(of: acme) where deal.externalID != "taken" {
          #expect(deal.nextStep == "step 10" && deal.version == 11 && deal.externalID?.first == "D")
        }
        await again.close()
      }
    }

    @Test("an edit is planned while another deal's commit waits for the disk, and both are written")
    func planning() async throws {
      try await withHeldCommits { desk, commits in
        let acme = try await desk.addAccount("Acme")
        let (one, other) = (try await desk.addOpportunity(in: acme), try await desk.addOpportunity(in: acme))
        commits.hold()
        async let first = desk.edit(one) { $0.nextStep = "first" }
        try await commits.waitUntil(1)
        async let second = desk.edit(other.id) { $0.nextStep = "second" }
        try await commits.waitUntil(2)
        #expect(try await desk.opportunity(one.id).nextStep == nil, "what is not durable is not shown")
        commits.release()
        let steps = try await [first.nextStep, second.nextStep]
        #expect(steps == ["first", "second"])
      }
    }

    @Test("an edit of a deal whose commit waits for the disk begins with what that commit writes")
    func chain() async throws {
      try await withHeldCommits { desk, commits in
        let deal = try await desk.addOpportunity(in: try await desk.addAccount("Acme")) { $0.description = "a" }
        commits.hold()
        async let first = desk.edit(deal.id) { $0.description = ($0.description ?? "") + "b" }
        try await commits.waitUntil(1)
        async let second = desk.edit(deal.id) { $0.description = ($0.description ?? "") + "c" }
        try await Task.sleep(for: .milliseconds(50))
        #expect(commits.count == 1, "the second one was planned before the first was known")
        commits.release()
        let texts = try await [first.description, second.description]
        #expect(texts == ["ab", "abc"])
      }
    }

    @Test("an account is not deleted while a deal of it waits for the disk")
    func references() async throws {
      try await withHeldCommits { desk, commits in
        let acme = try await desk.addAccount("Acme")
        commits.hold()
        async let deal = desk.addOpportunity(in: acme)
        try await commits.waitUntil(1)
        let deletion = Task { try await desk.delete(acme) }
        try await Task.sleep(for: .milliseconds(50))
        commits.release()
        let added = try await deal
        #expect(added.account == acme.id)
        let refused = await #expect(throws: Refused.self) { try await deletion.value }
        #expect(refused?.refusals.map(\.code) == [.inUse])
      }
    }

    @Test("an operation sent twice has one effect, also while its first commit waits for the disk")
    func operations() async throws {
      try await withHeldCommits { desk, commits in
        let acme = try await desk.addAccount("Acme")
        let operation = RecordID(high: 7, low: 7)
        commits.hold()
        async let first = desk.addOpportunity(in: acme, operation: operation) { $0.name = "Once" }
        try await commits.waitUntil(1)
        async let second = desk.addOpportunity(in: acme, operation: operation) { $0.name = "Once" }
        try await Task.sleep(for: .milliseconds(50))
        commits.release()
        let deals = try await [first.id, second.id]
        #expect(deals[0] == deals[1])
        #expect(try await desk.opportunities().total == 1)
      }
    }

    @Test("a commit that fails while the next one waits takes nothing with it")
    func failure() async throws {
      try await withHeldCommits { desk, commits in
        let acme = try await desk.addAccount("Acme")
        let (one, other) = (try await desk.addOpportunity(in: acme), try await desk.addOpportunity(in: acme))
        commits.hold()
        commits.failNext()
        let first = Task { try await desk.edit(one) { $0.nextStep = "lost" } }
        try await commits.waitUntil(1)
        async let second = desk.edit(other) { $0.nextStep = "kept" }
        try await commits.waitUntil(2)
        commits.release()
        await #expect(throws: StoreError.full(place: "here")) { try await first.value }
        let kept = try await second
        #expect(kept.nextStep == "kept")
        #expect(try await desk.opportunity(one.id).nextStep == nil)
        #expect(try await desk.edit(one) { $0.nextStep = "again" }.version == 2)
      }
    }

    private func withHeldCommits(_ body: (Desk, HeldCommits) async throws -> Void) async throws {
      let commits = HeldCommits()
      let setup = Fixture.setup(HeldCommitStorage(commits: commits))
      let pipeline = try await Pipeline.open(setup, environment: .fixed(at: Instant(startOf: Fixture.today)))
      do { try await body(pipeline.acting(as: "anna"), commits) } catch {
        commits.release()
        await pipeline.close()
        throw error
      }
      await pipeline.close()
    }
  }

  /// Holds up commits that are enqueued, in their order, until they are released.
  final class HeldCommits: Sendable {
    private struct State {
      var isHeld = false
      var count = 0
      var fails = false
      var last: Task<CommitReceipt, any Error>?
    }

    private let state = Mutex(State())

    /// The number of commits that wait.
    var count: Int { state.withLock { $0.count } }

    func hold() { state.withLock { $0.isHeld = true } }
    func release() { state.withLock { $0.isHeld = false } }
    func failNext() { state.withLock { $0.fails = true } }

    func waitUntil(_ count: Int) async throws {
      for _ in 0..<2_000 where self.count < count { try await Task.sleep(for: .milliseconds(5)) }
      try #require(self.count >= count, "no commit came")
    }

    func enqueue(_ commit: @escaping @Sendable () async throws -> CommitReceipt) -> Task<CommitReceipt, any Error> {
      state.withLock { state in
        let (before, fails) = (state.last, state.fails)
        state.fails = false
        state.count += 1
        let task = Task {
          _ = await before?.result
          while self.state.withLock({ $0.isHeld }) { try await Task.sleep(for: .milliseconds(5)) }
          self.state.withLock { $0.count -= 1 }
          if fails { throw StoreError.full(place: "here") }
          return try await commit()
        }
        state.last = task
        return task
      }
    }
  }

  private struct HeldCommitStorage: StorageDriver {
    let commits: HeldCommits
    let inner = MemoryStorage()

    func open(_ context: StoreContext) async throws -> any Store {
      HeldCommitStore(inner: try await inner.open(context), commits: commits)
    }
  }

  private struct HeldCommitStore: ForwardingStore {
    let inner: any Store
    let commits: HeldCommits

    func commit(_ changes: ChangeSet) async throws -> CommitReceipt { try await commit(changes) {} }
    func commit(_ changes: ChangeSet, enqueued: () -> Void) async throws -> CommitReceipt {
      let task = commits.enqueue { [inner] in try await inner.commit(changes) }
      enqueued()
      return try await task.value
    }

  }
#endif
