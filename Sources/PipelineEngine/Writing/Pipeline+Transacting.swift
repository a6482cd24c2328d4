import PipelinePlugins

extension Pipeline {
  /// Runs a closure with a transaction, alone, and commits its changes.
  ///
  /// - Parameters:
  ///   - author: The author in the journal.
  ///   - grant: The author's permissions; `nil` to ask the access policy.
  ///   - operation: The caller's idempotency id. If it was committed before, nothing is written, and the closure runs
  ///     with the records as the operation left them.
  ///   - isBatch: Whether refusals name the record that they are about.
  nonisolated(nonsending) func transact<Result: Sendable>(
    by author: String, granted grant: AccessGrant? = nil, operation: RecordID? = nil, isBatch: Bool = false,
    _ work: nonisolated(nonsending) (inout Transaction) async throws -> Result
  ) async throws -> Result {
    guard !author.isEmpty else { throw Refused([Refusal(.missing, nil, RefusalPhrase.nobodyActs)]) }
    return try await turns.take {
      while true {
        let planner = try await lookups.planner()
        let permissions =
          if let grant { Permissions(person: author, grant) } else { try await self.permissions(of: author) }
        var transaction = Transaction(
          pipeline: self, planner: planner, moment: moment(for: author), permissions: permissions,
          operation: operation ?? environment.makeID())
        transaction.isBatch = isBatch
        if let operation { transaction.replay = try await Replay(operation, of: author, store) }
        let result = try await work(&transaction)
        if transaction.replay != nil { return result }
        if try await transaction.commit(remembering: operation != nil) { return result }
        // Another process committed the operation in the meantime: its records are the result.
      }
    }
  }

  /// Runs a closure that reads the records that it changes, and repeats it after a conflict with another process, a
  /// bounded number of times with increasing pauses.
  nonisolated(nonsending) func retrying<Result: Sendable>(
    by author: String, operation: RecordID? = nil,
    _ work: nonisolated(nonsending) (inout Transaction) async throws -> Result
  ) async throws -> Result {
    for attempt in 0..<Self.attempts {
      do { return try await transact(by: author, operation: operation, work) } catch StoreError.conflict {
        try await Task.sleep(for: .milliseconds(1 << min(attempt, 6)))
      }
    }
    return try await transact(by: author, operation: operation, work)
  }

  private static let attempts = 12
}
