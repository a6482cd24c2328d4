public import Logging
public import PipelinePlugins

/// A running sales pipeline: a checked setup over an open store. Share it; work with it through a ``Desk``.
public final class Pipeline: Sendable {
  /// What it was opened with.
  public let setup: PipelineSetup
  /// Where its time and identities come from.
  public let environment: PipelineEnvironment
  let store: any Store
  let lookups: LookupRegistry
  let columns: ColumnKeeper
  let past: PastKeeper
  let rates: RateRegistry
  let mode: StoreMode
  let days: CivilDays

  private init(setup: PipelineSetup, environment: PipelineEnvironment, store: any Store, mode: StoreMode) {
    self.setup = setup
    self.environment = environment
    self.store = store
    self.mode = mode
    lookups = LookupRegistry(setup: setup, store: store)
    past = PastKeeper(store: store)
    rates = RateRegistry(setup: setup, past: past)
    let days = CivilDays(zone: setup.calendar.timeZone)
    self.days = days
    columns = ColumnKeeper(setup: setup, store: store) { days.civilDate(of: $0) }
  }

  /// Opens a pipeline.
  ///
  /// For writing, the store is made where it does not exist, the lookup sources and the exchange rates are mirrored into it, and
  /// it remembers the configuration. For reading, nothing is recorded and no writer is in the way.
  /// - Throws: ``StoreError``, or ``LookupSourceError`` or ``RateSourceError`` where a source cannot be read.
  public static func open(
    _ setup: PipelineSetup, for mode: StoreMode = .writing, environment: PipelineEnvironment = .system(),
    logger: Logger = Logger(label: "sales-pipeline", factory: { _ in SwiftLogNoOpLogHandler() })
  ) async throws -> Pipeline {
    let context = StoreContext(workspace: setup.workspace, schema: schema, mode: mode, logger: logger)
    let store = try await setup.storage.open(context)
    let pipeline = Pipeline(setup: setup, environment: environment, store: store, mode: mode)
    guard mode == .writing else { return pipeline }
    do {
      try await LookupMirror(pipeline: pipeline).refresh()
      try await RateMirror(pipeline: pipeline).refresh()
      try await pipeline.rememberConfiguration()
    } catch {
      await store.close()
      throw error
    }
    return pipeline
  }

  /// The pipeline as a person works with it.
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
    let now = environment.now()
    let body = ConfigurationBody(text: text, since: now)
    _ = try await store.commit(
      ChangeSet(
        operation: environment.makeID(), effectiveAt: now, recordedAt: now, author: "configuration",
        writes: [
          RecordWrite(
            RecordKey(.configuration, environment.makeID()), .create(ConfigurationBody.fields.encode(body)))
        ]))
  }
}
