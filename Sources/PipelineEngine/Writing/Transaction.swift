public import PipelinePlugins

/// Several changes that are written together: all of them, or nothing. What it adds and edits can be used at once within it.
///
/// Every write of the engine goes through a transaction. What a record was before is what the store holds, or what the transaction
/// has made of it; a caller's copy gives identity and version only.
public struct Transaction: Sendable {
  let pipeline: Pipeline
  let planner: Planner
  let gate: Gate
  /// The operation's identity: what ``Desk/undo(_:operation:)`` takes.
  public let operation: RecordID
  /// When, and by whom.
  var moment: PlanningMoment
  /// When the changes take effect that do not say so themselves.
  var effectiveAt: Instant
  let recordedAt: Instant
  var accounts = Drafts<AccountBody>(AccountBody.fields)
  var deals = Drafts<OpportunityBody>(OpportunityBody.fields)
  var people = Drafts<SalespersonBody>(SalespersonBody.fields)
  /// Writes of other kinds, and those that an import has planned.
  var others: [RecordWrite] = []
  /// Records that were only read, by the version read.
  var reads: [RecordKey: Int64] = [:]
  /// External ids that records of this transaction were given.
  var givenIDs: [RecordKind: [String: RecordID]] = [:]
  /// Whether lookup tables change.
  var changesLookups = false
  /// What the operation left when it was committed before; then nothing is written.
  var replay: Replay?

  init(pipeline: Pipeline, planner: Planner, moment: PlanningMoment, gate: Gate, operation: RecordID) {
    self.pipeline = pipeline
    self.planner = planner
    self.moment = moment
    self.gate = gate
    self.operation = operation
    effectiveAt = moment.at
    recordedAt = moment.at
  }

  /// Makes what follows take effect at a moment of the past, or at the present one again. Nothing of a record takes effect before
  /// what was written of it earlier.
  package mutating func takePlace(at instant: Instant) {
    moment.at = min(instant, recordedAt)
    moment.today = pipeline.civilDate(of: moment.at)
  }
}

extension Transaction {
  /// A record as it stands: as this transaction has made it, else as the store holds it.
  ///
  /// - Parameter version: The version that a caller's copy has; `nil` where whatever stands is meant.
  func standing<Body>(
    _ id: RecordID, version: Int64?, _ drafts: Drafts<Body>, _ recent: RecentRecords<Body>
  ) async throws -> Record<Body>? {
    if let draft = drafts[id] {
      // A copy from before or from within the transaction is of what the transaction has made.
      return draft.isDeleted ? nil : drafts.current(id)
    }
    if let version, let known = recent.record(id, version: version) { return known }
    guard let stored = try await pipeline.store.read([RecordKey(drafts.table.kind, id)]).first ?? nil else {
      return nil
    }
    let record = Record(id: id, version: stored.version, body: try drafts.table.decode(stored.cells))
    recent.note(record)
    return record
  }

  /// Refuses a copy at another version than the one that stands, and one of a record that is gone.
  func expect<Body>(
    _ version: Int64, of id: RecordID, _ standing: Record<Body>?, _ drafts: Drafts<Body>
  ) throws -> Record<Body> {
    let known = drafts[id].map { $0.baseVersion...max($0.baseVersion, $0.version) }
    guard let standing, known?.contains(version) ?? (standing.version == version) else {
      throw StoreError.conflict(
        VersionConflict(key: RecordKey(drafts.table.kind, id), expected: version, found: standing?.version))
    }
    return standing
  }
}
