import PipelinePlugins

/// Moves deals from former keys of stages, listed in `was`, to the current ones.
struct StageRenames {
  let pipeline: Pipeline

  /// Writes the moves, and returns their number.
  func apply() async throws -> Int {
    guard pipeline.setup.salesCycles.contains(where: { $0.stages.contains { !$0.was.isEmpty } }) else { return 0 }
    return try await pipeline.transact(by: Pipeline.configurator, granted: .everything) { transaction in
      transaction.moment.allowsFutureClosing = true
      var moved = 0
      for cycle in pipeline.setup.salesCycles {
        for stage in cycle.stages where !stage.was.isEmpty {
          let stored = try await pipeline.store.find(.opportunity, "status", in: stage.was.map { .text($0) })
          for deal in try stored.map(Desk.deal) where deal.body.cycle == cycle.key {
            let body = transaction.planner.planRename(of: deal.body, to: stage.key, transaction.moment)
            _ = transaction.deals.change(deal, to: body, at: transaction.moment.at)
            moved += 1
          }
        }
      }
      return moved
    }
  }
}
