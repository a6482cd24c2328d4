import PipelineAnalytics
import PipelinePlugins
import PipelineTelemetry
import Synchronization

/// The cache of the store's contents in this process: lookup tables, rates, saved reports, people, configurations,
/// names, deals, and their past. It follows the journal.
///
/// A query names the parts that it needs, and gets them at one cursor, at or after the end of the journal at the time
/// of the call: it sees the caller's earlier commits, and those of other processes. If nothing changed, a query costs
/// one call of the store.
///
/// Concurrent callers share one read of the journal, which begins after their calls. Reads run one at a time, each in
/// its own task: a cancelled caller cancels no other, and a failed read ends before the next one begins. Every entry
/// after a part's cursor is applied to the part, so that the cache cannot contain data from before an edit.
actor JournalFollower {
  private let store: any Store
  private let telemetry: Telemetry
  private let makeEmpty: @Sendable () -> DealColumns
  private let columnFile: ColumnFile?
  /// Whether the process may write the column file.
  private let keepsColumns: Bool
  /// The cursor of the column file, as far as it is known.
  private var keptCursor = Cursor.start
  private var keeping: Task<Void, Never>?
  private var cache = StoreCache()
  /// Parts that were loaded since the last read of the journal began.
  private var arrived: [JournalPartName: any JournalPart] = [:]
  private var loading: [JournalPartName: Task<Void, any Error>] = [:]
  /// The last requested read; `nil` after it has ended.
  private var latest: Look?
  private var number = 0

  init(
    store: any Store, zone: String, mode: StoreMode, telemetry: Telemetry = .none,
    makeEmpty: @escaping @Sendable () -> DealColumns
  ) {
    self.store = store
    self.telemetry = telemetry
    self.makeEmpty = makeEmpty
    columnFile = ColumnFile(store, zone: zone, telemetry)
    keepsColumns = mode == .writing
  }

  /// Returns parts at one cursor, at or after the end of the journal.
  ///
  /// - Parameter past: The moments whose deals are needed.
  /// - Throws: ``StoreError``, or `CancellationError` if the calling task is cancelled.
  func parts(_ names: Set<JournalPartName>, past: [DealMoment] = []) async throws -> StoreCache {
    try Task.checkCancellation()
    var wanted = past
    while true {
      for name in names { try await load(name, past) }
      let seen = try await look(&wanted)
      try Task.checkCancellation()
      // A shared read may miss a part that was removed from the cache in the meantime.
      if names.allSatisfy({ seen.parts[$0] != nil }) { return seen }
    }
  }

  /// The cursor of the last change of a kind of record, as of the last read; `nil` before the first one.
  nonisolated func revision(of kind: RecordKind) -> Cursor? { seenRevisions.withLock { $0[kind] } }
  private nonisolated let seenRevisions = Mutex<[RecordKind: Cursor]>([:])

  // MARK: Loading

  /// Loads a part that is not in the cache; concurrent callers share the load.
  private func load(_ name: JournalPartName, _ past: [DealMoment]) async throws {
    if let running = loading[name] { return try await running.value }
    guard !known.contains(name) else { return }
    let empty = past.first { .dealHistory($0.key) == name }?.empty
    let task = Task {
      do {
        arrive(name, try await part(name, empty ?? makeEmpty))
      } catch {
        loading[name] = nil
        throw error
      }
    }
    loading[name] = task
    try await task.value
  }

  /// Loads a part; the columns of the deals from their file, if there is one.
  private func part(_ name: JournalPartName, _ empty: @escaping @Sendable () -> DealColumns) async throws
    -> any JournalPart
  {
    if name == .deals, let kept = await columnFile?.read(into: empty()) {
      keptCursor = kept.cursor
      return kept
    }
    return try await telemetry.building(name.part, .first) { try await Self.load(name, from: store, empty) }
  }

  /// The parts that are cached or being loaded.
  private var known: Set<JournalPartName> = []

  private func arrive(_ name: JournalPartName, _ part: any JournalPart) {
    loading[name] = nil
    known.insert(name)
    arrived[name] = part
  }

  // MARK: Looking

  private struct Look {
    let number: Int
    let task: Task<StoreCache, any Error>
    var past: [DealMoment]
    var hasBegun = false
  }

  /// The result of the next read of the journal that begins after this call.
  private func look(_ past: inout [DealMoment]) async throws -> StoreCache {
    if let open = latest, !open.hasBegun {
      latest?.past += past
      return try await open.task.value
    }
    // A running read may have missed the caller's last commit.
    let before = latest?.task
    number += 1
    let task = Task { [number] in
      _ = await before?.result
      return try await self.take(number)
    }
    latest = Look(number: number, task: task, past: past)
    return try await task.value
  }

  private func take(_ number: Int) async throws -> StoreCache {
    var past: [DealMoment] = []
    if latest?.number == number {
      latest?.hasBegun = true
      past = latest?.past ?? []
    }
    defer { if latest?.number == number { latest = nil } }
    // Reads run one at a time, so the cache does not change meanwhile, and a single reference avoids a copy.
    var cache = cache
    self.cache = StoreCache()
    cache.parts.merge(arrived) { mine, _ in mine }
    arrived = [:]
    do {
      try await cache.follow(store, makeEmpty, telemetry)
    } catch {
      self.cache = cache
      throw error
    }
    cache.keepNameKeys()
    cache.keepStandingPivots()
    cache.answer(past)
    self.cache = cache
    if let deals = cache.deals { keep(deals) }
    seenRevisions.withLock { seen in
      for case let records as RecordCache in cache.parts.values { seen[records.kind] = records.revision }
    }
    return cache
  }
}

extension JournalFollower {
  /// Writes the column file, beside what else happens, if it misses many changes.
  private func keep(_ deals: DealColumns) {
    guard keepsColumns, keeping == nil, let columnFile,
      columnFile.isDue(deals.cursor, rows: deals.rowCount, since: keptCursor)
    else { return }
    keptCursor = deals.cursor
    keeping = Task(priority: .utility) {
      await columnFile.write(deals)
      keeping = nil
    }
  }

  /// Leaves a column file that misses few changes. Called before the store is closed.
  func finish() async {
    await keeping?.value
    guard keepsColumns, let columnFile else { return }
    let isOutdated = try? await columnFile.isOutdated(makeEmpty())
    guard cache.deals != nil || isOutdated == true else { return }
    _ = try? await parts([.deals])
    await keeping?.value
  }

  /// Loads a part from the store; a part of the past may be loaded up to a cursor.
  static func load(
    _ name: JournalPartName, from store: any Store, _ empty: @Sendable () -> DealColumns, upTo place: Cursor? = nil
  ) async throws -> any JournalPart {
    switch name {
    case .deals:
      var deals = empty()
      try await store.eachPage(of: .opportunity, fields: DealColumns.fields) { try deals.append($0) }
      return deals
    case .texts(let field):
      var texts = KeptTexts(field)
      try await store.eachPage(of: field.kind, fields: [field.name]) { texts.append($0) }
      return texts
    case .records(let kind):
      let schema = Pipeline.schema.first { $0.kind == kind } ?? RecordSchema(kind, [])
      var records = RecordCache(schema)
      try await store.eachPage(of: kind, fields: schema.fields.map(\.name)) { records.append($0) }
      return records
    case .dealHistory:
      var history = DealHistory(empty())
      let deals = Pipeline.schema.first { $0.kind == .opportunity } ?? RecordSchema(.opportunity, [])
      let end = try await store.journal(
        of: deals, fields: DealColumns.fields, after: .start, through: place, pageSize: StoreCache.columnPageSize
      ) { try history.append($0) }
      history.advance(to: end)
      return history
    case .textHistory(let field): return try await store.advance(TextHistory(field), upTo: place)
    case .lastChanges: return try await store.advance(KeptChanges(), upTo: place)
    case .recordHistory(let kind): return try await store.advance(RecordHistory(kind), upTo: place)
    }
  }
}
