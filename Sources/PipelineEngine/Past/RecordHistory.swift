import PipelinePlugins

/// The journal of one kind of record, grouped by record, from which the records at any moment are computed.
///
/// The value of a field at a moment is that of the last entry, ordered by effective instant, then sequence. No change
/// takes effect before the creation of its record.
struct RecordHistory: JournalPart {
  let kind: RecordKind
  private(set) var cursor = Cursor.start
  private var entries: [RecordID: [Entry]] = [:]

  fileprivate struct Entry {
    let sequence: Int64
    let version: Int64
    let effectiveAt: Instant
    let recordedAt: Instant
    let event: JournalEvent
  }

  init(_ kind: RecordKind) { self.kind = kind }

  /// Adds a page of the journal. It changes in place, so that each entry costs one insertion.
  mutating func follow(_ page: JournalPage) {
    for entry in page.entries where entry.key.kind == kind && entry.sequence > cursor.sequence {
      entries[entry.key.id, default: []].insert(entry)
    }
    cursor = max(cursor, page.cursor)
  }

  /// A record after all entries in the order of the journal, regardless of effective instants; `nil` if it does not
  /// exist.
  func record<Body>(_ table: FieldTable<Body>, _ id: RecordID) throws -> Record<Body>? {
    let own = (entries[id] ?? []).sorted { $0.sequence < $1.sequence }
    return try cells(own, table, PastMoment(asOf: .distantFuture, knownAt: nil)).map {
      Record(id: id, version: own.last?.version ?? 0, body: try table.decode($0))
    }
  }

  /// Each record as created, as known at a moment.
  func births<Body>(_ table: FieldTable<Body>, knownAt: Instant?) throws -> [Record<Body>] {
    try entries.compactMap { id, own in
      for entry in own where knownAt.map({ entry.recordedAt <= $0 }) ?? true {
        if case .created(let cells) = entry.event {
          return Record(id: id, version: 0, body: try table.decode(cells))
        }
      }
      return nil
    }
    .sorted { $0.id < $1.id }
  }

  /// The records at a moment, by identity. O(entries).
  func records<Body>(_ table: FieldTable<Body>, at moment: PastMoment) throws -> [Record<Body>] {
    try entries.compactMap { id, own in
      try cells(own, table, moment).map { Record(id: id, version: 0, body: try table.decode($0)) }
    }
    .sorted { $0.id < $1.id }
  }

  private func cells<Body>(_ entries: [Entry], _ table: FieldTable<Body>, _ moment: PastMoment) -> [FieldValue]? {
    var cells: [FieldValue]?
    for entry in entries where entry.effectiveAt <= moment.asOf {
      if let knownAt = moment.knownAt, entry.recordedAt > knownAt { continue }
      entry.event.apply(to: &cells, table.position)
    }
    return cells
  }
}

extension [RecordHistory.Entry] {
  /// Inserts an entry by effective instant, then by the order of the journal.
  fileprivate mutating func insert(_ entry: JournalEntry) {
    // No change takes effect before the creation.
    let born: Instant? = if let first, case .created = first.event { first.effectiveAt } else { nil }
    let effectiveAt = born.map { Swift.max($0, entry.effectiveAt) } ?? entry.effectiveAt
    let place = lastIndex { $0.effectiveAt <= effectiveAt }.map { $0 + 1 } ?? 0
    insert(
      RecordHistory.Entry(
        sequence: entry.sequence, version: entry.version, effectiveAt: effectiveAt, recordedAt: entry.recordedAt,
        event: entry.event), at: place)
  }
}
