import PipelineAnalytics
public import PipelinePlugins

/// The pipeline at one moment as one person sees it: the configuration in force, lookup tables, rates, people, saved reports,
/// accounts' names and deals, all of them true at one place of the journal.
///
/// Every dashboard, report, listing and export is answered from one snapshot, so that its figures never disagree. A snapshot is a
/// value: what is written later changes nothing in it. Take one with ``Desk/snapshot(_:today:since:)``.
///
///     let snapshot = try await desk.snapshot()
///     let funnel = try await snapshot.funnel()
///     let grid = try await snapshot.salesGrid()   // the same deals, whoever writes meanwhile
public struct Snapshot: Sendable {
  /// The desk that took it.
  let desk: Desk
  /// The moment that it shows.
  public let moment: Moment
  /// The place of the journal at which all of it is true.
  public let cursor: Cursor
  /// The configuration that is in force at the moment.
  let configuration: ConfigurationInForce
  /// The lookup tables at the moment.
  public let lookups: LookupTables
  /// The deals as they are at the moment.
  let columns: DealColumns
  /// What their codes mean, and what they are worth.
  var reading: DealReading
  /// Whose deals the asking person may see.
  let gate: Gate
  /// What is not known of the moment: deals that the journal has only later, a configuration that nothing remembers.
  var unknown: [ReportGap]
  /// The names and attributes that it was taken with.
  let held: [RecordTextField: RecordTexts]
  /// When each deal was last changed; `nil` where it was taken without.
  let lastChanges: [RecordID: Instant]?
  /// The salespeople who were entered; empty where it was taken without.
  let salespeople: [String]
  /// Whether the access policy says who is in which team: of a past moment, those are the teams of now.
  let hasPolicyTeams: Bool
  /// The saved reports of everybody. They are those of now: a definition has no past.
  let saved: [SavedReport]
  /// What it holds beside deals, lookup tables and rates.
  let extent: Extent
  /// The moment before it that it holds too, where one was asked for.
  let opening: OpeningSnapshot?

  /// The configuration that is in force at the moment.
  public var setup: PipelineSetup { configuration.setup }

  /// The day taken for today: that of the moment, unless another was given.
  public var today: CivilDate { reading.today }

  var pipeline: Pipeline { desk.pipeline }

  /// What a snapshot can hold beside deals, lookup tables and rates.
  struct Extent: OptionSet, Sendable {
    let rawValue: Int
    /// The accounts' names.
    static let accounts = Extent(rawValue: 1)
    /// The salespeople and their teams.
    static let people = Extent(rawValue: 2)
    /// The saved reports.
    static let reports = Extent(rawValue: 4)
    /// The attributes of accounts.
    static let attributes = Extent(rawValue: 8)
    /// The deals' names.
    static let dealNames = Extent(rawValue: 16)
    /// When each deal was last changed.
    static let changes = Extent(rawValue: 32)
    /// That figures depend on who is in which team: said of it, not held.
    static let teams = Extent(rawValue: 64)
    /// What is held where the question is not known yet. The rest is read where a question needs it.
    static let all: Extent = [.accounts, .people, .reports]

    /// The texts that it means.
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
  /// The pipeline at a moment, as the acting person sees it. Who may see what is decided by the access policy of now, of the
  /// owners of then.
  ///
  /// - Parameters:
  ///   - today: The day taken for today; `nil` for the clock's, or the day of the moment.
  ///   - opening: A past moment that the snapshot holds too, for its waterfall; `nil` for none.
  /// - Throws: ``StoreError``, ``LookupSourceError``, ``RateSourceError``, or what the access policy throws.
  public func snapshot(
    _ moment: Moment = .now, today: CivilDate? = nil, since opening: Instant? = nil
  ) async throws -> Snapshot {
    var start: Beginning?
    if let opening { start = { _, _ in opening } }
    return try await snapshot(moment, today: today, since: start, .all)
  }

  /// An earlier moment, by the configuration in force and the day.
  typealias Beginning = @Sendable (PipelineSetup, CivilDate) -> Instant?

  /// The pipeline at the moment of a scope, with what a question needs.
  func snapshot(_ scope: ReportScope, _ extent: Snapshot.Extent = []) async throws -> Snapshot {
    try await snapshot(
      scope.moment(pipeline.environment.now()), today: scope.today, since: nil, extent.union(scope.extent))
  }

  /// The pipeline at a moment and, where it is asked for, at an earlier one that depends on the configuration in force and on the
  /// day. Both are made of one look at the journal.
  func snapshot(
    _ moment: Moment, today: CivilDate?, since opening: Beginning?,
    _ extent: Snapshot.Extent
  ) async throws -> Snapshot {
    let gate = try await pipeline.gate(for: user)
    let day = today ?? moment.past.map { pipeline.civilDate(of: $0.asOf) } ?? pipeline.today
    var setups = (own: pipeline.setup, opening: pipeline.setup)
    // Which configuration was in force is read beside the rest, and says what to read: nearly always what was guessed.
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
            .asOf(before.asOf, knownAt: before.knownAt), pipeline.civilDate(of: before.asOf), first, parts, gate, [],
            opening: nil))
      }
      return try await snapshot(moment, day, own, parts, gate, extent, opening: opening)
    }
  }

  /// A snapshot made of what a look at the journal gave.
  private func snapshot(
    _ moment: Moment, _ today: CivilDate, _ configuration: ConfigurationInForce, _ parts: KeptParts, _ gate: Gate,
    _ extent: Snapshot.Extent, opening: OpeningSnapshot?
  ) async throws -> Snapshot {
    let setup = configuration.setup
    let lookups = try await pipeline.tables(setup, at: moment.past, parts)
    let byName = Dictionary(uniqueKeysWithValues: LookupTableName.allCases.map { ($0, lookups[$0]) })
    var reading = DealReading(setup, today: today, tables: byName)
    reading.pricing = try await pipeline.pricing(setup, at: moment.past, parts)
    var unknown: [ReportGap] = []
    let columns: DealColumns
    if let past = moment.past {
      let asked = DealMoment(setup, past)
      columns = parts.deals(asked) ?? asked.empty()
      let count = parts.dealHistory(asked.key)?.unknownPast(asOf: past.asOf, of: gate.sees.includes) ?? 0
      if count > 0 { unknown.append(ReportGap(reason: .unknownPast, count: Int64(count))) }
      if !configuration.isKnown { unknown.append(ReportGap(reason: .unknownConfiguration, count: 0)) }
    } else {
      columns = parts.deals ?? DealMoment(setup, PastMoment(asOf: .distantFuture, knownAt: nil)).empty()
    }
    var held: [RecordTextField: RecordTexts] = [:]
    for field in extent.texts { held[field] = parts.texts(field, at: moment.past) }
    reading.accountNames = held[.accountName]?.byID ?? [:]
    let ofPolicy = extent.contains(.people) ? try await setup.access.teams() : [:]
    if extent.contains(.people) { reading.teams = try pipeline.teams(at: moment.past, parts, ofPolicy) }
    let people = extent.contains(.people) ? try pipeline.salespeople(at: moment.past, parts) : []
    let saved = try extent.contains(.reports) ? pipeline.savedReports(parts) : []
    return Snapshot(
      desk: self, moment: moment, cursor: parts.cursor, configuration: configuration, lookups: lookups,
      columns: columns, reading: reading, gate: gate, unknown: unknown, held: held,
      lastChanges: moment == .now ? parts.lastChanges : nil, salespeople: people, hasPolicyTeams: !ofPolicy.isEmpty,
      saved: saved, extent: extent, opening: opening)
  }
}

/// The parts of the store that a snapshot is made of.
struct SnapshotParts: Equatable {
  private(set) var names: Set<JournalPartName>
  private(set) var past: [DealMoment] = []

  /// - Parameters:
  ///   - opening: The earlier moment that it holds too.
  ///   - openingSetup: The configuration that is in force then.
  init(
    _ moment: Moment, _ extent: Snapshot.Extent, _ setup: PipelineSetup, since opening: Instant? = nil,
    _ openingSetup: PipelineSetup? = nil
  ) {
    if let own = moment.past {
      names = [.recordHistory(.lookupEntry), .recordHistory(.configuration), .recordHistory(.rate)]
      names.formUnion(extent.texts.map { .textHistory($0) })
      if extent.contains(.people) { names.insert(.recordHistory(.salesperson)) }
      past = [DealMoment(setup, own)]
    } else {
      names = [.deals, .records(.lookupEntry), .records(.configuration)]
      if setup.rates != nil { names.insert(.records(.rate)) }
      names.formUnion(extent.texts.map { .texts($0) })
      if extent.contains(.people) { names.insert(.records(.salesperson)) }
      if extent.contains(.changes) { names.insert(.lastChanges) }
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
  /// The pipeline at a past moment as it was at a place of the journal that may lie behind its end: read from the journal anew.
  func snapshot(_ moment: Moment, upTo place: Cursor, _ gate: Gate) async throws -> Snapshot {
    guard let past = moment.past else { return try await snapshot(moment, today: nil, since: nil, []) }
    var asked = DealMoment(pipeline.setup, past)
    while true {
      let names = SnapshotParts(moment, [], pipeline.setup).names.union([.dealHistory(asked.key)])
      var parts = try await KeptParts(names, from: pipeline.store, upTo: place, asked.empty)
      parts.answer([asked])
      let configuration = try pipeline.configuration(at: past, parts)
      let own = DealMoment(configuration.setup, past)
      guard own == asked else {
        asked = own
        continue
      }
      return try await snapshot(
        moment, pipeline.civilDate(of: past.asOf), configuration, parts, gate, [], opening: nil)
    }
  }
}
