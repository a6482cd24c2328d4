public import PipelinePlugins

extension Transaction {
  /// Brings back a deal that was deleted, as it was then; its journal goes on.
  ///
  /// - Throws: ``NotFound`` where there never was one that the acting person may see; ``Refused`` where it stands, where its account
  ///   is gone, or where another deal has its external id.
  public mutating func restore(_ id: RecordID) async throws -> Opportunity {
    if let replay { return try await replay.record(OpportunityBody.fields, id) }
    let (version, cells) = try await deleted(RecordKey(.opportunity, id), OpportunityBody.fields) { body in
      guard gate.sees(body) else { throw NotFound(kind: .opportunity, key: "\(id)") }
      if let refusal = gate.refusal(toChange: body) { throw Refused([refusal]) }
    }
    _ = try await account(cells.account)
    if let externalID = cells.externalID { try await checkExternalID(externalID, of: id) }
    noteExternalID(cells.externalID, .opportunity, id)
    let deal = deals.restore(id, version: version, cells, at: moment.at)
    try await settleStanding(before: nil, after: cells)
    return deal
  }

  /// Brings back an account that was deleted, as it was then; its journal goes on.
  ///
  /// - Throws: ``NotFound`` where there never was one; ``Refused`` where it stands, or where another account has its external id.
  public mutating func restoreAccount(_ id: RecordID) async throws -> Account {
    if let replay { return try await replay.record(AccountBody.fields, id) }
    var (version, body) = try await deleted(RecordKey(.account, id), AccountBody.fields) { _ in }
    try await refuseTakenID(of: body, id: id)
    noteExternalID(body.externalID, .account, id)
    // It went without deals, and comes back without.
    body.standing = .prospect
    return accounts.restore(id, version: version, body, at: moment.at)
  }

  /// A record as it was deleted, with the version that the deletion made.
  ///
  /// - Parameter check: Refuses what the acting person may not touch.
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
  /// Brings back a deal that was deleted, as it was then; its journal goes on.
  ///
  /// - Parameter operation: The command's identity where it may be repeated.
  /// - Throws: ``NotFound`` where there never was one that the acting person may see; ``Refused`` where it stands, where its account
  ///   is gone, or where another deal has its external id.
  public func restore(_ deal: RecordID, operation: RecordID? = nil) async throws -> Opportunity {
    try await pipeline.retrying(by: user, operation: operation) { try await $0.restore(deal) }
  }

  /// Brings back an account that was deleted, as it was then; its journal goes on.
  ///
  /// - Parameter operation: The command's identity where it may be repeated.
  /// - Throws: ``NotFound`` where there never was one; ``Refused`` where it stands, or where another account has its external id.
  public func restoreAccount(_ account: RecordID, operation: RecordID? = nil) async throws -> Account {
    try await pipeline.retrying(by: user, operation: operation) { try await $0.restoreAccount(account) }
  }
}
