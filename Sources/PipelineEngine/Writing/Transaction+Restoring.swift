public import PipelinePlugins

extension Transaction {
  /// Restores a deleted deal as it was when it was deleted; its journal continues.
  ///
  /// - Throws: ``NotFound`` if it never existed or the acting user could not see it; ``Refused`` if it is not deleted,
  ///   its account is deleted, or another deal has its external id.
  public mutating func restore(_ id: RecordID) async throws -> Opportunity {
    if let replay { return try await replay.record(OpportunityBody.fields, id) }
    let (version, cells) = try await deleted(RecordKey(.opportunity, id), OpportunityBody.fields) { body in
      guard permissions.sees(body) else { throw NotFound(kind: .opportunity, key: "\(id)") }
      if let refusal = permissions.refusal(toChange: body) { throw Refused([refusal]) }
    }
    _ = try await account(cells.account)
    try giveExternalID(cells.externalID, to: id)
    noteExternalID(cells.externalID, .opportunity, id)
    let deal = deals.restore(id, version: version, cells, at: moment.at)
    try await settleStanding(before: nil, after: cells)
    return deal
  }

  /// Restores a deleted account as it was when it was deleted; its journal continues.
  ///
  /// - Throws: ``NotFound`` if it never existed; ``Refused`` if it is not deleted, or another account has its external
  ///   id.
  public mutating func restoreAccount(_ id: RecordID) async throws -> Account {
    if let replay { return try await replay.record(AccountBody.fields, id) }
    var (version, body) = try await deleted(RecordKey(.account, id), AccountBody.fields) { _ in }
    try refuseGivenID(of: body, id: id)
    noteExternalID(body.externalID, .account, id)
    // The account was deleted without deals, and is restored without deals.
    body.standing = .prospect
    return accounts.restore(id, version: version, body, at: moment.at)
  }

  /// A record at its deletion, with the version of the deletion.
  ///
  /// - Parameter check: Throws if the acting user may not restore it.
  func deleted<Body>(
    _ key: RecordKey, _ table: FieldTable<Body>, _ check: (Body) throws -> Void
  ) async throws -> (version: Int64, body: Body) {
    var life = RecordLife(key: key)
    try await life.read(pipeline.store, table)
    guard let cells = life.cells ?? life.cellsAtDeletion else { throw NotFound(kind: key.kind, key: "\(key.id)") }
    let body = try table.decode(cells)
    try check(body)
    guard life.cells == nil else {
      throw Refused([Refusal(.notUndoable, nil, RefusalPhrase.notDeleted, ["value": "\(key.id)"])])
    }
    return (life.version, body)
  }
}

extension Desk {
  /// Restores a deleted deal as it was when it was deleted; its journal continues.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``NotFound`` if it never existed or the acting user could not see it; ``Refused`` if it is not deleted,
  ///   its account is deleted, or another deal has its external id.
  public func restore(_ deal: RecordID, operation: RecordID? = nil) async throws -> Opportunity {
    try await pipeline.retrying(by: user, operation: operation) { try await $0.restore(deal) }
  }

  /// Restores a deleted account as it was when it was deleted; its journal continues.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``NotFound`` if it never existed; ``Refused`` if it is not deleted, or another account has its external
  ///   id.
  public func restoreAccount(_ account: RecordID, operation: RecordID? = nil) async throws -> Account {
    try await pipeline.retrying(by: user, operation: operation) { try await $0.restoreAccount(account) }
  }
}
