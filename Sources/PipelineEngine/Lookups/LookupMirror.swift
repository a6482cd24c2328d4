import PipelinePlugins

/// Brings the store's mirror of the lookup tables up to what their sources supply.
///
/// Keys are immutable; what leaves a source is retired, never removed, so that no deal is orphaned. An editable table's
/// seed is applied once, when the table is first made.
struct LookupMirror {
  let pipeline: Pipeline

  /// Writes what differs, if anything.
  func refresh() async throws {
    try await pipeline.transact(by: Pipeline.configurator, granted: .everything) { transaction in
      let records = try await pipeline.lookups.current().records
      for binding in pipeline.setup.lookups {
        let (name, source) = (binding.table, binding.source)
        let mirrored = records[name] ?? [:]
        if source.isEditable, !mirrored.isEmpty { continue }
        let known = mirrored.values.sorted { ($0.body.position, $0.body.key) < ($1.body.position, $1.body.key) }
        let wanted = LookupRegistry.merge(try await source.entries(), over: known.map(\.body.entry))
        transaction.setEntries(wanted, of: name, over: mirrored)
      }
    }
  }
}

extension Transaction {
  /// Makes the records of a lookup table what they should be.
  mutating func setEntries(
    _ entries: [LookupEntry], of name: LookupTableName, over records: [String: Record<LookupEntryBody>]
  ) {
    let before = others.count
    for (position, entry) in entries.enumerated() {
      let body = LookupEntryBody(entry, in: name, at: position)
      if let record = records[entry.key] {
        _ = update(LookupEntryBody.fields, record, to: body)
      } else {
        _ = create(LookupEntryBody.fields, body)
      }
    }
    if others.count > before { changesLookups = true }
  }
}
