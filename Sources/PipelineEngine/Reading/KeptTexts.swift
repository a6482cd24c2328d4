import PipelinePlugins

/// A text field of a kind of record that questions need of all records: what they are called, what is searched and filtered by.
struct RecordTextField: Hashable, Sendable {
  let kind: RecordKind
  let name: FieldName
  /// The place of its cell in a record.
  let place: Int?

  /// What accounts are called.
  static let accountName = RecordTextField(.account, "name", AccountBody.fields.position(of: "name"))
  /// The attributes of accounts, as ``AttributeText`` writes them.
  static let accountAttributes = RecordTextField(
    .account, "attributes", AccountBody.fields.position(of: "attributes"))
  /// What deals are called.
  static let dealName = RecordTextField(.opportunity, "name", OpportunityBody.fields.position(of: "name"))

  private init(_ kind: RecordKind, _ name: FieldName, _ place: Int?) {
    self.kind = kind
    self.name = name
    self.place = place
  }

  /// What an entry says of the field: its text or none. `nil` where the entry leaves it alone.
  func text(after event: JournalEvent) -> String?? {
    switch event {
    case .created(let cells), .restored(let cells): .some(place.flatMap { $0 < cells.count ? cells[$0].text : nil })
    case .changed(let change): change.field == name ? .some(change.new.text) : nil
    case .deleted: nil
    }
  }
}

/// A text of all records of a kind at a moment.
struct RecordTexts: Sendable {
  /// The texts; of a record that came later, the earliest that is known.
  var byID: [RecordID: String] = [:]
  /// The records that are not there yet at the moment.
  var later: Set<RecordID> = []
  /// The records that are not there any more.
  var gone: Set<RecordID> = []
}

/// A text of all present records of a kind.
struct KeptTexts: JournalPart {
  let field: RecordTextField
  private(set) var cursor = Cursor.start
  private(set) var byID: [RecordID: String] = [:]

  var kind: RecordKind { field.kind }

  init(_ field: RecordTextField) { self.field = field }

  /// Adds a page of a load of the field alone.
  mutating func append(_ page: ColumnPage) {
    if case .texts(let codes, let dictionary)? = page.columns.first {
      for (id, code) in zip(page.ids, codes) where code != CellColumn.missingCode { byID[id] = dictionary[Int(code)] }
    }
    cursor = page.cursor
  }

  mutating func follow(_ page: JournalPage) {
    for entry in page.entries where entry.key.kind == kind && entry.sequence > cursor.sequence {
      if case .deleted = entry.event {
        byID[entry.key.id] = nil
      } else if let text = field.text(after: entry.event) {
        byID[entry.key.id] = text
      }
    }
    cursor = max(cursor, page.cursor)
  }
}

/// When each deal was last made or changed, by the instants at which that took effect.
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
