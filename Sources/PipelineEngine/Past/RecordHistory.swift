import PipelinePlugins

/// The journal of one kind of record, kept by record, from which the records of any moment are told.
///
/// A field's value at a moment is the one that the last entry gave it, in the order of effective instants, then sequence.
/// Nothing of a record takes effect before its creation does.
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

  /// Takes over a page of the journal that follows the cursor. Changed in place: a record with many changes costs each of them
  /// once.
  mutating func follow(_ page: JournalPage) {
    for entry in page.entries where entry.key.kind == kind && entry.sequence > cursor.sequence {
      entries[entry.key.id, default: []].insert(entry)
    }
    cursor = max(cursor, page.cursor)
  }

  /// A record after all of its entries in the order of the journal, whatever took effect when; `nil` where it does not exist.
  func record<Body>(_ table: FieldTable<Body>, _ id: RecordID) throws -> Record<Body>? {
    let own = (entries[id] ?? []).sorted { $0.sequence < $1.sequence }
    return try cells(own, table, PastMoment(asOf: .distantFuture, knownAt: nil)).map {
      Record(id: id, version: own.last?.version ?? 0, body: try table.decode($0))
    }
  }

  /// Each record as it first was, as far as a moment knows.
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
      switch entry.event {
      case .created(let values), .restored(let values): cells = values
      case .changed(let change):
        guard let place = table.position(of: change.field) else { continue }
        while let count = cells?.count, count <= place { cells?.append(.null) }
        cells?[place] = change.new
      case .deleted: cells = nil
      }
    }
    return cells
  }
}

extension [RecordHistory.Entry] {
  /// Adds an entry in the order of effective instants, then of the journal.
  fileprivate mutating func insert(_ entry: JournalEntry) {
    // The creation is first: nothing of a record takes effect before it.
    let born: Instant? = if let first, case .created = first.event { first.effectiveAt } else { nil }
    let effectiveAt = born.map { Swift.max($0, entry.effectiveAt) } ?? entry.effectiveAt
    let place = lastIndex { $0.effectiveAt <= effectiveAt }.map { $0 + 1 } ?? 0
    insert(
      RecordHistory.Entry(
        sequence: entry.sequence, version: entry.version, effectiveAt: effectiveAt, recordedAt: entry.recordedAt,
        event: entry.event), at: place)
  }
}
