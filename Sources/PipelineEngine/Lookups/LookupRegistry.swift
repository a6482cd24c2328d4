import PipelinePlugins

/// The lookup tables, and the planner made from them: made again when the journal shows a change of their records.
actor LookupRegistry {
  private let setup: PipelineSetup
  private let follower: JournalFollower
  private var known: Loaded?
  /// Whether this process wrote lookup entries, or failed to know whether it did, since the tables were made.
  private var isOutdated = true

  /// The tables with the records that mirror them.
  struct Loaded: Sendable {
    var tables: LookupTables
    var records: [LookupTableName: [String: Record<LookupEntryBody>]]
    var planner: Planner
    /// The place of the last change of a lookup entry that is in them.
    var revision: Cursor
  }

  init(setup: PipelineSetup, follower: JournalFollower) {
    self.setup = setup
    self.follower = follower
  }

  /// The planner of edits. It knows all lookup entries that this process wrote and that any question has seen; for it alone the
  /// store is not asked, so that an edit costs no more than its commit.
  func planner() async throws -> Planner {
    if let known, !isOutdated, await follower.revision(of: .lookupEntry) == known.revision { return known.planner }
    return try await current().planner
  }

  /// The tables at the journal's end.
  func current() async throws -> Loaded {
    isOutdated = false
    do {
      let parts = try await follower.parts([.records(.lookupEntry)])
      return try await loaded(parts.records(.lookupEntry))
    } catch {
      isOutdated = true
      throw error
    }
  }

  /// The tables made of some records.
  func loaded(_ kept: KeptRecords?) async throws -> Loaded {
    let revision = kept?.revision ?? .start
    if let known, known.revision == revision { return known }
    let fresh = try await make(kept?.records(LookupEntryBody.fields) ?? [], revision)
    // What was made of older records never takes the place of newer ones.
    if known.map({ $0.revision < revision }) ?? true { known = fresh }
    return fresh
  }

  /// Makes the next planner see the journal's end.
  func invalidate() { isOutdated = true }

  private func make(_ stored: [Record<LookupEntryBody>], _ revision: Cursor) async throws -> Loaded {
    var records: [LookupTableName: [String: Record<LookupEntryBody>]] = [:]
    var tables = [LookupTables.statuses(of: setup.salesCycles)]
    for record in stored {
      guard let name = LookupTableName(rawValue: record.body.table) else { continue }
      records[name, default: [:]][record.body.key] = record
    }
    for name in LookupTableName.allCases where name != .status {
      let mirrored = (records[name] ?? [:]).values.sorted {
        ($0.body.position, $0.body.key) < ($1.body.position, $1.body.key)
      }
      var entries = mirrored.map(\.body.entry)
      if let source = setup.source(of: name), !source.isEditable || entries.isEmpty {
        entries = Self.merge(try await source.entries(), over: entries)
      }
      if !entries.isEmpty { tables.append(LookupTable(name, entries)) }
    }
    let lookups = LookupTables(tables)
    return Loaded(
      tables: lookups, records: records,
      planner: Planner(
        cycles: setup.salesCycles, baseCurrency: setup.baseCurrency, probability: setup.probability,
        history: setup.history, lookups: lookups, timeZone: setup.calendar.timeZone), revision: revision)
  }

  /// What the source supplies, then what it no longer does, retired.
  static func merge(_ supplied: [LookupEntry], over mirrored: [LookupEntry]) -> [LookupEntry] {
    let keys = Set(supplied.map(\.key))
    return supplied
      + mirrored.filter { !keys.contains($0.key) }.map { entry in
        var entry = entry
        entry.isRetired = true
        return entry
      }
  }
}

extension PipelineSetup {
  /// Where a table's entries come from; `nil` for a table that the setup does not mention.
  func source(of table: LookupTableName) -> (any LookupSource)? { lookups.first { $0.table == table }?.source }
}
