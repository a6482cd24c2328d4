import PipelinePlugins

/// The names that accounts had.
///
/// An import gives deals a past, but their accounts begin with the import. A moment before an account's first entry therefore has
/// the earliest name that is known: a deal of then names its account, and can be found by it.
struct NameHistory: JournalPart {
  let kind = RecordKind.account
  private(set) var cursor = Cursor.start
  private var entries: [RecordID: [Entry]] = [:]

  private struct Entry {
    let effectiveAt: Instant
    let recordedAt: Instant
    let name: String
  }

  mutating func follow(_ page: JournalPage) {
    for entry in page.entries where entry.key.kind == kind && entry.sequence > cursor.sequence {
      guard let name = entry.event.accountName else { continue }
      entries[entry.key.id, default: []].append(
        Entry(effectiveAt: entry.effectiveAt, recordedAt: entry.recordedAt, name: name))
    }
    cursor = max(cursor, page.cursor)
  }

  /// The accounts' names at a moment, and which of them are of a later day than that.
  func names(at moment: PastMoment) -> (names: [RecordID: String], later: Set<RecordID>) {
    var names: [RecordID: String] = [:]
    var later: Set<RecordID> = []
    for (id, own) in entries {
      var latest: Entry?
      for entry in own where entry.effectiveAt <= moment.asOf {
        if let knownAt = moment.knownAt, entry.recordedAt > knownAt { continue }
        if latest.map({ $0.effectiveAt <= entry.effectiveAt }) ?? true { latest = entry }
      }
      if latest == nil { later.insert(id) }
      names[id] = (latest ?? own.min { $0.effectiveAt < $1.effectiveAt })?.name
    }
    return (names, later)
  }
}
