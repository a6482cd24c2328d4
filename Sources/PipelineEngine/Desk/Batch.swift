import PipelinePlugins

/// Several changes that are written together. What it adds and edits can be used at once within the batch.
public struct Batch: Sendable {
  let pipeline: Pipeline
  let planner: Planner
  let moment: PlanningMoment
  let gate: Gate
  var accounts = Drafts<AccountBody>(AccountBody.fields)
  var deals = Drafts<OpportunityBody>(OpportunityBody.fields)
  var people = Drafts<SalespersonBody>(SalespersonBody.fields)
  /// Accounts that were only read, by the version read.
  var readAccounts: [RecordID: Int64] = [:]

  init(pipeline: Pipeline, planner: Planner, moment: PlanningMoment, gate: Gate) {
    self.pipeline = pipeline
    self.planner = planner
    self.moment = moment
    self.gate = gate
  }

  /// Writes what was collected, in one transaction.
  func commit() async throws {
    var changes = ChangeSet(
      operation: pipeline.environment.makeID(), effectiveAt: moment.at, recordedAt: moment.at, author: moment.author)
    changes.writes += writes(accounts) { $0.createdAt }
    changes.writes += writes(people) { $0.createdAt }
    changes.writes += writes(deals) { $0.createdAt }
    guard !changes.writes.isEmpty else { return }
    for (id, version) in readAccounts where accounts[id] == nil {
      changes.guards.append(RecordGuard(RecordKey(.account, id), version: version))
    }
    try await pipeline.commit(changes, behind: gate)
  }

  private func writes<Body>(_ drafts: Drafts<Body>, createdAt: (Body) -> Instant) -> [RecordWrite] {
    drafts.all.compactMap { id, draft in
      let key = RecordKey(drafts.table.kind, id)
      guard let base = draft.base else {
        return draft.isDeleted ? nil : RecordWrite(key, .create(drafts.table.encode(draft.body)))
      }
      if draft.isDeleted { return RecordWrite(key, .delete(expected: draft.version)) }
      let changes = drafts.table.diff(base, draft.body)
      guard !changes.isEmpty else { return nil }
      let edit = RecordEdit(
        kind: drafts.table.kind, createdAt: createdAt(draft.body), at: moment.at, author: moment.author)
      return RecordWrite(key, .update(expected: draft.version, planner.cellChanges(changes, of: edit)))
    }
  }
}

/// Records that a batch changes, in the order in which it came to them.
struct Drafts<Body: Sendable & Equatable>: Sendable {
  struct Draft: Sendable {
    /// The body that was read; `nil` for a new record.
    let base: Body?
    /// The version that was read; 0 for a new record.
    let version: Int64
    var body: Body
    var isDeleted = false
  }

  let table: FieldTable<Body>
  private var order: [RecordID] = []
  private var byID: [RecordID: Draft] = [:]

  init(_ table: FieldTable<Body>) { self.table = table }

  subscript(id: RecordID) -> Draft? { byID[id] }

  var all: [(RecordID, Draft)] { order.compactMap { id in byID[id].map { (id, $0) } } }

  mutating func add(_ id: RecordID, _ body: Body) -> Record<Body> {
    order.append(id)
    byID[id] = Draft(base: nil, version: 0, body: body)
    return Record(id: id, version: 1, body: body)
  }

  /// The record as this batch sees it: with what it changed before.
  func current(_ record: Record<Body>) -> Record<Body> {
    guard let draft = byID[record.id], !draft.isDeleted else { return record }
    return Record(id: record.id, version: resultVersion(draft), body: draft.body)
  }

  /// Takes over a changed body.
  ///
  /// - Throws: ``StoreError/conflict(_:)`` where the batch holds the record at another version.
  mutating func change(_ record: Record<Body>, to body: Body, delete: Bool = false) throws -> Record<Body> {
    var draft = byID[record.id] ?? Draft(base: record.body, version: record.version, body: record.body)
    if byID[record.id] == nil {
      order.append(record.id)
    } else if record.version != resultVersion(draft) || draft.isDeleted {
      throw StoreError.conflict(
        VersionConflict(
          key: RecordKey(table.kind, record.id), expected: record.version,
          found: draft.isDeleted ? nil : resultVersion(draft)))
    }
    draft.body = body
    draft.isDeleted = delete
    byID[record.id] = draft
    return Record(id: record.id, version: resultVersion(draft), body: body)
  }

  private func resultVersion(_ draft: Draft) -> Int64 {
    draft.base.map { $0 == draft.body ? draft.version : draft.version + 1 } ?? 1
  }
}
