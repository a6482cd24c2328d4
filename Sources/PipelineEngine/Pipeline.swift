public import Logging
import PipelineAnalytics
public import PipelinePlugins
import Synchronization

/// A running sales pipeline: a checked setup over an open store. Share it; work with it through a ``Desk``.
public final class Pipeline: Sendable {
  /// What it was opened with.
  public let setup: PipelineSetup
  /// Where its time and identities come from.
  public let environment: PipelineEnvironment
  let store: any Store
  let lookups: LookupRegistry
  let follower: JournalFollower
  let rates: RateRegistry
  let reports = ReportCache()
  /// The present configuration in canonical form, and its digest.
  let present: (text: String?, digest: String)
  /// Since when it is in force, as the records of a revision have it.
  let since = Mutex<(revision: Cursor, since: Instant?)?>(nil)
  /// In whose turn the pipeline is written.
  let turns = TurnQueue()
  let recentAccounts = RecentRecords<AccountBody>()
  let recentDeals = RecentRecords<OpportunityBody>()
  let mode: StoreMode
  let days: CivilDays

  private init(setup: PipelineSetup, environment: PipelineEnvironment, store: any Store, mode: StoreMode) {
    self.setup = setup
    self.environment = environment
    self.store = store
    self.mode = mode
    let days = CivilDays(zone: setup.calendar.timeZone)
    self.days = days
    follower = JournalFollower(store: store) { DealColumns(setup) { days.civilDate(of: $0) } }
    lookups = LookupRegistry(setup: setup, follower: follower)
    rates = RateRegistry(setup: setup)
    let text = setup.definition?.effective.json
    present = (text, Self.digest(text))
  }

  /// Opens a pipeline.
  ///
  /// For writing, the store is made where it does not exist, the lookup sources and the exchange rates are mirrored into it, it
  /// remembers the configuration, and deals in a former key of a stage (`was`) move to the present one. For reading, nothing is
  /// recorded and no writer is in the way.
  /// - Parameter wait: How long opening for writing may wait for another process that writes; `nil` for as long as the storage
  ///   is configured to.
  /// - Throws: ``StoreError``, or ``LookupSourceError`` or ``RateSourceError`` where a source cannot be read.
  public static func open(
    _ setup: PipelineSetup, for mode: StoreMode = .writing, environment: PipelineEnvironment = .system(),
    wait: Duration? = nil,
    logger: Logger = Logger(label: "sales-pipeline", factory: { _ in SwiftLogNoOpLogHandler() })
  ) async throws -> Pipeline {
    let context = StoreContext(workspace: setup.workspace, schema: schema, mode: mode, wait: wait, logger: logger)
    let store = try await setup.storage.open(context)
    let pipeline = Pipeline(setup: setup, environment: environment, store: store, mode: mode)
    guard mode == .writing else { return pipeline }
    do {
      try await LookupMirror(pipeline: pipeline).refresh()
      try await RateMirror(pipeline: pipeline).refresh()
      try await pipeline.rememberConfiguration()
      let moved = try await StageRenames(pipeline: pipeline).apply()
      if moved > 0 { logger.notice("moved deals to the present keys of their stages", metadata: ["deals": "\(moved)"]) }
    } catch {
      await store.close()
      throw error
    }
    return pipeline
  }

  /// Every live record that breaks a constraint: a unique value that two records hold, a reference to nothing, a key that its
  /// table does not have. What is written through a pipeline never does; records from before a constraint was declared may.
  /// They are left as they are, and can be edited. O(records).
  public func brokenConstraints() async throws -> [ConstraintViolation] {
    try await store.brokenConstraints(of: Self.schema)
  }

  /// The pipeline as a person works with it. Blanks around the name are no part of it; for nobody, a blank name, every command is
  /// refused.
  public func acting(as user: String) -> Desk { Desk(pipeline: self, user: user) }

  /// Lets go of the store. Commands called later throw ``StoreError/closed``.
  public func close() async { await store.close() }

  /// The civil day of a moment, in the configured time zone.
  public func civilDate(of instant: Instant) -> CivilDate { days.civilDate(of: instant) }

  /// The last moment of a day in the configured time zone: what an as-of date means.
  public func endOfDay(_ day: CivilDate) -> Instant {
    let next = day.adding(days: 1) ?? day
    return days.instant(next).adding(microseconds: -1)
  }

  /// The first moment of a day in the configured time zone.
  public func startOfDay(_ day: CivilDate) -> Instant { days.instant(day) }

  /// Today in the configured time zone.
  public var today: CivilDate { civilDate(of: environment.now()) }

  func moment(for user: String) -> PlanningMoment {
    let now = environment.now()
    return PlanningMoment(at: now, today: civilDate(of: now), author: user)
  }

  /// The kinds of record that a store is opened with.
  public static var schema: [RecordSchema] {
    [
      AccountBody.fields.schema, OpportunityBody.fields.schema, SalespersonBody.fields.schema,
      LookupEntryBody.fields.schema, ConfigurationBody.fields.schema, ReportBody.fields.schema,
      RateBody.fields.schema,
    ]
  }

  /// Records the configuration where it is not the one in force. A setup made in Swift has no text to record.
  private func rememberConfiguration() async throws {
    guard let text = setup.definition?.effective.json else { return }
    let latest = try await remembered().last
    guard latest?.text != text else { return }
    try await transact(by: Self.configurator, granted: .everything) { transaction in
      _ = transaction.create(
        ConfigurationBody.fields, ConfigurationBody(text: text, since: transaction.recordedAt))
    }
  }

  /// The author of what opening writes.
  static let configurator = "configuration"
}
