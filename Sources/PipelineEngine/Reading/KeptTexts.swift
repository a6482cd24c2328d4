import PipelinePlugins

/// A text field that is cached for all records of a kind, for names, searches and filters.
struct RecordTextField: Hashable, Sendable {
  let kind: RecordKind
  let name: FieldName
  /// The position of its cell in a record.
  let place: Int?

  /// The names of accounts.
  static let accountName = RecordTextField(.account, "name", AccountBody.fields.position(of: "name"))
  /// The attributes of accounts, encoded as ``AttributeText``.
  static let accountAttributes = RecordTextField(
    .account, "attributes", AccountBody.fields.position(of: "attributes"))
  /// The names of deals.
  static let dealName = RecordTextField(.opportunity, "name", OpportunityBody.fields.position(of: "name"))

  private init(_ kind: RecordKind, _ name: FieldName, _ place: Int?) {
    self.kind = kind
    self.name = name
    self.place = place
  }

  /// The text after an entry, if any; `nil` if the entry does not change the field.
  func text(after event: JournalEvent) -> String?? {
    switch event {
    case .created(let cells), .restored(let cells): .some(place.flatMap { $0 < cells.count ? cells[$0].text : nil })
    case .changed(let change): change.field == name ? .some(change.new.text) : nil
    case .deleted: nil
    }
  }
}

/// A text field of all records of a kind at a moment.
struct RecordTexts: Sendable {
  /// The texts; for a record that was created later, its earliest known text.
  var byID: [RecordID: String] = [:]
  /// The records that were created after the moment.
  var later: Set<RecordID> = []
  /// The records that were deleted before the moment.
  var gone: Set<RecordID> = []
  /// The texts in one piece of memory, as they were at some time; `nil` for a past moment.
  var arena: TextArena?
  /// The records whose text may have changed since.
  var changed: Set<RecordID> = []

  /// The records whose text contains another one. O(bytes of all texts).
  func records(containing search: SearchText) -> Set<RecordID> {
    guard let arena, let wanted = search.folded else {
      return Set(byID.lazy.filter { search.isIn($0.value) }.map(\.key))
    }
    var found = changed.filter { byID[$0].map(search.isIn) ?? false }
    arena.forEach(containing: wanted) { id, isASCII in
      guard !changed.contains(id), isASCII || (byID[id].map(search.isIn) ?? false) else { return }
      found.insert(id)
    }
    return found
  }
}

/// A text field of all current records of a kind.
struct KeptTexts: JournalPart {
  let field: RecordTextField
  private(set) var cursor = Cursor.start
  private(set) var byID: [RecordID: String] = [:]
  private var arena = TextArena()
  private var changed: Set<RecordID> = []

  var kind: RecordKind { field.kind }
  /// The texts.
  var texts: RecordTexts { RecordTexts(byID: byID, arena: arena, changed: changed) }

  init(_ field: RecordTextField) { self.field = field }

  /// Adds a page of a load with the field only.
  mutating func append(_ page: ColumnPage) {
    if case .texts(let codes, let dictionary)? = page.columns.first {
      for (id, code) in zip(page.ids, codes) where code != CellColumn.missingCode {
        byID[id] = dictionary[Int(code)]
        arena.append(id, dictionary[Int(code)])
      }
    }
    cursor = page.cursor
  }

  mutating func follow(_ page: JournalPage) {
    for entry in page.entries where entry.key.kind == kind && entry.sequence > cursor.sequence {
      if case .deleted = entry.event {
        byID[entry.key.id] = nil
        changed.insert(entry.key.id)
      } else if let text = field.text(after: entry.event) {
        byID[entry.key.id] = text
        changed.insert(entry.key.id)
      }
    }
    cursor = max(cursor, page.cursor)
    if changed.count > 10_000 + arena.count / 8 { rebuild() }
  }

  private mutating func rebuild() {
    arena = TextArena()
    changed = []
    for (id, text) in byID { arena.append(id, text) }
  }
}

/// The effective instant of each deal's last change.
struct KeptChanges: JournalPart {
  let kind = RecordKind.opportunity
  private(set) var cursor = Cursor.start
  private(set) var latest: [RecordID: Instant] = [:]

  mutating func follow(_ page: JournalPage) {
    for entry in page.entries where entry.key.kind == kind && entry.sequence > cursor.sequence {
      latest[entry.key.id] = max(latest[entry.key.id] ?? entry.effectiveAt, entry.effectiveAt)
    }
    cursor = max(cursor, page.cursor)
  }
}
