import PipelinePlugins

extension Pipeline {
  /// Commits. A conflict on a deal that is no longer visible to the user is reported like one on a deleted deal.
  func commit(_ changes: ChangeSet, behind gate: Gate) async throws -> CommitReceipt {
    do {
      return try await commit(constrained: changes, behind: gate)
    } catch StoreError.conflict(let conflict) where conflict.key.kind == .opportunity && gate.sees != .all {
      let stored = try await store.read([conflict.key]).first ?? nil
      let seen = try stored.map(Desk.deal).flatMap(gate.seen)
      throw StoreError.conflict(
        VersionConflict(key: conflict.key, expected: conflict.expected, found: seen == nil ? nil : conflict.found))
    }
  }
}
