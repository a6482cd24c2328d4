import PipelinePlugins

/// The changes of an operation to one record, for undoing them.
struct RecordUndo: Sendable {
  let key: RecordKey
  /// Whether the operation created or restored the record: undone by deleting it.
  private(set) var isMade = false
  /// Whether the operation deleted the record: undone by restoring it.
  private(set) var isDeleted = false
  /// The first old cell of each changed field.
  private(set) var old: [FieldName: FieldValue] = [:]

  init(key: RecordKey) { self.key = key }

  mutating func append(_ event: JournalEvent) {
    switch event {
    case .created, .restored:
      isMade = true
      isDeleted = false
    case .deleted: isDeleted = true
    case .changed(let change):
      guard !isMade, !isDerived(change) else { return }
      if old[change.field] == nil { old[change.field] = change.old }
    }
  }

  /// The refusal if a later entry changed the same; `nil` if it did not.
  ///
  /// - Parameter days: The time zone of people; a program gets the instant.
  func refusal(after entry: JournalEntry, _ days: CivilDays) -> Refusal? {
    let parameters = ["person": entry.author, "at": "\(entry.effectiveAt)", "record": "\(key.id)"]
    let values = ["at": PhraseValue.text(days.minuteText(of: entry.effectiveAt))]
    switch entry.event {
    case .created, .restored: return Refusal(.changedSince, nil, .restoredSince, parameters, values: values)
    case .deleted: return Refusal(.changedSince, nil, .deletedSince, parameters, values: values)
    case .changed(let change):
      guard isMade || old[change.field] != nil, !isDerived(change) else { return nil }
      return Refusal(.changedSince, change.field, .changedSince, parameters, values: values)
    }
  }

  /// An account's standing is derived from its deals, and a seal from all changes; neither is undone by itself.
  private func isDerived(_ change: CellChange) -> Bool {
    change.field == RecordSeal.field || change.field == "standing" && key.kind == .account
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
