/// What a field holds, for people and for the parts that read and write it as text.
public enum FieldKind: Hashable, Sendable {
  /// One line of text.
  case text
  /// Text of any length.
  case longText
  /// A key of a lookup table.
  case lookup(LookupTableName)
  /// A key of a sales cycle.
  case salesCycle
  /// A salesperson.
  case person
  /// A civil date.
  case date
  /// A moment.
  case instant
  /// Basis points.
  case percent
  /// Minor units in the record's currency.
  case money
  /// An ISO 4217 code.
  case currency
  /// The identity of another record.
  case reference(RecordKind)
  /// Opportunity lines.
  case lines
  /// One of these values.
  case choice([String])
  /// Names and values.
  case attributes
  /// A whole number.
  case integer
  /// Yes or no, as 1 or 0.
  case flag

  /// How a store keeps it.
  public var cellType: CellType {
    switch self {
    case .date, .instant, .percent, .money, .integer, .flag: .integer
    case .reference: .bytes
    default: .text
    }
  }

  /// Whether it is a text that people write: a name, a key, a note.
  var isWrittenText: Bool {
    switch self {
    case .text, .longText, .lookup, .salesCycle, .person: true
    default: false
    }
  }
}

/// Whether users, imports or the engine set a field.
package enum FieldAccess: Hashable, Sendable {
  /// People and imports.
  case person
  /// The engine alone.
  case system
}

/// A field of a record. The store schema, changes, rules, import mapping, history and lists are derived from it.
package struct Field<Body: Sendable>: Sendable {
  /// The name in YAML, CSV, JSON and stores.
  package let name: FieldName
  /// What people read.
  package let label: LocalizedText
  /// What it holds.
  package let kind: FieldKind
  /// Who sets the field.
  package let access: FieldAccess
  /// Whether records are looked up by it.
  package let isIndexed: Bool
  /// Whether no two live records hold the same value.
  package let isUnique: Bool
  /// Whether it only serves the engine's rules, so that a history for people leaves it out.
  package let isBookkeeping: Bool
  /// Whether reports group and filter deals by it; a text of deals.
  package let isGrouping: Bool
  /// Reads the cell of a body where the body is in memory. A closure that takes the body itself is given a copy, with its
  /// own count of references to each of some twenty texts: that takes several times as long as reading the cell.
  let read: @Sendable (UnsafePointer<Body>) -> FieldValue
  /// Puts a cell into a body; `false` where the cell is not one that the field takes.
  package let set: @Sendable (inout Body, FieldValue) -> Bool
  /// Where a body has the value in memory; `nil` for one that is not a stored property.
  let bytes: Range<Int>?
  /// The property of an amount, which has its own currency; `nil` for other fields.
  let amount: StoredProperty<Body, Money?>?
  /// Whether two bodies hold the same, byte for byte, found out without making cells; `nil` where cells must be compared. It
  /// may be `false` for equal cells.
  let isUnchanged: (@Sendable (UnsafePointer<Body>, UnsafePointer<Body>) -> Bool)?

  /// A field.
  package init(
    _ name: FieldName, _ label: LocalizedText, _ kind: FieldKind, access: FieldAccess = .person,
    isIndexed: Bool = false, isUnique: Bool = false, isBookkeeping: Bool = false,
    isGrouping: Bool = false, bytes: Range<Int>? = nil,
    amount: (any WritableKeyPath<Body, Money?> & Sendable)? = nil,
    read: @escaping @Sendable (UnsafePointer<Body>) -> FieldValue,
    set: @escaping @Sendable (inout Body, FieldValue) -> Bool,
    isUnchanged: (@Sendable (UnsafePointer<Body>, UnsafePointer<Body>) -> Bool)? = nil
  ) {
    self.name = name
    self.label = label
    self.kind = kind
    self.access = access
    self.isIndexed = isIndexed || isUnique
    self.isUnique = isUnique
    self.isBookkeeping = isBookkeeping
    self.isGrouping = isGrouping
    self.read = read
    self.set = set
    self.bytes = bytes
    self.amount = amount.map { StoredProperty($0) }
    self.isUnchanged = isUnchanged
  }

  /// The cell of a body.
  package func get(_ body: Body) -> FieldValue { withUnsafePointer(to: body) { read($0) } }
}
