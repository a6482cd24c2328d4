public import PipelinePlugins

extension Pipeline {
  /// A committed change of a record: an entry of the journal.
  public struct Change: Hashable, Sendable, Identifiable {
    /// The cursor, which no other change has.
    public var id: Cursor { cursor }
    /// The cursor of the change. `changes(after: change.cursor)` continues after it.
    public let cursor: Cursor
    /// The kind of the record.
    public let kind: RecordKind
    /// The identity of the record.
    public let record: RecordID
    /// The record's version after the change.
    public let version: Int64
    /// The kind of change.
    public let event: Event
    /// The instant at which the change took effect.
    public let effectiveAt: Instant
    /// The instant at which the change was recorded.
    public let recordedAt: Instant
    /// The author of the change.
    public let author: String
    /// The operation of the change, for ``Desk/undo(_:operation:)``.
    public let operation: RecordID
    /// Whether the history policies keep the change in the record's history.
    public let isInHistory: Bool

    /// A kind of change.
    public enum Event: Hashable, Sendable {
      /// The record was created with these cells, by field; a field without a value is left out.
      case created([FieldName: FieldValue])
      /// A field changed.
      case changed(field: FieldName, old: FieldValue, new: FieldValue)
      /// The record was deleted.
      case deleted
      /// The record was restored after a deletion, with these cells, by field.
      case restored([FieldName: FieldValue])
    }
  }

  /// Returns the committed changes of all records after a cursor, in the order of the journal, each once: first those
  /// that there are, then each as it is committed. The sequence never ends.
  ///
  ///     for try await change in pipeline.changes(after: lastCursor) {
  ///       try await index.apply(change)
  ///       lastCursor = change.cursor
  ///     }
  ///
  /// Changes of this pipeline arrive at once, those of other processes within a tenth of a second. The journal is read
  /// in pages as the changes are consumed, so that a slow consumer costs no memory. Changes of all kinds of records are
  /// included, also the configuration and the places of consumers; permissions are not applied. Use
  /// ``Desk/changes(after:)`` for what a user may see.
  public func changes(after cursor: Cursor = .start) -> Changes {
    Changes(pipeline: self, cursor: cursor, viewer: nil)
  }

  /// The committed changes after a cursor. Each iteration begins at the cursor.
  ///
  /// The iterator throws ``StoreError``, such as ``StoreError/closed`` after the pipeline was closed, and
  /// `CancellationError` if its task is cancelled. After an error, its next call continues where it was.
  public struct Changes: AsyncSequence, Sendable {
    let pipeline: Pipeline
    let cursor: Cursor
    /// The user whose permissions apply; `nil` for all changes.
    let viewer: String?

    /// Returns an iterator.
    public func makeAsyncIterator() -> Iterator {
      Iterator(pipeline: pipeline, reader: ChangeReader(after: cursor, viewer: viewer))
    }

    /// Reads the changes one after another.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
      fileprivate let pipeline: Pipeline
      fileprivate var reader: ChangeReader
      private var page: [Change] = []
      private var place = 0

      fileprivate init(pipeline: Pipeline, reader: ChangeReader) {
        self.pipeline = pipeline
        self.reader = reader
      }

      /// Returns the next change, and waits for it if necessary. It is never `nil`.
      public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Change? {
        try Task.checkCancellation()
        while place == page.count {
          (page, place) = ([], 0)
          page = try await reader.page(of: pipeline)
        }
        defer { place += 1 }
        return page[place]
      }
    }
  }
}

/// Reads the journal page by page as changes.
struct ChangeReader: Sendable {
  /// The cursor of the last page.
  private(set) var cursor: Cursor
  private var visible: VisibleChanges?

  /// - Parameter viewer: The user whose permissions apply; `nil` for all changes.
  init(after cursor: Cursor, viewer: String?) {
    self.cursor = cursor
    visible = viewer.map { VisibleChanges(of: $0) }
  }

  static let pageSize = 500

  /// The changes of the next entries of the journal, for which it waits. The page can be empty.
  mutating func page(of pipeline: Pipeline, limit: Int = pageSize) async throws -> [Pipeline.Change] {
    var page = try await pipeline.store.journal(nil, id: nil, after: cursor, limit: limit)
    while page.entries.isEmpty {
      try await pipeline.commits.wait(after: cursor)
      page = try await pipeline.store.journal(nil, id: nil, after: cursor, limit: limit)
    }
    guard visible != nil else {
      cursor = page.cursor
      return page.entries.map { Pipeline.Change($0) }
    }
    // The cursor moves only with the changes: after an error, the page is read again.
    let writes = JournalWrites(page)
    let changes = try await visible?.changes(of: writes, in: pipeline) ?? []
    cursor = writes.cursor
    return changes
  }
}

extension Pipeline.Change {
  init(_ entry: JournalEntry, _ event: Event? = nil) {
    cursor = Cursor(entry.sequence)
    kind = entry.key.kind
    record = entry.key.id
    version = entry.version
    let event = event ?? Event(entry)
    self.event = event
    effectiveAt = entry.effectiveAt
    recordedAt = entry.recordedAt
    author = entry.author
    operation = entry.operation
    isInHistory =
      if case .changed(let change) = entry.event, case .changed = event { change.inHistory } else { true }
  }
}

extension Pipeline.Change.Event {
  fileprivate init(_ entry: JournalEntry) {
    self =
      switch entry.event {
      case .created(let cells): .created(WatchedFields[entry.key.kind].byName(cells))
      case .changed(let change): .changed(field: change.field, old: change.old, new: change.new)
      case .deleted: .deleted
      case .restored(let cells): .restored(WatchedFields[entry.key.kind].byName(cells))
      }
  }
}

/// The fields of a kind of record, as changes show them.
struct WatchedFields: Sendable {
  /// The fields, in the order of a record's cells.
  private let names: [FieldName]
  /// What the fields hold.
  let kinds: [FieldName: FieldKind]
  /// The fields that serve the engine's rules only.
  let bookkeeping: Set<FieldName>

  private static let byKind = Dictionary(
    uniqueKeysWithValues: RecordTables.all.map {
      ($0.schema.kind, WatchedFields(names: $0.schema.fields.map(\.name), kinds: $0.kinds, bookkeeping: $0.bookkeeping))
    })

  /// The fields of a kind; none for a kind of a newer version.
  static subscript(kind: RecordKind) -> WatchedFields {
    byKind[kind] ?? WatchedFields(names: [], kinds: [:], bookkeeping: [])
  }

  /// Whether the field is known and not bookkeeping.
  func shows(_ field: FieldName) -> Bool { !bookkeeping.contains(field) && names.contains(field) }

  /// The cells by field, without null cells.
  func byName(_ cells: [FieldValue]) -> [FieldName: FieldValue] {
    Dictionary(uniqueKeysWithValues: zip(names, cells).filter { !$1.isNull })
  }
}
