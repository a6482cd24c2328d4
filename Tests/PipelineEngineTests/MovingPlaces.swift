#if SQLite
  import Foundation
  import HistoryPlugins
  import PipelinePlugins
  import PipelineTesting
  import SalesPipeline
  import Testing

  @testable import PipelineEngine

  /// Where a workspace is, where it is moved to, and where it is moved back to.
  struct MovingPlaces {
    let source: PipelineSetup
    let target: PipelineSetup
    let back: PipelineSetup

    static func with(_ pair: MovingTests.Pair, _ body: (MovingPlaces) async throws -> Void) async throws {
      let folders = (0..<3).map { _ in NSTemporaryDirectory() + "moving-\(UUID().uuidString)" }
      for folder in folders {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
      defer { for folder in folders { try? FileManager.default.removeItem(atPath: folder) } }
      let setups = zip(folders, [pair.from, pair.to, pair.from]).map { folder, backend in
        var setup = Fixture.setup(backend.make(folder))
        setup.history.append(HashChain())
        return setup
      }
      try await body(MovingPlaces(source: setups[0], target: setups[1], back: setups[2]))
    }

    /// Lets a company live in the source: years by dice, and a consumer that reads along.
    func live(_ clock: AsOfTests.World, seed: UInt64, rounds: Int = 3) async throws {
      let pipeline = try await Pipeline.open(source, environment: clock.environment)
      let consumer = pipeline.consumer("billing")
      for _ in 0..<rounds {
        try await ArchiveTests().live(pipeline.acting(as: "anna"), seed: seed)
        var batches = consumer.batches(limit: 7).makeAsyncIterator()
        for _ in 0..<3 {
          let batch = try #require(try await batches.next(isolation: nil))
          try await consumer.acknowledge(batch)
        }
        clock.pass(seconds: 86_400 * 40)
      }
      await pipeline.close()
    }

    /// The journal with the numbers that the entries have by their order, and the places of consumers by them.
    static func journal(_ setup: PipelineSetup) async throws -> [JournalEntry] {
      let store = try await setup.storage.open(
        StoreContext(workspace: setup.workspace, schema: Pipeline.schema, mode: .reading))
      var (entries, numbers): ([JournalEntry], [Int64]) = ([], [])
      // By hand, not by what is tested.
      let moved = { (cell: FieldValue) -> FieldValue in
        cell.integer.map { place in .integer(Int64(numbers.count { $0 <= place })) } ?? cell
      }
      let place = try #require(ConsumerBody.fields.position(of: ConsumerBody.placeField))
      try await store.eachEntry(of: nil) { entry in
        numbers.append(entry.sequence)
        var event = entry.event
        if entry.key.kind == .consumer {
          switch event {
          case .created(var cells):
            cells[place] = moved(cells[place])
            event = .created(cells)
          case .changed(let change) where change.field == ConsumerBody.placeField:
            event = .changed(
              CellChange(change.field, old: moved(change.old), new: moved(change.new), inHistory: change.inHistory))
          default: break
          }
        }
        entries.append(
          JournalEntry(
            sequence: Int64(numbers.count), operation: entry.operation, key: entry.key, version: entry.version,
            effectiveAt: entry.effectiveAt, recordedAt: entry.recordedAt, author: entry.author, event: event))
      }
      await store.close()
      return entries
    }
  }

  /// What a workspace answers.
  struct Answers: Equatable {
    let journal: [JournalEntry]
    let deals: [Opportunity]
    let accounts: [Account]
    let funnel: FunnelReport
    let funnelThen: FunnelReport
    let report: ReportDocument
    let findings: Int
    let billing: Cursor

    init(_ setup: PipelineSetup, _ clock: AsOfTests.World) async throws {
      journal = try await MovingPlaces.journal(setup)
      let pipeline = try await Pipeline.open(setup, for: .reading, environment: clock.environment)
      let desk = pipeline.acting(as: "anna")
      deals = try await desk.opportunities(limit: .max).items
      accounts = try await desk.accounts(limit: .max).items
      funnel = try await desk.funnel()
      funnelThen = try await desk.funnel(ReportScope(asOf: desk.endOfDay(desk.today.adding(days: -60) ?? desk.today)))
      report = try await desk.forecast(
        ReportDefinition("all", period: .all, groupBy: [.owner, .stage], measures: [.count, .amount, .weighted]))
      findings = try await desk.checkHistory().findings.count
      #expect(findings == 0)
      let cursor = try await pipeline.consumer("billing").cursor()
      // The place by the order of the entries: the numbers may differ.
      billing = Cursor(Int64(try await Self.entries(pipeline.store, through: cursor)))
      await pipeline.close()
    }

    private static func entries(_ store: any Store, through cursor: Cursor) async throws -> Int {
      var count = 0
      try await store.eachEntry(of: nil, through: cursor) { _ in count += 1 }
      return count
    }
  }

  /// Fails at the commit of an operation, as on a full disk, after later commits were sent.
  struct FailingDriver: StorageDriver {
    let inner: any StorageDriver
    let operation: RecordID

    func open(_ context: StoreContext) async throws -> any Store {
      FailingStore(inner: try await inner.open(context), operation: operation)
    }

    private struct FailingStore: ForwardingStore {
      let inner: any Store
      let operation: RecordID

      func commit(_ changes: ChangeSet, enqueued: () -> Void) async throws -> CommitReceipt {
        guard changes.operation == operation else { return try await inner.commit(changes, enqueued: enqueued) }
        enqueued()
        try await Task.sleep(for: .milliseconds(30))
        throw StoreError.full(place: "test")
      }
    }
  }

  /// Lets another writer commit once while the records are loaded.
  struct WritingDriver: StorageDriver {
    let inner: any StorageDriver
    let write: @Sendable () async throws -> Void

    func open(_ context: StoreContext) async throws -> any Store {
      WritingStore(inner: try await inner.open(context), write: write)
    }

    private struct WritingStore: ForwardingStore {
      let inner: any Store
      let write: @Sendable () async throws -> Void

      func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
        if kind == .account, page == nil { try await write() }
        return try await inner.load(kind, fields: fields, page: page)
      }
    }
  }

  /// Returns another name of accounts than the store has, of one verb.
  struct WrongDriver: StorageDriver {
    let inner: any StorageDriver
    let verb: String

    func open(_ context: StoreContext) async throws -> any Store {
      WrongStore(inner: try await inner.open(context), verb: verb)
    }

    private struct WrongStore: ForwardingStore {
      let inner: any Store
      let verb: String

      func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
        var page = try await inner.load(kind, fields: fields, page: page)
        guard verb == "load", kind == .account, let name = fields.firstIndex(of: "name") else { return page }
        page.columns[name] = .texts(codes: page.ids.map { _ in 0 }, dictionary: ["Wrong"])
        return page
      }

      func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
        let page = try await inner.journal(kind, id: id, after: after, limit: limit)
        guard verb == "journal", limit > 1 else { return page }
        let entries = page.entries.map { entry in
          JournalEntry(
            sequence: entry.sequence, operation: entry.operation, key: entry.key, version: entry.version,
            effectiveAt: entry.effectiveAt, recordedAt: entry.recordedAt, author: "mallory", event: entry.event)
        }
        return JournalPage(entries: entries, cursor: page.cursor, hasMore: page.hasMore)
      }
    }
  }
#endif
