public import PipelinePlugins

/// The session of one user. Permissions are checked for this user, and the journal records the user as the author of
/// changes.
///
///     let desk = pipeline.acting(as: "anna")
///     let acme = try await desk.addAccount("Acme")
///
/// Each command is one ``Transaction``. The transactions of one pipeline run one at a time, in the order of the calls.
/// A command throws ``Refused`` with all violated rules, ``StoreError/conflict(_:)`` if the record was changed after
/// the copy was read, `CancellationError` if its task was cancelled while waiting, or another ``StoreError``. A command
/// that throws has written nothing. A deal that the user may not see behaves like a deal that does not exist.
public struct Desk: Sendable {
  let pipeline: Pipeline
  /// The acting user.
  public let user: String

  init(pipeline: Pipeline, user: String) {
    self.pipeline = pipeline
    self.user = StoredText.name(user)
  }

  /// Runs several changes in one transaction: all are written, or none.
  ///
  ///     let deal = try await desk.together { transaction in
  ///       let acme = try await transaction.addAccount("Acme")
  ///       return try await transaction.addOpportunity(in: acme)
  ///     }
  ///
  /// Other commands of the same pipeline wait until the closure returns, so records that it reads do not change
  /// meanwhile. A command of the desk within the closure throws ``NestedTransaction``; reading is allowed.
  /// - Parameters:
  ///   - operation: An id that makes the transaction idempotent. If it was committed before, also before a restart, the
  ///     closure runs with the records as that transaction left them, and nothing is written.
  ///   - work: Adds and edits records on the transaction. Nothing is written before it returns.
  /// - Throws: ``OperationTaken`` if another user or another command used the id, ``Refused``, ``StoreError``, or the
  ///   closure's error. A refusal names the record that it is about: ``Refusal/subject``.
  public nonisolated(nonsending) func together<Result: Sendable>(
    operation: RecordID? = nil, _ work: nonisolated(nonsending) (inout Transaction) async throws -> Result
  ) async throws -> Result {
    try await pipeline.transact(by: user, operation: operation, isBatch: true, overlaps: true, work)
  }
}
