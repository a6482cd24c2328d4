import PipelinePlugins

/// What an operation did to one record, and so what undoing it has to do.
struct RecordUndo: Sendable {
  let key: RecordKey
  /// Whether the operation made the record, or brought it back: undone by deleting it.
  private(set) var isMade = false
  /// Whether the operation deleted the record: undone by bringing it back.
  private(set) var isDeleted = false
  /// What changed, by field: the first old cell.
  private(set) var old: [FieldName: FieldValue] = [:]

  init(key: RecordKey) { self.key = key }

  mutating func append(_ event: JournalEvent) {
    switch event {
    case .created, .restored:
      isMade = true
      isDeleted = false
    case .deleted: isDeleted = true
    case .changed(let change):
      // What follows from the deals is kept true to them, not undone.
      guard !isMade, change.field != "standing" || key.kind != .account else { return }
      if old[change.field] == nil { old[change.field] = change.old }
    }
  }

  /// Why it cannot be undone: what somebody did to the same after the operation; `nil` where nobody did.
  func refusal(after entry: JournalEntry) -> Refusal? {
    let parameters = ["person": entry.author, "at": "\(entry.effectiveAt)", "record": "\(key.id)"]
    switch entry.event {
    case .created, .restored: return Refusal(.changedSince, nil, .restoredSince, parameters)
    case .deleted: return Refusal(.changedSince, nil, .deletedSince, parameters)
    case .changed(let change):
      guard isMade || old[change.field] != nil, change.field != "standing" || key.kind != .account else { return nil }
      return Refusal(.changedSince, change.field, .changedSince, parameters)
    }
  }

  /// A body with the old cells.
  func undone<Body>(_ table: FieldTable<Body>, _ body: Body) throws -> Body {
    var cells = table.encode(body)
    for (field, cell) in old {
      if let place = table.position(of: field) { cells[place] = cell }
    }
    return try table.decode(cells)
  }
}
