public import PipelinePlugins

extension Desk {
  /// Adds an account.
  ///
  /// - Parameter operation: The command's identity where it may be repeated: the same one again has one effect and gives the same
  ///   account, across restarts too.
  public nonisolated(nonsending) func addAccount(
    _ name: String, source: String? = nil, operation: RecordID? = nil,
    _ fill: (inout AccountBody) throws -> Void = { _ in }
  ) async throws -> Account {
    try await together(operation: operation) { try await $0.addAccount(name, source: source, fill) }
  }

  /// Edits an account; a copy that is not of the version that stands is a conflict that names both.
  ///
  /// - Parameter operation: The command's identity where it may be repeated.
  public nonisolated(nonsending) func edit(
    _ account: Account, operation: RecordID? = nil, _ change: (inout AccountBody) throws -> Void
  ) async throws -> Account {
    try await together(operation: operation) { try await $0.edit(account, change) }
  }

  /// Deletes an account that has no deals. ``restoreAccount(_:operation:)`` brings it back.
  ///
  /// - Parameter operation: The command's identity where it may be repeated.
  public func delete(_ account: Account, operation: RecordID? = nil) async throws {
    try await together(operation: operation) { try await $0.delete(account) }
  }

  /// Adds a deal to an account; what is left empty gets its default.
  ///
  /// - Parameter operation: The command's identity where it may be repeated: the same one again has one effect and gives the same
  ///   deal, across restarts too.
  public nonisolated(nonsending) func addOpportunity(
    in account: Account, operation: RecordID? = nil, _ fill: (inout OpportunityBody) throws -> Void = { _ in }
  ) async throws -> Opportunity {
    try await pipeline.retrying(by: user, operation: operation) { try await $0.addOpportunity(in: account, fill) }
  }

  /// Edits a deal; a copy that is not of the version that stands is a conflict that names both. Of the copy only the identity and
  /// the version count: the closure is given the deal as it stands.
  ///
  /// - Parameters:
  ///   - closedOn: The day that it closed, where it is not today.
  ///   - operation: The command's identity where it may be repeated.
  public nonisolated(nonsending) func edit(
    _ deal: Opportunity, closedOn: CivilDate? = nil, operation: RecordID? = nil,
    _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    try await together(operation: operation) { try await $0.edit(deal, closedOn: closedOn, change) }
  }

  /// Edits a deal as it stands. Edits of one pipeline are made one after the other, in the order in which they were asked for, so
  /// that none is lost and none fails for another; where another process came first, the closure runs again.
  ///
  /// - Parameters:
  ///   - closedOn: The day that it closed, where it is not today.
  ///   - operation: The command's identity where it may be repeated.
  public nonisolated(nonsending) func edit(
    _ id: RecordID, closedOn: CivilDate? = nil, operation: RecordID? = nil,
    _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    try await pipeline.retrying(by: user, operation: operation) { try await $0.edit(id, closedOn: closedOn, change) }
  }

  /// Moves a deal to another status.
  ///
  /// - Parameter operation: The command's identity where it may be repeated.
  public func changeStatus(
    of deal: Opportunity, to status: String, operation: RecordID? = nil
  ) async throws -> Opportunity {
    try await edit(deal, operation: operation) { $0.status = status }
  }

  /// Closes a deal: its sales cycle's stage with that outcome, or the one named.
  ///
  /// - Parameters:
  ///   - closedOn: The day that it closed, where it is not today.
  ///   - operation: The command's identity where it may be repeated.
  ///   - change: More to set at once, such as the loss reason.
  /// - Throws: ``Refused`` where the sales cycle has no such stage.
  public nonisolated(nonsending) func close(
    _ deal: Opportunity, as outcome: Outcome, status: String? = nil, closedOn: CivilDate? = nil,
    operation: RecordID? = nil, _ change: (inout OpportunityBody) throws -> Void = { _ in }
  ) async throws -> Opportunity {
    try await together(operation: operation) {
      try await $0.close(deal, as: outcome, status: status, closedOn: closedOn, change)
    }
  }

  /// Opens a closed deal again: in the status named, or the first open one that its present status leads to.
  ///
  /// - Parameter operation: The command's identity where it may be repeated.
  /// - Throws: ``Refused`` where the sales cycle does not lead back.
  public func reopen(
    _ deal: Opportunity, to status: String? = nil, operation: RecordID? = nil
  ) async throws -> Opportunity {
    try await together(operation: operation) { try await $0.reopen(deal, to: status) }
  }

  /// Deletes a deal; its journal stays. ``restore(_:operation:)`` brings it back.
  ///
  /// - Parameter operation: The command's identity where it may be repeated.
  public func delete(_ deal: Opportunity, operation: RecordID? = nil) async throws {
    try await together(operation: operation) { try await $0.delete(deal) }
  }
}
