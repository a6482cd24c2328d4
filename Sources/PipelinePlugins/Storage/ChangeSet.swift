/// The writes of one transaction: all are committed, or none.
public struct ChangeSet: Hashable, Sendable {
  /// The identity of the operation, created by the caller. A store commits an operation once.
  public var operation: RecordID
  /// The effective instant of writes that do not state their own.
  public var effectiveAt: Instant
  /// The recording instant: the time of the injected clock.
  public var recordedAt: Instant
  /// The author.
  public var author: String
  /// The writes, in order. A record that is written several times expects each time the version of the previous write.
  /// Journal entries are created from the writes.
  public var writes: Writes
  /// Records that were only read and must not have changed.
  public var guards: [RecordGuard]

  /// Creates a change set without writes.
  public init(
    operation: RecordID, effectiveAt: Instant, recordedAt: Instant, author: String, guards: [RecordGuard] = []
  ) {
    self.init(
      operation: operation, effectiveAt: effectiveAt, recordedAt: recordedAt, author: author, writes: [], guards: guards
    )
  }

  /// Creates a change set.
  public init(
    operation: RecordID, effectiveAt: Instant, recordedAt: Instant, author: String,
    writes: some Sequence<RecordWrite>, guards: [RecordGuard] = []
  ) {
    self.operation = operation
    self.effectiveAt = effectiveAt
    self.recordedAt = recordedAt
    self.author = author
    self.writes = (writes as? Writes) ?? Writes(writes)
    self.guards = guards
  }
}

/// The write of one record.
public struct RecordWrite: Hashable, Sendable {
  /// The record.
  public let key: RecordKey
  /// The change of the record.
  public let action: WriteAction
  /// The effective instant; `nil` for the change set's ``ChangeSet/effectiveAt``. An import with past changes writes
  /// each of them with its own instant.
  public let effectiveAt: Instant?

  /// Creates a write.
  public init(_ key: RecordKey, _ action: WriteAction, effectiveAt: Instant? = nil) {
    self.key = key
    self.action = action
    self.effectiveAt = effectiveAt
  }
}

/// A change of a record.
public enum WriteAction: Hashable, Sendable {
  /// Creates the record at version 1, with a cell for each field of the schema, in order. It is one journal entry with
  /// the whole record. A conflict if the identity was ever used.
  case create([FieldValue])
  /// Changes fields; each is one journal entry. A conflict unless `expected` is the current version.
  case update(expected: Int64, [CellChange])
  /// Deletes the record, which leaves a tombstone; the journal is kept. A conflict unless `expected` is the current
  /// version.
  case delete(expected: Int64)
  /// Restores a deleted record, with a cell for each field of the schema. It is one journal entry with the whole
  /// record. A conflict unless `expected` is the version of the deletion.
  case restore(expected: Int64, [FieldValue])
}

/// The change of one field.
public struct CellChange: Hashable, Sendable {
  /// The field.
  public let field: FieldName
  /// The cell before.
  public let old: FieldValue
  /// The cell after.
  public let new: FieldValue
  /// Whether the change is in the history that people see, as decided by the history policies.
  public let inHistory: Bool

  /// Creates a change.
  public init(_ field: FieldName, old: FieldValue, new: FieldValue, inHistory: Bool) {
    self.field = field
    self.old = old
    self.new = new
    self.inHistory = inHistory
  }
}

/// A record that was read and must still have this version at the commit.
public struct RecordGuard: Hashable, Sendable {
  /// The record.
  public let key: RecordKey
  /// The version that was read.
  public let version: Int64

  /// Creates a guard.
  public init(_ key: RecordKey, version: Int64) {
    self.key = key
    self.version = version
  }
}

/// The result of a commit.
public struct CommitReceipt: Hashable, Sendable {
  /// The cursor of the operation's last journal entry.
  public let cursor: Cursor
  /// Whether the operation was committed before, so that nothing was written.
  public let wasRepeated: Bool

  /// Creates a receipt.
  public init(cursor: Cursor, wasRepeated: Bool) {
    self.cursor = cursor
    self.wasRepeated = wasRepeated
  }
}
