public import PipelinePlugins

extension Transaction {
  /// Closes a deal: moves it to the stage of its sales cycle with that outcome, or to the given one.
  ///
  /// - Parameters:
  ///   - closedOn: The closing date, if it is not today.
  ///   - change: Sets other fields in the same edit, such as the loss reason.
  /// - Throws: ``Refused`` if the sales cycle has no such stage, or for other violated rules.
  public nonisolated(nonsending) mutating func close(
    _ deal: Opportunity, as outcome: Outcome, status: String? = nil, closedOn: CivilDate? = nil,
    _ change: (inout OpportunityBody) throws -> Void = { _ in }
  ) async throws -> Opportunity {
    let planner = planner
    return try await edit(deal, closedOn: closedOn) { body in
      try change(&body)
      body.status = try planner.stage(for: body, status, outcome) { $0.outcome == outcome && outcome.isClosed }
    }
  }

  /// Reopens a closed deal: moves it to the given stage, or to the first open one that `next` of its current stage
  /// allows.
  ///
  /// - Throws: ``Refused`` if the deal is open, or the sales cycle does not allow it.
  public mutating func reopen(_ deal: Opportunity, to status: String? = nil) async throws -> Opportunity {
    let planner = planner
    return try await edit(deal) { body in
      if let stage = planner.stage(of: body), !stage.outcome.isClosed {
        throw Refused([
          Refusal(
            .stageNotAllowed, "status", .notClosed, ["status": stage.key], values: ["status": .label(stage.label)])
        ])
      }
      let next = planner.stage(of: body)?.next
      body.status = try planner.stage(for: body, status, .open) {
        $0.outcome == .open && (status != nil || next?.contains($0.key) ?? true)
      }
    }
  }
}

extension Planner {
  /// The key of the given stage, or of the first matching one, of a deal's sales cycle.
  fileprivate func stage(
    for deal: OpportunityBody, _ status: String?, _ wanted: Outcome, _ fits: (Stage) -> Bool
  ) throws -> String {
    let stages = cycle(deal.cycle)?.stages ?? []
    if let stage = stages.first(where: { (status == nil || $0.key == status) && fits($0) }) { return stage.key }
    let near = status.flatMap { nearest($0, in: stages.filter(fits).map(\.key)) }
    throw Refused([
      Refusal(
        .unknownStage, "status",
        status == nil ? .noOutcome : near == nil ? .noSuchOutcome : .noSuchOutcomeNear,
        ["value": status ?? "", "outcome": wanted.rawValue, "cycle": deal.cycle].with(near: near),
        values: ["outcome": .label(LocalizedText(wanted.phrase))])
    ])
  }
}

extension Outcome {
  fileprivate var phrase: RefusalPhrase {
    switch self {
    case .open: .open
    case .won: .won
    case .lost: .lost
    }
  }
}
