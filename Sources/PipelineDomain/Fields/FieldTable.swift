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
  private let readers: [@Sendable (UnsafePointer<Body>) -> FieldValue]
  let setters: [@Sendable (inout Body, FieldValue) -> Bool]
  private let bytes: [Range<Int>?]
  private let quickChecks: [(@Sendable (UnsafePointer<Body>, UnsafePointer<Body>) -> Bool)?]
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
    readers = fields.map(\.read)
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
    cells.reserveCapacity(readers.count + 1)
    withUnsafePointer(to: body) { body in
      var place = 0
      while place < readers.count {
        cells.append(readers[place](body))
        place += 1
      }
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

  /// The cell of the field at a place. The field's other parts are not copied.
  func cell(_ place: Int, of body: UnsafePointer<Body>) -> FieldValue { readers[place](body) }

  /// Whether a field is found unchanged without making its cells; `false` if it may be unchanged all the same.
  func isQuicklyUnchanged(_ place: Int, _ old: UnsafePointer<Body>, _ new: UnsafePointer<Body>) -> Bool {
    if let range = bytes[place], StoredBytes.areSame(range, UnsafeRawPointer(old), UnsafeRawPointer(new)) {
      return true
    }
    return quickChecks[place]?(old, new) ?? false
  }

  /// The fields whose cells differ, in the order of the table.
  package func diff(_ old: Body, _ new: Body) -> [FieldChange] {
    withUnsafePointer(to: old) { old in withUnsafePointer(to: new) { diff(at: old, $0) } }
  }

  private func diff(at old: UnsafePointer<Body>, _ new: UnsafePointer<Body>) -> [FieldChange] {
    var changes: [FieldChange] = []
    var place = 0
    while place < readers.count {
      defer { place += 1 }
      if isQuicklyUnchanged(place, old, new) { continue }
      let (before, after) = (readers[place](old), readers[place](new))
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
