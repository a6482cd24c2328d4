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
}

/// A text field of all current records of a kind.
struct KeptTexts: JournalPart {
  let field: RecordTextField
  private(set) var cursor = Cursor.start
  private(set) var byID: [RecordID: String] = [:]

  var kind: RecordKind { field.kind }

  init(_ field: RecordTextField) { self.field = field }

  /// Adds a page of a load with the field only.
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
