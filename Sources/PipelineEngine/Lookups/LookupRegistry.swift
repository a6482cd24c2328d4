import PipelinePlugins

/// The lookup tables as they stand, and the planner made from them: read once, again after an edit.
actor LookupRegistry {
  private let setup: PipelineSetup
  private let store: any Store
  private var loaded: Loaded?

  /// The tables with the records that mirror them.
  struct Loaded: Sendable {
    var tables: LookupTables
    var records: [LookupTableName: [String: Record<LookupEntryBody>]]
    var planner: Planner
  }

  init(setup: PipelineSetup, store: any Store) {
    self.setup = setup
    self.store = store
  }

  func planner() async throws -> Planner { try await current().planner }

  func current() async throws -> Loaded {
    if let loaded { return loaded }
    let fresh = try await load()
    loaded = fresh
    return fresh
  }

  /// Forgets what was read, so that the next use sees the store.
  func invalidate() { loaded = nil }

  private func load() async throws -> Loaded {
    var records: [LookupTableName: [String: Record<LookupEntryBody>]] = [:]
    var tables = [LookupTables.statuses(of: setup.salesCycles)]
    let stored = try await store.find(
      .lookupEntry, "table_name", in: LookupTableName.allCases.map { .text($0.rawValue) })
    for one in stored {
      let body = try LookupEntryBody.fields.decode(one.cells)
      guard let name = LookupTableName(rawValue: body.table) else { continue }
      records[name, default: [:]][body.key] = Record(id: one.id, version: one.version, body: body)
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
        history: setup.history, lookups: lookups))
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
