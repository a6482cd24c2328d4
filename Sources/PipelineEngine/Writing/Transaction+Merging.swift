public import PipelinePlugins

extension Transaction {
  /// Merges an account into another one: its deals move, fields that the other account leaves empty are taken over, and
  /// the account is deleted. Its history stays, and the other account names it in ``AccountBody/mergedAccounts``.
  ///
  /// - Parameters:
  ///   - duplicate: The account that goes.
  ///   - kept: The account that stays.
  /// - Returns: The account that stays.
  /// - Throws: ``Refused`` for an account that is merged into itself, and if the acting user may not change all of its
  ///   deals; ``StoreError/conflict(_:)`` if one of the accounts was changed after the copy was read.
  public mutating func merge(_ duplicate: Account, into kept: Account) async throws -> Account {
    if let replay { return try await replay.record(AccountBody.fields, kept.id) }
    guard duplicate.id != kept.id else {
      let refusal = Refusal(.invalid, nil, RefusalPhrase.mergedWithItself, ["value": kept.body.name])
      throw naming(Refused([refusal]), accounts, kept.id, kept.body.externalID ?? kept.body.name)
    }
    let gone = try await account(duplicate.id, version: duplicate.version)
    _ = try await account(kept.id, version: kept.version)
    for deal in try await allDeals(of: gone) {
      // The deal in the way may be one that the acting user does not see.
      if permissions.refusal(toChange: deal.body) != nil {
        let refusal = Refusal(.notAllowed, nil, RefusalPhrase.mayNotMerge, ["person": permissions.person])
        throw naming(Refused([refusal]), accounts, gone.id, gone.body.externalID ?? gone.body.name)
      }
      _ = try await edit(deal) { $0.account = kept.id }
    }
    let left = try await account(gone.id)
    accounts.delete(left)
    // After its deals, which decide whether it is a customer.
    let standing = try await account(kept.id)
    var body = standing.body
    body.takeOver(gone)
    AccountBody.fields.normalize(&body, over: standing.body)
    noteExternalID(body.externalID, .account, kept.id)
    return accounts.change(standing, to: body, at: moment.at)
  }

  /// The deals of an account, also those that the acting user may not see.
  private func allDeals(of account: Account) async throws -> [Opportunity] {
    let stored = try await settledStore().find(.opportunity, "account", in: [.bytes(account.id.bytes)])
      .filter { deals[$0.id] == nil }.map(Desk.deal)
    return stored + deals.all.compactMap { deals.current($0.id) }.filter { $0.body.account == account.id }
  }
}

extension AccountBody {
  /// Fills empty fields from an account that is merged into this one, and remembers it.
  fileprivate mutating func takeOver(_ other: Account) {
    if source == nil { source = other.body.source }
    if owner == nil { owner = other.body.owner }
    if externalID == nil {
      externalID = other.body.externalID
      // Imports find this account by the other one's external id from now on, so what they said of that one is known.
      if imported == nil { imported = other.body.imported }
    }
    attributes.merge(other.body.attributes) { own, _ in own }
    mergedAccounts += [other.id] + other.body.mergedAccounts
  }
}

extension Desk {
  /// Merges an account into another one, in one operation: its deals move, fields that the other account leaves empty
  /// are taken over, and the account is deleted. The histories of both stay, and ``undo(_:operation:)`` separates them
  /// again.
  ///
  ///     let acme = try await desk.merge(acmeLtd, into: acme)
  ///
  /// - Parameters:
  ///   - duplicate: The account that goes.
  ///   - kept: The account that stays.
  ///   - operation: An id that makes the command idempotent, and that undoing names.
  /// - Throws: ``Refused`` for an account that is merged into itself, and if the acting user may not change all of its
  ///   deals; ``StoreError/conflict(_:)`` if one of the accounts was changed after the copy was read.
  @discardableResult
  public func merge(_ duplicate: Account, into kept: Account, operation: RecordID? = nil) async throws -> Account {
    try await pipeline.transact(by: user, operation: operation) { try await $0.merge(duplicate, into: kept) }
  }
}
