public import PipelinePlugins

extension Transaction {
  /// Closes a deal: its sales cycle's stage with that outcome, or the one named.
  ///
  /// - Parameters:
  ///   - closedOn: The day that it closed, where it is not today.
  ///   - change: More to set at once, such as the loss reason.
  /// - Throws: ``Refused`` where the sales cycle has no such stage.
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

  /// Opens a closed deal again: in the status named, or the first open one that its present status leads to.
  ///
  /// - Throws: ``Refused`` where the sales cycle does not lead back.
  public mutating func reopen(_ deal: Opportunity, to status: String? = nil) async throws -> Opportunity {
    let planner = planner
    return try await edit(deal) { body in
      let next = planner.stage(of: body)?.next
      body.status = try planner.stage(for: body, status, .open) {
        $0.outcome == .open && (status != nil || next?.contains($0.key) ?? true)
      }
    }
  }
}

extension Planner {
  /// The key of a stage of a deal's sales cycle: the one named, or the first, among those that fit.
  fileprivate func stage(
    for deal: OpportunityBody, _ status: String?, _ wanted: Outcome, _ fits: (Stage) -> Bool
  ) throws -> String {
    let stages = cycle(deal.cycle)?.stages ?? []
    if let stage = stages.first(where: { (status == nil || $0.key == status) && fits($0) }) { return stage.key }
    throw Refused([
      Refusal(
        .unknownStage, "status", status == nil ? .noOutcome : .noSuchOutcome,
        ["value": status ?? "", "outcome": wanted.rawValue, "cycle": deal.cycle],
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
