public import PipelinePlugins

extension Transaction {
  /// Adds a deal like another one, which starts anew: it has the account, the name, the sales cycle, the source, the
  /// competitor, the description, the owner, the currency and what is sold; the stage, dates, probability, forecast and
  /// external id are those of a new deal.
  ///
  /// - Parameter change: Sets other fields, such as the name or the account of the new deal.
  /// - Throws: ``NotFound`` if the acting user may not see the deal; ``Refused`` for violated rules.
  public nonisolated(nonsending) mutating func clone(
    _ deal: Opportunity, _ change: (inout OpportunityBody) throws -> Void = { _ in }
  ) async throws -> Opportunity {
    if let again = try await replay?.nextCreated(OpportunityBody.fields) { return again }
    let standing = try await standing(deal.id, version: nil, deals, pipeline.recentDeals)
    guard let model = standing.flatMap(permissions.seen) else {
      throw NotFound(kind: .opportunity, key: "\(deal.id)")
    }
    var draft = model.body.startedAnew
    draft.account = model.body.account
    // A new deal cannot have an entry that was retired since.
    draft.source = planner.lookups.usable(draft.source, .source)
    draft.competitor = planner.lookups.usable(draft.competitor, .competitor)
    do { try change(&draft) } catch let refused as Refused {
      throw naming(refused, deals, nil, draft.externalID ?? draft.name)
    }
    let wanted = draft
    return try await addOpportunity(in: try await account(draft.account)) { $0 = wanted }
  }
}

extension OpportunityBody {
  /// A new deal about the same.
  fileprivate var startedAnew: OpportunityBody {
    var body = OpportunityBody()
    body.name = name
    body.cycle = cycle
    body.source = source
    body.competitor = competitor
    body.description = description
    body.owner = owner
    body.currency = currency
    if lines.isEmpty { body.statedAmount = statedAmount } else { body.lines = lines }
    return body
  }
}

extension Desk {
  /// Adds a deal like another one, which starts anew, such as a renewal: see
  /// ``Transaction/clone(_:_:)``.
  ///
  ///     let renewal = try await desk.clone(deal) { $0.name = "Acme 2027" }
  ///
  /// - Parameters:
  ///   - operation: An id that makes the command idempotent.
  ///   - change: Sets other fields of the new deal.
  /// - Throws: ``NotFound`` if the acting user may not see the deal; ``Refused`` for violated rules.
  public nonisolated(nonsending) func clone(
    _ deal: Opportunity, operation: RecordID? = nil, _ change: (inout OpportunityBody) throws -> Void = { _ in }
  ) async throws -> Opportunity {
    try await pipeline.retrying(by: user, operation: operation, overlaps: true) { try await $0.clone(deal, change) }
  }
}
