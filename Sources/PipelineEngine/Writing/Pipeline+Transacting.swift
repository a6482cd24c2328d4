import PipelinePlugins
import PipelineTelemetry

extension Pipeline {
  /// Runs a closure with a transaction, alone, and commits its changes.
  ///
  /// - Parameters:
  ///   - author: The author in the journal.
  ///   - grant: The author's permissions; `nil` to ask the access policy.
  ///   - operation: The caller's idempotency id. If it was committed before, nothing is written, and the closure runs
  ///     with the records as the operation left them.
  ///   - isBatch: Whether refusals name the record that they are about.
  ///   - trustsCache: Whether records that are read by identity alone may come from the cache. If the closure then
  ///     throws, it runs again with what the store holds; if one of them was outdated, the commit is a conflict.
  ///   - overlaps: Whether the transaction starts, and the next one too, while commits before it wait for the disk. It
  ///     reads the store only through ``Transaction/settledStore()``.
  nonisolated(nonsending) func transact<Result: Sendable>(
    by author: String, granted grant: AccessGrant? = nil, operation: RecordID? = nil, isBatch: Bool = false,
    overlaps: Bool = false, trustsCache: Bool = false,
    _ work: nonisolated(nonsending) (inout Transaction) async throws -> Result
  ) async throws -> Result {
    guard !author.isEmpty else { throw refused(Refused([Refusal(.missing, nil, RefusalPhrase.nobodyActs)])) }
    var trustsCache = trustsCache
    do {
      while true {
        let result: Result? = try await turns.take { turn in
          if !overlaps {
            await pending.settle()
          } else if turns.waiting == 0 {
            // Beside others the store is awake, and has more to do than to wait.
            store.expectCommit()
          }
          let planner = try await lookups.planner()
          let permissions =
            if let grant { Permissions(person: author, grant) } else { try await self.permissions(of: author) }
          var transaction = Transaction(
            pipeline: self, planner: planner, moment: moment(for: author), permissions: permissions,
            operation: operation ?? environment.makeID())
          transaction.isBatch = isBatch
          transaction.trustsCache = trustsCache
          if let operation {
            await pending.settle(operation: operation)
            transaction.replay = try await Replay(operation, of: author, store)
          }
          trustsCache = false
          let result: Result
          do { result = try await work(&transaction) } catch {
            guard transaction.hasTrustedCache, !(error is CancellationError) else { throw error }
            return nil
          }
          if transaction.replay != nil { return result }
          let endsEarly = overlaps && !transaction.changesLookups
          let isCommitted = try await transaction.commit(
            remembering: operation != nil, enqueued: { if endsEarly { turn.end() } })
          return isCommitted ? result : nil
        }
        if let result { return result }
        // Another process committed the operation in the meantime, and its records are the result; or a record of the
        // cache may be outdated, and is read now.
      }
    } catch let error as Refused {
      throw refused(error)
    }
  }

  /// Logs and counts a refusal that is about to be thrown.
  func refused(_ error: Refused) -> Refused {
    telemetry.refused(error)
    return error
  }

  /// Runs a closure that reads the records that it changes, and repeats it after a conflict with another process, a
  /// bounded number of times with increasing pauses.
  nonisolated(nonsending) func retrying<Result: Sendable>(
    by author: String, granted grant: AccessGrant? = nil, operation: RecordID? = nil, overlaps: Bool = false,
    _ work: nonisolated(nonsending) (inout Transaction) async throws -> Result
  ) async throws -> Result {
    for attempt in 0..<Self.attempts {
      do {
        return try await transact(
          by: author, granted: grant, operation: operation, overlaps: overlaps, trustsCache: attempt == 0, work)
      } catch StoreError.conflict(let conflict) {
        telemetry.retrying("\(conflict.key.kind) \(conflict.key.id)", attempt: attempt + 1)
        if attempt > 0 { try await Task.sleep(for: .milliseconds(1 << min(attempt, 6))) }
      }
    }
    return try await transact(by: author, granted: grant, operation: operation, overlaps: overlaps, work)
  }

  private static let attempts = 12
}
