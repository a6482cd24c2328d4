import PipelineAnalytics
import PipelinePlugins

/// Follows the journal for everything that is kept of the store in memory, in this process: lookup tables, rates, saved reports,
/// people, configurations, names, deals, and their past.
///
/// A question asks for the parts that it needs and gets them true at one place of the journal, which lies at or after the
/// journal's end at the time of the call: a caller sees what it committed before it asked, and what other processes did. Where
/// nothing changed, a question costs one call of the store.
///
/// Callers that ask at once share a look at the journal that begins after they asked. Looks run one after another, each in a task
/// of its own: a caller that is cancelled cancels nobody else's, a look that failed is over before the next one begins, and no
/// look can keep what it read before an edit, since each part is brought forward by every entry after its own place.
actor JournalFollower {
  private let store: any Store
  private let makeEmpty: @Sendable () -> DealColumns
  private var kept = KeptParts()
  /// Parts that were loaded since the last look began.
  private var arrived: [JournalPartName: any JournalPart] = [:]
  private var loading: [JournalPartName: Task<Void, any Error>] = [:]
  /// The look that was asked for last; `nil` once it has ended.
  private var latest: Look?
  private var number = 0

  init(store: any Store, makeEmpty: @escaping @Sendable () -> DealColumns) {
    self.store = store
    self.makeEmpty = makeEmpty
  }

  /// Some parts at one place of the journal, at or after its end.
  ///
  /// - Parameter past: The moments whose deals are wanted.
  /// - Throws: ``StoreError``, `CancellationError` where the calling task is cancelled.
  func parts(_ names: Set<JournalPartName>, past: [DealMoment] = []) async throws -> KeptParts {
    try Task.checkCancellation()
    var wanted = past
    while true {
      for name in names { try await load(name, past) }
      let seen = try await look(&wanted)
      try Task.checkCancellation()
      // A look that was shared may have been without a part that it gave up meanwhile.
      if names.allSatisfy({ seen.parts[$0] != nil }) { return seen }
    }
  }

  /// The place of the last change to the records of a kind that the latest look saw; `nil` before the first one.
  func revision(of kind: RecordKind) -> Cursor? { seenRevisions[kind] }
  private var seenRevisions: [RecordKind: Cursor] = [:]

  // MARK: Loading

  /// Loads a part that is not kept yet; all that want it share one loading.
  private func load(_ name: JournalPartName, _ past: [DealMoment]) async throws {
    if let running = loading[name] { return try await running.value }
    guard !known.contains(name) else { return }
    let empty = past.first { .dealHistory($0.key) == name }?.empty
    let task = Task {
      do {
        let part = try await Self.load(name, from: store, empty ?? makeEmpty)
        arrive(name, part)
      } catch {
        loading[name] = nil
        throw error
      }
    }
    loading[name] = task
    try await task.value
  }

  /// The parts that are kept, or are about to be.
  private var known: Set<JournalPartName> = []

  private func arrive(_ name: JournalPartName, _ part: any JournalPart) {
    loading[name] = nil
    known.insert(name)
    arrived[name] = part
  }

  // MARK: Looking

  private struct Look {
    let number: Int
    let task: Task<KeptParts, any Error>
    var past: [DealMoment]
    var hasBegun = false
  }

  /// What the next look sees that begins after this call.
  private func look(_ past: inout [DealMoment]) async throws -> KeptParts {
    if let open = latest, !open.hasBegun {
      latest?.past += past
      return try await open.task.value
    }
    // A look that has begun may have missed what the caller has just committed.
    let before = latest?.task
    number += 1
    let task = Task { [number] in
      _ = await before?.result
      return try await self.take(number)
    }
    latest = Look(number: number, task: task, past: past)
    return try await task.value
  }

  private func take(_ number: Int) async throws -> KeptParts {
    var past: [DealMoment] = []
    if latest?.number == number {
      latest?.hasBegun = true
      past = latest?.past ?? []
    }
    defer { if latest?.number == number { latest = nil } }
    // Looks run one after another: nobody else changes what is kept meanwhile, and one holder need not copy.
    var kept = kept
    self.kept = KeptParts()
    kept.parts.merge(arrived) { mine, _ in mine }
    arrived = [:]
    do {
      try await kept.follow(store, makeEmpty)
    } catch {
      self.kept = kept
      throw error
    }
    kept.answer(past)
    self.kept = kept
    for case let records as KeptRecords in kept.parts.values { seenRevisions[records.kind] = records.revision }
    return kept
  }
}

extension JournalFollower {
  /// A part as the store has it; one of the past as it was at a place of the journal, where one is given.
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
      var records = KeptRecords(schema)
      try await store.eachPage(of: kind, fields: schema.fields.map(\.name)) { records.append($0) }
      return records
    case .dealHistory: return try await read(DealHistory(empty()), from: store, upTo: place)
    case .textHistory(let field): return try await read(TextHistory(field), from: store, upTo: place)
    case .lastChanges: return try await read(KeptChanges(), from: store, upTo: place)
    case .recordHistory(let kind): return try await read(RecordHistory(kind), from: store, upTo: place)
    }
  }

  /// Reads the journal of one kind from its beginning.
  static func read<Part: JournalPart>(_ part: Part, from store: any Store, upTo place: Cursor?) async throws -> Part {
    var part = part
    var hasMore = true
    while hasMore {
      let page = try await store.journal(part.kind, id: nil, after: part.cursor, limit: KeptParts.pageSize)
      hasMore = page.hasMore && place.map { page.cursor < $0 } ?? true
      guard let place else {
        part.follow(page)
        continue
      }
      let entries = page.entries.filter { $0.sequence <= place.sequence }
      part.follow(JournalPage(entries: entries, cursor: hasMore ? page.cursor : place, hasMore: hasMore))
    }
    return part
  }
}
