public import PipelinePlugins

extension Desk {
  /// Adds an account.
  ///
  /// - Parameter operation: An id that makes the command idempotent: repeating it with the same id has no second effect
  ///   and returns the same account, also after a restart.
  /// - Throws: ``Refused`` for violated rules, ``OperationTaken``, or ``StoreError``.
  public nonisolated(nonsending) func addAccount(
    _ name: String, source: String? = nil, operation: RecordID? = nil,
    _ fill: (inout AccountBody) throws -> Void = { _ in }
  ) async throws -> Account {
    try await pipeline.transact(by: user, operation: operation, overlaps: true) {
      try await $0.addAccount(name, source: source, fill)
    }
  }

  /// Edits an account. Of the copy only the identity and the version are used.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``StoreError/conflict(_:)`` with both versions if the account was changed after the copy was read;
  ///   ``Refused`` for violated rules.
  public nonisolated(nonsending) func edit(
    _ account: Account, operation: RecordID? = nil, _ change: (inout AccountBody) throws -> Void
  ) async throws -> Account {
    try await pipeline.transact(by: user, operation: operation, overlaps: true) { try await $0.edit(account, change) }
  }

  /// Deletes an account without deals. ``restoreAccount(_:operation:)`` restores it.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` if the account has deals, ``StoreError/conflict(_:)`` if it was changed after the copy was
  ///   read.
  public func delete(_ account: Account, operation: RecordID? = nil) async throws {
    try await pipeline.transact(by: user, operation: operation, overlaps: true) { try await $0.delete(account) }
  }

  /// Adds a deal to an account. Fields that the closure leaves empty get their defaults.
  ///
  ///     let deal = try await desk.addOpportunity(in: acme) {
  ///       $0.lines = [.init(product: "gtx-pro", quantity: 3, unitPrice: "4821.00")]
  ///     }
  ///
  /// - Parameter operation: An id that makes the command idempotent: repeating it with the same id has no second effect
  ///   and returns the same deal, also after a restart.
  /// - Throws: ``Refused`` with all violated rules, ``OperationTaken``, or ``StoreError``.
  public nonisolated(nonsending) func addOpportunity(
    in account: Account, operation: RecordID? = nil, _ fill: (inout OpportunityBody) throws -> Void = { _ in }
  ) async throws -> Opportunity {
    try await pipeline.retrying(by: user, operation: operation, overlaps: true) {
      try await $0.addOpportunity(in: account, fill)
    }
  }

  /// Edits the version of a deal that the caller has read. Of the copy only the identity and the version are used: the
  /// closure gets the deal as stored.
  ///
  ///     let deal = try await desk.edit(deal) { $0.nextStep = "Send the contract" }
  ///
  /// - Parameters:
  ///   - closedOn: The closing date, if the edit closes the deal on another day than today.
  ///   - operation: An id that makes the command idempotent.
  /// - Throws: ``StoreError/conflict(_:)`` with both versions if the deal was changed after the copy was read;
  ///   ``Refused`` with all violated rules.
  public nonisolated(nonsending) func edit(
    _ deal: Opportunity, closedOn: CivilDate? = nil, operation: RecordID? = nil,
    _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    try await pipeline.transact(by: user, operation: operation, overlaps: true) {
      try await $0.edit(deal, closedOn: closedOn, change)
    }
  }

  /// Edits the current version of a deal. The edits of one pipeline run one at a time, in the order of the calls, so
  /// that none is lost and none conflicts with another. The closure runs again if the edit is refused, or another
  /// process changed the deal: the first time, the deal may be as this pipeline saw it last.
  ///
  /// - Parameters:
  ///   - closedOn: The closing date, if the edit closes the deal on another day than today.
  ///   - operation: An id that makes the command idempotent.
  /// - Throws: ``NotFound``, or ``Refused`` with all violated rules.
  public nonisolated(nonsending) func edit(
    _ id: RecordID, closedOn: CivilDate? = nil, operation: RecordID? = nil,
    _ change: (inout OpportunityBody) throws -> Void
  ) async throws -> Opportunity {
    try await pipeline.retrying(by: user, operation: operation, overlaps: true) {
      try await $0.edit(id, closedOn: closedOn, change)
    }
  }

  /// Moves a deal to another stage.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` if the stage cannot be reached or misses required fields; ``StoreError/conflict(_:)`` if the
  ///   deal was changed after the copy was read.
  public func changeStatus(
    of deal: Opportunity, to status: String, operation: RecordID? = nil
  ) async throws -> Opportunity {
    try await edit(deal, operation: operation) { $0.status = status }
  }

  /// Closes a deal: moves it to the stage of its sales cycle with that outcome, or to the given one.
  ///
  /// - Parameters:
  ///   - status: The stage, if the sales cycle has several with the outcome.
  ///   - closedOn: The closing date, if it is not today.
  ///   - operation: An id that makes the command idempotent.
  ///   - change: Sets other fields in the same edit, such as the loss reason.
  /// - Throws: ``Refused`` if the sales cycle has no such stage, or for other violated rules.
  public nonisolated(nonsending) func close(
    _ deal: Opportunity, as outcome: Outcome, status: String? = nil, closedOn: CivilDate? = nil,
    operation: RecordID? = nil, _ change: (inout OpportunityBody) throws -> Void = { _ in }
  ) async throws -> Opportunity {
    try await pipeline.transact(by: user, operation: operation, overlaps: true) {
      try await $0.close(deal, as: outcome, status: status, closedOn: closedOn, change)
    }
  }

  /// Reopens a closed deal: moves it to the given stage, or to the first open one that `next` of its current stage
  /// allows.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` if the deal is open, or the sales cycle does not allow it.
  public func reopen(
    _ deal: Opportunity, to status: String? = nil, operation: RecordID? = nil
  ) async throws -> Opportunity {
    try await pipeline.transact(by: user, operation: operation, overlaps: true) {
      try await $0.reopen(deal, to: status)
    }
  }

  /// Deletes a deal; its journal is kept. ``restore(_:operation:)`` restores it.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``StoreError/conflict(_:)`` if the deal was changed after the copy was read; ``Refused`` if the acting
  ///   user may not change it.
  public func delete(_ deal: Opportunity, operation: RecordID? = nil) async throws {
    try await pipeline.transact(by: user, operation: operation, overlaps: true) { try await $0.delete(deal) }
  }
}
