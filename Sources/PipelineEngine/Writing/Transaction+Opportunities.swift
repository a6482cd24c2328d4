public import PipelinePlugins

extension Transaction {
  /// Adds a deal to an account. What is left empty gets its default: the account's name and source, the first stage, the
  /// sales cycle's number of days ahead, the acting person as owner.
  ///
  /// - Throws: ``Refused``, also for an owner whose deals the acting person may not change.
  public nonisolated(nonsending) mutating func addOpportunity(
    in account: Account, _ fill: (inout OpportunityBody) throws -> Void = { _ in }
  ) async throws -> Opportunity {
    if let again = try await replay?.nextCreated(OpportunityBody.fields) { return try seen(again) }
    let account = try await self.account(account.id)
    var draft = OpportunityBody()
    try fill(&draft)
    draft.account = account.id
    let body = try planner.planCreation(draft, in: account.body, moment).get()
    if let externalID = body.externalID { try await checkExternalID(externalID, of: nil) }
    if let refusal = gate.refusal(toAdd: body) { throw Refused([refusal]) }
    let id = pipeline.environment.makeID()
    noteExternalID(body.externalID, .opportunity, id)
    let deal = deals.add(id, body, at: moment.at)
    try await settleStanding(before: nil, after: body)
    return deal
  }

  /// Edits a deal; a copy that is not of the version that stands is a conflict that names both. Of the copy only the identity and
  /// the version count: the closure is given the deal as it stands. Whoever may change it may also give it to somebody else.
  ///
  /// - Parameter closedOn: The day that it closed, where it is not today.
  /// - Throws: ``Refused``, or ``StoreError/conflict(_:)``.
  public nonisolated(nonsending) mutating func edit(
    _ deal: Opportunity, closedOn: CivilDate? = nil, _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    if let replay { return try seen(try await replay.record(OpportunityBody.fields, deal.id)) }
    return try await plan(try await changeable(deal), closedOn, change)
  }

  /// Edits a deal as it stands.
  ///
  /// - Throws: ``NotFound`` where there is none that the acting person may see, or ``Refused``.
  public nonisolated(nonsending) mutating func edit(
    _ id: RecordID, closedOn: CivilDate? = nil, _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    if let replay { return try seen(try await replay.record(OpportunityBody.fields, id)) }
    let standing = try await standing(id, version: nil, deals, pipeline.recentDeals)
    guard let deal = standing.flatMap(gate.seen) else { throw NotFound(kind: .opportunity, key: "\(id)") }
    if let refusal = gate.refusal(toChange: deal.body) { throw Refused([refusal]) }
    return try await plan(deal, closedOn, change)
  }

  /// Deletes a deal; its journal stays.
  ///
  /// - Throws: ``Refused``, or ``StoreError/conflict(_:)``.
  public mutating func delete(_ deal: Opportunity) async throws {
    if replay != nil { return }
    let standing = try await changeable(deal)
    deals.delete(standing)
    try await settleStanding(before: standing.body, after: nil)
  }

  /// What an edit makes of a deal as it stands.
  private nonisolated(nonsending) mutating func plan(
    _ standing: Opportunity, _ closedOn: CivilDate?, _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    let before = standing.body
    var draft = before
    try change(&draft)
    if draft.account != before.account { _ = try await account(draft.account) }
    var moment = moment
    moment.stateClosing(on: closedOn, pipeline.days)
    let body = try planner.planEdit(from: before, to: draft, moment).get()
    if let externalID = body.externalID, externalID != before.externalID {
      try await checkExternalID(externalID, of: standing.id)
    }
    noteExternalID(body.externalID, .opportunity, standing.id)
    let deal = deals.change(standing, to: body, at: moment.at)
    try await settleStanding(before: before, after: body)
    return deal
  }

  /// A deal as it stands, of the version that a caller's copy has and which the acting person may change.
  ///
  /// Whose deal it is cannot change in between: on commit the same version must stand.
  /// - Throws: ``Refused`` where the deal may be seen, but not changed; else the conflict that a deal which does not exist gives.
  func changeable(_ deal: Opportunity) async throws -> Opportunity {
    let standing = try await standing(deal.id, version: deal.version, deals, pipeline.recentDeals)
    let seen = standing.flatMap(gate.seen)
    if let seen, let refusal = gate.refusal(toChange: seen.body) { throw Refused([refusal]) }
    return try expect(deal.version, of: deal.id, seen, deals)
  }

  /// A deal of a repeated operation, where it may be seen.
  private func seen(_ deal: Opportunity) throws -> Opportunity {
    guard let seen = gate.seen(deal) else { throw NotFound(kind: .opportunity, key: "\(deal.id)") }
    return seen
  }

  func checkExternalID(_ externalID: String, of deal: RecordID?) async throws {
    let stored = try await pipeline.store.find(.opportunity, "external_id", in: StoredText.keys(externalID))
    if let holder = stored.first(where: { $0.id != deal && deals[$0.id] == nil }) {
      throw Refused([gate.duplicate(externalID, of: holder.id, try Desk.deal(holder).body)])
    }
    let given = stored.map(\.id) + [givenIDs[.opportunity]?[externalID]].compactMap { $0 }
    let pending = given.lazy.filter { $0 != deal }.compactMap { [deals] in deals.current($0) }
    if let holder = pending.first(where: { $0.body.externalID == externalID }) {
      throw Refused([gate.duplicate(externalID, of: holder.id, holder.body)])
    }
  }
}
