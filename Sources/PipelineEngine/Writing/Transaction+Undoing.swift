public import PipelinePlugins

extension Desk {
  /// Undoes an operation in one transaction: restores the old values of fields, deletes records that the operation
  /// created, and restores records that it deleted. Undoing is an operation too, and can be undone.
  /// ``HistoryEntry/operation`` is the operation of a change.
  ///
  /// - Parameters:
  ///   - undone: The operation to undo.
  ///   - operation: An id that makes this command idempotent.
  /// - Returns: The identity of the undoing operation.
  /// - Throws: ``NotFound`` for an operation that does not exist or contains deals that the acting user may not see;
  ///   ``Refused`` with the code ``Refusal/Code/changedSince`` if a later operation changed the same and was not undone
  ///   itself, with the field, the `person` and the instant (`at`), if the changes are of a lookup table that is not editable or of
  ///   another person's report, or if the configuration made them.
  @discardableResult
  public func undo(_ undone: RecordID, operation: RecordID? = nil) async throws -> RecordID {
    try await pipeline.transact(by: user, operation: operation) { transaction in
      if transaction.replay == nil { try await transaction.undo(undone) }
      return transaction.operation
    }
  }
}

extension Transaction {
  mutating func undo(_ operation: RecordID) async throws {
    guard let committed = try await settledStore().operation(operation) else { throw Self.noOperation(operation) }
    let undos = try await undos(of: committed)
    let others = Set(undos.map(\.key.kind)).subtracting(Self.undoableKinds(by: committed.author))
    guard others.isEmpty else {
      let kinds = others.map(\.description).sorted().joined(separator: ", ")
      throw Refused([Refusal(.notUndoable, nil, RefusalPhrase.notUndoable, ["value": kinds])])
    }
    try await checkAccess(to: undos, operation)
    for undo in undos {
      switch undo.key.kind {
      case .forecastCall: try await checkAccess(toCall: undo, operation)
      case .lookupEntry: try await checkAccess(toEntry: undo)
      case .report: try await checkAccess(toReport: undo, operation)
      default: break
      }
    }
    isBatch = undos.count > 1
    let refusals = try await refusals(of: undos, after: committed.through)
    guard refusals.isEmpty else { throw Refused(refusals) }
    // Accounts are restored before their deals, and deleted after them.
    for undo in undos where undo.key.kind == .account && undo.isDeleted { _ = try await restoreAccount(undo.key.id) }
    for undo in undos where undo.key.kind == .lookupEntry { try await undoEntry(undo) }
    for undo in undos where undo.key.kind == .report { try await undoReport(undo) }
    for undo in undos where undo.key.kind == .salesperson { try await undoPerson(undo) }
    for undo in undos where undo.key.kind == .forecastCall { try await undoCall(undo) }
    for undo in undos where undo.key.kind == .opportunity { try await undoDeal(undo) }
    for undo in undos where undo.key.kind == .account && !undo.isDeleted { try await undoAccount(undo) }
  }

  private static func noOperation(_ operation: RecordID) -> NotFound {
    NotFound(kind: .operation, key: "\(operation)")
  }

  /// The changes of the operation, by record.
  private func undos(of committed: CommittedOperation) async throws -> [RecordUndo] {
    var undos: [RecordUndo] = []
    var places: [RecordKey: Int] = [:]
    try await settledStore().eachEntry(of: committed) { entry in
      let place = places[entry.key] ?? undos.count
      if place == undos.count { undos.append(RecordUndo(key: entry.key)) }
      places[entry.key] = place
      undos[place].append(entry.event)
    }
    // A record that the operation created and deleted needs no undo. What a consumer has acknowledged stays acknowledged.
    return undos.filter { !($0.isMade && $0.isDeleted) && $0.key.kind != .consumer }
  }

  /// An operation on an invisible deal behaves like one that does not exist.
  private func checkAccess(to undos: [RecordUndo], _ operation: RecordID) async throws {
    guard permissions.sees != .all || permissions.changes != .all else { return }
    for undo in undos where undo.key.kind == .opportunity {
      var life = RecordLife(key: undo.key)
      try await life.read(pipeline.store, OpportunityBody.fields)
      let body = try (life.cells ?? life.cellsAtDeletion).map { try OpportunityBody.fields.decode($0) }
      guard let body, permissions.sees(body) else { throw Self.noOperation(operation) }
      if let refusal = permissions.refusal(toChange: body) { throw Refused([refusal]) }
    }
  }

  /// Refusals for later changes of the same records, one for each record and field. What was changed and put back since,
  /// such as by undoing a later operation, is as the operation left it.
  private func refusals(of undos: [RecordUndo], after place: Cursor) async throws -> [Refusal] {
    var refusals: [Refusal] = []
    let days = CivilDays(zone: pipeline.setup.calendar.timeZone)
    for (index, undo) in undos.enumerated() {
      let count = refusals.count
      var later = LaterChanges(undo, days)
      try await settledStore().eachEntry(of: undo.key.kind, undo.key.id, after: place) { later.append($0) }
      refusals += later.refusals
      guard isBatch, refusals.count > count else { continue }
      let subject = Refusal.Subject(
        undo.key.kind, undo.key.id, place: index + 1, name: try await name(of: undo.key))
      for place in count..<refusals.count { refusals[place] = refusals[place].about(subject) }
    }
    return refusals
  }

  /// What people call a record that exists: its external id, else its name.
  private func name(of key: RecordKey) async throws -> String? {
    guard let cells = (try await settledStore().read([key]).first ?? nil)?.cells else { return nil }
    switch key.kind {
    case .opportunity:
      let body = try OpportunityBody.fields.decode(cells)
      return body.externalID ?? body.name
    case .account:
      let body = try AccountBody.fields.decode(cells)
      return body.externalID ?? body.name
    case .salesperson: return try SalespersonBody.fields.decode(cells).name
    case .lookupEntry: return try LookupEntryBody.fields.decode(cells).key
    case .report: return try ReportBody.fields.decode(cells).name
    case .forecastCall:
      let body = try ForecastCallBody.fields.decode(cells)
      return "\(body.person) \(body.period)"
    default: return nil
    }
  }

  private mutating func undoDeal(_ undo: RecordUndo) async throws {
    if undo.isDeleted {
      _ = try await restore(undo.key.id)
      return
    }
    guard let standing = try await standing(undo.key.id, version: nil, deals, pipeline.recentDeals) else {
      throw NotFound(kind: .opportunity, key: "\(undo.key.id)")
    }
    if undo.isMade {
      deals.delete(standing)
      return try await settleStanding(before: standing.body, after: nil)
    }
    let body = try undo.undone(OpportunityBody.fields, standing.body)
    if body.account != standing.body.account { _ = try await account(body.account) }
    if body.externalID != standing.body.externalID { try giveExternalID(body.externalID, to: standing.id) }
    try refuseMissing(from: standing.body, to: body)
    noteExternalID(body.externalID, .opportunity, standing.id)
    _ = deals.change(standing, to: body, at: moment.at)
    try await settleStanding(before: standing.body, after: body)
  }

  /// A required field of the stage may have been cleared since, or be cleared by undoing.
  private func refuseMissing(from before: OpportunityBody, to after: OpportunityBody) throws {
    guard let stage = planner.stage(of: after) else { return }
    let moves = before.status != after.status || before.cycle != after.cycle
    let refusals = stage.requires.compactMap { name -> Refusal? in
      guard let field = OpportunityBody.fields[name], field.isBlank(after), moves || !field.isBlank(before) else {
        return nil
      }
      return Refusal(
        .missing, name, .fieldNeeded, ["status": stage.key],
        values: ["name": .label(field.label), "status": .label(stage.label)])
    }
    guard refusals.isEmpty else { throw Refused(refusals) }
  }

  private mutating func undoAccount(_ undo: RecordUndo) async throws {
    let standing = try await account(undo.key.id)
    if undo.isMade {
      try await refuseDeals(of: standing)
      accounts.delete(standing)
      return
    }
    let body = try undo.undone(AccountBody.fields, standing.body)
    if body.externalID != standing.body.externalID { try refuseGivenID(of: body, id: standing.id) }
    noteExternalID(body.externalID, .account, standing.id)
    _ = accounts.change(standing, to: body, at: moment.at)
  }

  private mutating func undoPerson(_ undo: RecordUndo) async throws {
    let table = SalespersonBody.fields
    if undo.isDeleted {
      let (version, body) = try await deleted(undo.key, table) { _ in }
      _ = people.restore(undo.key.id, version: version, body, at: moment.at)
      return
    }
    guard let stored = try await settledStore().read([undo.key]).first ?? nil else {
      throw NotFound(kind: .salesperson, key: "\(undo.key.id)")
    }
    let standing = Salesperson(id: stored.id, version: stored.version, body: try table.decode(stored.cells))
    if undo.isMade {
      people.delete(standing)
    } else {
      _ = people.change(standing, to: try undo.undone(table, standing.body), at: moment.at)
    }
  }
}

extension Field {
  /// Whether the field is empty.
  fileprivate func isBlank(_ body: Body) -> Bool {
    switch get(body) {
    case .null: true
    case .text(let text): text.allSatisfy(\.isWhitespace)
    default: false
    }
  }
}

extension RecordKind {
  /// The kind of an operation in ``NotFound``; operations are not records.
  public static let operation: RecordKind = "operation"
}
