public import PipelinePlugins

/// An entry of a record's history: a journal entry that people see.
public struct HistoryEntry: Hashable, Sendable {
  /// The instant at which the change took effect.
  public let at: Instant
  /// The author of the change.
  public let author: String
  /// The operation of the change, for ``Desk/undo(_:operation:)``.
  public let operation: RecordID
  /// The kind of change.
  public let event: Event
  /// The stored cells of the field, for ``RecordText``; `nil` unless a field changed.
  public let cells: Cells?

  /// The cells of a field before and after, with the currencies needed to format them.
  public struct Cells: Hashable, Sendable {
    /// The kind of the field.
    public let kind: FieldKind
    /// The cell before the change, and the record's currency then.
    public let old: FieldValue, oldCurrency: Currency?
    /// The cell after the change, and the record's currency then.
    public let new: FieldValue, newCurrency: Currency?
  }

  /// A kind of change.
  public enum Event: Hashable, Sendable {
    /// The record was created.
    case created
    /// A field changed; a text is `nil` if there was no value.
    case changed(field: FieldName, label: LocalizedText, old: String?, new: String?)
    /// The record was deleted.
    case deleted
    /// The record was restored after a deletion.
    case restored
  }
}

extension Desk {
  /// Returns a deal's history, oldest first: the changes that the history policies keep, without the fields that the
  /// engine computes for itself. It is empty for a deal that the acting user may not see. The history of a deleted deal
  /// is visible to those who could see it last.
  /// - Parameter whole: Whether changes are returned too that the policies leave out: an operation that made one can be undone.
  /// - Throws: ``StoreError``.
  public func history(of deal: RecordID, whole: Bool = false) async throws -> [HistoryEntry] {
    try await telemetry.question(.history) {
      let permissions = try await pipeline.permissions(of: user)
      let (entries, owner) = try await history(of: deal, OpportunityBody.fields, following: "owner", whole: whole)
      return permissions.sees.includes(owner ?? "") ? entries : []
    }
  }

  /// Returns how many changes of a deal the history policies leave out of ``history(of:)``, such as those soon after its creation;
  /// fields that the engine computes for itself are not counted. 0 for a deal that the acting user may not see.
  /// - Throws: ``StoreError``.
  public func changesLeftOutOfHistory(of deal: RecordID) async throws -> Int {
    let table = OpportunityBody.fields
    let permissions = try await pipeline.permissions(of: user)
    var (count, owner) = (0, "")
    try await pipeline.store.eachEntry(of: .opportunity, deal) { entry in
      if let text = entry.event.text(of: "owner", table) { owner = text }
      guard case .changed(let change) = entry.event, !change.inHistory else { return }
      if let field = table[change.field], !field.isBookkeeping, field.access == .person { count += 1 }
    }
    return permissions.sees.includes(owner) ? count : 0
  }

  /// Returns an account's history, oldest first.
  /// - Parameter whole: Whether changes are returned too that the history policies leave out.
  /// - Throws: ``StoreError``.
  public func history(ofAccount account: RecordID, whole: Bool = false) async throws -> [HistoryEntry] {
    try await telemetry.question(.history) { try await history(of: account, AccountBody.fields, whole: whole).entries }
  }

  /// The history, with the last text of a field.
  func history<Body>(
    of id: RecordID, _ table: FieldTable<Body>, following field: FieldName? = nil, whole: Bool = false
  ) async throws -> (entries: [HistoryEntry], last: String?) {
    var entries: [HistoryEntry] = []
    var last: String?
    var currency: Currency?
    try await pipeline.store.eachEntry(of: table.kind, id) { entry in
      if let field, let text = entry.event.text(of: field, table) { last = text }
      guard let (event, cells) = Self.event(entry.event, table, &currency, whole) else { return }
      entries.append(
        HistoryEntry(
          at: entry.effectiveAt, author: entry.author, operation: entry.operation, event: event, cells: cells))
    }
    return (entries, last)
  }

  private static func event<Body>(
    _ event: JournalEvent, _ table: FieldTable<Body>, _ currency: inout Currency?, _ whole: Bool
  ) -> (HistoryEntry.Event, HistoryEntry.Cells?)? {
    switch event {
    case .created(let cells), .restored(let cells):
      if let place = table.position(of: "currency"), place < cells.count {
        currency = cells[place].text.flatMap { Currency($0) }
      }
      if case .restored = event { return (.restored, nil) }
      return (.created, nil)
    case .deleted: return (.deleted, nil)
    case .changed(let change):
      let before = currency
      if change.field == "currency" { currency = change.new.text.flatMap { Currency($0) } }
      guard whole || change.inHistory, let field = table[change.field], !field.isBookkeeping else { return nil }
      let event = HistoryEntry.Event.changed(
        field: change.field, label: field.label, old: CellFormat.text(change.old, field.kind, before),
        new: CellFormat.text(change.new, field.kind, currency))
      let cells = HistoryEntry.Cells(
        kind: field.kind, old: change.old, oldCurrency: before, new: change.new, newCurrency: currency)
      return (event, cells)
    }
  }
}
