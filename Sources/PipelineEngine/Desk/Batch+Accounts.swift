public import PipelinePlugins

extension Batch {
  /// Adds an account.
  ///
  /// - Throws: ``Refused``.
  public mutating func addAccount(
    _ name: String, source: String? = nil, _ fill: (inout AccountBody) throws -> Void = { _ in }
  ) async throws -> Account {
    var body = AccountBody()
    body.name = name
    body.source = source
    try fill(&body)
    body.createdAt = moment.at
    if body.externalID?.isEmpty == true { body.externalID = nil }
    var refusals = AccountRules.refusals(before: nil, after: body, lookups: planner.lookups)
    if let externalID = body.externalID, refusals.isEmpty,
      let holder = try await pipeline.store.find(.account, "external_id", in: [.text(externalID)]).first
    {
      refusals.append(.duplicateExternalID(externalID, holder.id))
    }
    guard refusals.isEmpty else { throw Refused(refusals) }
    return accounts.add(pipeline.environment.makeID(), body)
  }

  /// Edits an account as it was read.
  ///
  /// - Throws: ``Refused``, or a conflict on commit where another change came first.
  public mutating func edit(
    _ account: Account, _ change: (inout AccountBody) throws -> Void
  ) async throws -> Account {
    let account = accounts[account.id] == nil ? account : accounts.current(account)
    var body = account.body
    try change(&body)
    if body.externalID?.isEmpty == true { body.externalID = nil }
    var refusals = AccountRules.refusals(before: account.body, after: body, lookups: planner.lookups)
    if let externalID = body.externalID, externalID != account.body.externalID, refusals.isEmpty,
      let holder = try await pipeline.store.find(.account, "external_id", in: [.text(externalID)]).first,
      holder.id != account.id
    {
      refusals.append(.duplicateExternalID(externalID, holder.id))
    }
    guard refusals.isEmpty else { throw Refused(refusals) }
    return try accounts.change(account, to: body)
  }

  /// Deletes an account that has no deals.
  ///
  /// - Throws: ``Refused`` where it has.
  public mutating func delete(_ account: Account) async throws {
    let stored = try await pipeline.store.find(.opportunity, "account", in: [.bytes(account.id.bytes)])
    let remaining = try stored.filter { deals[$0.id]?.isDeleted != true }.map { try Desk.deal($0).body }
    let added = deals.all.filter { $1.base == nil && !$1.isDeleted && $1.body.account == account.id }.map(\.1.body)
    let all = remaining + added
    guard all.isEmpty else {
      // A number would tell how many there are that may not be seen.
      let number = all.allSatisfy { gate.sees($0) } ? all.count : nil
      throw Refused([
        Refusal(
          .inUse, nil, number == nil ? .accountInUseUncounted : .accountInUse, number.map { ["deals": "\($0)"] } ?? [:],
          values: [
            "account": .text(account.body.name.clipped()), "count": .count(number ?? 0),
          ])
      ])
    }
    _ = try accounts.change(account, to: account.body, delete: true)
  }

  /// The account with an identity, as this batch sees it.
  mutating func account(_ id: RecordID) async throws -> Account {
    if let draft = accounts[id], !draft.isDeleted {
      return accounts.current(Account(id: id, version: draft.version, body: draft.body))
    }
    guard let stored = try await pipeline.store.read([RecordKey(.account, id)]).first ?? nil else {
      throw Refused([Refusal(.unknownAccount, "account", RefusalPhrase.unknownAccount, ["value": "\(id)"])])
    }
    readAccounts[id] = stored.version
    return Account(id: id, version: stored.version, body: try AccountBody.fields.decode(stored.cells))
  }
}

/// What holds for every account.
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
  /// - Parameter holder: The record that has it; `nil` where the acting person may not know it.
  static func duplicateExternalID(_ externalID: String, _ holder: RecordID?) -> Refusal {
    var parameters = ["value": externalID]
    parameters["record"] = holder.map { "\($0)" }
    return Refusal(
      .duplicate, "external_id", holder == nil ? .duplicateExternalID : .duplicateExternalIDOf, parameters)
  }
}
