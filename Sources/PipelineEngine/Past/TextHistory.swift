import PipelinePlugins

/// A text field of all records of a kind at any moment.
///
/// Imported deals can be older than their accounts, which are created by the import. At a moment before its first
/// entry, a record therefore has its earliest known text.
struct TextHistory: JournalPart {
  let field: RecordTextField
  private(set) var cursor = Cursor.start
  private var entries: [RecordID: [Entry]] = [:]

  var kind: RecordKind { field.kind }

  private struct Entry {
    let effectiveAt: Instant
    let recordedAt: Instant
    let text: String?
    let isDeletion: Bool
  }

  init(_ field: RecordTextField) { self.field = field }

  mutating func follow(_ page: JournalPage) {
    for entry in page.entries where entry.key.kind == kind && entry.sequence > cursor.sequence {
      let isDeletion = if case .deleted = entry.event { true } else { false }
      let text = field.text(after: entry.event)
      guard isDeletion || text != nil else { continue }
      let known = Entry(
        effectiveAt: entry.effectiveAt, recordedAt: entry.recordedAt, text: text ?? nil, isDeletion: isDeletion)
      entries[entry.key.id, default: []].append(known)
    }
    cursor = max(cursor, page.cursor)
  }

  /// The texts at a moment; `nil` for the last entry that was read, in journal order.
  func texts(at moment: PastMoment?) -> RecordTexts {
    var texts = RecordTexts()
    for (id, own) in entries {
      var latest: Entry?
      var isThere = false
      for entry in own where moment.map({ $0.holds(entry.effectiveAt, recordedAt: entry.recordedAt) }) ?? true {
        guard moment == nil || latest.map({ $0.effectiveAt <= entry.effectiveAt }) ?? true else { continue }
        isThere = !entry.isDeletion
        // A deleted record keeps its last text, since deals may refer to it.
        latest = entry.isDeletion ? latest : entry
      }
      if let latest {
        texts.byID[id] = latest.text
        if !isThere { texts.gone.insert(id) }
      } else {
        texts.byID[id] = own.filter { !$0.isDeletion }.min { $0.effectiveAt < $1.effectiveAt }?.text
        texts.later.insert(id)
      }
    }
    return texts
  }
}

extension PastMoment {
  /// Whether a change is effective and known at the moment.
  func holds(_ effectiveAt: Instant, recordedAt: Instant) -> Bool {
    effectiveAt <= asOf && knownAt.map { recordedAt <= $0 } ?? true
  }
}
