import PipelinePlugins

extension Transaction {
  /// Refuses the undoing of a call by a user who could not make the same change: a call is the salesperson's own, and its
  /// adjustment a manager's. A call that the user may not see behaves like one that does not exist.
  func checkAccess(toCall undo: RecordUndo, _ operation: RecordID) async throws {
    var life = RecordLife(key: undo.key)
    try await life.read(settledStore(), ForecastCallBody.fields)
    let body = try (life.cells ?? life.cellsAtDeletion).map { try ForecastCallBody.fields.decode($0) }
    guard let body, permissions.sees.includes(body.person) else {
      throw NotFound(kind: .operation, key: "\(operation)")
    }
    let isWhole = undo.isMade || undo.isDeleted
    let touchesCall = isWhole ? body.call != nil : undo.old["call"] != nil
    let touchesAdjustment = isWhole ? body.adjustment != nil : undo.old["adjustment"] != nil
    var refusals: [Refusal] = []
    if touchesCall, let refusal = refusal(toCallFor: body.person) { refusals.append(refusal) }
    if touchesAdjustment, let refusal = try await refusal(toAdjustCallOf: body.person) { refusals.append(refusal) }
    guard refusals.isEmpty else { throw Refused(refusals) }
  }

  mutating func undoCall(_ undo: RecordUndo) async throws {
    let table = ForecastCallBody.fields
    if undo.isDeleted {
      let (version, body) = try await deleted(undo.key, table) { _ in }
      _ = calls.restore(undo.key.id, version: version, body, at: moment.at)
      return
    }
    guard let stored = try await settledStore().read([undo.key]).first ?? nil else {
      throw NotFound(kind: .forecastCall, key: "\(undo.key.id)")
    }
    let standing = Record(id: stored.id, version: stored.version, body: try table.decode(stored.cells))
    if undo.isMade {
      calls.delete(standing)
    } else {
      _ = calls.change(standing, to: try undo.undone(table, standing.body), at: moment.at)
    }
  }
}
