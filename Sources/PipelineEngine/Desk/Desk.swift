public import PipelinePlugins

/// A pipeline as one person works with it. Everything written is recorded under that person's name.
///
/// All commands go through a ``Transaction``: one path for writing, whatever the way in. Those of one pipeline are carried out one
/// after the other, in the order in which they were asked for. A command throws ``Refused`` with everything that is wrong at once,
/// ``StoreError/conflict(_:)`` where another change came first, `CancellationError` where its task was cancelled while it
/// waited, or another ``StoreError``; then nothing was written. A deal that the acting person may not see is one that does not
/// exist.
public struct Desk: Sendable {
  let pipeline: Pipeline
  /// Who asks.
  public let user: String

  init(pipeline: Pipeline, user: String) {
    self.pipeline = pipeline
    self.user = StoredText.name(user)
  }

  /// Does several things as one: all of it is written, or nothing.
  ///
  /// The closure runs in the pipeline's turn for writing, so that what it reads stays as it is: other commands of the same
  /// pipeline wait until it returns, and a command of the desk within it throws ``NestedTransaction``. Reading is free.
  /// - Parameters:
  ///   - operation: The identity of what is done where it may be repeated. The same one again has one effect, across restarts
  ///     too: the closure then runs with the records as the operation left them, and nothing is written.
  ///   - work: Adds and edits on the transaction that it is given; nothing is written before it returns.
  /// - Throws: ``OperationTaken`` for an identity that was used by somebody else or for something else, besides what any command throws.
  public nonisolated(nonsending) func together<Result: Sendable>(
    operation: RecordID? = nil, _ work: nonisolated(nonsending) (inout Transaction) async throws -> Result
  ) async throws -> Result {
    try await pipeline.transact(by: user, operation: operation, work)
  }
}
