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
  /// The cell of a body.
  package let get: @Sendable (Body) -> FieldValue
  /// Puts a cell into a body; `false` where the cell is not one that the field takes.
  package let set: @Sendable (inout Body, FieldValue) -> Bool
  /// Where a body has the value in memory; `nil` for one that is not a stored property.
  let bytes: Range<Int>?
  /// The property of an amount, which has its own currency; `nil` for other fields.
  let amount: StoredProperty<Body, Money?>?
  /// Whether two bodies hold the same, byte for byte, found out without making cells; `nil` where cells must be compared. It
  /// may be `false` for equal cells.
  let isUnchanged: (@Sendable (Body, Body) -> Bool)?

  /// A field.
  package init(
    _ name: FieldName, _ label: LocalizedText, _ kind: FieldKind, access: FieldAccess = .person,
    isIndexed: Bool = false, isUnique: Bool = false, isBookkeeping: Bool = false,
    isGrouping: Bool = false, bytes: Range<Int>? = nil,
    amount: (any WritableKeyPath<Body, Money?> & Sendable)? = nil,
    get: @escaping @Sendable (Body) -> FieldValue,
    set: @escaping @Sendable (inout Body, FieldValue) -> Bool,
    isUnchanged: (@Sendable (Body, Body) -> Bool)? = nil
  ) {
    self.name = name
    self.label = label
    self.kind = kind
    self.access = access
    self.isIndexed = isIndexed || isUnique
    self.isUnique = isUnique
    self.isBookkeeping = isBookkeeping
    self.isGrouping = isGrouping
    self.get = get
    self.set = set
    self.bytes = bytes
    self.amount = amount.map { StoredProperty($0) }
    self.isUnchanged = isUnchanged
  }
}

/// All fields of a kind of record. It never changes; a class, since passing a structure of this many parts on would count
/// references to each of them.
package final class FieldTable<Body: Sendable>: Sendable {
  /// The kind of record.
  package let kind: RecordKind
  /// The fields, in the order of a record's cells.
  package let fields: [Field<Body>]
  /// Groups of fields whose combined values are unique among live records.
  package let unique: [[FieldName]]
  private let byName: [FieldName: Int]
  let empty: Body
  /// The fields' readers alone: walking them copies no names and labels, which an import would notice.
  let getters: [@Sendable (Body) -> FieldValue]
  let setters: [@Sendable (inout Body, FieldValue) -> Bool]
  private let bytes: [Range<Int>?]
  private let quickChecks: [(@Sendable (Body, Body) -> Bool)?]
  /// The indices of fields with texts of users.
  let writtenTexts: [Int]
  /// The indices of fields that only the engine sets.
  let systemPlaces: [Int]
  /// Whether the field at each place is a text of any length.
  let isNote: [Bool]
  let settle: (@Sendable (inout Body) -> Void)?

  /// Creates a table.
  ///
  /// - Parameters:
  ///   - empty: The body that decoding fills.
  ///   - settle: Called on a body after decoding.
  ///   - unique: Groups of fields whose combined values are unique among live records; a single unique field declares
  ///     it itself.
  package init(
    _ kind: RecordKind, empty: Body, settle: (@Sendable (inout Body) -> Void)? = nil, unique: [[FieldName]] = [],
    _ fields: [Field<Body>]
  ) {
    self.kind = kind
    self.unique = unique
    self.empty = empty
    self.settle = settle
    self.fields = fields
    writtenTexts = fields.indices.filter { fields[$0].access == .person && fields[$0].kind.isWrittenText }
    systemPlaces = fields.indices.filter { fields[$0].access == .system }
    isNote = fields.map { $0.kind == .longText }
    getters = fields.map(\.get)
    setters = fields.map(\.set)
    bytes = fields.map(\.bytes)
    quickChecks = fields.map(\.isUnchanged)
    byName = Dictionary(
      fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The field with a name. O(1).
  package subscript(name: FieldName) -> Field<Body>? { byName[name].map { fields[$0] } }

  /// Sets the field at a place; `false` if it does not take the cell. The field's other parts are not copied.
  package func set(_ place: Int, of body: inout Body, to cell: FieldValue) -> Bool { setters[place](&body, cell) }

  /// The place of a field's cell. O(1).
  package func position(of name: FieldName) -> Int? { byName[name] }

  /// What a store needs to know.
  package var schema: RecordSchema {
    RecordSchema(
      kind,
      fields.map { FieldSpec($0.name, $0.kind.cellType, isIndexed: $0.isIndexed) } + [
        FieldSpec(RecordSeal.field, .text)
      ],
      constraints: unique.map(Constraint.unique) + fields.flatMap(Self.constraints))
  }

  private static func constraints(of field: Field<Body>) -> [Constraint] {
    field.constraints.map { constraint in
      switch constraint {
      case .unique: .unique([field.name])
      case .reference(let kind): .reference(field.name, kind)
      case .lookup(let table): .entry(field.name, .lookup(table))
      }
    }
  }

  /// A cell for each field, and an empty one for the ``RecordSeal``.
  package func encode(_ body: Body) -> [FieldValue] {
    var cells: [FieldValue] = []
    cells.reserveCapacity(getters.count + 1)
    var place = 0
    while place < getters.count {
      cells.append(getters[place](body))
      place += 1
    }
    cells.append(.null)
    return cells
  }

  /// The body that these cells make; cells that are missing at the end are null.
  /// - Throws: ``CellError`` for a cell that its field does not take.
  package func decode(_ cells: [FieldValue]) throws -> Body {
    var body = empty
    // Loops by index: iterators of generic types that are not specialized take longer than the work.
    var place = 0
    let count = min(setters.count, cells.count)
    while place < count {
      if !setters[place](&body, cells[place]) { throw CellError(field: fields[place].name, cell: cells[place]) }
      place += 1
    }
    settle?(&body)
    return body
  }

  /// Whether a field is found unchanged without making its cells; `false` if it may be unchanged all the same.
  func isQuicklyUnchanged(_ place: Int, _ old: Body, _ new: Body) -> Bool {
    if let range = bytes[place] {
      let areSame = withUnsafePointer(to: old) { old in
        withUnsafePointer(to: new) { StoredBytes.areSame(range, UnsafeRawPointer(old), UnsafeRawPointer($0)) }
      }
      if areSame { return true }
    }
    return quickChecks[place]?(old, new) ?? false
  }

  /// The fields whose cells differ, in the order of the table.
  package func diff(_ old: Body, _ new: Body) -> [FieldChange] {
    var changes: [FieldChange] = []
    var place = 0
    while place < getters.count {
      defer { place += 1 }
      if isQuicklyUnchanged(place, old, new) { continue }
      let (before, after) = (getters[place](old), getters[place](new))
      if before != after { changes.append(FieldChange(field: fields[place].name, old: before, new: after)) }
    }
    return changes
  }
}

/// A stored cell that its field does not take: the store holds something else than this version writes.
package struct CellError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The field.
  package let field: FieldName
  /// The cell.
  package let cell: FieldValue

  /// One line.
  package var description: String { "the stored value of '\(field)' cannot be read: \(cell)" }
}

/// A field's cell before and after.
public struct FieldChange: Hashable, Sendable {
  /// The field.
  public let field: FieldName
  /// The cell before.
  public let old: FieldValue
  /// The cell after.
  public let new: FieldValue

  /// A change.
  public init(field: FieldName, old: FieldValue, new: FieldValue) {
    self.field = field
    self.old = old
    self.new = new
  }
}
