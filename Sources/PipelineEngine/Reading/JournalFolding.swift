import PipelinePlugins

extension JournalEvent {
  /// Applies the event to the cells of a record; `nil` for a record that does not exist.
  ///
  /// - Parameter place: Returns the index of a field's cell; `nil` for a field without a cell.
  func apply(to cells: inout [FieldValue]?, _ place: (FieldName) -> Int?) {
    switch self {
    case .created(let all), .restored(let all): cells = all
    case .deleted: cells = nil
    case .changed(let change):
      guard let place = place(change.field) else { return }
      while let count = cells?.count, count <= place { cells?.append(.null) }
      cells?[place] = change.new
    }
  }

  /// The text of a field after the event; `nil` if the event does not change it.
  func text<Body>(of field: FieldName, _ table: FieldTable<Body>) -> String? {
    switch self {
    case .created(let cells), .restored(let cells):
      table.position(of: field).flatMap { $0 < cells.count ? cells[$0].text : nil }
    case .changed(let change): change.field == field ? change.new.text : nil
    case .deleted: nil
    }
  }
}

extension Store {
  /// Calls a closure for the journal entries of a kind of record, of one record, or of all records, in order.
  ///
  /// - Parameter last: The last cursor; `nil` for the end of the journal.
  func eachEntry(
    of kind: RecordKind?, _ id: RecordID? = nil, after start: Cursor = .start, through last: Cursor? = nil,
    _ body: (JournalEntry) throws -> Void
  ) async throws {
    var (place, hasMore) = (start, true)
    while hasMore, last.map({ place < $0 }) ?? true {
      let page = try await journal(kind, id: id, after: place, limit: StoreCache.pageSize)
      for entry in page.entries {
        if let last, Cursor(entry.sequence) > last { return }
        try body(entry)
      }
      (place, hasMore) = (page.cursor, page.hasMore)
    }
  }

  /// Calls a closure for each journal entry of an operation.
  func eachEntry(of operation: CommittedOperation, _ body: (JournalEntry) throws -> Void) async throws {
    try await eachEntry(of: nil, after: operation.after, through: operation.through) {
      if $0.operation == operation.id { try body($0) }
    }
  }

  /// Updates a part with the journal entries after its cursor, of one record or of all records of its kind.
  ///
  /// - Parameter last: The cursor of the part afterwards; `nil` for the end of the journal.
  func advance<Part: JournalPart>(_ part: Part, of id: RecordID? = nil, upTo last: Cursor? = nil) async throws -> Part {
    var part = part
    var hasMore = true
    while hasMore {
      let page = try await journal(part.kind, id: id, after: part.cursor, limit: StoreCache.pageSize)
      hasMore = page.hasMore && last.map { page.cursor < $0 } ?? true
      guard let last else {
        part.follow(page)
        continue
      }
      let entries = page.entries.filter { $0.sequence <= last.sequence }
      part.follow(JournalPage(entries: entries, cursor: hasMore ? page.cursor : last, hasMore: hasMore))
    }
    return part
  }
}
