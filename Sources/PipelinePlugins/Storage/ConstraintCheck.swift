/// The records that constraints are checked against: those of a store within the transaction of a commit.
public protocol ConstraintSource {
  /// Returns the live records of a kind whose fields have these cells, compared by bytes, up to a limit.
  mutating func holders(_ query: HolderQuery, _ cells: [FieldValue], limit: Int) throws -> [RecordID]

  /// Returns cells of a live record; `nil` if it does not exist.
  mutating func cells(_ key: RecordKey, _ fields: [FieldName]) throws -> [FieldValue]?
}

/// Checks the constraints of a schema for a change set, for any backend: created before the writes are applied, run
/// after all of them and before the transaction ends.
///
/// The check uses the state after all writes: two records may swap a unique value, and a record may be written after
/// one that refers to it. Only values that the change set sets are checked, so that a record which violates a newer
/// constraint can be edited in its other fields. The previous value of a field is its first ``CellChange/old``.
public struct ConstraintCheck {
  /// A record that the change set writes.
  fileprivate struct Touched {
    let key: RecordKey
    /// The place of its kind's constraints.
    let kind: Int
    var created: [FieldValue]?
    var changes: [(position: Int, change: CellChange)] = []
    var isDeleted = false
    var isRestored = false
  }

  /// The previous key of an entry.
  private struct Listed {
    let record: RecordKey
    let entry: KindConstraints.Entry
    let key: FieldValue
  }

  private enum EntryState {
    case given, retired, missing
  }

  /// What is known of the keys of one list.
  private struct KnownKeys {
    let query: Int
    let list: String
    /// The first different keys: most lists have few that are used, found faster by comparing than by hashing.
    var first: [(key: String, state: EntryState)] = []
    var others: [[UInt8]: EntryState] = [:]
    static let most = 16
  }

  private var kinds: [(kind: RecordKind, constraints: KindConstraints?)] = []
  private var touched: [Touched] = []
  private var listed: [Listed] = []
  /// New records whose cells are read when they are checked.
  private var packed: [PackedCreations] = []
  private var standing: Set<RecordKey> = []
  private var known: [KnownKeys] = []
  private var violations: [ConstraintViolation] = []
  /// The maximum number of violations reported per change set.
  private static let limit = 100

  /// Creates a check, before the writes are applied.
  public init(_ schema: StoreSchema, _ changes: ChangeSet, _ source: inout some ConstraintSource) throws {
    var places: [RecordKey: Int] = [:]
    var packed: [PackedCreations] = []
    try changes.writes.forEachPart(
      { write in
        let kind = self.place(of: write.key.kind, schema)
        guard let constraints = kinds[kind].constraints else { return }
        // Most edits change none of the fields that are checked.
        if constraints.listings.isEmpty, case .update(_, let cells) = write.action {
          let isChecked = try cells.contains {
            constraints.checked.contains(try schema.position(of: $0.field, in: write.key.kind))
          }
          guard isChecked else { return }
        }
        let place = places[write.key] ?? touched.count
        if place == touched.count {
          places[write.key] = place
          touched.append(Touched(key: write.key, kind: kind))
        }
        try note(write, constraints.listings, &source)
        switch write.action {
        case .create(let cells): touched[place].created = cells
        case .restore(_, let cells):
          // Values before the deletion do not count as newly set: a key that was retired in the meantime is restored with
          // the record.
          (touched[place].created, touched[place].changes) = (cells, [])
          (touched[place].isDeleted, touched[place].isRestored) = (false, true)
        case .update(_, let cells):
          for change in cells {
            touched[place].changes.append((try schema.position(of: change.field, in: write.key.kind), change))
          }
        case .delete: touched[place].isDeleted = true
        }
      }, packed: { packed.append($0) })
    self.packed = packed
    for creations in packed { _ = self.place(of: creations.kind, schema) }
  }

  /// The place of a kind's constraints.
  private mutating func place(of kind: RecordKind, _ schema: StoreSchema) -> Int {
    if let place = kinds.firstIndex(where: { $0.kind == kind }) { return place }
    kinds.append((kind, schema.constraints(of: kind)))
    return kinds.count - 1
  }

  /// Checks the state after the writes.
  /// - Throws: ``StoreError/constraint(_:)`` with all violations.
  public mutating func run(_ source: inout some ConstraintSource) throws {
    for record in touched where violations.count < Self.limit {
      guard let constraints = kinds[record.kind].constraints else { continue }
      if record.isDeleted {
        for reference in constraints.referrers {
          let id = FieldValue.bytes(record.key.id.bytes)
          guard let holder = try source.holders(reference.referrers, [id], limit: 1).first else { continue }
          let by = RecordKey(reference.referrers.kind, holder)
          violations.append(ConstraintViolation(record.key, [reference.field], [id], .referred(by: by)))
        }
      } else {
        try check(record, constraints, &source)
      }
    }
    for creations in packed { try check(creations, &source) }
    for one in listed where violations.count < Self.limit {
      guard try state(of: one.key, one.entry, &source) == .missing,
        let holder = try source.holders(one.entry.users, [one.key], limit: 1).first
      else { continue }
      let by = RecordKey(one.entry.users.kind, holder)
      violations.append(ConstraintViolation(one.record, [one.entry.field], [one.key], .referred(by: by)))
    }
    guard violations.isEmpty else { throw StoreError.constraint(violations) }
  }

  private mutating func check(
    _ record: Touched, _ constraints: KindConstraints, _ source: inout some ConstraintSource
  ) throws {
    try checkUnique(record, constraints.uniques, &source)
    try checkReferences(record, constraints.references, &source)
    try checkEntries(record, constraints.entries, &source)
  }

  /// Checks new records, of which only the cells that have constraints are read.
  private mutating func check(_ creations: PackedCreations, _ source: inout some ConstraintSource) throws {
    guard let kind = kinds.firstIndex(where: { $0.kind == creations.kind }),
      let constraints = kinds[kind].constraints
    else { return }
    var isChecked = Array(repeating: false, count: (constraints.checked.max() ?? -1) + 1)
    for position in constraints.checked { isChecked[position] = true }
    try creations.forEach { id, bytes, _ in
      guard violations.count < Self.limit else { return }
      var walk = CellWalk(bytes)
      let cells = isChecked.prefix(walk.count).map { isChecked in
        let cell = walk.next()
        return isChecked ? cell.value : .null
      }
      let record = Touched(key: RecordKey(creations.kind, id), kind: kind, created: cells)
      try check(record, constraints, &source)
    }
  }

  /// Records the key of an entry that the change set may remove.
  private mutating func note(
    _ write: RecordWrite, _ listings: [KindConstraints.Entry], _ source: inout some ConstraintSource
  ) throws {
    for entry in listings {
      let list = entry.list
      switch write.action {
      case .create, .restore: return
      case .update(_, let changes):
        guard changes.contains(where: { $0.field == list.nameField || $0.field == list.keyField }) else { continue }
      case .delete: break
      }
      guard let cells = try source.cells(write.key, [list.nameField, list.keyField]), cells.count == 2,
        cells[0].isSame(as: .text(list.name)), !cells[1].isNull
      else { continue }
      listed.append(Listed(record: write.key, entry: entry, key: cells[1]))
    }
  }

  private mutating func checkUnique(
    _ record: Touched, _ uniques: [KindConstraints.Unique], _ source: inout some ConstraintSource
  ) throws {
    for unique in uniques where unique.positions.contains(where: { record.gives($0) }) {
      var cells: [FieldValue] = []
      for (field, position) in zip(unique.fields, unique.positions) {
        if let cell = record.cell(position) {
          cells.append(cell)
        } else {
          cells += try source.cells(record.key, [field]) ?? [.null]
        }
      }
      guard !cells.contains(.null) else { continue }
      let holders = try source.holders(unique.holders, cells, limit: 2)
      guard let holder = holders.first(where: { $0 != record.key.id }) else { continue }
      let by = RecordKey(record.key.kind, holder)
      violations.append(ConstraintViolation(record.key, unique.fields, cells, .taken(by: by)))
    }
  }

  private mutating func checkReferences(
    _ record: Touched, _ references: [KindConstraints.Reference], _ source: inout some ConstraintSource
  ) throws {
    for reference in references {
      guard record.gives(reference.position), case .bytes(let bytes)? = record.cell(reference.position) else {
        continue
      }
      if let id = RecordID(bytes: bytes) {
        let key = RecordKey(reference.kind, id)
        if standing.contains(key) { continue }
        if try source.cells(key, []) != nil {
          standing.insert(key)
          continue
        }
      }
      violations.append(
        ConstraintViolation(record.key, [reference.field], [.bytes(bytes)], .missing(reference.kind)))
    }
  }

  private mutating func checkEntries(
    _ record: Touched, _ entries: [KindConstraints.Entry], _ source: inout some ConstraintSource
  ) throws {
    for entry in entries {
      guard record.gives(entry.position), let key = record.cell(entry.position), !key.isNull else { continue }
      let problem: ConstraintViolation.Problem
      switch try state(of: key, entry, &source) {
      case .given: continue
      case .retired where record.isRestored && !record.changes.contains(where: { $0.position == entry.position }):
        continue
      case .retired: problem = .retiredKey(entry.list)
      case .missing: problem = .unknownKey(entry.list)
      }
      violations.append(ConstraintViolation(record.key, [entry.field], [key], problem))
    }
  }

  private mutating func state(
    of key: FieldValue, _ entry: KindConstraints.Entry, _ source: inout some ConstraintSource
  ) throws -> EntryState {
    guard case .text(let text) = key else { return .missing }
    let list = entry.list
    let place = known.firstIndex { $0.query == entry.entries.number && $0.list == list.name } ?? known.count
    if place == known.count { known.append(KnownKeys(query: entry.entries.number, list: list.name)) }
    // Compared by bytes, as stores do.
    if let found = known[place].first.first(where: { $0.key.utf8.elementsEqual(text.utf8) }) { return found.state }
    if let state = known[place].others[Array(text.utf8)] { return state }
    let state = try look(up: key, entry, &source)
    if known[place].first.count < KnownKeys.most {
      known[place].first.append((text, state))
    } else {
      known[place].others[Array(text.utf8)] = state
    }
    return state
  }

  private func look(
    up key: FieldValue, _ entry: KindConstraints.Entry, _ source: inout some ConstraintSource
  ) throws -> EntryState {
    let list = entry.list
    let entries = try source.holders(entry.entries, [.text(list.name), key], limit: 2)
    guard let found = entries.first else {
      let isDefault = list.defaults.contains { key.isSame(as: .text($0)) }
      let isEmpty = try isDefault && source.holders(entry.members, [.text(list.name)], limit: 1).isEmpty
      return isEmpty ? .given : .missing
    }
    // The change set makes a second entry of the key, which is refused as such. Stores return the entries in any order, so
    // that whether the first one is retired says nothing.
    guard entries.count == 1 else { return .given }
    let isRetired = try source.cells(RecordKey(list.kind, found), [list.retiredField]) == [.integer(1)]
    return isRetired ? .retired : .given
  }
}

extension ConstraintCheck.Touched {
  /// The cell after the change set, if the change set sets it.
  fileprivate func cell(_ position: Int) -> FieldValue? {
    if let last = changes.last(where: { $0.position == position }) { return last.change.new }
    guard let created else { return nil }
    return created.indices.contains(position) ? created[position] : nil
  }

  /// Whether the change set changes the cell.
  fileprivate func gives(_ position: Int) -> Bool {
    guard created == nil else { return true }
    guard let first = changes.first(where: { $0.position == position }) else { return false }
    return cell(position).map { !$0.isSame(as: first.change.old) } ?? false
  }
}
