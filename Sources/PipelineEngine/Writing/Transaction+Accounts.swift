public import PipelinePlugins

extension Transaction {
  /// Adds an account.
  ///
  /// - Throws: ``Refused`` for violated rules.
  public nonisolated(nonsending) mutating func addAccount(
    _ name: String, source: String? = nil, _ fill: (inout AccountBody) throws -> Void = { _ in }
  ) async throws -> Account {
    if let again = try await replay?.nextCreated(AccountBody.fields) { return again }
    var body = AccountBody()
    body.name = name
    body.source = source
    try fill(&body)
    AccountBody.fields.keepSystemFields(of: nil, in: &body)
    body.createdAt = moment.at
    AccountBody.fields.normalize(&body, over: nil)
    try refuse(before: nil, after: body, id: nil)
    let id = pipeline.environment.makeID()
    noteExternalID(body.externalID, .account, id)
    return accounts.add(id, body, at: moment.at)
  }

  /// Edits an account. Of the copy only the identity and the version are used.
  ///
  /// - Throws: ``Refused`` for violated rules; ``StoreError/conflict(_:)`` with both versions if the account was
  ///   changed after the copy was read.
  public nonisolated(nonsending) mutating func edit(
    _ account: Account, _ change: (inout AccountBody) throws -> Void
  ) async throws -> Account {
    if let replay { return try await replay.record(AccountBody.fields, account.id) }
    let standing = try await self.account(account.id, version: account.version)
    var body = standing.body
    try change(&body)
    AccountBody.fields.keepSystemFields(of: standing.body, in: &body)
    AccountBody.fields.normalize(&body, over: standing.body)
    try refuse(before: standing.body, after: body, id: account.id)
    noteExternalID(body.externalID, .account, account.id)
    return accounts.change(standing, to: body, at: moment.at)
  }

  /// Deletes an account without deals.
  ///
  /// - Throws: ``Refused`` if it has deals; ``StoreError/conflict(_:)`` if it was changed after the copy was read.
  public mutating func delete(_ account: Account) async throws {
    if replay != nil { return }
    let standing = try await self.account(account.id, version: account.version)
    do { try await refuseDeals(of: standing) } catch let refused as Refused {
      throw naming(refused, accounts, account.id, standing.body.externalID ?? standing.body.name)
    }
    accounts.delete(standing)
  }

  /// Refuses to delete an account that has deals.
  func refuseDeals(of account: Account) async throws {
    let stored = try await settledStore().find(.opportunity, "account", in: [.bytes(account.id.bytes)])
    var remaining = try stored.filter { deals[$0.id] == nil }.map { try Desk.deal($0).body }
    remaining += deals.all.compactMap { deals.current($0.id)?.body }.filter { $0.account == account.id }
    guard !remaining.isEmpty else { return }
    // The number of deals would reveal deals that the user may not see.
    let number = remaining.allSatisfy { permissions.sees($0) } ? remaining.count : nil
    throw Refused([
      Refusal(
        .inUse, nil, number == nil ? .accountInUseUncounted : .accountInUse, number.map { ["deals": "\($0)"] } ?? [:],
        values: ["account": .text(account.body.name.clipped()), "count": .count(number ?? 0)])
    ])
  }

  /// The account in this transaction; the commit checks its version.
  mutating func account(_ id: RecordID) async throws -> Account {
    guard let account = try await standing(id, version: nil, accounts, pipeline.recentAccounts) else {
      throw Refused([Refusal(.unknownAccount, "account", RefusalPhrase.unknownAccount, ["value": "\(id)"])])
    }
    if accounts[id] == nil { reads[RecordKey(.account, id)] = account.version }
    return account
  }

  mutating func account(_ id: RecordID, version: Int64) async throws -> Account {
    let standing = try await standing(id, version: version, accounts, pipeline.recentAccounts)
    return try expect(version, of: id, standing, accounts)
  }

  private func refuse(before: AccountBody?, after: AccountBody, id: RecordID?) throws {
    do {
      let refusals = AccountRules.refusals(before: before, after: after, lookups: planner.lookups)
      if refusals.isEmpty, after.externalID != before?.externalID { try refuseGivenID(of: after, id: id) }
      guard refusals.isEmpty else { throw Refused(refusals) }
    } catch let refused as Refused {
      throw naming(refused, accounts, id, after.externalID ?? after.name)
    }
  }

  /// Refuses an external id that this transaction gave to another account. Ids of stored accounts are checked on commit, by the
  /// constraint of the field.
  func refuseGivenID(of body: AccountBody, id: RecordID?) throws {
    guard let externalID = body.externalID, let holder = givenIDs[.account]?[externalID], holder != id,
      accounts.current(holder)?.body.externalID == externalID
    else { return }
    throw Refused([.duplicateExternalID(externalID, holder)])
  }

  /// Records that this transaction assigned an external id.
  mutating func noteExternalID(_ externalID: String?, _ kind: RecordKind, _ id: RecordID) {
    if let externalID { givenIDs[kind, default: [:]][externalID] = id }
  }
}

/// The rules for accounts.
enum AccountRules {
  static func refusals(before: AccountBody?, after: AccountBody, lookups: LookupTables) -> [Refusal] {
    var refusals: [Refusal] = []
    if after.name.allSatisfy(\.isWhitespace) { refusals.append(Refusal(.missing, "name", .accountNeedsName)) }
    if let source = after.source, before?.source != source,
      let refusal = lookups.refusal(of: source, "source", .source)
    {
      refusals.append(refusal)
    }
    return refusals
  }
}

extension Refusal {
  /// - Parameter holder: The record with the external id; `nil` if the user may not see it.
  static func duplicateExternalID(_ externalID: String, _ holder: RecordID?) -> Refusal {
    var parameters = ["value": externalID]
    parameters["record"] = holder.map { "\($0)" }
    return Refusal(
      .duplicate, "external_id", holder == nil ? .duplicateExternalID : .duplicateExternalIDOf, parameters)
  }
}
