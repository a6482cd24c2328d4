import PipelinePlugins

/// Updates the store's copy of the lookup tables from their sources.
///
/// Keys are immutable. An entry that its source no longer contains is retired, not removed, so that deals keep their
/// references. The seed of an editable table is stored once, when the table is created.
struct LookupMirror {
  let pipeline: Pipeline

  /// Writes the differences, if any.
  func refresh() async throws {
    try await pipeline.transact(by: Pipeline.configurator, granted: .everything) { transaction in
      let records = try await pipeline.lookups.latest().records
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
  /// Writes the differences between a lookup table and the given entries.
  ///
  /// - Parameter said: What imports remember of entries, by key; that of other entries is unchanged.
  mutating func setEntries(
    _ entries: [LookupEntry], of name: LookupTableName, over records: [String: Record<LookupEntryBody>],
    said: [String: String] = [:]
  ) {
    let before = others.count
    for (position, entry) in entries.enumerated() {
      let imported = said[entry.key] ?? records[entry.key]?.body.imported
      let body = LookupEntryBody(entry, in: name, at: position, imported: imported)
      if let record = records[entry.key] {
        _ = update(LookupEntryBody.fields, record, to: body)
      } else {
        _ = create(LookupEntryBody.fields, body)
      }
    }
    if others.count > before { changesLookups = true }
  }
}
