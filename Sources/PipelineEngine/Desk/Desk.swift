import PipelinePlugins

/// A pipeline as one person works with it. Everything written is recorded under that person's name.
///
/// All commands go through ``together(_:)``: one path for writing, whatever the way in. A command throws ``Refused`` with
/// everything that is wrong at once, ``StoreError/conflict(_:)`` where another change came first, or another
/// ``StoreError``; then nothing was written. A deal that the acting person may not see is one that does not exist.
public struct Desk: Sendable {
  let pipeline: Pipeline
  /// Who asks.
  public let user: String

  init(pipeline: Pipeline, user: String) {
    self.pipeline = pipeline
    self.user = user
  }

  /// Does several things as one: all of it is written, or nothing.
  ///
  /// - Parameter work: Adds and edits on the batch that it is given; nothing is written before it returns.
  public func together<Result: Sendable>(
    _ work: (inout Batch) async throws -> Result
  ) async throws -> Result {
    let planner = try await pipeline.lookups.planner()
    let gate = try await pipeline.gate(for: user)
    var batch = Batch(pipeline: pipeline, planner: planner, moment: pipeline.moment(for: user), gate: gate)
    let result = try await work(&batch)
    try await batch.commit()
    return result
  }

  /// Repeats a command that meets other people's changes to records that it only had to read.
  func retrying<Result: Sendable>(_ work: (inout Batch) async throws -> Result) async throws -> Result {
    for _ in 0..<Self.attempts {
      do { return try await together(work) } catch StoreError.conflict { continue }
    }
    return try await together(work)
  }

  private static let attempts = 16
}
