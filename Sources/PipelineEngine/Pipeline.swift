public import Logging
import PipelineAnalytics
public import PipelinePlugins
import PipelineTelemetry
import Synchronization

/// An open sales pipeline: a checked configuration and an open store. One instance is shared by all users; each works
/// through a ``Desk``.
///
///     let pipeline = try await Pipeline.open(setup)
///     let desk = pipeline.acting(as: "anna")
public final class Pipeline: Sendable {
  /// The configuration that the pipeline was opened with.
  public let setup: PipelineSetup
  /// The clock and the source of new identities.
  public let environment: PipelineEnvironment
  let store: any Store
  /// What the pipeline logs, counts and traces.
  let telemetry: Telemetry
  let lookups: LookupRegistry
  let follower: JournalFollower
  let rates: RateRegistry
  let reports = ReportCache()
  /// The current configuration in canonical form, and its digest.
  let present: (text: String?, digest: String)
  /// The instant from which the configuration applies, by the cursor of its records.
  let since = Mutex<(revision: Cursor, since: Instant?)?>(nil)
  /// The queue of writing transactions.
  let turns = TurnQueue()
  let pending = PendingCommits()
  /// Wakes those who watch the journal.
  let commits: CommitSignal
  let recentAccounts = RecentRecords<AccountBody>()
  let recentDeals = RecentRecords<OpportunityBody>()
  /// Seals what is written; `nil` where no history policy does.
  let sealer: RecordSealer?
  let mode: StoreMode
  let days: CivilDays
  /// The order of names in lists and reports, in the configured language.
  let collation: Collation

  private init(
    setup: PipelineSetup, environment: PipelineEnvironment, store: any Store, mode: StoreMode, telemetry: Telemetry
  ) {
    self.setup = setup
    self.environment = environment
    self.store = store
    self.telemetry = telemetry
    commits = CommitSignal(store)
    sealer = setup.history.first(where: \.seals).map { RecordSealer($0) }
    self.mode = mode
    let days = CivilDays(zone: setup.calendar.timeZone)
    self.days = days
    collation = Collation(language: setup.language.language)
    follower = JournalFollower(
      store: store, zone: setup.calendar.timeZone, mode: mode, telemetry: telemetry, collation: collation
    ) {
      DealColumns(setup) { days.civilDate(of: $0) }
    }
    lookups = LookupRegistry(setup: setup, follower: follower)
    rates = RateRegistry(setup: setup)
    let text = setup.definition?.effective.json
    present = (text, Self.digest(text))
  }

  /// Opens a pipeline.
  ///
  /// Opening for writing creates the store if needed, copies the lookup tables and the exchange rates into it, records
  /// the configuration, and moves deals from former keys of stages (`was`) to the current ones. Opening for reading
  /// writes nothing and takes no lock.
  /// Metrics and traces go to the backends that the program has set up before it opens the pipeline.
  ///
  /// - Parameters:
  ///   - wait: The maximum time to wait for another writing process; `nil` for the storage's setting.
  ///   - logger: Receives the log lines of the pipeline, its store and its plugins; by default nothing is logged.
  /// - Throws: ``StoreError``, ``UnfinishedCopy`` if the store holds only a part of its data, or ``SourceError`` if a source
  ///   cannot be read.
  public static func open(
    _ setup: PipelineSetup, for mode: StoreMode = .writing, environment: PipelineEnvironment = .system(),
    wait: Duration? = nil,
    logger: Logger = Logger(label: "sales-pipeline", factory: { _ in SwiftLogNoOpLogHandler() })
  ) async throws -> Pipeline {
    let telemetry = Telemetry(logger: logger)
    return try await telemetry.opening(mode == .writing ? "writing" : "reading") {
      let context = StoreContext(
        workspace: setup.workspace, schema: schema, mode: mode, wait: wait, logger: logger, waited: telemetry.waited)
      let store = try await setup.storage.open(context)
      let pipeline = Pipeline(setup: setup, environment: environment, store: store, mode: mode, telemetry: telemetry)
      do {
        try await CopyMark.check(store)
        if mode == .writing { try await pipeline.prepare() }
      } catch {
        await store.close()
        throw error
      }
      return pipeline
    }
  }

  /// Writes what opening for writing writes.
  private func prepare() async throws {
    try await LookupMirror(pipeline: self).refresh()
    try await RateMirror(pipeline: self).refresh()
    try await rememberConfiguration()
    let moved = try await StageRenames(pipeline: self).apply()
    if moved > 0 { telemetry.movedDeals(moved) }
  }

  /// Returns every live record that violates a constraint: a unique value that two records have, a reference to a
  /// missing record, a key that is not in its table. The pipeline never writes such records, but they may be older than
  /// the constraint. They are left unchanged, and can be edited. O(records).
  /// - Throws: ``StoreError``.
  public func brokenConstraints() async throws -> [ConstraintViolation] {
    try await store.brokenConstraints(of: Self.schema)
  }

  /// Returns the session of a user. Blanks around the name are removed. With a blank name, every command is refused.
  public func acting(as user: String) -> Desk { Desk(pipeline: self, user: user) }

  /// Closes the store. Later commands, and those who watch the pipeline, throw ``StoreError/closed``.
  public func close() async {
    await follower.finish()
    await store.close()
    commits.wakeAll()
    telemetry.closed()
  }

  /// Returns the day of an instant in the configured time zone.
  public func civilDate(of instant: Instant) -> CivilDate { days.civilDate(of: instant) }

  /// Returns the last instant of a day in the configured time zone, which is the meaning of an as-of date.
  public func endOfDay(_ day: CivilDate) -> Instant {
    let next = day.adding(days: 1) ?? day
    return days.instant(next).adding(microseconds: -1)
  }

  /// Returns the first instant of a day in the configured time zone.
  public func startOfDay(_ day: CivilDate) -> Instant { days.instant(day) }

  /// The current day in the configured time zone.
  public var today: CivilDate { civilDate(of: environment.now()) }

  func moment(for user: String) -> PlanningMoment {
    let now = environment.now()
    return PlanningMoment(at: now, today: civilDate(of: now), author: user)
  }

  /// The record kinds of the store.
  public static let schema: [RecordSchema] = RecordTables.all.map(\.schema)

  /// Records the configuration if it differs from the last recorded one. A setup created in Swift has no text to
  /// record.
  private func rememberConfiguration() async throws {
    guard let text = setup.definition?.effective.json else { return }
    let latest = try await remembered().last
    guard latest?.text != text else { return }
    try await transact(by: Self.configurator, granted: .everything) { transaction in
      _ = transaction.create(
        ConfigurationBody.fields, ConfigurationBody(text: text, since: transaction.recordedAt))
    }
  }

  /// The author of records that opening writes.
  static let configurator = "configuration"
}
