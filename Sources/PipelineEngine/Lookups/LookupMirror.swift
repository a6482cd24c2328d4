import PipelinePlugins

/// Brings the store's mirror of the lookup tables up to what their sources supply.
///
/// Keys are immutable; what leaves a source is retired, never removed, so that no deal is orphaned. An editable table's
/// seed is applied once, when the table is first made.
struct LookupMirror {
  let pipeline: Pipeline

  /// Writes what differs, if anything.
  func refresh() async throws {
    let records = try await pipeline.lookups.current().records
    var writes: [RecordWrite] = []
    for binding in pipeline.setup.lookups {
      let (name, source) = (binding.table, binding.source)
      let mirrored = records[name] ?? [:]
      if source.isEditable, !mirrored.isEmpty { continue }
      let known = mirrored.values.sorted { ($0.body.position, $0.body.key) < ($1.body.position, $1.body.key) }
      let wanted = LookupRegistry.merge(try await source.entries(), over: known.map(\.body.entry))
      for (position, entry) in wanted.enumerated() {
        let body = LookupEntryBody(entry, in: name, at: position)
        if let write = pipeline.lookupWrite(body, over: mirrored[entry.key]) { writes.append(write) }
      }
    }
    guard !writes.isEmpty else { return }
    try await pipeline.commitLookups(writes, author: "configuration")
  }
}

extension Pipeline {
  /// The write that makes an entry's record what it should be; `nil` where it is.
  func lookupWrite(_ body: LookupEntryBody, over record: Record<LookupEntryBody>?) -> RecordWrite? {
    guard let record else {
      let key = RecordKey(.lookupEntry, environment.makeID())
      return RecordWrite(key, .create(LookupEntryBody.fields.encode(body)))
    }
    let changes = LookupEntryBody.fields.diff(record.body, body)
    guard !changes.isEmpty else { return nil }
    return RecordWrite(
      RecordKey(.lookupEntry, record.id),
      .update(
        expected: record.version,
        changes.map { CellChange($0.field, old: $0.old, new: $0.new, inHistory: true) }))
  }

  func commitLookups(_ writes: [RecordWrite], author: String) async throws {
    let now = environment.now()
    _ = try await store.commit(
      ChangeSet(
        operation: environment.makeID(), effectiveAt: now, recordedAt: now, author: author, writes: writes))
    await lookups.invalidate()
  }
}
