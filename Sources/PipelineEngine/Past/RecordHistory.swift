import PipelinePlugins

/// A moment of the past: by the instants at which changes took effect, and as far as they were known.
struct PastMoment: Hashable, Sendable {
  /// Changes that took effect later do not count.
  let asOf: Instant
  /// Changes that were made known later do not count; `nil` where all do.
  let knownAt: Instant?
}

/// The journal of one kind of record, kept by record, from which the records of any moment are told.
///
/// A field's value at a moment is the one that the last entry gave it, in the order of effective instants, then sequence.
/// Nothing of a record takes effect before its creation does.
struct RecordHistory: Sendable {
  private(set) var cursor = Cursor.start
  private var entries: [RecordID: [Entry]] = [:]

  private struct Entry {
    let effectiveAt: Instant
    let recordedAt: Instant
    let event: JournalEvent
  }

  /// Takes over a page of the journal that follows the cursor.
  mutating func append(_ page: JournalPage) {
    for entry in page.entries where entry.sequence > cursor.sequence {
      var own = entries[entry.key.id] ?? []
      let created = own.first { if case .created = $0.event { true } else { false } }
      let effectiveAt = created.map { max($0.effectiveAt, entry.effectiveAt) } ?? entry.effectiveAt
      // Nearly always the last.
      let place = own.lastIndex { $0.effectiveAt <= effectiveAt }.map { $0 + 1 } ?? 0
      own.insert(Entry(effectiveAt: effectiveAt, recordedAt: entry.recordedAt, event: entry.event), at: place)
      entries[entry.key.id] = own
    }
    cursor = max(cursor, page.cursor)
  }

  /// Takes note that there is nothing more up to a place.
  mutating func pass(_ place: Cursor) { cursor = max(cursor, place) }

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
      case .created(let values): cells = values
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
