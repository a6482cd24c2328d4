package import PipelineAnalytics
public import PipelinePlugins

/// A consistent view of the pipeline at one moment, with the permissions of one user: the configuration, lookup tables,
/// exchange rates, people, saved reports, names of accounts, and deals, all at one cursor of the journal.
///
/// Each dashboard, report, list and export is computed from one snapshot, so that its figures agree. A snapshot is a
/// value: later writes do not change it. ``Desk/snapshot(_:today:since:)`` takes one.
///
///     let snapshot = try await desk.snapshot()
///     let funnel = try await snapshot.funnel()
///     let grid = try await snapshot.salesGrid()   // of the same deals, despite writes in between
public struct Snapshot: Sendable {
  /// The desk that took the snapshot.
  let desk: Desk
  /// The moment of the snapshot.
  public let moment: Moment
  /// The cursor of the journal at which the snapshot is consistent.
  public let cursor: Cursor
  /// The configuration at the moment.
  let configuration: ConfigurationInForce
  /// The lookup tables at the moment.
  public let lookups: LookupTables
  /// The columns of the deals at the moment.
  package let columns: DealColumns
  /// Decodes and values the columns.
  package var reading: DealReading
  /// The permissions of the user.
  let permissions: Permissions
  /// Gaps in what is known about the moment: deals that were recorded later, or a missing configuration.
  var unknown: [ReportGap]
  /// The names and attributes that the snapshot has loaded.
  let held: [RecordTextField: RecordTexts]
  /// The instant of each deal's last change; `nil` if not loaded.
  let lastChanges: [RecordID: Instant]?
  /// The recorded salespeople; empty if not loaded.
  let salespeople: [String]
  /// Whether the access policy defines teams: those are current, also for a past moment.
  let hasPolicyTeams: Bool
  /// The current saved reports of all users, also for a past moment.
  let saved: [SavedReport]
  /// The forecast calls at the moment that the user may see; empty if not loaded.
  let calls: [Desk.ForecastCall]
  /// The optional contents of the snapshot.
  let extent: Extent
  /// The stays of deals in stages; `nil` if not loaded.
  let stays: DealStays?
  /// An earlier moment, if one was requested.
  let opening: OpeningSnapshot?

  /// The configuration at the moment.
  public var setup: PipelineSetup { configuration.setup }

  /// The current day for reports: the day of the moment, unless another was given.
  public var today: CivilDate { reading.today }

  var pipeline: Pipeline { desk.pipeline }

  /// Optional contents of a snapshot, besides deals, lookup tables and rates.
  struct Extent: OptionSet, Sendable {
    let rawValue: Int
    /// The names of accounts.
    static let accounts = Extent(rawValue: 1)
    /// The salespeople and their teams.
    static let people = Extent(rawValue: 2)
    /// The saved reports.
    static let reports = Extent(rawValue: 4)
    /// The attributes of accounts.
    static let attributes = Extent(rawValue: 8)
    /// The names of deals.
    static let dealNames = Extent(rawValue: 16)
    /// The instant of each deal's last change.
    static let changes = Extent(rawValue: 32)
    /// Marks figures that depend on teams; loads nothing.
    static let teams = Extent(rawValue: 64)
    /// The stays of deals in stages, from the journal.
    static let stays = Extent(rawValue: 128)
    /// How close dates were moved out, from the journal.
    static let slips = Extent(rawValue: 256)
    /// The forecast calls.
    static let calls = Extent(rawValue: 512)
    /// The contents for unknown queries; other contents are read when a query needs them.
    static let all: Extent = [.accounts, .people, .reports, .calls]

    /// The text fields of the contents.
    var texts: [RecordTextField] {
      let fields: [(Extent, RecordTextField)] = [
        (.accounts, .accountName), (.attributes, .accountAttributes), (.dealNames, .dealName),
      ]
      return fields.filter { contains($0.0) }.map(\.1)
    }
  }
}

/// A snapshot's view of an earlier moment.
final class OpeningSnapshot: Sendable {
  let snapshot: Snapshot
  init(_ snapshot: Snapshot) { self.snapshot = snapshot }
}

extension Desk {
  /// Takes a snapshot of the pipeline at a moment. The snapshot uses the current permissions of the acting user, and
  /// the owners at the moment.
  ///
  /// - Parameters:
  ///   - today: The current day for reports; `nil` for the day of the moment.
  ///   - opening: A past moment for the waterfall; `nil` for none.
  /// - Throws: ``StoreError``, ``SourceError``, or an error of the access policy.
  public func snapshot(
    _ moment: Moment = .now, today: CivilDate? = nil, since opening: Instant? = nil
  ) async throws -> Snapshot {
    var start: Beginning?
    if let opening { start = { _, _ in opening } }
    return try await telemetry.question(.snapshot) { try await snapshot(moment, today: today, since: start, .all) }
  }

  /// Computes an earlier moment from a configuration and a day.
  typealias Beginning = @Sendable (PipelineSetup, CivilDate) -> Instant?

  /// A snapshot at the moment of a scope, with the contents that a query needs.
  func snapshot(_ scope: ReportScope, _ extent: Snapshot.Extent = []) async throws -> Snapshot {
    try await snapshot(
      scope.moment(pipeline.environment.now()), today: scope.today, since: nil, extent.union(scope.extent))
  }

  /// A snapshot at a moment and, if requested, at an earlier one that depends on the configuration and the day. Both
  /// use the same read of the journal.
  func snapshot(
    _ moment: Moment, today: CivilDate?, since opening: Beginning?,
    _ extent: Snapshot.Extent
  ) async throws -> Snapshot {
    let permissions = try await pipeline.permissions(of: user)
    let day = today ?? moment.past.map { pipeline.civilDate(of: $0.asOf) } ?? pipeline.today
    var setups = (own: pipeline.setup, opening: pipeline.setup)
    // The configuration determines what to read, but is itself read from the journal: guess it, and repeat if the guess
    // was wrong.
    while true {
      let start = opening?(setups.own, day)
      let asked = SnapshotParts(moment, extent, setups.own, since: start, setups.opening)
      let parts = try await pipeline.follower.parts(asked.names, past: asked.past)
      let own = try pipeline.configuration(at: moment.past, parts)
      let before = start.map { PastMoment(asOf: $0, knownAt: moment.past?.knownAt) }
      let first = try before.map { try pipeline.configuration(at: $0, parts) }
      let needed = SnapshotParts(moment, extent, own.setup, since: opening?(own.setup, day), first?.setup ?? own.setup)
      setups = (own.setup, first?.setup ?? own.setup)
      guard needed == asked else { continue }
      var opening: OpeningSnapshot?
      if let before, let first {
        opening = OpeningSnapshot(
          try await snapshot(
            .asOf(before.asOf, knownAt: before.knownAt), pipeline.civilDate(of: before.asOf), first, parts, permissions,
            [],
            opening: nil))
      }
      return try await snapshot(moment, day, own, parts, permissions, extent, opening: opening)
    }
  }

  /// Builds a snapshot from the cached parts.
  ///
  /// - Parameter deals: The current deals, if they are not those of the cache.
  func snapshot(
    _ moment: Moment, _ today: CivilDate, _ configuration: ConfigurationInForce, _ parts: StoreCache,
    _ permissions: Permissions,
    _ extent: Snapshot.Extent, opening: OpeningSnapshot?, deals: DealColumns? = nil
  ) async throws -> Snapshot {
    let setup = configuration.setup
    let lookups = try await pipeline.tables(setup, at: moment.past, parts)
    let byName = Dictionary(uniqueKeysWithValues: LookupTableName.allCases.map { ($0, lookups[$0]) })
    var reading = DealReading(setup, today: today, tables: byName)
    reading.sortText = pipeline.collation.text
    reading.pricing = try await pipeline.pricing(setup, at: moment.past, parts)
    var unknown: [ReportGap] = []
    let columns: DealColumns
    if let past = moment.past {
      let asked = DealMoment(setup, past)
      columns = parts.deals(asked) ?? asked.empty()
      let count = parts.dealHistory(asked.key)?.unknownPast(asOf: past.asOf, of: permissions.sees.includes) ?? 0
      if count > 0 { unknown.append(ReportGap(reason: .unknownPast, count: Int64(count))) }
      // Where there was no deal yet, no configuration makes a difference.
      if !configuration.isKnown, try columns.count(reading, where: permissions.filters) > 0 {
        unknown.append(ReportGap(reason: .unknownConfiguration, count: 0))
      }
    } else {
      columns = (deals ?? parts.deals ?? DealMoment(setup, .latest).empty()).inPresentStages()
    }
    var held: [RecordTextField: RecordTexts] = [:]
    for field in extent.texts { held[field] = parts.texts(field, at: moment.past) }
    reading.accountNames = held[.accountName]?.byID ?? [:]
    let ofPolicy = extent.contains(.people) ? try await setup.access.teams() : [:]
    if extent.contains(.people) { reading.teams = try pipeline.teams(at: moment.past, parts, ofPolicy) }
    if extent.contains(.slips) { reading.slips = parts.slips(DealMoment(setup, moment.past ?? .latest)) }
    let people = extent.contains(.people) ? try pipeline.salespeople(at: moment.past, parts) : []
    let saved = try extent.contains(.reports) ? pipeline.savedReports(parts) : []
    return Snapshot(
      desk: self, moment: moment, cursor: deals?.cursor ?? parts.cursor, configuration: configuration, lookups: lookups,
      columns: columns, reading: reading, permissions: permissions, unknown: unknown, held: held,
      lastChanges: moment == .now ? parts.lastChanges : nil, salespeople: people, hasPolicyTeams: !ofPolicy.isEmpty,
      saved: saved,
      calls: try extent.contains(.calls) ? pipeline.calls(at: moment.past, parts, seenBy: permissions) : [],
      extent: extent,
      stays: extent.contains(.stays) ? parts.stays(DealMoment(setup, moment.past ?? .latest)) : nil, opening: opening)
  }
}

/// The cached parts that a snapshot needs.
struct SnapshotParts: Equatable {
  private(set) var names: Set<JournalPartName>
  private(set) var past: [DealMoment] = []

  /// - Parameters:
  ///   - opening: The earlier moment, if any.
  ///   - openingSetup: The configuration at that moment.
  init(
    _ moment: Moment, _ extent: Snapshot.Extent, _ setup: PipelineSetup, since opening: Instant? = nil,
    _ openingSetup: PipelineSetup? = nil
  ) {
    if let own = moment.past {
      names = [.recordHistory(.lookupEntry), .recordHistory(.configuration), .recordHistory(.rate)]
      names.formUnion(extent.texts.map { .textHistory($0) })
      if extent.contains(.people) { names.insert(.recordHistory(.salesperson)) }
      if extent.contains(.calls) { names.insert(.recordHistory(.forecastCall)) }
      past = [DealMoment(setup, own)]
    } else {
      names = [.deals, .records(.lookupEntry), .records(.configuration)]
      if setup.rates != nil { names.insert(.records(.rate)) }
      names.formUnion(extent.texts.map { .texts($0) })
      if extent.contains(.people) { names.insert(.records(.salesperson)) }
      if extent.contains(.calls) { names.insert(.records(.forecastCall)) }
      if extent.contains(.changes) { names.insert(.lastChanges) }
      if extent.contains(.stays) || extent.contains(.slips) { past = [DealMoment(setup, .latest)] }
    }
    if extent.contains(.reports) { names.insert(.records(.report)) }
    if let opening {
      names.formUnion([.recordHistory(.lookupEntry), .recordHistory(.configuration), .recordHistory(.rate)])
      past.append(DealMoment(openingSetup ?? setup, PastMoment(asOf: opening, knownAt: moment.past?.knownAt)))
    }
    names.formUnion(past.map { .dealHistory($0.key) })
  }
}

extension Desk {
  /// A snapshot of a past moment at an earlier cursor of the journal, read from the journal without the cache.
  func snapshot(_ moment: Moment, upTo place: Cursor, _ permissions: Permissions) async throws -> Snapshot {
    guard let past = moment.past else { return try await snapshot(moment, today: nil, since: nil, []) }
    var asked = DealMoment(pipeline.setup, past)
    while true {
      let names = SnapshotParts(moment, [], pipeline.setup).names.union([.dealHistory(asked.key)])
      var parts = try await StoreCache(names, from: pipeline.store, upTo: place, asked.empty)
      parts.answer([asked])
      let configuration = try pipeline.configuration(at: past, parts)
      let own = DealMoment(configuration.setup, past)
      guard own == asked else {
        asked = own
        continue
      }
      return try await snapshot(
        moment, pipeline.civilDate(of: past.asOf), configuration, parts, permissions, [], opening: nil)
    }
  }
}
