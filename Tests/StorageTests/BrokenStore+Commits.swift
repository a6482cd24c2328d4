import PipelinePlugins

/// Stores that a single task at rest takes for right.
extension BrokenStore {
  /// Acknowledges a commit, and writes it with the twentieth one after it.
  func answerBefore(_ changes: ChangeSet) async throws -> CommitReceipt {
    let due = waiting.withLock { waiting -> [ChangeSet] in
      waiting.append(changes)
      guard waiting.count == 20 else { return [] }
      defer { waiting = [] }
      return waiting
    }
    for changes in due { _ = try await base.commit(changes) }
    return CommitReceipt(cursor: .start, wasRepeated: false)
  }

  /// Looks for who has a unique value before the commit instead of within it.
  func requireUnique(_ changes: ChangeSet) async throws {
    var violations: [ConstraintViolation] = []
    for write in changes.writes {
      guard case .create(let cells) = write.action, let record = schema.first(where: { $0.kind == write.key.kind })
      else { continue }
      for case .unique(let fields) in record.constraints {
        let places = fields.compactMap { field in record.fields.firstIndex { $0.name == field } }
        let own = places.map { cells[$0] }
        guard !own.contains(.null),
          let holder = try await everything(record.kind).first(where: { other in places.map { other.cells[$0] } == own }
          )
        else { continue }
        let by = RecordKey(record.kind, holder.id)
        violations.append(ConstraintViolation(write.key, fields, own, .taken(by: by)))
      }
    }
    if !violations.isEmpty { throw StoreError.constraint(violations) }
    await Task.yield()
  }
}
