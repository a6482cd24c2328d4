import PipelinePlugins

/// A digest of a journal that does not depend on the store: entries count by their order, not by their numbers.
struct JournalDigest {
  /// What the journal says of the records of a kind.
  struct Records: Hashable {
    var created = 0
    var deleted = 0
    var restored = 0

    /// The number of records that are not deleted.
    var live: Int { created - deleted + restored }
  }

  private(set) var entries = 0
  private(set) var operations = 0
  private(set) var records: [RecordKind: Records] = [:]
  /// The order of the entries by their numbers.
  private(set) var order = JournalPlaces()
  private var operation: RecordID?
  private var digest = SHA256()
  private var encoder = CellEncoder()

  /// Takes the next entry.
  mutating func append(_ entry: JournalEntry) {
    entries += 1
    order.append(entry.sequence...entry.sequence, endingAt: Int64(entries))
    if entry.operation != operation {
      operations += 1
      operation = entry.operation
      encoder.append([
        .bytes(entry.operation.bytes), .integer(entry.recordedAt.microsecondsSince1970), .text(entry.author),
      ])
    }
    encoder.append([
      .text(entry.key.kind.description), .bytes(entry.key.id.bytes), .integer(entry.version),
      .integer(entry.effectiveAt.microsecondsSince1970), .integer(entry.event.code),
    ])
    let places = JournalPlaces.latest(in: entry.event, of: entry.key.kind) == nil ? nil : order
    switch places?.moved(entry.event, of: entry.key.kind) ?? entry.event {
    case .created(let cells):
      records[entry.key.kind, default: Records()].created += 1
      encoder.append(cells)
    case .restored(let cells):
      records[entry.key.kind, default: Records()].restored += 1
      encoder.append(cells)
    case .deleted: records[entry.key.kind, default: Records()].deleted += 1
    case .changed(let change):
      encoder.append([
        .text(change.field.description), change.old, change.new, .integer(change.inHistory ? 1 : 0),
      ])
    }
    if encoder.bytes.count > 1 << 16 { flush() }
  }

  /// The SHA-256 digest of the entries so far, in hexadecimal.
  var value: String {
    var copy = self
    copy.flush()
    return copy.digest.finished()
  }

  private mutating func flush() {
    digest.update(encoder.bytes)
    encoder.removeAll()
  }
}

extension JournalEvent {
  fileprivate var code: Int64 {
    switch self {
    case .created: 0
    case .changed: 1
    case .deleted: 2
    case .restored: 3
    }
  }
}
