import PipelinePlugins

/// The records of a workspace, and who holds what in the fields that constraints ask about.
struct MemoryRecords {
  /// A record, or the tombstone of one. Cells stand in the order of the workspace's own schema.
  struct Slot {
    var version: Int64
    var cells: [FieldValue]
    /// When the latest of its entries took effect.
    var latest: Instant
    var isDeleted = false
  }

  private struct Question: Hashable {
    let kind: RecordKind
    let fields: [FieldName]
  }

  /// The live records by what some of their fields hold.
  private struct Holders {
    let positions: [Int]
    var ids: [[ExactCell]: [RecordID]] = [:]

    /// What a record holds; `nil` where it holds nothing in one of the fields.
    func cells(_ slot: Slot?) -> [ExactCell]? {
      guard let slot, !slot.isDeleted else { return nil }
      var cells: [ExactCell] = []
      for position in positions {
        guard slot.cells.indices.contains(position), !slot.cells[position].isNull else { return nil }
        cells.append(ExactCell(slot.cells[position]))
      }
      return cells
    }

    mutating func move(_ id: RecordID, from old: Slot?, to new: Slot?) {
      let (before, after) = (cells(old), cells(new))
      guard before != after else { return }
      if let before {
        ids[before]?.removeAll { $0 == id }
        if ids[before]?.isEmpty == true { ids[before] = nil }
      }
      if let after { ids[after, default: []].append(id) }
    }
  }

  /// What a change set replaced, so that it can be taken back.
  private var replaced: [(key: RecordKey, slot: Slot?)] = []
  private(set) var fields: [RecordKind: [FieldSpec]] = [:]
  private(set) var slots: [RecordKind: [RecordID: Slot]] = [:]
  private(set) var order: [RecordKind: [RecordID]] = [:]
  /// Made when they are first asked for, and kept current from then on.
  private var holders: [RecordKind: [Question: Holders]] = [:]

  /// Adds kinds and fields that are new.
  mutating func grow(_ schema: [RecordSchema]) throws {
    var grown = fields
    for record in schema {
      for field in record.fields {
        if let known = grown[record.kind]?.first(where: { $0.name == field.name }) {
          guard known.type == field.type else {
            throw StoreError.invalid(reason: "'\(field.name)' of '\(record.kind)' is kept as \(known.type)")
          }
        } else {
          grown[record.kind, default: []].append(field)
        }
      }
    }
    fields = grown
  }

  subscript(key: RecordKey) -> Slot? { slots[key.kind]?[key.id] }

  /// Puts a record where it belongs.
  mutating func put(_ slot: Slot, _ key: RecordKey) {
    let old = slots[key.kind, default: [:]].updateValue(slot, forKey: key.id)
    if old == nil { order[key.kind, default: []].append(key.id) }
    replaced.append((key, old))
    move(key, from: old, to: slot)
  }

  /// Takes note that what was put since is there to stay.
  mutating func keep() { replaced.removeAll(keepingCapacity: replaced.count < 1_000) }

  /// Takes back what was put since the last ``keep()``.
  mutating func takeBack() {
    for (key, old) in replaced.reversed() {
      move(key, from: self[key], to: old)
      slots[key.kind]?[key.id] = old
      if old == nil { order[key.kind]?.removeLast() }
    }
    keep()
  }

  private mutating func move(_ key: RecordKey, from old: Slot?, to new: Slot?) {
    guard let questions = holders[key.kind]?.keys else { return }
    for question in questions { holders[key.kind]?[question]?.move(key.id, from: old, to: new) }
  }
}

extension MemoryRecords: ConstraintSource {
  mutating func holders(_ query: HolderQuery, _ cells: [FieldValue], limit: Int) -> [RecordID] {
    let question = Question(kind: query.kind, fields: query.fields)
    if holders[query.kind]?[question] == nil {
      let positions = query.fields.compactMap { name in fields[query.kind]?.firstIndex { $0.name == name } }
      guard positions.count == query.fields.count else { return [] }
      var made = Holders(positions: positions)
      for (id, slot) in slots[query.kind, default: [:]] { made.move(id, from: nil, to: slot) }
      holders[query.kind, default: [:]][question] = made
    }
    return Array((holders[query.kind]?[question]?.ids[cells.map(ExactCell.init)] ?? []).prefix(limit))
  }

  func cells(_ key: RecordKey, _ names: [FieldName]) -> [FieldValue]? {
    guard let slot = self[key], !slot.isDeleted else { return nil }
    return names.map { name in
      let position = fields[key.kind]?.firstIndex { $0.name == name }
      return position.flatMap { slot.cells.indices.contains($0) ? slot.cells[$0] : nil } ?? .null
    }
  }
}
