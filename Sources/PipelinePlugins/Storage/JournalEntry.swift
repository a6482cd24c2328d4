/// An entry of the journal. The journal is complete; history policies only mark what people see.
public struct JournalEntry: Hashable, Sendable {
  /// The sequence number, from 1, increasing in commit order, possibly with gaps.
  public let sequence: Int64
  /// The operation of the entry.
  public let operation: RecordID
  /// The record.
  public let key: RecordKey
  /// The record's version after the change.
  public let version: Int64
  /// The effective instant: that of the write, else of its change set.
  public let effectiveAt: Instant
  /// The recording instant.
  public let recordedAt: Instant
  /// The author.
  public let author: String
  /// The change.
  public let event: JournalEvent

  /// Creates an entry.
  public init(
    sequence: Int64, operation: RecordID, key: RecordKey, version: Int64, effectiveAt: Instant, recordedAt: Instant,
    author: String, event: JournalEvent
  ) {
    self.sequence = sequence
    self.operation = operation
    self.key = key
    self.version = version
    self.effectiveAt = effectiveAt
    self.recordedAt = recordedAt
    self.author = author
    self.event = event
  }
}

/// The change of a journal entry.
public enum JournalEvent: Hashable, Sendable {
  /// The record was created with these cells, in the order of the schema. A field that was added to the schema later is
  /// `.null`.
  case created([FieldValue])
  /// A field changed.
  case changed(CellChange)
  /// The record was deleted.
  case deleted
  /// The record was restored after a deletion, with these cells in the order of the schema.
  case restored([FieldValue])
}

/// A page of the journal.
public struct JournalPage: Hashable, Sendable {
  /// The entries, oldest first.
  public let entries: [JournalEntry]
  /// The cursor of the next page: that of the last entry, or the requested one if there are no entries.
  public let cursor: Cursor
  /// Whether there were more entries when the page was read.
  public let hasMore: Bool

  /// Creates a page.
  public init(entries: [JournalEntry], cursor: Cursor, hasMore: Bool) {
    self.entries = entries
    self.cursor = cursor
    self.hasMore = hasMore
  }
}

/// A committed operation: author, time, and its range of the journal.
public struct CommittedOperation: Hashable, Sendable {
  /// The operation's identity.
  public let id: RecordID
  /// The author.
  public let author: String
  /// The recording instant.
  public let recordedAt: Instant
  /// The cursor before its first entry.
  public let after: Cursor
  /// The cursor of its last entry; ``after`` if it has none. All entries in between belong to the operation.
  public let through: Cursor

  /// Creates a committed operation.
  public init(id: RecordID, author: String, recordedAt: Instant, after: Cursor, through: Cursor) {
    self.id = id
    self.author = author
    self.recordedAt = recordedAt
    self.after = after
    self.through = through
  }
}
