public import PipelinePlugins

extension Transaction {
  /// Adds a deal to an account. Empty fields get their defaults: the account's name and source, the first stage, the
  /// close date of the sales cycle, the acting user as owner.
  ///
  /// - Throws: ``Refused`` for violated rules, also for an owner whose deals the acting user may not change.
  public nonisolated(nonsending) mutating func addOpportunity(
    in account: Account, _ fill: (inout OpportunityBody) throws -> Void = { _ in }
  ) async throws -> Opportunity {
    if let again = try await replay?.nextCreated(OpportunityBody.fields) { return try seen(again) }
    var draft = OpportunityBody()
    do {
      let account = try await self.account(account.id)
      try fill(&draft)
      OpportunityBody.fields.keepSystemFields(of: nil, in: &draft)
      draft.account = account.id
      return try await add(draft, in: account)
    } catch let refused as Refused {
      throw naming(refused, deals, nil, draft.externalID ?? draft.name)
    }
  }

  /// Edits the version of a deal that the caller has read. Of the copy only the identity and the version are used: the
  /// closure gets the deal as stored. The owner may be changed to any salesperson.
  ///
  /// - Parameter closedOn: The closing date, if the edit closes the deal on another day than today.
  /// - Throws: ``Refused`` for violated rules; ``StoreError/conflict(_:)`` with both versions if the deal was changed
  ///   after the copy was read.
  public nonisolated(nonsending) mutating func edit(
    _ deal: Opportunity, closedOn: CivilDate? = nil, _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    if let replay { return try seen(try await replay.record(OpportunityBody.fields, deal.id)) }
    do { return try await plan(try await changeable(deal), closedOn, change) } catch let refused as Refused {
      throw naming(refused, deals, deal.id, deal.body.externalID ?? deal.body.name)
    }
  }

  /// Edits the current version of a deal.
  ///
  /// - Throws: ``NotFound`` if it does not exist or the acting user may not see it; ``Refused`` for violated rules.
  public nonisolated(nonsending) mutating func edit(
    _ id: RecordID, closedOn: CivilDate? = nil, _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    if let replay { return try seen(try await replay.record(OpportunityBody.fields, id)) }
    let standing = try await standing(id, version: nil, deals, pipeline.recentDeals)
    guard let deal = standing.flatMap(permissions.seen) else { throw NotFound(kind: .opportunity, key: "\(id)") }
    do {
      if let refusal = permissions.refusal(toChange: deal.body) { throw Refused([refusal]) }
      return try await plan(deal, closedOn, change)
    } catch let refused as Refused {
      throw naming(refused, deals, id, deal.body.externalID ?? deal.body.name)
    }
  }

  /// Deletes a deal; its journal is kept.
  ///
  /// - Throws: ``Refused`` if the acting user may not change it; ``StoreError/conflict(_:)`` if it was changed after
  ///   the copy was read.
  public mutating func delete(_ deal: Opportunity) async throws {
    if replay != nil { return }
    do {
      let standing = try await changeable(deal)
      deals.delete(standing)
      try await settleStanding(before: standing.body, after: nil)
    } catch let refused as Refused {
      throw naming(refused, deals, deal.id, deal.body.externalID ?? deal.body.name)
    }
  }

  /// What a draft becomes.
  private mutating func add(_ draft: OpportunityBody, in account: Account) async throws -> Opportunity {
    var draft = draft
    planner.fillListPrices(&draft, over: nil)
    let body = try planner.planCreation(draft, in: account.body, moment).get()
    try giveExternalID(body.externalID, to: nil)
    if let refusal = permissions.refusal(toAdd: body) { throw Refused([refusal]) }
    let id = pipeline.environment.makeID()
    noteExternalID(body.externalID, .opportunity, id)
    let deal = deals.add(id, body, at: moment.at)
    try await settleStanding(before: nil, after: body)
    return deal
  }

  /// Plans an edit of the current version of a deal.
  private nonisolated(nonsending) mutating func plan(
    _ standing: Opportunity, _ closedOn: CivilDate?, _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    let before = standing.body
    var draft = before
    try change(&draft)
    OpportunityBody.fields.keepSystemFields(of: before, in: &draft)
    if draft.account != before.account { _ = try await account(draft.account) }
    planner.fillListPrices(&draft, over: before)
    var moment = moment
    moment.stateClosing(on: closedOn, pipeline.days)
    let body = try planner.planEdit(from: before, to: draft, moment).get()
    if body.externalID != before.externalID { try giveExternalID(body.externalID, to: standing.id) }
    noteExternalID(body.externalID, .opportunity, standing.id)
    let deal = deals.change(standing, to: body, at: moment.at)
    try await settleStanding(before: before, after: body)
    return deal
  }

  /// The current version of a deal, if the copy has it and the acting user may change the deal.
  ///
  /// The owner cannot change before the commit, which checks the version.
  /// - Throws: ``Refused`` if the deal is visible but may not be changed; else the same conflict as for a deal that
  ///   does not exist.
  mutating func changeable(_ deal: Opportunity) async throws -> Opportunity {
    let standing = try await standing(deal.id, version: deal.version, deals, pipeline.recentDeals)
    let seen = standing.flatMap(permissions.seen)
    if let seen, let refusal = permissions.refusal(toChange: seen.body) { throw Refused([refusal]) }
    return try expect(deal.version, of: deal.id, seen, deals)
  }

  /// A deal of a repeated operation, if it is visible.
  private func seen(_ deal: Opportunity) throws -> Opportunity {
    guard let seen = permissions.seen(deal) else { throw NotFound(kind: .opportunity, key: "\(deal.id)") }
    return seen
  }

  /// Refuses an external id that this transaction gave to another deal. Ids of stored deals are checked on commit, by the
  /// constraint of the field, so that a new deal needs no query of its own.
  func giveExternalID(_ externalID: String?, to deal: RecordID?) throws {
    guard let externalID, let given = givenIDs[.opportunity]?[externalID], given != deal,
      let holder = deals.current(given), holder.body.externalID == externalID
    else { return }
    throw Refused([permissions.duplicate(externalID, of: holder.id, holder.body)])
  }
}
