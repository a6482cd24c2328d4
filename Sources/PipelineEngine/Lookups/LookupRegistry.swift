import PipelinePlugins
import Synchronization

/// The lookup tables, and the planner for edits; rebuilt after the journal shows a change of their records.
actor LookupRegistry {
  private let setup: PipelineSetup
  private let follower: JournalFollower
  private var known: Loaded?
  /// The number of times that this process wrote lookup entries.
  private var writes = 0
  /// The planner of the latest tables, and their revision; `nil` since this process wrote lookup entries. Edits read it
  /// without waiting for the actor.
  private nonisolated let current = Mutex<(planner: Planner, revision: Cursor)?>(nil)

  /// The tables, with their records.
  struct Loaded: Sendable {
    var tables: LookupTables
    var records: [LookupTableName: [String: Record<LookupEntryBody>]]
    var planner: Planner
    /// The cursor of the last change of a lookup entry in the tables.
    var revision: Cursor
  }

  init(setup: PipelineSetup, follower: JournalFollower) {
    self.setup = setup
    self.follower = follower
  }

  /// The planner for edits. It knows all lookup entries that this process has written or read. The journal is not read
  /// for it, so that an edit costs no more than its commit.
  nonisolated(nonsending) func planner() async throws -> Planner {
    if let current = current.withLock({ $0 }), follower.revision(of: .lookupEntry) == current.revision {
      return current.planner
    }
    return try await latest().planner
  }

  /// The tables at the end of the journal.
  func latest() async throws -> Loaded {
    let before = writes
    let parts = try await follower.parts([.records(.lookupEntry)])
    let latest = try await loaded(parts.records(.lookupEntry))
    // A read from before a write of this process is not what its next edit needs.
    if before == writes, let known { current.withLock { $0 = (known.planner, known.revision) } }
    return latest
  }

  /// The tables of the given records.
  func loaded(_ cached: RecordCache?) async throws -> Loaded {
    let revision = cached?.revision ?? .start
    if let known, known.revision == revision { return known }
    let fresh = try await make(cached?.records(LookupEntryBody.fields) ?? [], revision)
    // Tables of older records never replace newer ones.
    if known.map({ $0.revision < revision }) ?? true { known = fresh }
    return fresh
  }

  /// Makes the next planner read the journal.
  func invalidate() {
    writes += 1
    current.withLock { $0 = nil }
  }

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

  /// The entries of the source, followed by retired entries that it no longer contains.
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
  /// The source of a table; `nil` for a table that the setup does not mention.
  func source(of table: LookupTableName) -> (any LookupSource)? { lookups.first { $0.table == table }?.source }
}
