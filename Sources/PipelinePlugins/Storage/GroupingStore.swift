/// A store that can group records by itself, so that reports about many records need not load them.
///
/// The engine asks for groups of stored cells alone. Calendars, weights, exchange rates, outcomes and filters are its own: it applies
/// them to the groups, as it applies them to records.
public protocol GroupingStore: Store {
  /// Whether reports are to be answered from the store's groups, where they can be; as configured.
  var groupsReports: Bool { get }

  /// Groups the live records of a kind, as they are at one cursor of the journal.
  /// - Throws: ``StoreError/invalid(reason:)`` for an unknown kind or field.
  func groups(_ grouping: RecordGrouping) async throws -> RecordGroups
}

/// What records are grouped by, and what is summed.
public struct RecordGrouping: Hashable, Sendable {
  /// The kind of the records.
  public let kind: RecordKind
  /// The fields whose cells distinguish groups, each once. Two cells are equal if their values are, texts by their bytes.
  public let fields: [Field]
  /// The field of integers that is summed. Records without a value of it are in groups of their own.
  public let sum: FieldName

  /// Creates a grouping.
  public init(_ kind: RecordKind, by fields: [Field], sum: FieldName) {
    self.kind = kind
    self.fields = fields
    self.sum = sum
  }

  /// A field that distinguishes groups.
  public struct Field: Hashable, Sendable {
    /// The field.
    public let name: FieldName
    /// For integers: cells count as the greatest multiple of this number that is not above them. 1 for the cells themselves.
    public let step: Int64

    /// Creates a field; by default of its cells themselves.
    public init(_ name: FieldName, step: Int64 = 1) {
      self.name = name
      self.step = step
    }
  }
}

/// Groups of records, in any order.
public struct RecordGroups: Sendable {
  /// A column for each field of the grouping, in order, with a cell for each group.
  public var columns: [CellColumn]
  /// The number of records of each group, at least 1.
  public var counts: [Int64]
  /// The exact sum of each group; `nil` for a group of records without a value.
  public var sums: [Int128?]
  /// The cursor of the journal at which the groups are consistent.
  public var cursor: Cursor

  /// Creates groups.
  public init(columns: [CellColumn], counts: [Int64], sums: [Int128?], cursor: Cursor) {
    self.columns = columns
    self.counts = counts
    self.sums = sums
    self.cursor = cursor
  }
}
