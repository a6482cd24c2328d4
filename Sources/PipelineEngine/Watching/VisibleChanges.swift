public import PipelinePlugins

extension Desk {
  /// Returns the committed changes that the acting user may see, in the order of the journal, each once: first those
  /// that there are, then each as it is committed. The sequence never ends.
  ///
  ///     for try await change in desk.changes(after: snapshot.cursor) { show(change) }
  ///
  /// It has the changes of deals, accounts, salespeople and forecast calls, without fields that only serve the engine's rules. Changes
  /// of a deal that the user may not see are left out, as of the owner that the change leaves it with, and by the
  /// permissions at the time of reading. A deal that comes into the user's view by a change of its owner is
  /// ``Pipeline/Change/Event/created(_:)`` with its fields then, and one that leaves it is
  /// ``Pipeline/Change/Event/deleted``: applied in order, the changes result in what the user sees.
  ///
  /// - Parameter cursor: Where to begin, such as ``Snapshot/cursor``.
  public func changes(after cursor: Cursor = .start) -> Pipeline.Changes {
    Pipeline.Changes(pipeline: pipeline, cursor: cursor, viewer: user)
  }

  /// Calls a closure for the committed changes up to now that the acting user may see, in the order of the journal.
  package func eachChange(_ body: (Pipeline.Change) throws -> Void) async throws {
    let end = try await snapshot(ReportScope(), []).cursor
    var reader = ChangeReader(after: .start, viewer: user)
    while reader.cursor < end {
      for change in try await reader.page(of: pipeline, limit: StoreCache.pageSize) where change.cursor <= end {
        try body(change)
      }
    }
  }
}

/// The entries of a page of the journal by write: the entries of one write of a record are judged together, since what
/// is between them never was.
struct JournalWrites {
  let all: [[JournalEntry]]
  /// The cursor of the last entry.
  let cursor: Cursor

  init(_ page: JournalPage) {
    var writes: [[JournalEntry]] = []
    for entry in page.entries {
      if let last = writes.last?.first, last.key == entry.key, last.version == entry.version {
        writes[writes.count - 1].append(entry)
      } else {
        writes.append([entry])
      }
    }
    // The rest of the last write may be on the next page.
    if page.hasMore, writes.count > 1 { writes.removeLast() }
    all = writes
    cursor = writes.last?.last.map { Cursor($0.sequence) } ?? page.cursor
  }
}

/// The changes that a user may see.
struct VisibleChanges: Sendable {
  private let person: String
  /// The owner of deals as of the last write that was judged; `nil` for a deal that does not exist.
  private var owners: [RecordID: String?] = [:]

  private static let ownerLimit = 10_000
  private static let kinds: Set<RecordKind> = [.account, .opportunity, .salesperson, .forecastCall]

  init(of person: String) { self.person = person }

  /// The visible changes of writes.
  mutating func changes(of writes: JournalWrites, in pipeline: Pipeline) async throws -> [Pipeline.Change] {
    let permissions = try await pipeline.permissions(of: person)
    // Owners are followed only where they matter.
    if permissions.sees == .all { owners = [:] }
    var changes: [Pipeline.Change] = []
    for write in writes.all {
      guard let entry = write.first, Self.kinds.contains(entry.key.kind) else { continue }
      if entry.key.kind == .forecastCall, permissions.sees != .all {
        let person = try await Self.person(ofCall: write, pipeline)
        if person.map(permissions.sees.includes) ?? false { changes += Self.shown(write) }
        continue
      }
      guard entry.key.kind == .opportunity, permissions.sees != .all else {
        changes += Self.shown(write)
        continue
      }
      do {
        try await append(write, of: entry.key.id, to: &changes, permissions, pipeline)
      } catch {
        // The page is read again, and its first writes with it.
        owners = [:]
        throw error
      }
    }
    return changes
  }

  private mutating func append(
    _ write: [JournalEntry], of deal: RecordID, to changes: inout [Pipeline.Change], _ permissions: Permissions,
    _ pipeline: Pipeline
  ) async throws {
    guard let first = write.first, let last = write.last else { return }
    let before = try await owner(of: deal, before: first, pipeline)
    let after = Self.owner(after: write, before)
    if owners.count >= Self.ownerLimit { owners = [:] }
    owners[deal] = .some(after)
    let wasSeen = before.map(permissions.sees.includes) ?? false
    let isSeen = after.map(permissions.sees.includes) ?? false
    switch (wasSeen, isSeen) {
    case (true, true): changes += Self.shown(write)
    case (true, false): changes.append(Pipeline.Change(last, .deleted))
    case (false, true) where before == nil: changes += Self.shown(write)
    case (false, true):
      guard let record = try await Self.deal(deal, upTo: Cursor(last.sequence), pipeline) else { return }
      let fields = WatchedFields[.opportunity].visible(OpportunityBody.fields.encode(record.body))
      changes.append(Pipeline.Change(last, .created(fields)))
    case (false, false): break
    }
  }

  /// The owner before a write; `nil` if the deal did not exist.
  private func owner(of deal: RecordID, before write: JournalEntry, _ pipeline: Pipeline) async throws -> String? {
    if case .created = write.event { return nil }
    if let known = owners[deal] { return known }
    return try await Self.deal(deal, upTo: Cursor(write.sequence - 1), pipeline)?.owner
  }

  private static func owner(after write: [JournalEntry], _ before: String?) -> String? {
    var owner = before
    for entry in write {
      if case .deleted = entry.event { owner = nil }
      if let text = entry.event.text(of: "owner", OpportunityBody.fields) { owner = text }
    }
    return owner
  }

  /// The salesperson of a forecast call, which never changes.
  private static func person(ofCall write: [JournalEntry], _ pipeline: Pipeline) async throws -> String? {
    for entry in write {
      if let person = entry.event.text(of: "person", ForecastCallBody.fields) { return person }
    }
    guard let first = write.first else { return nil }
    return try await pipeline.store.advance(
      RecordHistory(.forecastCall), of: first.key.id, upTo: Cursor(first.sequence - 1)
    ).record(ForecastCallBody.fields, first.key.id)?.body.person
  }

  /// A deal at a cursor, from its journal.
  private static func deal(_ id: RecordID, upTo cursor: Cursor, _ pipeline: Pipeline) async throws -> Opportunity? {
    try await pipeline.store.advance(RecordHistory(.opportunity), of: id, upTo: cursor)
      .record(OpportunityBody.fields, id)
  }

  /// The changes of a visible write, without bookkeeping.
  private static func shown(_ write: [JournalEntry]) -> [Pipeline.Change] {
    write.compactMap { entry in
      let fields = WatchedFields[entry.key.kind]
      return switch entry.event {
      case .created(let cells): Pipeline.Change(entry, .created(fields.visible(cells)))
      case .restored(let cells): Pipeline.Change(entry, .restored(fields.visible(cells)))
      case .changed(let change): fields.shows(change.field) ? Pipeline.Change(entry) : nil
      case .deleted: Pipeline.Change(entry)
      }
    }
  }
}

extension WatchedFields {
  /// The cells by field, without null cells and bookkeeping.
  fileprivate func visible(_ cells: [FieldValue]) -> [FieldName: FieldValue] {
    byName(cells).filter { !bookkeeping.contains($0.key) }
  }
}
