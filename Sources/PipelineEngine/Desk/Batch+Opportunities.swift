public import PipelinePlugins

extension Batch {
  /// Adds a deal to an account. What is left empty gets its default: the account's name and source, the first stage, the
  /// sales cycle's number of days ahead, the acting person as owner.
  ///
  /// - Throws: ``Refused``, also for an owner whose deals the acting person may not change.
  public mutating func addOpportunity(
    in account: Account, _ fill: (inout OpportunityBody) throws -> Void = { _ in }
  ) async throws -> Opportunity {
    let account = try await self.account(account.id)
    var draft = OpportunityBody()
    try fill(&draft)
    draft.account = account.id
    if let externalID = draft.externalID, !externalID.isEmpty { try await checkExternalID(externalID, of: nil) }
    let body = try planner.planCreation(draft, in: account.body, moment).get()
    if let refusal = gate.refusal(toAdd: body) { throw Refused([refusal]) }
    try becomeCustomerIfWon(account, before: nil, after: body)
    return deals.add(pipeline.environment.makeID(), body)
  }

  /// Edits a deal as it was read. Whoever may change it may also give it to somebody else.
  ///
  /// - Parameter closedOn: The day that it closed, where it is not today.
  /// - Throws: ``Refused``, or a conflict on commit where another change came first.
  public mutating func edit(
    _ deal: Opportunity, closedOn: CivilDate? = nil, _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    try await checkMayChange(deal)
    let deal = deals[deal.id] == nil ? deal : deals.current(deal)
    var draft = deal.body
    try change(&draft)
    if draft.account != deal.body.account { _ = try await account(draft.account) }
    if let externalID = draft.externalID, externalID != deal.body.externalID {
      try await checkExternalID(externalID, of: deal.id)
    }
    var moment = moment
    moment.close(on: closedOn, pipeline.days)
    let body = try planner.planEdit(from: deal.body, to: draft, moment).get()
    if planner.stage(of: body)?.outcome == .won, planner.stage(of: deal.body)?.outcome != .won {
      try becomeCustomerIfWon(try await account(body.account), before: deal.body, after: body)
    }
    return try deals.change(deal, to: body)
  }

  /// Deletes a deal; its journal stays.
  public mutating func delete(_ deal: Opportunity) async throws {
    try await checkMayChange(deal)
    _ = try deals.change(deal, to: deal.body, delete: true)
  }

  /// Adds or updates the entry of a salesperson, found by name.
  public mutating func setSalesperson(
    _ name: String, _ change: (inout SalespersonBody) throws -> Void = { _ in }
  ) async throws -> Salesperson {
    let trimmed = name.allSatisfy(\.isWhitespace)
    guard !trimmed else { throw Refused([Refusal(.missing, "name", RefusalPhrase.personNeedsName)]) }
    if let stored = try await pipeline.store.find(.salesperson, "name", in: [.text(name)]).first {
      let person = Salesperson(
        id: stored.id, version: stored.version, body: try SalespersonBody.fields.decode(stored.cells))
      let current = people.current(person)
      var body = current.body
      try change(&body)
      body.name = name
      return try people.change(current, to: body)
    }
    if let (id, draft) = people.all.first(where: { $1.body.name == name }) {
      var body = draft.body
      try change(&body)
      return try people.change(Record(id: id, version: 1, body: draft.body), to: body)
    }
    var body = SalespersonBody()
    try change(&body)
    body.name = name
    body.createdAt = moment.at
    return people.add(pipeline.environment.makeID(), body)
  }

  /// An account turns from prospect to customer with its first won deal.
  private mutating func becomeCustomerIfWon(
    _ account: Account, before: OpportunityBody?, after: OpportunityBody
  ) throws {
    guard planner.stage(of: after)?.outcome == .won, account.body.standing == .prospect else { return }
    var body = account.body
    body.standing = .customer
    _ = try accounts.change(account, to: body)
  }

  private func checkExternalID(_ externalID: String, of deal: RecordID?) async throws {
    let stored = try await pipeline.store.find(.opportunity, "external_id", in: [.text(externalID)])
    if let holder = stored.first(where: { $0.id != deal }) {
      throw Refused([gate.duplicate(externalID, of: holder.id, try Desk.deal(holder).body)])
    }
    let pending = deals.all.first { $0.0 != deal && $0.1.body.externalID == externalID && !$0.1.isDeleted }
    if let (holder, draft) = pending { throw Refused([gate.duplicate(externalID, of: holder, draft.body)]) }
  }
}
