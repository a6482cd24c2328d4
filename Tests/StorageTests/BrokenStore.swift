import PipelinePlugins
import Synchronization

/// A way in which a store can be wrong.
enum Fault: String, CaseIterable, Sendable {
  case losesText, emptyIsNothing, normalisesText, acceptsMisfits, forgetsUnknownKinds
  case wrongReadOrder, wrongFindOrder, findsNothing, findsStale, searchesAnything
  case versionsStandStill, hidesConflictingVersion, overwritesOnCreate, ignoresUpdateVersion, ignoresDeleteVersion
  case losesGuards, keepsDeleted, losesUpdates
  case appliesHalf, repeatsOperations, forgetsOldOperations, remembersFailures, tearsBatches, writesOnce
  case forgetsJournal, wrongAuthor, wrongCursor, dropsAfterPage, ignoresFilter, rewindsCursor, losesInstants
  case wrongLoadVersion, movingPages, staleLoadCursor
  case forgetsOnClose, commitsWhileReading, makesOnReading, losesNewFields, staysOpen, sharesWorkspaces
  case forgetsForOthers, hidesHolder
  case sharesUnique, sharesUniquePairs, racesUnique, losesReferences, losesEntries, judgesWriteByWrite,
    losesBroken
  case runsBackwards
  case forgetsOperations, losesRestorations, restoresAnything
  case sharesFailures, overtakes
  case writesBehind, reordersFeed
  case missesCommits, waitsForEver, answersFromCache
  case marksAlike, marksTheEnd
  case timesByOperation, keepsReading, skipsBesideCommits
  case groupsDeleted, groupsByMeaning, roundsTowardsZero, wrapsSums, groupsLate, groupsAnything
}

/// A driver whose stores are wrong in one way, over one that is right.
struct BrokenDriver: StorageDriver {
  let base: any StorageDriver
  let fault: Fault
  let count = Counter()
  let cache = ReadCache()

  func open(_ context: StoreContext) async throws -> any Store {
    let schema = context.schema
    var context = context
    switch fault {
    case .sharesWorkspaces:
      context = StoreContext(workspace: "all", schema: context.schema, mode: context.mode)
    case .forgetsOnClose where context.mode == .writing:
      context = StoreContext(
        workspace: context.workspace + "\(count.next())", schema: context.schema, mode: context.mode)
    case .makesOnReading:
      await (try base.open(StoreContext(workspace: context.workspace, schema: context.schema, mode: .writing))).close()
    case .sharesUnique:
      context = context.without { if case .unique(let fields) = $0 { fields.count == 1 } else { false } }
    case .racesUnique: context = context.without { if case .unique = $0 { true } else { false } }
    case .sharesUniquePairs:
      context = context.without { if case .unique(let fields) = $0 { fields.count > 1 } else { false } }
    case .losesReferences: context = context.without { if case .reference = $0 { true } else { false } }
    case .losesEntries: context = context.without { if case .entry = $0 { true } else { false } }
    case .commitsWhileReading:
      context = StoreContext(workspace: context.workspace, schema: context.schema, mode: .writing)
    default: break
    }
    do {
      return BrokenStore(base: try await base.open(context), fault: fault, schema: schema, cache: cache)
    } catch StoreError.locked(let place, _) where fault == .hidesHolder {
      throw StoreError.locked(place: place, holder: nil)
    }
  }
}

final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}

/// A store that is wrong in one way.
final class BrokenStore: Store {
  let base: any Store
  let fault: Fault
  let schema: [RecordSchema]
  private let cache: ReadCache
  private let commits = Counter()
  private let loads = Counter()
  private let calls = Counter()
  private let hasOvertaken = Atomic(false)
  private let failed = Mutex<Set<RecordID>>([])
  /// What was acknowledged and is not written.
  let waiting = Mutex<[ChangeSet]>([])
  /// The error of the last commit that was refused, for the next one.
  private let shared = Mutex<(any Error)?>(nil)

  init(base: any Store, fault: Fault, schema: [RecordSchema], cache: ReadCache) {
    self.base = base
    self.cache = cache
    self.fault = fault
    self.schema = schema
  }

  func read(_ keys: [RecordKey]) async throws -> [StoredRecord?] {
    if fault == .forgetsUnknownKinds, keys.contains(where: { key in !schema.contains { $0.kind == key.kind } }) {
      return keys.map { _ in nil }
    }
    if fault == .answersFromCache { return try await cache.read(keys, from: base) }
    let records = try await base.read(keys)
    switch fault {
    case .wrongReadOrder: return records.reversed()
    default: return records.map { $0.map(spoil) }
    }
  }

  func find(_ kind: RecordKind, _ field: FieldName, in values: [FieldValue]) async throws -> [StoredRecord] {
    switch fault {
    case .searchesAnything:
      do { return try await base.find(kind, field, in: values) } catch { return [] }
    case .findsNothing where values.contains(.null), .findsStale:
      return try await everything(kind)
    case .wrongFindOrder: return try await base.find(kind, field, in: values).reversed()
    default: return try await base.find(kind, field, in: values).map(spoil)
    }
  }

  func commit(_ changes: ChangeSet) async throws -> CommitReceipt {
    let number = commits.next()
    var changes = changes
    if fault == .writesBehind { return try await answerBefore(changes) }
    if fault == .racesUnique { try await requireUnique(changes) }
    try await alter(&changes, number)
    defer { cache.clear() }
    do {
      let receipt = try await base.commit(changes)
      if fault == .sharesFailures, let error = shared.withLock({ $0.take() }) { throw error }
      return fault == .wrongCursor
        ? CommitReceipt(cursor: Cursor(receipt.cursor.sequence + 1), wasRepeated: false) : receipt
    } catch {
      return try await answer(error, changes)
    }
  }

  func commit(_ changes: ChangeSet, enqueued: () -> Void) async throws -> CommitReceipt {
    guard fault == .overtakes else { return try await commit(changes) }
    enqueued()
    // The second one waits until the third is committed.
    let number = calls.next()
    for _ in 0..<5_000 where number == 2 && !hasOvertaken.load(ordering: .acquiring) {
      try await Task.sleep(for: .milliseconds(1))
    }
    let receipt = try await commit(changes)
    if number == 3 { hasOvertaken.store(true, ordering: .releasing) }
    return receipt
  }

  func load(_ kind: RecordKind, fields: [FieldName], page: PageToken?) async throws -> ColumnPage {
    let page = try await base.load(kind, fields: fields, page: page)
    return spoil(page, loads.next())
  }

  func journal(_ kind: RecordKind?, id: RecordID?, after: Cursor, limit: Int) async throws -> JournalPage {
    let page = try await base.journal(
      kind, id: fault == .ignoresFilter ? nil : id, after: after, limit: limit)
    switch fault {
    case .forgetsJournal:
      return JournalPage(
        entries: page.entries.filter { if case .changed(let change) = $0.event { change.inHistory } else { true } },
        cursor: page.cursor, hasMore: page.hasMore)
    case .reordersFeed:
      // As a database does that numbers entries before their commits.
      return JournalPage(entries: page.entries.reversed(), cursor: page.cursor, hasMore: page.hasMore)
    case .wrongAuthor:
      return JournalPage(entries: page.entries.map(anonymous), cursor: page.cursor, hasMore: page.hasMore)
    case .skipsBesideCommits where !page.hasMore:
      // The cursor is read after the page: what is committed between the two is never returned.
      try await Task.sleep(for: .milliseconds(3))
      let end = try await base.journal(kind, id: id, after: page.cursor, limit: .max).cursor
      return JournalPage(entries: page.entries, cursor: end, hasMore: false)
    case .dropsAfterPage: return JournalPage(entries: page.entries, cursor: page.cursor, hasMore: false)
    case .rewindsCursor where page.entries.isEmpty:
      return JournalPage(entries: [], cursor: Cursor(after.sequence - 1), hasMore: false)
    default: return page
    }
  }

  func journal(
    of record: RecordSchema, fields: [FieldName], after: Cursor, through last: Cursor?, pageSize: Int,
    _ body: (JournalPage.Columns) throws -> Void
  ) async throws -> Cursor {
    try await base.journal(of: record, fields: fields, after: after, through: last, pageSize: pageSize) { page in
      var page = page
      // Entries of one operation mostly take effect at once.
      if fault == .timesByOperation {
        for index in page.events.indices.dropFirst() where page.recordedAt[index] == page.recordedAt[index - 1] {
          page.effectiveAt[index] = page.effectiveAt[index - 1]
        }
      }
      do { try body(page) } catch  where fault == .keepsReading {}
    }
  }

  func operation(_ id: RecordID) async throws -> CommittedOperation? {
    fault == .forgetsOperations ? nil : try await base.operation(id)
  }

  func waitForCommit(after cursor: Cursor, atMost limit: Duration) async throws -> Bool {
    switch fault {
    case .missesCommits:
      // What is there is found; a commit during the wait is not.
      if try await base.waitForCommit(after: cursor, atMost: .zero) { return true }
      try await Task.sleep(for: min(limit, .milliseconds(300)))
      return false
    case .waitsForEver:
      if try await base.waitForCommit(after: cursor, atMost: .zero) { return true }
      try await Task.sleep(for: .seconds(3_600))
      return false
    default: return try await base.waitForCommit(after: cursor, atMost: limit)
    }
  }

  func journalMark(at cursor: Cursor) async throws -> [UInt8] {
    switch fault {
    case .marksAlike: cursor == .start ? [] : [1]
    case .marksTheEnd: try await base.journalMark(at: cursor == .start ? cursor : Cursor(.max))
    default: try await base.journalMark(at: cursor)
    }
  }

  func close() async { if fault != .staysOpen { await base.close() } }
}

extension BrokenStore {
  /// What goes wrong on the way in.
  private func alter(_ changes: inout ChangeSet, _ number: Int) async throws {
    switch fault {
    case .losesGuards: changes.guards = []
    case .keepsDeleted: changes.writes.removeAll { if case .delete = $0.action { true } else { false } }
    case .repeatsOperations:
      changes.operation = RecordID(high: changes.operation.high, low: UInt64(number))
      changes.writes = try await restated(changes.writes)
    case .forgetsOldOperations where number > 3: changes.operation = RecordID(high: 1, low: UInt64(number))
    case .versionsStandStill: changes.writes = try await restated(changes.writes, only: { $0.isUpdate })
    case .ignoresUpdateVersion: changes.writes = try await restated(changes.writes, only: { $0.isUpdate })
    case .ignoresDeleteVersion: changes.writes = try await restated(changes.writes, only: { !$0.isUpdate })
    case .overwritesOnCreate: changes.writes = try await replacing(changes.writes)
    case .acceptsMisfits:
      changes.writes.removeAll { write in
        if case .create(let cells) = write.action { cells.count != 5 } else { false }
      }
    case .remembersFailures:
      if failed.withLock({ $0.contains(changes.operation) }) { changes.writes = [] }
    case .tearsBatches where changes.writes.count > 100:
      let half = changes.writes.count / 2
      var first = changes
      first.operation = RecordID(high: 2, low: changes.operation.low)
      first.writes = ChangeSet.Writes(changes.writes.prefix(half))
      _ = try await base.commit(first)
      changes.writes.removeFirst(half)
    case .writesOnce where Set(changes.writes.map(\.key)).count < changes.writes.count:
      throw StoreError.invalid(reason: "a record is written twice")
    case .judgesWriteByWrite where changes.writes.count > 1:
      for (index, write) in changes.writes.enumerated() {
        var part = changes
        part.operation = RecordID(high: 4, low: changes.operation.low &* 100 &+ UInt64(index))
        part.writes = [write]
        _ = try await base.commit(part)
      }
      changes.writes = []
    case .losesBroken:
      changes.writes.removeAll {
        if case .create(let cells) = $0.action { cells.contains(.text("none")) } else { false }
      }
    case .runsBackwards:
      changes.writes = ChangeSet.Writes(
        changes.writes.map { RecordWrite($0.key, $0.action, effectiveAt: $0.effectiveAt ?? changes.effectiveAt) })
    case .losesRestorations:
      changes.writes.removeAll { if case .restore = $0.action { true } else { false } }
    case .restoresAnything: changes.writes = try await creating(changes.writes)
    case .losesInstants: changes.writes = ChangeSet.Writes(changes.writes.map { RecordWrite($0.key, $0.action) })
    default: break
    }
  }

  /// What goes wrong when a commit is refused.
  private func answer(_ error: any Error, _ changes: ChangeSet) async throws -> CommitReceipt {
    guard case StoreError.conflict(let conflict) = error else { throw error }
    switch fault {
    case .hidesConflictingVersion:
      throw StoreError.conflict(VersionConflict(key: conflict.key, expected: conflict.expected, found: nil))
    case .remembersFailures: failed.withLock { _ = $0.insert(changes.operation) }
    case .sharesFailures: shared.withLock { $0 = error }
    case .losesUpdates: return CommitReceipt(cursor: .start, wasRepeated: false)
    case .appliesHalf:
      for (index, write) in changes.writes.enumerated() where write.key != conflict.key {
        var part = changes
        part.operation = RecordID(high: 3, low: changes.operation.low &* 100 &+ UInt64(index))
        part.writes = [write]
        _ = try? await base.commit(part)
      }
    default: break
    }
    throw error
  }

  /// Writes whose expected versions are those that stand.
  private func restated(
    _ writes: ChangeSet.Writes, only: (WriteAction) -> Bool = { _ in true }
  ) async throws -> ChangeSet.Writes {
    var result: ChangeSet.Writes = []
    for write in writes {
      guard only(write.action), let record = try? await base.read([write.key]).first ?? nil else {
        result.append(write)
        continue
      }
      switch write.action {
      case .create, .restore: break
      case .update(_, let cells): result.append(RecordWrite(write.key, .update(expected: record.version, cells)))
      case .delete: result.append(RecordWrite(write.key, .delete(expected: record.version)))
      }
    }
    return result
  }

  private func replacing(_ writes: ChangeSet.Writes) async throws -> ChangeSet.Writes {
    var result: ChangeSet.Writes = []
    for write in writes {
      guard case .create(let cells) = write.action, let record = try? await base.read([write.key]).first ?? nil else {
        result.append(write)
        continue
      }
      let fields = schema.first { $0.kind == write.key.kind }?.fields ?? []
      let changes = zip(fields, zip(record.cells, cells)).map {
        CellChange($0.name, old: $1.0, new: $1.1, inHistory: true)
      }
      result.append(RecordWrite(write.key, .update(expected: record.version, changes)))
    }
    return result
  }

  /// Writes that make a record where there is none to bring back.
  private func creating(_ writes: ChangeSet.Writes) async throws -> ChangeSet.Writes {
    var result: ChangeSet.Writes = []
    for write in writes {
      guard case .restore(_, let cells) = write.action,
        try await base.journal(write.key.kind, id: write.key.id, after: .start, limit: 1).entries.isEmpty
      else {
        result.append(write)
        continue
      }
      result.append(RecordWrite(write.key, .create(cells)))
    }
    return result
  }

  func everything(_ kind: RecordKind) async throws -> [StoredRecord] {
    let entries = try await base.journal(kind, id: nil, after: .start, limit: .max).entries
    return entries.compactMap { entry in
      guard case .created(let cells) = entry.event else { return nil }
      return StoredRecord(id: entry.key.id, version: entry.version, cells: cells)
    }
  }

  private func spoil(_ record: StoredRecord) -> StoredRecord {
    switch fault {
    case .versionsStandStill: StoredRecord(id: record.id, version: 1, cells: record.cells)
    case .losesNewFields where record.cells.count > 5:
      StoredRecord(id: record.id, version: record.version, cells: Array(record.cells.prefix(5)))
    default: StoredRecord(id: record.id, version: record.version, cells: record.cells.map(spoil))
    }
  }

  private func spoil(_ cell: FieldValue) -> FieldValue {
    guard let text = cell.text else { return cell }
    switch fault {
    case .losesText: return .text(String(decoding: text.utf8.prefix { $0 != 0 }, as: UTF8.self))
    case .emptyIsNothing where text.isEmpty: return .null
    default: return cell
    }
  }

  private func spoil(_ page: ColumnPage, _ number: Int) -> ColumnPage {
    var page = page
    switch fault {
    case .wrongLoadVersion: page.versions = page.versions.map { $0 + 1 }
    case .movingPages: page.cursor = Cursor(page.cursor.sequence + Int64(number))
    case .staleLoadCursor: page.cursor = Cursor(page.cursor.sequence - 1)
    case .normalisesText:
      page.columns = page.columns.map { column in
        guard case .texts(let codes, let texts) = column else { return column }
        // Swift's texts are equal by meaning, so that a dictionary made of them merges some.
        var seen: [String: String] = [:]
        for text in texts where seen[text] == nil { seen[text] = text }
        return .texts(codes: codes, dictionary: texts.map { seen[$0] ?? $0 })
      }
    default: break
    }
    return page
  }

  private func anonymous(_ entry: JournalEntry) -> JournalEntry {
    JournalEntry(
      sequence: entry.sequence, operation: entry.operation, key: entry.key, version: entry.version,
      effectiveAt: entry.effectiveAt, recordedAt: entry.recordedAt, author: "", event: entry.event)
  }
}

extension StoreContext {
  /// The same without some constraints.
  fileprivate func without(_ isLost: (Constraint) -> Bool) -> StoreContext {
    StoreContext(
      workspace: workspace,
      schema: schema.map { RecordSchema($0.kind, $0.fields, constraints: $0.constraints.filter { !isLost($0) }) },
      mode: mode, logger: logger)
  }
}

extension WriteAction {
  fileprivate var isUpdate: Bool { if case .update = self { true } else { false } }
}
