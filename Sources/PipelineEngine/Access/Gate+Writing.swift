import PipelinePlugins

extension Batch {
  /// Refuses to touch a deal that the acting person may not change.
  ///
  /// What counts is the deal as it is stored, or as this batch has changed it: never the caller's copy, which may be old or
  /// made up. Nothing is read for a person who may change everything.
  /// - Throws: ``Refused`` where the deal may be seen, but not changed; else the conflict that a deal which does not exist gives.
  func checkMayChange(_ deal: Opportunity) async throws {
    guard gate.changes != .all else { return }
    var current = deals[deal.id].map { Opportunity(id: deal.id, version: deal.version, body: $0.body) }
    if current == nil {
      current = try await pipeline.store.read([RecordKey(.opportunity, deal.id)]).first?.map(Desk.deal)
    }
    let seen = current.flatMap(gate.seen)
    if let seen, let refusal = gate.refusal(toChange: seen.body) { throw Refused([refusal]) }
    // The same version must stand on commit, so that whose deal it is cannot change in between.
    guard let seen, seen.version == deal.version else {
      throw StoreError.conflict(
        VersionConflict(key: RecordKey(.opportunity, deal.id), expected: deal.version, found: seen?.version))
    }
  }
}

extension Pipeline {
  /// Commits; a conflict over a deal that went out of the person's sight meanwhile says no more than that it is gone.
  func commit(_ changes: ChangeSet, behind gate: Gate) async throws {
    do {
      _ = try await store.commit(changes)
    } catch StoreError.conflict(let conflict) where conflict.key.kind == .opportunity && gate.sees != .all {
      let stored = try await store.read([conflict.key]).first ?? nil
      let seen = try stored.map(Desk.deal).flatMap(gate.seen)
      throw StoreError.conflict(
        VersionConflict(key: conflict.key, expected: conflict.expected, found: seen == nil ? nil : conflict.found))
    }
  }
}
