public import PipelinePlugins

extension Desk {
  /// Returns the deleted deals that the acting user could see, as they were when they were deleted, by identity:
  /// ``restore(_:operation:)`` brings one back. O(journal of deals).
  /// - Throws: ``StoreError``.
  public func deletedOpportunities() async throws -> [Opportunity] {
    let permissions = try await pipeline.permissions(of: user)
    return try await deleted(OpportunityBody.fields).compactMap(permissions.seen)
  }

  /// Returns the deleted accounts, as they were when they were deleted, by identity:
  /// ``restoreAccount(_:operation:)`` brings one back. O(journal of accounts).
  /// - Throws: ``StoreError``.
  public func deletedAccounts() async throws -> [Account] { try await deleted(AccountBody.fields) }

  private func deleted<Body>(_ table: FieldTable<Body>) async throws -> [Record<Body>] {
    var gone: Set<RecordID> = []
    try await pipeline.store.eachEntry(of: table.kind) { entry in
      switch entry.event {
      case .deleted: gone.insert(entry.key.id)
      case .restored: gone.remove(entry.key.id)
      default: break
      }
    }
    var records: [Record<Body>] = []
    for id in gone.sorted() {
      var life = RecordLife(key: RecordKey(table.kind, id))
      try await life.read(pipeline.store, table)
      guard life.cells == nil, let cells = life.cellsAtDeletion else { continue }
      records.append(Record(id: id, version: life.version, body: try table.decode(cells)))
    }
    return records
  }
}
