import PipelinePlugins

/// The past names of accounts.
///
/// Imported deals can be older than their accounts, which are created by the import. At a moment before its first
/// entry, an account therefore has its earliest known name.
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

  /// The names of accounts at a moment, and the accounts whose first entry is later.
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
