/// A schema with the checks that every backend needs.
public struct StoreSchema: Sendable {
  private let kinds: [RecordKind: Fields]
  private let constraints: SchemaConstraints

  private struct Fields: Sendable {
    let specs: [FieldSpec]
    let positions: [FieldName: Int]
  }

  /// Creates a schema.
  /// - Throws: ``StoreError/invalid(reason:)`` for a duplicate kind or field, or a constraint with an unknown one.
  public init(_ schema: [RecordSchema]) throws {
    var kinds: [RecordKind: Fields] = [:]
    for record in schema {
      var positions: [FieldName: Int] = [:]
      for (position, field) in record.fields.enumerated()
      where positions.updateValue(position, forKey: field.name) != nil {
        throw StoreError.invalid(reason: "the field '\(field.name)' of '\(record.kind)' is declared twice")
      }
      guard kinds.updateValue(Fields(specs: record.fields, positions: positions), forKey: record.kind) == nil else {
        throw StoreError.invalid(reason: "the kind '\(record.kind)' is declared twice")
      }
    }
    self.kinds = kinds
    constraints = try SchemaConstraints(schema) { field, kind in
      guard let position = kinds[kind]?.positions[field] else {
        throw StoreError.invalid(reason: "a constraint names '\(field)' of '\(kind)', which is not declared")
      }
      return position
    }
  }

  /// All queries that checking constraints may use, by number.
  public var holderQueries: [HolderQuery] { constraints.queries }

  /// The constraints on a kind; `nil` if there are none.
  func constraints(of kind: RecordKind) -> KindConstraints? { constraints.kinds[kind] }

  /// Returns the fields of a kind, in the order of a record's cells.
  /// - Throws: ``StoreError/invalid(reason:)`` for an unknown kind.
  public func fields(of kind: RecordKind) throws -> [FieldSpec] { try known(kind).specs }

  /// Returns the index of a field's cell.
  /// - Throws: ``StoreError/invalid(reason:)`` for an unknown kind or field.
  public func position(of field: FieldName, in kind: RecordKind) throws -> Int {
    guard let position = try known(kind).positions[field] else {
      throw StoreError.invalid(reason: "'\(kind)' has no field '\(field)'")
    }
    return position
  }

  /// Returns the index of an indexed field's cell.
  /// - Throws: ``StoreError/invalid(reason:)`` for an unknown kind or field, or one that is not indexed.
  public func indexedPosition(of field: FieldName, in kind: RecordKind) throws -> Int {
    let position = try position(of: field, in: kind)
    guard try fields(of: kind)[position].isIndexed else {
      throw StoreError.invalid(reason: "'\(kind)' cannot be found by '\(field)', which is not indexed")
    }
    return position
  }

  /// Checks the kinds, fields and cell types of a change set.
  /// - Throws: ``StoreError/invalid(reason:)``.
  public func check(_ changes: ChangeSet) throws {
    try changes.writes.forEachPart({ try check($0) }, packed: { try check($0) })
    for guarded in changes.guards { _ = try known(guarded.key.kind) }
  }

  private func check(_ write: RecordWrite) throws {
    let fields = try known(write.key.kind)
    switch write.action {
    case .create(let cells), .restore(_, let cells):
      guard cells.count == fields.specs.count else {
        throw StoreError.invalid(
          reason: "\(write.key.kind) \(write.key.id) has \(cells.count) cells for \(fields.specs.count) fields")
      }
      for position in cells.indices where !cells[position].fits(fields.specs[position].type) {
        throw misfit(cells[position], fields.specs[position], write.key)
      }
    case .update(_, let changes):
      guard !changes.isEmpty else {
        throw StoreError.invalid(reason: "the update of \(write.key.kind) \(write.key.id) changes no field")
      }
      for (index, change) in changes.enumerated() {
        let field = fields.specs[try position(of: change.field, in: write.key.kind)]
        guard !changes[..<index].contains(where: { $0.field == change.field }) else {
          throw StoreError.invalid(reason: "'\(field.name)' of \(write.key.kind) \(write.key.id) is changed twice")
        }
        for cell in [change.old, change.new] where !cell.fits(field.type) { throw misfit(cell, field, write.key) }
      }
    case .delete: break
    }
  }

  /// Checks packed creations in place; one that is wrong is checked again as a write, for its error.
  private func check(_ creations: PackedCreations) throws {
    let fields = try known(creations.kind)
    var place = 0
    try creations.forEach { _, bytes, _ in
      defer { place += 1 }
      var walk = CellWalk(bytes)
      var fits = walk.count == fields.specs.count
      for spec in fields.specs where fits { fits = walk.next().fits(spec.type) }
      if !fits { try check(creations.writes[place]) }
    }
  }

  private func misfit(_ cell: FieldValue, _ field: FieldSpec, _ key: RecordKey) -> StoreError {
    .invalid(
      reason: "'\(field.name)' of \(key.kind) \(key.id) cannot hold \(cell.summary); it is kept as \(field.type)")
  }

  private func known(_ kind: RecordKind) throws -> Fields {
    guard let fields = kinds[kind] else {
      throw StoreError.invalid(reason: "the store was not opened with the kind '\(kind)'")
    }
    return fields
  }
}

extension EncodedCell {
  /// The same as for a ``FieldValue``.
  fileprivate func fits(_ type: CellType) -> Bool {
    switch self {
    case .null: true
    case .integer(let number): type == .integer && number != .min
    case .text: type == .text
    case .bytes(let bytes): type == .bytes && bytes.count == 16
    }
  }
}

extension FieldValue {
  /// Returns whether a field of this type can have the cell: null always, `Int64.min` never, bytes only sixteen.
  public func fits(_ type: CellType) -> Bool {
    switch self {
    case .null: true
    case .integer(let number): type == .integer && number != .min
    case .text: type == .text
    case .bytes(let bytes): type == .bytes && bytes.count == 16
    }
  }

  /// The event without values that a person entered.
  fileprivate var summary: String {
    switch self {
    case .null: "nothing"
    case .integer(let number): number == .min ? "the least whole number" : "a whole number"
    case .text: "a text"
    case .bytes(let bytes): "\(bytes.count) bytes"
    }
  }
}
