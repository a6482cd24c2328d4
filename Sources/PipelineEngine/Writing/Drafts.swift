import PipelinePlugins

/// The records of one kind that a transaction changes, in the order of their first change.
struct Drafts<Body: Sendable & Equatable>: Sendable {
  /// The record before the transaction.
  enum Origin: Sendable {
    case new
    case stored(Record<Body>)
    /// It was deleted; the version is that of the deletion.
    case deleted(version: Int64)
  }

  /// The body from an effective instant on; changes at one instant are one step.
  struct Step: Sendable {
    let at: Instant
    var body: Body
  }

  struct Draft: Sendable {
    let origin: Origin
    var steps: [Step]
    var isDeleted = false

    /// The body in the store; `nil` if there is none.
    var stored: Body? { if case .stored(let record) = origin { record.body } else { nil } }

    /// The body in the transaction.
    var body: Body? { steps.last?.body ?? stored }

    /// The version before the transaction.
    var baseVersion: Int64 {
      switch origin {
      case .new: 0
      case .stored(let record): record.version
      case .deleted(let version): version
      }
    }

    /// The version after the commit.
    var version: Int64 { baseVersion + Int64(steps.count) }
  }

  let table: FieldTable<Body>
  private var order: [RecordID] = []
  private var byID: [RecordID: Draft] = [:]

  init(_ table: FieldTable<Body>) { self.table = table }

  subscript(id: RecordID) -> Draft? { byID[id] }

  /// All drafts, in order.
  var all: [(id: RecordID, draft: Draft)] { order.compactMap { id in byID[id].map { (id, $0) } } }

  var isEmpty: Bool { order.isEmpty }

  /// A record's place among the drafts, from 1; the next free place for a record without a draft. O(drafts).
  func place(of id: RecordID?) -> Int {
    (id.flatMap { id in order.firstIndex(of: id) } ?? order.count) + 1
  }

  /// The records of the drafts, in order.
  var ids: [RecordID] { order }

  /// The record in the transaction; `nil` if it is unchanged or deleted.
  func current(_ id: RecordID) -> Record<Body>? {
    guard let draft = byID[id], !draft.isDeleted, let body = draft.body else { return nil }
    return Record(id: id, version: draft.version, body: body)
  }

  /// Adds a record.
  mutating func add(_ id: RecordID, _ body: Body, at: Instant) -> Record<Body> {
    order.append(id)
    byID[id] = Draft(origin: .new, steps: [Step(at: at, body: body)])
    return Record(id: id, version: 1, body: body)
  }

  /// Restores a deleted record, at the version of its deletion.
  mutating func restore(_ id: RecordID, version: Int64, _ body: Body, at: Instant) -> Record<Body> {
    if byID[id] == nil { order.append(id) }
    byID[id] = Draft(origin: .deleted(version: version), steps: [Step(at: at, body: body)])
    return Record(id: id, version: version + 1, body: body)
  }

  /// Replaces the body of an existing record.
  mutating func change(_ standing: Record<Body>, to body: Body, at: Instant) -> Record<Body> {
    var draft = draft(of: standing)
    // No change takes effect before an earlier one of the same record.
    let at = max(at, draft.steps.last?.at ?? at)
    if let last = draft.steps.indices.last, draft.steps[last].at == at {
      draft.steps[last].body = body
      if let before = last > 0 ? draft.steps[last - 1].body : draft.stored, before == body { draft.steps.removeLast() }
    } else if body != draft.body {
      draft.steps.append(Step(at: at, body: body))
    }
    byID[standing.id] = draft
    return Record(id: standing.id, version: draft.version, body: body)
  }

  /// Deletes an existing record.
  mutating func delete(_ standing: Record<Body>) {
    var draft = draft(of: standing)
    draft.isDeleted = true
    byID[standing.id] = draft
  }

  private mutating func draft(of standing: Record<Body>) -> Draft {
    if let draft = byID[standing.id] { return draft }
    order.append(standing.id)
    return Draft(origin: .stored(standing), steps: [])
  }
}

extension Drafts.Draft {
  /// The writes of a draft.
  ///
  /// - Parameter present: The effective instant of the change set. A step at that instant states none of its own, so
  ///   that the store can move it after earlier entries of the record.
  func writes(
    _ key: RecordKey, _ table: FieldTable<Body>, present: Instant,
    _ cells: (_ old: Body, _ new: Body, _ at: Instant) -> [CellChange]
  ) -> [RecordWrite] {
    if isDeleted {
      guard case .stored(let record) = origin else { return [] }
      return [RecordWrite(key, .delete(expected: record.version))]
    }
    var writes: [RecordWrite] = []
    var (before, version) = (stored, baseVersion)
    for step in steps {
      let instant = step.at == present ? nil : step.at
      if let old = before {
        let changes = cells(old, step.body, step.at)
        guard !changes.isEmpty else { continue }
        writes.append(RecordWrite(key, .update(expected: version, changes), effectiveAt: instant))
      } else if case .deleted = origin {
        writes.append(RecordWrite(key, .restore(expected: version, table.encode(step.body)), effectiveAt: instant))
      } else {
        writes.append(RecordWrite(key, .create(table.encode(step.body)), effectiveAt: instant))
      }
      version += 1
      before = step.body
    }
    return writes
  }
}
