public import PipelinePlugins

/// A line of a record's history: what people see of its journal.
public struct HistoryEntry: Hashable, Sendable {
  /// When it took effect.
  public let at: Instant
  /// Who did it.
  public let author: String
  /// The operation that it was part of: what ``Desk/undo(_:operation:)`` takes.
  public let operation: RecordID
  /// What happened.
  public let event: Event
  /// The field's cells as they are stored, for ``RecordText``; `nil` where no field changed.
  public let cells: Cells?

  /// A field's cells, with what they need to be read.
  public struct Cells: Hashable, Sendable {
    /// The field's kind.
    public let kind: FieldKind
    /// The cell before, and the record's currency then.
    public let old: FieldValue, oldCurrency: Currency?
    /// The cell after, and the record's currency then.
    public let new: FieldValue, newCurrency: Currency?
  }

  /// What happened.
  public enum Event: Hashable, Sendable {
    /// The record came to be.
    case created
    /// A field changed; the texts are `nil` where there was no value.
    case changed(field: FieldName, label: LocalizedText, old: String?, new: String?)
    /// The record went.
    case deleted
    /// The record is there again after a deletion.
    case restored
  }
}

extension Desk {
  /// A deal's history, oldest first: the changes that the history policies keep, without the engine's bookkeeping. Empty for a deal that the acting person may
  /// not see; a deleted one is seen by those who could see it last.
  public func history(of deal: RecordID) async throws -> [HistoryEntry] {
    let gate = try await pipeline.gate(for: user)
    let (entries, owner) = try await history(of: deal, OpportunityBody.fields, following: "owner")
    return gate.sees.includes(owner ?? "") ? entries : []
  }

  /// An account's history, oldest first.
  public func history(ofAccount account: RecordID) async throws -> [HistoryEntry] {
    try await history(of: account, AccountBody.fields).entries
  }

  /// The history, and the last text of a field.
  private func history<Body>(
    of id: RecordID, _ table: FieldTable<Body>, following field: FieldName? = nil
  ) async throws -> (entries: [HistoryEntry], last: String?) {
    var entries: [HistoryEntry] = []
    var last: String?
    var cursor = Cursor.start
    var currency: Currency?
    while true {
      let page = try await pipeline.store.journal(table.kind, id: id, after: cursor, limit: 1000)
      for entry in page.entries {
        if let field, let text = Self.text(of: field, after: entry.event, table) { last = text }
        guard let (event, cells) = Self.event(entry.event, table, &currency) else { continue }
        entries.append(
          HistoryEntry(
            at: entry.effectiveAt, author: entry.author, operation: entry.operation, event: event, cells: cells))
      }
      cursor = page.cursor
      guard page.hasMore else { return (entries, last) }
    }
  }

  /// What an event makes of a field; `nil` where it leaves it alone.
  private static func text<Body>(of field: FieldName, after event: JournalEvent, _ table: FieldTable<Body>) -> String? {
    switch event {
    case .created(let cells), .restored(let cells):
      table.position(of: field).flatMap { $0 < cells.count ? cells[$0].text : nil }
    case .changed(let change): change.field == field ? change.new.text : nil
    case .deleted: nil
    }
  }

  private static func event<Body>(
    _ event: JournalEvent, _ table: FieldTable<Body>, _ currency: inout Currency?
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
      guard change.inHistory, let field = table[change.field], !field.isBookkeeping else { return nil }
      let event = HistoryEntry.Event.changed(
        field: change.field, label: field.label, old: CellFormat.text(change.old, field.kind, before),
        new: CellFormat.text(change.new, field.kind, currency))
      let cells = HistoryEntry.Cells(
        kind: field.kind, old: change.old, oldCurrency: before, new: change.new, newCurrency: currency)
      return (event, cells)
    }
  }
}
