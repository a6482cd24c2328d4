import PipelineAnalytics
import PipelinePlugins
import PipelineTelemetry

/// A cached part of the store: consistent at a cursor, and updated with the journal's entries after it.
protocol JournalPart: Sendable {
  /// The kind of record in the part.
  var kind: RecordKind { get }
  /// The cursor at which the part is consistent.
  var cursor: Cursor { get }
  /// Applies entries, and moves to the cursor of the page. Ignores entries of other kinds, and entries up to the part's
  /// cursor.
  mutating func follow(_ page: JournalPage)
}

/// The names of the parts in the cache.
enum JournalPartName: Hashable, Sendable {
  /// The columns of the current deals.
  case deals
  /// A text field of all current records of a kind.
  case texts(RecordTextField)
  /// The current records of a kind, for kinds with few records.
  case records(RecordKind)
  /// The deals at any moment.
  case dealHistory(DealHistoryKey)
  /// A text field of all records of a kind at any moment.
  case textHistory(RecordTextField)
  /// The instant of each deal's last change.
  case lastChanges
  /// The records of a kind at any moment.
  case recordHistory(RecordKind)

  /// Whether the part is loaded from the current records; otherwise it is built from the whole journal.
  var isPresent: Bool {
    switch self {
    case .deals, .texts, .records: true
    case .dealHistory, .textHistory, .recordHistory, .lastChanges: false
    }
  }

  /// The part as logs and metrics name it.
  var part: CachePart {
    switch self {
    case .deals: .deals
    case .texts: .texts
    case .records: .records
    case .dealHistory: .dealHistory
    case .textHistory: .textHistory
    case .lastChanges: .lastChanges
    case .recordHistory: .recordHistory
    }
  }
}

/// The parameters that the columns of past deals depend on, besides the moment.
struct DealHistoryKey: Hashable, Sendable {
  let currency: Currency
  let zone: String

  init(_ setup: PipelineSetup) { self.init(currency: setup.baseCurrency, zone: setup.calendar.timeZone) }

  init(currency: Currency, zone: String) { (self.currency, self.zone) = (currency, zone) }
}

extension DealColumns: JournalPart {
  var kind: RecordKind { .opportunity }
  mutating func follow(_ page: JournalPage) { apply(page) }
}

extension DealHistory: JournalPart {
  var kind: RecordKind { .opportunity }
  mutating func follow(_ page: JournalPage) { append(page) }
}

/// All current records of a kind.
struct RecordCache: JournalPart {
  let kind: RecordKind
  private(set) var cursor: Cursor
  /// The cursor of the last change of a record in the part: equal revisions mean equal records.
  private(set) var revision: Cursor
  private(set) var byID: [RecordID: StoredRecord] = [:]
  private let schema: RecordSchema

  init(_ schema: RecordSchema) {
    kind = schema.kind
    self.schema = schema
    (cursor, revision) = (.start, .start)
  }

  /// Adds a page of a load, with all fields of the schema.
  mutating func append(_ page: ColumnPage) {
    for row in page.ids.indices {
      let cells = page.columns.map { $0.cell(row) }
      byID[page.ids[row]] = StoredRecord(id: page.ids[row], version: page.versions[row], cells: cells)
    }
    (cursor, revision) = (page.cursor, page.cursor)
  }

  mutating func follow(_ page: JournalPage) {
    for entry in page.entries where entry.key.kind == kind && entry.sequence > cursor.sequence {
      revision = Cursor(entry.sequence)
      var cells = byID[entry.key.id]?.cells
      entry.event.apply(to: &cells) { field in schema.fields.firstIndex { $0.name == field } }
      byID[entry.key.id] = cells.map { StoredRecord(id: entry.key.id, version: entry.version, cells: $0) }
    }
    cursor = max(cursor, page.cursor)
  }

  /// The records, by identity.
  func records<Body>(_ table: FieldTable<Body>) throws -> [Record<Body>] {
    try byID.values.sorted { $0.id < $1.id }
      .map { Record(id: $0.id, version: $0.version, body: try table.decode($0.cells)) }
  }
}

extension CellColumn {
  /// The cell of a row.
  func cell(_ row: Int) -> FieldValue {
    switch self {
    case .integers(let cells): cells[row] == Self.missing ? .null : .integer(cells[row])
    case .texts(let codes, let dictionary):
      codes[row] == Self.missingCode ? .null : .text(dictionary[Int(codes[row])])
    case .identities(let codes, let dictionary):
      codes[row] == Self.missingCode ? .null : .bytes(dictionary[Int(codes[row])].bytes)
    }
  }
}
