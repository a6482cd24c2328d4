#if SQLite
  import Foundation
  import MemoryStorage
  import PipelineEngine
  import PipelinePlugins
  import PipelineTesting
  import SQLiteStorage
  import Synchronization
  import Testing

  @Suite("What is kept of the store", .serialized)
  struct FollowerTests {
    @Test("a read from before an edit is not kept after it", arguments: Backend.all)
    func heldUp(_ backend: Backend) async throws {
      let gate = HeldUp()
      try await backend.withDesk({ $0.storage = HeldUpStorage(inner: $0.storage, gate: gate) }) { desk in
        gate.isHeld.withLock { $0 = true }
        let early = Task { try await desk.lookup(.source) }
        while gate.waiting.withLock({ $0 }) == 0 { await Task.yield() }
        gate.isHeld.withLock { $0 = false }
        try await desk.addLookupEntry(LookupEntry("two"), to: .source)
        _ = try await early.value
        #expect(try await desk.lookup(.source).entries.map(\.key) == ["fair", "two"])
        let acme = try await desk.addAccount("Acme")
        let deal = try await desk.addOpportunity(in: acme) { $0.source = "two" }
        #expect(deal.source == "two")
      }
    }

    @Test("a long-lived reader sees the lookup entries, people, reports and deals that a writer commits later")
    func reader() async throws {
      let folder = NSTemporaryDirectory() + "pipeline-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      for storage in [MemoryStorage() as any StorageDriver, SQLiteStorage(path: folder + "/sales.db")] {
        let setup = Fixture.setup(storage)
        let environment = PipelineEnvironment.fixed(at: Instant(startOf: Fixture.today))
        let writer = try await Pipeline.open(setup, environment: environment)
        let reader = try await Pipeline.open(setup, for: .reading, environment: environment)
        let (mine, other) = (writer.acting(as: "anna"), reader.acting(as: "anna"))
        #expect(try await other.lookup(.source).entries.map(\.key) == ["fair"])
        #expect(try await other.funnel().total.count == 0)
        #expect(try await other.reports.list().isEmpty)
        try await mine.addLookupEntry(LookupEntry("web"), to: .source)
        try await mine.renameLookupEntry("fair", in: .source, to: "Trade fair")
        _ = try await mine.addOpportunity(in: try await mine.addAccount("Acme"))
        _ = try await mine.reports.save(ReportDefinition("mine"))
        #expect(try await other.lookup(.source).entries.map(\.label.fallback) == ["Trade fair", "web"])
        #expect(try await other.funnel().total.count == 1)
        #expect(try await other.reports.list().map(\.definition.name) == ["mine"])
        await reader.close()
        await writer.close()
      }
    }

    @Test("a long-lived reader prices deals at the rates that a writer loads later")
    func ratesOfWriter() async throws {
      let folder = NSTemporaryDirectory() + "pipeline-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      for storage in [MemoryStorage() as any StorageDriver, SQLiteStorage(path: folder + "/sales.db")] {
        let rates = MovingRates()
        rates.set(.eur, "1.10", Fixture.today)
        var setup = Fixture.setup(storage)
        setup.rates = rates
        let environment = PipelineEnvironment.fixed(at: Instant(startOf: Fixture.today))
        let writer = try await Pipeline.open(setup, environment: environment)
        let reader = try await Pipeline.open(setup, for: .reading, environment: environment)
        let (desk, seen) = (writer.acting(as: "anna"), reader.acting(as: "anna"))
        _ = try await desk.addOpportunity(in: try await desk.addAccount("Acme")) {
          $0.currency = .eur
          $0.statedAmount = Money(minorUnits: Int64(100_00), currency: .eur)
        }
        #expect(try await seen.funnel().total.unweighted == 110_00)
        rates.set(.eur, "1.25", Fixture.today)
        // The source is read again after the journal shows that rates were stored.
        #expect(try await seen.funnel().total.unweighted == 110_00)
        try await desk.refreshRates()
        #expect(try await seen.funnel().total.unweighted == 125_00)
        #expect(try await seen.dashboard().receipt?.rates.map(\.rate) == ["1.25"])
        await reader.close()
        await writer.close()
      }
    }

    @Test("a load that failed leaves the next caller well", arguments: Backend.all)
    func failure(_ backend: Backend) async throws {
      let gate = HeldUp()
      try await backend.withDesk({ $0.storage = HeldUpStorage(inner: $0.storage, gate: gate) }) { desk in
        _ = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
        for _ in 0..<3 {
          gate.fails.withLock { $0 = true }
          await #expect(throws: StoreError.self) { try await desk.dashboard() }
          gate.fails.withLock { $0 = false }
          #expect(try await desk.funnel().total.count == 1)
        }
        #expect(try await desk.dashboard().receipt?.counted == 1)
      }
    }

    @Test("a question after which nothing changed costs one call of the store", arguments: Backend.all)
    func cheap(_ backend: Backend) async throws {
      let watched = Mutex<WatchedStorage?>(nil)
      try await backend.withDesk({ setup in
        let storage = WatchedStorage(inner: setup.storage)
        watched.withLock { $0 = storage }
        setup.storage = storage
      }) { desk in
        _ = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
        let store = try #require(watched.withLock { $0 }?.store)
        for question: @Sendable (Desk) async throws -> Void in [
          { _ = try await $0.funnel() }, { _ = try await $0.salesGrid() }, { _ = try await $0.lookups() },
          { _ = try await $0.forecast(ReportDefinition("all")) },
        ] {
          try await question(desk)
          _ = store.takeCounts()
          try await question(desk)
          #expect(store.takeCounts() == ["journal": 1])
        }
      }
    }

    @Test("a dashboard of a past day reads the journal of deals once", arguments: Backend.all)
    func once(_ backend: Backend) async throws {
      let gate = HeldUp()
      try await backend.withDesk({ $0.storage = HeldUpStorage(inner: $0.storage, gate: gate) }) { desk in
        _ = try await desk.addOpportunity(in: try await desk.addAccount("Acme"))
        let scope = ReportScope(asOf: desk.endOfDay(Fixture.today))
        gate.journals.withLock { $0 = [] }
        let document = try await desk.dashboard(scope, widgets: [.funnel, .salesGrid, .waterfall], dealsPerStage: 0)
        #expect(document.receipt?.counted == 1)
        let fromStart = gate.journals.withLock { $0 }.filter { $0.kind == .opportunity && $0.after == .start }
        #expect(fromStart.count == 1)
      }
    }
  }

  /// What a held-up store does.
  final class HeldUp: Sendable {
    /// Whether answers wait on their way back.
    let isHeld = Mutex(false)
    /// How many answers wait.
    let waiting = Mutex(0)
    /// Whether reading fails.
    let fails = Mutex(false)
    /// The questions to the journal.
    let journals = Mutex<[(kind: RecordKind?, after: Cursor)]>([])

    func pass() async throws {
      if fails.withLock({ $0 }) { throw StoreError.failed(place: "here", reason: "it was asked to") }
      guard isHeld.withLock({ $0 }) else { return }
      waiting.withLock { $0 += 1 }
      while isHeld.withLock({ $0 }) { await Task.yield() }
    }
  }

  /// Opens stores whose answers can be held up and made to fail.
  struct HeldUpStorage: StorageDriver {
    let inner: any StorageDriver
    let gate: HeldUp
    func open(_ context: StoreContext) async throws -> any Store {
      HeldUpStore(inner: try await inner.open(context), gate: gate)
    }
  }

  private struct HeldUpStore: ForwardingStore {
    let inner: any Store
    let gate: HeldUp

    func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
      let answer = try await inner.load(kind, fields: fields, page: page)
      try await gate.pass()
      return answer
    }
    func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
      let answer = try await inner.journal(kind, id: id, after: after, limit: limit)
      if id == nil { gate.journals.withLock { $0.append((kind, after)) } }
      try await gate.pass()
      return answer
    }
  }
#endif
