import PipelinePlugins

/// Plans a bulk load's deals, in pieces on all cores; the same answer whatever their number.
struct BulkPlanner: Sendable {
  let planner: Planner
  let moment: PlanningMoment
  let days: CivilDays
  let load: BulkLoad
  /// The accounts that deals name, new and known.
  let accounts: [RecordID: AccountBody]
  /// The deals that exist already, by external id.
  let known: [String: Opportunity]
  let gate: Gate

  /// What becomes of a deal.
  enum Outcome: Sendable {
    case create([FieldValue], account: RecordID, isWon: Bool)
    case update(Opportunity, [CellChange], account: RecordID, isWon: Bool)
    case unchanged
    case refused([Refusal])
  }

  /// One outcome a deal, in order.
  func outcomes(_ progress: @Sendable (Int) -> Void) async -> [Outcome] {
    let pieces = stride(from: 0, to: load.deals.count, by: Self.piece).map {
      $0..<min($0 + Self.piece, load.deals.count)
    }
    var results = [[Outcome]](repeating: [], count: pieces.count)
    var done = 0
    await withTaskGroup(of: (Int, [Outcome]).self) { group in
      for (index, piece) in pieces.enumerated() {
        group.addTask { (index, piece.map { outcome(of: load.deals[$0]) }) }
      }
      for await (index, outcomes) in group {
        results[index] = outcomes
        done += outcomes.count
        progress(done)
      }
    }
    return Array(results.joined())
  }

  private static let piece = 4096

  private func outcome(of deal: BulkDeal) -> Outcome {
    var moment = moment
    moment.close(on: deal.closedOn, days)
    moment.createdAt = deal.createdAt
    moment.defaultsCloseDate = load.defaultsCloseDate
    if let externalID = deal.body.externalID, let standing = known[externalID] {
      guard gate.sees(standing.body) else { return .refused([.duplicateExternalID(externalID, nil)]) }
      return update(standing, deal, moment)
    }
    guard let account = accounts[deal.body.account] else { return .refused([unknown(deal.body.account)]) }
    switch planner.planCreation(deal.body, in: account, moment) {
    case .failure(let refused): return .refused(refused.refusals)
    case .success(let body):
      if let refusal = gate.refusal(toAdd: body) { return .refused([refusal]) }
      return .create(
        OpportunityBody.fields.encode(body), account: body.account, isWon: planner.stage(of: body)?.outcome == .won)
    }
  }

  private func update(_ standing: Opportunity, _ deal: BulkDeal, _ moment: PlanningMoment) -> Outcome {
    var body = standing.body
    for name in load.givenFields {
      guard let field = OpportunityBody.fields[name] else { continue }
      _ = field.set(&body, field.get(deal.body))
    }
    if accounts[body.account] == nil { return .refused([unknown(body.account)]) }
    switch planner.planEdit(from: standing.body, to: body, moment) {
    case .failure(let refused): return .refused(refused.refusals)
    case .success(let planned):
      let changes = OpportunityBody.fields.diff(standing.body, planned)
      guard !changes.isEmpty else { return .unchanged }
      if let refusal = gate.refusal(toChange: standing.body) { return .refused([refusal]) }
      let edit = RecordEdit(
        kind: .opportunity, createdAt: standing.body.createdAt, at: moment.at, author: moment.author)
      return .update(
        standing, planner.cellChanges(changes, of: edit), account: planned.account,
        isWon: planner.stage(of: planned)?.outcome == .won)
    }
  }

  private func unknown(_ account: RecordID) -> Refusal {
    Refusal(.unknownAccount, "account", .unknownAccount, ["value": "\(account)"])
  }
}
