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
  /// The files of the deals and of their past, as the present configuration reads them.
  private let dealsFile: KeptFile<DealColumns>?
  private let pastFile: KeptFile<DealHistory>?
  private let pastKey: DealHistoryKey
  private let collation: Collation
  private var cache = StoreCache()
  /// Parts that were loaded since the last read of the journal began.
  private var arrived: [JournalPartName: any JournalPart] = [:]
  private var loading: [JournalPartName: Task<Void, any Error>] = [:]
  /// The last requested read; `nil` after it has ended.
  private var latest: Look?
  private var number = 0

  init(
    store: any Store, zone: String, mode: StoreMode, telemetry: Telemetry = .none,
    collation: Collation = Collation(language: "en"), makeEmpty: @escaping @Sendable () -> DealColumns
  ) {
    self.store = store
    self.telemetry = telemetry
    self.makeEmpty = makeEmpty
    self.collation = collation
    dealsFile = KeptFile(ColumnFile(store, zone: zone, telemetry), mode)
    pastFile = KeptFile(ColumnFile(store, zone: zone, telemetry, suffix: ".past"), mode)
    pastKey = DealHistoryKey(currency: makeEmpty().baseCurrency, zone: zone)
  }

  /// Returns parts at one cursor, at or after the end of the journal.
  ///
  /// - Parameter past: The moments whose deals are needed.
  /// - Throws: ``StoreError``, or `CancellationError` if the calling task is cancelled.
  func parts(_ names: Set<JournalPartName>, past: [DealMoment] = []) async throws -> StoreCache {
    try Task.checkCancellation()
    var wanted = past
    while true {
      // Beside one another: a part waits for the disk or for another part's connection.
      for task in names.compactMap({ beginLoading($0, past) }) { try await task.value }
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

  /// Begins to load a part that is not in the cache; concurrent callers share the load.
  private func beginLoading(_ name: JournalPartName, _ past: [DealMoment]) -> Task<Void, any Error>? {
    if let running = loading[name] { return running }
    guard !known.contains(name) else { return nil }
    // The past is kept in a file as the present configuration reads it.
    let empty = name == .dealHistory(pastKey) ? nil : past.first { .dealHistory($0.key) == name }?.empty
    let task = Task {
      do {
        arrive(name, try await part(name, empty ?? makeEmpty))
      } catch {
        loading[name] = nil
        throw error
      }
    }
    loading[name] = task
    return task
  }

  /// Loads a part; the deals and their past from their files, if there are such.
  private func part(_ name: JournalPartName, _ empty: @escaping @Sendable () -> DealColumns) async throws
    -> any JournalPart
  {
    if name == .deals, let kept = await dealsFile?.read(into: empty()) { return kept }
    if name == .dealHistory(pastKey), let kept = await pastFile?.read(into: DealHistory(empty())) { return kept }
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
    cache.keepNameKeys(collation)
    cache.keepStandingPivots()
    cache.answer(past)
    self.cache = cache
    if let deals = cache.deals { dealsFile?.keep(deals) }
    if let history = cache.dealHistory(pastKey) { pastFile?.keep(history) }
    seenRevisions.withLock { seen in
      for case let records as RecordCache in cache.parts.values { seen[records.kind] = records.revision }
    }
    return cache
  }
}

extension JournalFollower {
  /// Leaves files that miss few changes. Called before the store is closed.
  func finish() async {
    var outdated: Set<JournalPartName> = []
    await dealsFile?.settle()
    await pastFile?.settle()
    if await dealsFile?.isWanted(cache.deals != nil, makeEmpty()) == true { outdated.insert(.deals) }
    if await pastFile?.isWanted(cache.dealHistory(pastKey) != nil, DealHistory(makeEmpty())) == true {
      outdated.insert(.dealHistory(pastKey))
    }
    // Taking the parts keeps them.
    if !outdated.isEmpty { _ = try? await parts(outdated) }
    await dealsFile?.settle()
    await pastFile?.settle()
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
