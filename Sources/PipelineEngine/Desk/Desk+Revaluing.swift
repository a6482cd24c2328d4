public import PipelinePlugins

extension Desk {
  /// Gives open deals the probability that the configuration gives them now, in one operation: after a stage has another default. What
  /// a person stated stays, and so do deals in stages that no sales cycle defines.
  ///
  /// - Parameters:
  ///   - stages: Only deals in these stages, by key or as `cycle/stage`; empty for all.
  ///   - isDryRun: Whether the edit is only planned: the result says what would change, and nothing is written.
  ///   - operation: An id that makes the command idempotent.
  /// - Throws: ``UnknownName`` for a stage that does not exist; ``Refused`` with the violated rules of all deals.
  public func revalue(
    stages: [String] = [], isDryRun: Bool = false, operation: RecordID? = nil
  ) async throws -> BulkEdit {
    var filter = DealFilter()
    (filter.stages, filter.outcomes) = (stages, [.open])
    let cycles = setup.salesCycles
    return try await edit(where: filter, isDryRun: isDryRun, operation: operation) { deal in
      guard deal.probabilityOrigin != .person,
        cycles.first(where: { $0.key == deal.cycle })?.stage(deal.status) != nil
      else { return }
      deal.probability = nil
    }
  }
}
