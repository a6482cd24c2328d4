public import PipelinePlugins

extension Desk {
  /// The result of editing all deals that match a filter.
  public struct BulkEdit: Sendable {
    /// The deals that match the filter, as they are after the edit, oldest first.
    public let deals: [Opportunity]
    /// What changed, by deal, then in the order of the fields.
    public let changes: [Change]
    /// The identity of the operation, for ``Desk/undo(_:operation:)``; `nil` if nothing was written.
    public let operation: RecordID?

    /// The change of one field of one deal.
    public struct Change: Hashable, Sendable {
      /// The deal before the edit.
      public let deal: Opportunity
      /// The field.
      public let field: FieldName
      /// What people call the field.
      public let label: LocalizedText
      /// The cells before and after, for ``RecordText``.
      public let cells: HistoryEntry.Cells
    }

    /// The number of deals that changed.
    public var changedCount: Int { Set(changes.map(\.deal.id)).count }
  }

  /// Edits all deals that match a filter, in one operation: all are edited, or none.
  ///
  ///     try await desk.edit(where: filter) { $0.owner = "anna" }
  ///
  /// - Parameters:
  ///   - filter: The deals; an empty filter matches every deal that the acting user may see.
  ///   - account: Only deals of this account; `nil` for all.
  ///   - closedOn: The closing date, if the edit closes deals on another day than today.
  ///   - isDryRun: Whether the edit is only planned: the result says what would change, and nothing is written.
  ///   - operation: An id that makes the command idempotent.
  ///   - change: Edits one deal; called for each.
  /// - Throws: ``Refused`` with the violated rules of all deals, each with its ``Refusal/subject``; ``UnknownName`` for a
  ///   name in the filter that does not exist.
  public nonisolated(nonsending) func edit(
    where filter: DealFilter, in account: RecordID? = nil, closedOn: CivilDate? = nil, isDryRun: Bool = false,
    operation: RecordID? = nil, _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> BulkEdit {
    try await bulk(isDryRun, operation, closedOn, change) {
      try await snapshot(ReportScope(), filter.extent).opportunities(filter, in: account, limit: .max).items
    }
  }

  /// Edits several deals, in one operation: all are edited, or none. Of the copies only the identities and the versions
  /// are used.
  ///
  /// - Parameters:
  ///   - closedOn: The closing date, if the edit closes deals on another day than today.
  ///   - isDryRun: Whether the edit is only planned: the result says what would change, and nothing is written.
  ///   - operation: An id that makes the command idempotent.
  ///   - change: Edits one deal; called for each.
  /// - Throws: ``Refused`` with the violated rules of all deals, each with its ``Refusal/subject``;
  ///   ``StoreError/conflict(_:)`` if one of them was changed after the copy was read.
  public nonisolated(nonsending) func edit(
    _ deals: [Opportunity], closedOn: CivilDate? = nil, isDryRun: Bool = false, operation: RecordID? = nil,
    _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> BulkEdit {
    try await bulk(isDryRun, operation, closedOn, change) { deals }
  }

  private nonisolated(nonsending) func bulk(
    _ isDryRun: Bool, _ operation: RecordID?, _ closedOn: CivilDate?,
    _ change: (inout OpportunityBody) throws -> Void,
    of found: nonisolated(nonsending) () async throws -> [Opportunity]
  ) async throws -> BulkEdit {
    try await pipeline.retrying(by: user, operation: operation) { transaction in
      if let replay = transaction.replay {
        let deals = try await replay.records(OpportunityBody.fields)
        return BulkEdit(
          deals: deals.filter { transaction.permissions.sees($0.body) }, changes: [], operation: operation)
      }
      transaction.isBatch = true
      transaction.isDryRun = isDryRun
      var (deals, changes, refusals): ([Opportunity], [BulkEdit.Change], [Refusal]) = ([], [], [])
      for deal in try await found() {
        do {
          let edited = try await transaction.edit(deal, closedOn: closedOn, change)
          deals.append(edited)
          changes += Self.changes(from: deal, to: edited)
        } catch let refused as Refused {
          let subject = Refusal.Subject(.opportunity, deal.id, place: nil, name: deal.subjectName)
          refusals += refused.refusals.map { $0.about(subject) }
        }
      }
      guard refusals.isEmpty else { throw Refused(refusals) }
      let isWritten = !isDryRun && !changes.isEmpty
      return BulkEdit(deals: deals, changes: changes, operation: isWritten ? transaction.operation : nil)
    }
  }

  /// Gives all deals that match a filter to another salesperson, in one operation.
  ///
  /// - Parameters:
  ///   - account: Only deals of this account; `nil` for all.
  ///   - isDryRun: Whether nothing is written.
  ///   - operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` with the violated rules of all deals; ``UnknownName`` for a name in the filter that does not
  ///   exist.
  public func reassign(
    where filter: DealFilter, in account: RecordID? = nil, to owner: String, isDryRun: Bool = false,
    operation: RecordID? = nil
  ) async throws -> BulkEdit {
    try await edit(where: filter, in: account, isDryRun: isDryRun, operation: operation) { $0.owner = owner }
  }

  /// The fields that differ between two versions of a deal, without those that only serve the engine.
  private static func changes(from old: Opportunity, to new: Opportunity) -> [BulkEdit.Change] {
    let table = OpportunityBody.fields
    return table.diff(old.body, new.body).compactMap { change in
      guard let field = table[change.field], !field.isBookkeeping else { return nil }
      return BulkEdit.Change(
        deal: old, field: change.field, label: field.label,
        cells: HistoryEntry.Cells(
          kind: field.kind, old: change.old, oldCurrency: old.body.currency, new: change.new,
          newCurrency: new.body.currency))
    }
  }
}

extension Opportunity {
  /// What a refusal calls the deal: its external id, else its name with its identity.
  fileprivate var subjectName: String { body.externalID ?? "\(body.name), \(id)" }
}
