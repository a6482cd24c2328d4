/// What one command writes: all of it or nothing.
public struct ChangeSet: Hashable, Sendable {
  /// The operation's identity, made by the caller. A store applies an operation once.
  public var operation: RecordID
  /// When the changes took effect that do not say so themselves.
  public var effectiveAt: Instant
  /// When they were made known: the injected clock's time.
  public var recordedAt: Instant
  /// Who made them.
  public var author: String
  /// The records written, in order; a record written several times expects each time the version that the write before
  /// it made. The journal gets its entries from here.
  public var writes: [RecordWrite]
  /// Records that were only read and must not have changed.
  public var guards: [RecordGuard]

  /// A change set.
  public init(
    operation: RecordID, effectiveAt: Instant, recordedAt: Instant, author: String, writes: [RecordWrite] = [],
    guards: [RecordGuard] = []
  ) {
    self.operation = operation
    self.effectiveAt = effectiveAt
    self.recordedAt = recordedAt
    self.author = author
    self.writes = writes
    self.guards = guards
  }
}

/// One record's write.
public struct RecordWrite: Hashable, Sendable {
  /// The record.
  public let key: RecordKey
  /// What happens to it.
  public let action: WriteAction
  /// When this took effect; `nil` for the change set's ``ChangeSet/effectiveAt``. An import that knows a record's past
  /// writes it step by step, each with an instant of its own.
  public let effectiveAt: Instant?

  /// A write.
  public init(_ key: RecordKey, _ action: WriteAction, effectiveAt: Instant? = nil) {
    self.key = key
    self.action = action
    self.effectiveAt = effectiveAt
  }
}

/// What happens to a record.
public enum WriteAction: Hashable, Sendable {
  /// It comes to be, with version 1: a cell for each field of the schema, in its order. Journalled as one entry that
  /// carries the whole record. A conflict where the identity was ever used.
  case create([FieldValue])
  /// Some fields change; each is journalled as one entry. A conflict unless `expected` is the version that stands.
  case update(expected: Int64, [CellChange])
  /// It goes; a tombstone stays and the journal keeps what was. A conflict unless `expected` is the version that stands.
  case delete(expected: Int64)
  /// A deleted record is there again under its identity, with a cell for each field of the schema; it is journalled as one
  /// entry that carries the whole record. A conflict unless `expected` is the version that the deletion made.
  case restore(expected: Int64, [FieldValue])
}

/// One field's change.
public struct CellChange: Hashable, Sendable {
  /// The field.
  public let field: FieldName
  /// The cell before.
  public let old: FieldValue
  /// The cell after.
  public let new: FieldValue
  /// Whether the history policies keep it: whether people see it in the record's history.
  public let inHistory: Bool

  /// A change.
  public init(_ field: FieldName, old: FieldValue, new: FieldValue, inHistory: Bool) {
    self.field = field
    self.old = old
    self.new = new
    self.inHistory = inHistory
  }
}

/// A record that was read and must still stand at this version.
public struct RecordGuard: Hashable, Sendable {
  /// The record.
  public let key: RecordKey
  /// The version that was read.
  public let version: Int64

  /// A guard.
  public init(_ key: RecordKey, version: Int64) {
    self.key = key
    self.version = version
  }
}

/// What a commit did.
public struct CommitReceipt: Hashable, Sendable {
  /// The place of the operation's last journal entry.
  public let cursor: Cursor
  /// Whether the operation had been committed before, so that nothing was written now.
  public let wasRepeated: Bool

  /// What a commit did.
  public init(cursor: Cursor, wasRepeated: Bool) {
    self.cursor = cursor
    self.wasRepeated = wasRepeated
  }
}
