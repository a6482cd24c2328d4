extension JournalPage {
  /// A page of the journal of one kind by column, with the cells of some fields.
  ///
  /// It has the creations, deletions and restorations of the kind's records, and the changes of the fields that were asked
  /// for; changes of other fields are left out. The arrays of the entries are equally long.
  public struct Columns: Sendable {
    /// The sequence numbers of the entries, ascending.
    public var sequences: [Int64]
    /// The records of the entries.
    public var ids: [RecordID]
    /// The effective instants of the entries.
    public var effectiveAt: [Instant]
    /// The recording instants of the entries.
    public var recordedAt: [Instant]
    /// The changes of the entries.
    public var events: [Event]
    /// A column for each field that was asked for, in order. It has a cell for each creation, each restoration, and each
    /// change of the field (the new value), in the order of the entries.
    public var cells: [CellColumn]

    /// Creates a page.
    public init(
      sequences: [Int64], ids: [RecordID], effectiveAt: [Instant], recordedAt: [Instant], events: [Event],
      cells: [CellColumn]
    ) {
      self.sequences = sequences
      self.ids = ids
      self.effectiveAt = effectiveAt
      self.recordedAt = recordedAt
      self.events = events
      self.cells = cells
    }

    /// The cursor of the last entry; `nil` without entries.
    public var cursor: Cursor? { sequences.last.map { Cursor($0) } }
  }
}

extension JournalPage.Columns {
  /// The change of an entry. Its cells are in ``JournalPage/Columns/cells``.
  public enum Event: Hashable, Sendable {
    /// The record was created: a cell in each column.
    case created
    /// The record was restored after a deletion: a cell in each column.
    case restored
    /// The record was deleted: no cell.
    case deleted
    /// A field changed: a cell in its column. The number is the field's place among those that were asked for.
    case changed(field: Int32)
  }
}

extension Store {
  /// Reads the pages of ``journal(_:id:after:limit:)``, and gathers their cells.
  public func journal(
    of record: RecordSchema, fields: [FieldName], after: Cursor, through last: Cursor?, pageSize: Int,
    _ body: (JournalPage.Columns) throws -> Void
  ) async throws -> Cursor {
    var builder = try JournalPage.Columns.Builder(record, fields)
    var (place, hasMore) = (after, true)
    while hasMore, last.map({ place < $0 }) ?? true {
      try Task.checkCancellation()
      let page = try await journal(record.kind, id: nil, after: place, limit: pageSize)
      for entry in page.entries where last.map({ entry.sequence <= $0.sequence }) ?? true { builder.append(entry) }
      if let columns = builder.take() { try body(columns) }
      (place, hasMore) = (page.cursor, page.hasMore)
    }
    return last.map { max(after, $0) } ?? place
  }
}

extension JournalPage.Columns {
  /// Makes pages by column of entries.
  package struct Builder {
    private let types: [CellType]
    /// For each field that is asked for its place in the schema.
    private let positions: [Int]
    private let places: [FieldName: Int]
    private var page = JournalPage.Columns(
      sequences: [], ids: [], effectiveAt: [], recordedAt: [], events: [], cells: [])
    private var columns: [CellColumn.Builder]

    /// - Throws: ``StoreError/invalid(reason:)`` for a field that the kind does not have, or that is named twice.
    package init(_ record: RecordSchema, _ fields: [FieldName]) throws {
      positions = try record.places(of: fields)
      types = positions.map { record.fields[$0].type }
      places = Dictionary(fields.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      columns = types.map { CellColumn.Builder($0) }
    }

    package mutating func append(_ entry: JournalEntry) {
      switch entry.event {
      case .created(let cells): add(cells, .created)
      case .restored(let cells): add(cells, .restored)
      case .deleted: page.events.append(.deleted)
      case .changed(let change):
        guard let place = places[change.field] else { return }
        columns[place].append(change.new)
        page.events.append(.changed(field: Int32(truncatingIfNeeded: place)))
      }
      page.sequences.append(entry.sequence)
      page.ids.append(entry.key.id)
      page.effectiveAt.append(entry.effectiveAt)
      page.recordedAt.append(entry.recordedAt)
    }

    private mutating func add(_ cells: [FieldValue], _ event: Event) {
      for (column, position) in positions.enumerated() {
        columns[column].append(cells.indices.contains(position) ? cells[position] : .null)
      }
      page.events.append(event)
    }

    /// The entries since the last call; `nil` if there are none.
    package mutating func take() -> JournalPage.Columns? {
      guard !page.sequences.isEmpty else { return nil }
      var taken = page
      taken.cells = columns.map(\.column)
      page = JournalPage.Columns(sequences: [], ids: [], effectiveAt: [], recordedAt: [], events: [], cells: [])
      columns = types.map { CellColumn.Builder($0) }
      return taken
    }
  }
}

extension RecordSchema {
  /// The places of fields.
  /// - Throws: ``StoreError/invalid(reason:)`` for a field that the kind does not have, or that is named twice.
  package func places(of names: [FieldName]) throws -> [Int] {
    guard Set(names).count == names.count else {
      throw StoreError.invalid(reason: "a field of '\(kind)' is asked for twice")
    }
    return try names.map { name in
      guard let place = fields.firstIndex(where: { $0.name == name }) else {
        throw StoreError.invalid(reason: "'\(kind)' has no field '\(name)'")
      }
      return place
    }
  }
}
