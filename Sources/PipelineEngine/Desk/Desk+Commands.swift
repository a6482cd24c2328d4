public import PipelinePlugins

extension Desk {
  /// Adds an account.
  public func addAccount(
    _ name: String, source: String? = nil, _ fill: (inout AccountBody) throws -> Void = { _ in }
  ) async throws -> Account {
    try await together { try await $0.addAccount(name, source: source, fill) }
  }

  /// Edits an account as it was read; a stale copy is a conflict that names both versions.
  public func edit(_ account: Account, _ change: (inout AccountBody) throws -> Void) async throws -> Account {
    try await together { try await $0.edit(account, change) }
  }

  /// Deletes an account that has no deals.
  public func delete(_ account: Account) async throws {
    try await together { try await $0.delete(account) }
  }

  /// Adds a deal to an account; what is left empty gets its default.
  public func addOpportunity(
    in account: Account, _ fill: (inout OpportunityBody) throws -> Void = { _ in }
  ) async throws -> Opportunity {
    try await retrying { try await $0.addOpportunity(in: account, fill) }
  }

  /// Edits a deal as it was read; a stale copy is a conflict that names both versions.
  ///
  /// - Parameter closedOn: The day that it closed, where it is not today.
  public func edit(
    _ deal: Opportunity, closedOn: CivilDate? = nil, _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    try await together { try await $0.edit(deal, closedOn: closedOn, change) }
  }

  /// Edits a deal as it stands, again where another change comes first.
  public func edit(
    _ id: RecordID, closedOn: CivilDate? = nil, _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    try await retrying { batch in
      let deal = try await self.opportunity(id)
      return try await batch.edit(deal, closedOn: closedOn, change)
    }
  }

  /// Moves a deal to another status.
  public func changeStatus(of deal: Opportunity, to status: String) async throws -> Opportunity {
    try await edit(deal) { $0.status = status }
  }

  /// Closes a deal: its sales cycle's stage with that outcome, or the one named.
  ///
  /// - Parameters:
  ///   - closedOn: The day that it closed, where it is not today.
  ///   - change: More to set at once, such as the loss reason.
  /// - Throws: ``Refused`` where the sales cycle has no such stage.
  public func close(
    _ deal: Opportunity, as outcome: Outcome, status: String? = nil, closedOn: CivilDate? = nil,
    _ change: (inout OpportunityBody) throws -> Void = { _ in }
  ) async throws -> Opportunity {
    let target = try await stage(for: deal, status, outcome) { $0.outcome == outcome && outcome.isClosed }
    return try await edit(deal, closedOn: closedOn) {
      try change(&$0)
      $0.status = target
    }
  }

  /// Opens a closed deal again: in the status named, or the first open one that its present status leads to.
  ///
  /// - Throws: ``Refused`` where the sales cycle does not lead back.
  public func reopen(_ deal: Opportunity, to status: String? = nil) async throws -> Opportunity {
    let planner = try await pipeline.lookups.planner()
    let next = planner.stage(of: deal.body)?.next
    let target = try await stage(for: deal, status, .open) {
      $0.outcome == .open && (status != nil || next?.contains($0.key) ?? true)
    }
    return try await edit(deal) { $0.status = target }
  }

  /// Deletes a deal; its journal stays.
  public func delete(_ deal: Opportunity) async throws {
    try await together { try await $0.delete(deal) }
  }

  private func stage(
    for deal: Opportunity, _ status: String?, _ wanted: Outcome, _ fits: (Stage) -> Bool
  ) async throws -> String {
    let planner = try await pipeline.lookups.planner()
    let stages = planner.cycle(deal.body.cycle)?.stages ?? []
    if let stage = stages.first(where: { (status == nil || $0.key == status) && fits($0) }) { return stage.key }
    throw Refused([
      Refusal(
        .unknownStage, "status", status == nil ? .noOutcome : .noSuchOutcome,
        ["value": status ?? "", "outcome": wanted.rawValue, "cycle": deal.body.cycle],
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
