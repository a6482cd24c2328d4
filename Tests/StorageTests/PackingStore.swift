import PipelinePlugins
import PipelineTesting

/// A driver whose stores get every new record in the compact form that imports use.
struct PackingDriver: StorageDriver {
  let base: any StorageDriver

  func open(_ context: StoreContext) async throws -> any Store { PackingStore(inner: try await base.open(context)) }
}

private struct PackingStore: ForwardingStore {
  let inner: any Store

  func commit(_ changes: ChangeSet) async throws -> CommitReceipt { try await inner.commit(changes.packed) }

  func commit(_ changes: ChangeSet, enqueued: () -> Void) async throws -> CommitReceipt {
    try await inner.commit(changes.packed, enqueued: enqueued)
  }

  func journal(
    of record: RecordSchema, fields: [FieldName], after: Cursor, through last: Cursor?, pageSize: Int,
    _ body: (JournalPage.Columns) throws -> Void
  ) async throws -> Cursor {
    try await inner.journal(of: record, fields: fields, after: after, through: last, pageSize: pageSize, body)
  }
}

extension ChangeSet {
  /// The same with packed creations, of the records that are written once.
  fileprivate var packed: ChangeSet {
    let counts = Dictionary(writes.map { ($0.key, 1) }, uniquingKeysWith: +)
    var result = self
    result.writes = Writes()
    for write in writes {
      if case .create = write.action, counts[write.key] == 1 {
        result.writes.append(PackedCreations([write]))
      } else {
        result.writes.append(write)
      }
    }
    return result
  }
}

extension PackedCreations {
  /// Packs creations of one kind.
  init(_ writes: [RecordWrite]) {
    var builder = Builder()
    for write in writes {
      if case .create(let cells) = write.action { builder.append(cells, at: write.effectiveAt) }
    }
    self = builder.creations(of: writes.first?.key.kind ?? "none")
    identify(writes.map(\.key.id))
  }
}

extension PackingStore: GroupingStore {
  var groupsReports: Bool { (inner as? any GroupingStore)?.groupsReports ?? false }

  func groups(_ grouping: RecordGrouping) async throws -> RecordGroups {
    guard let inner = inner as? any GroupingStore else { throw StoreError.invalid(reason: "the store does not group") }
    return try await inner.groups(grouping)
  }
}
