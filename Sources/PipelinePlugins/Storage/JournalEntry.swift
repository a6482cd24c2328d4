/// One line of the journal. The journal is complete: history policies only mark what people see.
public struct JournalEntry: Hashable, Sendable {
  /// The place, from 1, growing by commit order. Gaps are allowed.
  public let sequence: Int64
  /// The operation that wrote it.
  public let operation: RecordID
  /// The record.
  public let key: RecordKey
  /// The record's version after it.
  public let version: Int64
  /// When it took effect: what the write said, else what its change set did.
  public let effectiveAt: Instant
  /// When it was made known.
  public let recordedAt: Instant
  /// Who made it.
  public let author: String
  /// What happened.
  public let event: JournalEvent

  /// A line of the journal.
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

/// What a line of the journal says.
public enum JournalEvent: Hashable, Sendable {
  /// The record came to be, with these cells in the order of the schema. A field that was appended to the schema later is
  /// `.null`.
  case created([FieldValue])
  /// A field changed.
  case changed(CellChange)
  /// The record went.
  case deleted
  /// The record is there again after a deletion, with these cells in the order of the schema.
  case restored([FieldValue])
}

/// A page of the journal.
public struct JournalPage: Hashable, Sendable {
  /// The entries, oldest first.
  public let entries: [JournalEntry]
  /// Where the next page begins: the last entry's place, or the place asked for where there was none.
  public let cursor: Cursor
  /// Whether there was more at the time.
  public let hasMore: Bool

  /// A page of the journal.
  public init(entries: [JournalEntry], cursor: Cursor, hasMore: Bool) {
    self.entries = entries
    self.cursor = cursor
    self.hasMore = hasMore
  }
}

/// An operation that was committed: who did it, when, and where its entries stand in the journal.
public struct CommittedOperation: Hashable, Sendable {
  /// The operation's identity.
  public let id: RecordID
  /// Who did it.
  public let author: String
  /// When it was made known.
  public let recordedAt: Instant
  /// The place before its first entry.
  public let after: Cursor
  /// The place of its last entry; ``after`` where it wrote nothing. All entries between are its own.
  public let through: Cursor

  /// An operation that was committed.
  public init(id: RecordID, author: String, recordedAt: Instant, after: Cursor, through: Cursor) {
    self.id = id
    self.author = author
    self.recordedAt = recordedAt
    self.after = after
    self.through = through
  }
}
