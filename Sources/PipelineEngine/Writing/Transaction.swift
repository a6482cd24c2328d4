public import PipelinePlugins

/// Changes that are committed together. Within the transaction, added and edited records can be read at once.
///
/// The engine writes only through transactions. The state before a change is that of the store, or of the transaction's
/// own changes; of a caller's copy only the identity and the version are used.
public struct Transaction: Sendable {
  let pipeline: Pipeline
  let planner: Planner
  let permissions: Permissions
  /// The identity of the operation, for ``Desk/undo(_:operation:)``.
  public let operation: RecordID
  /// The instant and the author.
  var moment: PlanningMoment
  /// The effective instant of changes that do not state their own.
  var effectiveAt: Instant
  let recordedAt: Instant
  var accounts = Drafts<AccountBody>(AccountBody.fields)
  var deals = Drafts<OpportunityBody>(OpportunityBody.fields)
  var people = Drafts<SalespersonBody>(SalespersonBody.fields)
  var calls = Drafts<ForecastCallBody>(ForecastCallBody.fields)
  /// Writes of other kinds, and writes that an import has planned.
  var others: ChangeSet.Writes = []
  /// Records that were read only, with the version read.
  var reads: [RecordKey: Int64] = [:]
  /// External ids that this transaction assigned.
  var givenIDs: [RecordKind: [String: RecordID]] = [:]
  /// Whether lookup tables change.
  var changesLookups = false
  /// Whether a caller combined several commands, so that refusals name the record that they are about.
  var isBatch = false
  /// Whether the changes are only planned: the commit writes nothing.
  var isDryRun = false
  /// Whether the current version of a record may be taken from the cache: the commit finds out whether it was.
  var trustsCache = false
  /// Whether it was.
  var hasTrustedCache = false
  /// The result of the operation if it was committed before; then nothing is written.
  var replay: Replay?

  init(pipeline: Pipeline, planner: Planner, moment: PlanningMoment, permissions: Permissions, operation: RecordID) {
    self.pipeline = pipeline
    self.planner = planner
    self.moment = moment
    self.permissions = permissions
    self.operation = operation
    effectiveAt = moment.at
    recordedAt = moment.at
  }

  /// Sets the effective instant of the following changes. No change takes effect before an earlier one of the same
  /// record.
  package mutating func takePlace(at instant: Instant) {
    moment.at = min(instant, recordedAt)
    moment.today = pipeline.civilDate(of: moment.at)
  }
}

extension Transaction {
  /// Records the configuration as in force since an instant: that of a company whose past is written afterwards.
  package mutating func recordConfiguration(since instant: Instant) {
    guard let text = pipeline.setup.definition?.effective.json else { return }
    _ = create(ConfigurationBody.fields, ConfigurationBody(text: text, since: instant), at: instant)
  }
}

extension Transaction {
  /// The store, once it has answered all commits before this transaction.
  func settledStore() async -> any Store {
    await pipeline.pending.settle()
    return pipeline.store
  }

  /// The current record: as changed by this transaction, else as stored.
  ///
  /// - Parameter version: The version of the caller's copy; `nil` for any.
  mutating func standing<Body>(
    _ id: RecordID, version: Int64?, _ drafts: Drafts<Body>, _ recent: RecentRecords<Body>
  ) async throws -> Record<Body>? {
    if let draft = drafts[id] {
      // A copy from before or from within the transaction refers to the transaction's record.
      return draft.isDeleted ? nil : drafts.current(id)
    }
    if let version, let known = recent.record(id, version: version) { return known }
    let key = RecordKey(drafts.table.kind, id)
    await pipeline.pending.settle(key)
    if version == nil, trustsCache, let known = recent.record(id) {
      hasTrustedCache = true
      return known
    }
    guard let stored = try await pipeline.store.read([key]).first ?? nil else {
      return nil
    }
    let record = Record(id: id, version: stored.version, body: try drafts.table.decode(stored.cells))
    recent.note(record)
    return record
  }

  /// Refuses a copy of another version than the current one, and of a deleted record.
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
