import PipelinePlugins
import PipelineTelemetry

extension Transaction {
  /// Commits the changes of the transaction. This is the only place in the engine that creates a change set,
  /// besides the restoring of an archive, whose entries are written as they are.
  ///
  /// - Parameters:
  ///   - isRemembered: Whether to record the operation even if it changes nothing, since the caller may repeat it.
  ///   - enqueued: Called as soon as later transactions can be planned.
  /// - Returns: `false` if nothing was written and the work is to be done again: the operation was committed before, or
  ///   a record of the cache is as the work leaves it, which the store's need not be.
  mutating func commit(remembering isRemembered: Bool, enqueued: @Sendable () -> Void = {}) async throws -> Bool {
    guard !isDryRun else { return true }
    var changes = ChangeSet(
      operation: operation, effectiveAt: effectiveAt, recordedAt: recordedAt, author: moment.author)
    // Referenced records are created before, and deleted after, the records that refer to them.
    changes.writes += writes(accounts, deleted: false) { $0.createdAt }
    changes.writes += writes(people) { $0.createdAt }
    if !calls.isEmpty { changes.writes += callWrites() }
    changes.writes.append(contentsOf: others)
    changes.writes += writes(deals) { $0.createdAt }
    changes.writes += writes(accounts, deleted: true) { $0.createdAt }
    if changes.writes.isEmpty, hasTrustedCache { return false }
    guard !changes.writes.isEmpty || isRemembered else { return true }
    if !reads.isEmpty {
      let written = Set(changes.writes.map(\.key))
      changes.guards = reads.filter { !written.contains($0.key) }.map { RecordGuard($0.key, version: $0.value) }
    }
    let seals = try await pipeline.sealer?.seal(&changes, pipeline.store, pipeline.environment)
    let ticket = pipeline.pending.begin(changes)
    defer { pipeline.pending.end(ticket) }
    let receipt: CommitReceipt
    do {
      if let observed = pipeline.telemetry.observed {
        receipt = try await observed.commit(of: changes.writes.count, isNew: { !$0.wasRepeated }) {
          try await pipeline.commit(changes, with: permissions, naming: subject, enqueued: enqueued)
        }
      } else {
        receipt = try await pipeline.commit(changes, with: permissions, naming: subject, enqueued: enqueued)
      }
    } catch {
      if changesLookups { await pipeline.lookups.invalidate() }
      throw error
    }
    if changesLookups { await pipeline.lookups.invalidate() }
    if !receipt.wasRepeated {
      // Without writes, the cursor may be that of another workspace's entry.
      if !changes.writes.isEmpty { pipeline.commits.note(receipt.cursor) }
      if let seals { pipeline.sealer?.note(seals) }
      note(accounts, pipeline.recentAccounts)
      note(deals, pipeline.recentDeals)
    }
    return !receipt.wasRepeated
  }

  private func writes<Body>(
    _ drafts: Drafts<Body>, deleted: Bool? = nil, createdAt: (Body) -> Instant?
  ) -> [RecordWrite] {
    var writes: [RecordWrite] = []
    if drafts.isEmpty { return writes }
    for (id, draft) in drafts.all where deleted == nil || draft.isDeleted == deleted {
      writes += draft.writes(RecordKey(drafts.table.kind, id), drafts.table, present: effectiveAt) { old, new, at in
        let changes = drafts.table.diff(old, new)
        guard !changes.isEmpty else { return [] }
        let edit = RecordEdit(kind: drafts.table.kind, createdAt: createdAt(new), at: at, author: moment.author)
        return planner.cellChanges(changes, of: edit)
      }
    }
    return writes
  }

  private func note<Body>(_ drafts: Drafts<Body>, _ recent: RecentRecords<Body>) {
    for id in drafts.ids.prefix(1_000) {
      if let record = drafts.current(id) { recent.note(record) }
    }
  }
}

extension Transaction {
  /// Adds a record of a kind without rules.
  mutating func create<Body>(_ table: FieldTable<Body>, _ body: Body, at: Instant? = nil) -> Record<Body> {
    let id = pipeline.environment.makeID()
    others.append(RecordWrite(RecordKey(table.kind, id), .create(table.encode(body)), effectiveAt: at))
    return Record(id: id, version: 1, body: body)
  }

  /// Updates a record of a kind without rules, with all changes in its history. Returns the updated record.
  mutating func update<Body>(_ table: FieldTable<Body>, _ record: Record<Body>, to body: Body) -> Record<Body> {
    let changes = table.diff(record.body, body)
    guard !changes.isEmpty else { return record }
    others.append(
      RecordWrite(
        RecordKey(table.kind, record.id),
        .update(
          expected: record.version,
          // What imports remember is nobody's doing.
          changes.map {
            CellChange($0.field, old: $0.old, new: $0.new, inHistory: $0.field != ImportMemory.field)
          })))
    return Record(id: record.id, version: record.version + 1, body: body)
  }

  /// Deletes a record of a kind without rules.
  mutating func delete<Body>(_ table: FieldTable<Body>, _ record: Record<Body>) {
    others.append(RecordWrite(RecordKey(table.kind, record.id), .delete(expected: record.version)))
  }
}
