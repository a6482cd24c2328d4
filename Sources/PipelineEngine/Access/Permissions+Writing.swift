import PipelinePlugins

extension Pipeline {
  /// Commits. A conflict on a deal that is no longer visible to the user is reported like one on a deleted deal.
  ///
  /// - Parameters:
  ///   - naming: Returns the record of a batch that a refusal is about.
  ///   - enqueued: Called as soon as later commits take effect after this one.
  func commit(
    _ changes: ChangeSet, with permissions: Permissions, naming: (RecordKey) -> Refusal.Subject?,
    enqueued: () -> Void
  ) async throws -> CommitReceipt {
    do {
      return try await commit(constrained: changes, with: permissions, naming: naming, enqueued: enqueued)
    } catch StoreError.conflict(let conflict) where conflict.key.kind == .opportunity && permissions.sees != .all {
      let stored = try await store.read([conflict.key]).first ?? nil
      let seen = try stored.map(Desk.deal).flatMap(permissions.seen)
      throw StoreError.conflict(
        VersionConflict(key: conflict.key, expected: conflict.expected, found: seen == nil ? nil : conflict.found))
    }
  }
}
