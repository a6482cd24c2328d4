import PipelinePlugins

/// What became of a record after an operation that is to be undone.
struct LaterChanges {
  private let undo: RecordUndo
  private let days: CivilDays
  /// The first refusal for each field, and for the record itself.
  private var first: [Refusal] = []
  /// The cells that the operation left, and the present ones, of the fields that changed since.
  private var left: [FieldName: FieldValue] = [:]
  private var present: [FieldName: FieldValue] = [:]
  /// Whether the record is there.
  private var isThere: Bool

  init(_ undo: RecordUndo, _ days: CivilDays) {
    self.undo = undo
    self.days = days
    isThere = !undo.isDeleted
  }

  /// Takes over the next journal entry of the record.
  mutating func append(_ entry: JournalEntry) {
    switch entry.event {
    case .created, .restored: isThere = true
    case .deleted: isThere = false
    case .changed(let change):
      if left[change.field] == nil { left[change.field] = change.old }
      present[change.field] = change.new
    }
    guard let refusal = undo.refusal(after: entry, days), !first.contains(where: { $0.field == refusal.field }) else {
      return
    }
    first.append(refusal)
  }

  /// Refusals for what is not as the operation left it.
  var refusals: [Refusal] {
    first.filter { refusal in
      guard let field = refusal.field else { return isThere == undo.isDeleted }
      return left[field] != present[field]
    }
  }
}
