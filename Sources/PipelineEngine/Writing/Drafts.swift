import PipelinePlugins

/// Records of one kind that a transaction changes, in the order in which it came to them.
struct Drafts<Body: Sendable & Equatable>: Sendable {
  /// What a record was before the transaction.
  enum Origin: Sendable {
    case new
    case stored(Record<Body>)
    /// It was deleted; the version is the one that the deletion made.
    case deleted(version: Int64)
  }

  /// What a record becomes at a moment; changes of one moment are one step.
  struct Step: Sendable {
    let at: Instant
    var body: Body
  }

  struct Draft: Sendable {
    let origin: Origin
    var steps: [Step]
    var isDeleted = false

    /// The body as the store holds it; `nil` where it holds none.
    var stored: Body? { if case .stored(let record) = origin { record.body } else { nil } }

    /// The body as the transaction has made it.
    var body: Body? { steps.last?.body ?? stored }

    /// The version before the transaction.
    var baseVersion: Int64 {
      switch origin {
      case .new: 0
      case .stored(let record): record.version
      case .deleted(let version): version
      }
    }

    /// The version that the commit will make.
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

  /// The record as the transaction has made it; `nil` where it has not touched or has deleted it.
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

  /// Brings back a record that was deleted, at the version that the deletion made.
  mutating func restore(_ id: RecordID, version: Int64, _ body: Body, at: Instant) -> Record<Body> {
    if byID[id] == nil { order.append(id) }
    byID[id] = Draft(origin: .deleted(version: version), steps: [Step(at: at, body: body)])
    return Record(id: id, version: version + 1, body: body)
  }

  /// Takes over the changed body of a record that stands, as ``current(_:)`` or the store gives it.
  mutating func change(_ standing: Record<Body>, to body: Body, at: Instant) -> Record<Body> {
    var draft = draft(of: standing)
    // Nothing of a record takes effect before what was told of it earlier.
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

  /// Deletes a record that stands.
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
  /// The writes that make the record what the draft says.
  ///
  /// - Parameter present: When the change set takes effect: a step of that moment states none of its own, so that the store sees to it
  ///   that it takes effect no earlier than what was written before.
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
