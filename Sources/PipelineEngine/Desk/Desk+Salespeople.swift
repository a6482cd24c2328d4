public import PipelinePlugins

extension Desk {
  /// Adds the entry of a salesperson: the team and the manager. People own deals without one.
  ///
  ///     let anna = try await desk.addSalesperson("Anna Snelling") { $0.team = "North" }
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``Refused`` for a blank name, for that of another entry, and for a manager whom the person manages, directly or
  ///   not; ``OperationTaken``, or ``StoreError``.
  public nonisolated(nonsending) func addSalesperson(
    _ name: String, operation: RecordID? = nil, _ fill: (inout SalespersonBody) throws -> Void = { _ in }
  ) async throws -> Salesperson {
    try await pipeline.transact(by: user, operation: operation, overlaps: true) {
      try await $0.addSalesperson(name, fill)
    }
  }

  /// Edits the entry of a salesperson. Of the copy only the identity and the version are used. The name stays: deals have it as
  /// their owner.
  ///
  /// - Parameter operation: An id that makes the command idempotent.
  /// - Throws: ``StoreError/conflict(_:)`` with both versions if the entry was changed after the copy was read; ``Refused`` for
  ///   another name, and for a manager whom the person manages, directly or not.
  public nonisolated(nonsending) func edit(
    _ person: Salesperson, operation: RecordID? = nil, _ change: (inout SalespersonBody) throws -> Void
  ) async throws -> Salesperson {
    try await pipeline.transact(by: user, operation: operation, overlaps: true) { try await $0.edit(person, change) }
  }

  /// Returns the salespeople that were added, by name.
  ///
  /// - Parameter asOf: The moment, by the effective instants of changes; `nil` for now.
  /// - Throws: ``StoreError``.
  public func salespeople(asOf: Instant? = nil) async throws -> [Salesperson] {
    let table = SalespersonBody.fields
    let people: [Salesperson]
    if let asOf {
      let history = try await pipeline.follower.parts([.recordHistory(.salesperson)]).history(.salesperson)
      people = try history?.records(table, at: PastMoment(asOf: asOf, knownAt: nil)) ?? []
    } else {
      people = try await pipeline.follower.parts([.records(.salesperson)]).records(.salesperson)?.records(table) ?? []
    }
    return people.sorted { pipeline.collation.isLess($0.body.name, $1.body.name) }
  }

  /// Returns the history of a salesperson's entry, oldest first.
  /// - Parameter whole: Whether changes are returned too that the history policies leave out.
  /// - Throws: ``StoreError``.
  public func history(ofSalesperson person: RecordID, whole: Bool = false) async throws -> [HistoryEntry] {
    try await telemetry.question(.history) {
      try await history(of: person, SalespersonBody.fields, whole: whole).entries
    }
  }
}
