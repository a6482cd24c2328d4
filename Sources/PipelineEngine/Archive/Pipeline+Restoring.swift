public import Logging
public import PipelinePlugins

extension Pipeline {
  /// Makes a store from an archive of ``Desk/archive(to:)``: it has the same records with the same identities and
  /// versions, and the same history with the same operations, authors and times.
  ///
  /// The archive is checked before anything is written. If restoring ends early, such as on a full disk, the store is
  /// incomplete, and opening it throws ``UnfinishedCopy``: restoring the same archive again completes it. Sequence numbers of
  /// the journal may differ; the places of those who watch it are adapted.
  ///
  /// - Parameters:
  ///   - setup: The configuration, whose store must be empty, not exist, or be of an earlier call that was interrupted.
  ///   - path: The archive.
  ///   - wait: The maximum time to wait for another writing process; `nil` for the storage's setting.
  /// - Throws: ``ArchiveError``, also for a store that is not empty; ``StoreError``.
  @discardableResult
  public static func restore(
    _ setup: PipelineSetup, from path: String, wait: Duration? = nil,
    logger: Logger = Logger(label: "sales-pipeline", factory: { _ in SwiftLogNoOpLogHandler() })
  ) async throws -> ArchiveContents {
    let archive = try ArchiveFile(path: path, schema)
    let store = try await setup.storage.open(
      StoreContext(workspace: setup.workspace, schema: schema, mode: .writing, wait: wait, logger: logger))
    do {
      let restored = try await store.operations(atMost: archive.contents.operations)
      let isUnfinished = try await CopyMark.unfinished(in: store) == .restore
      let most = archive.contents.operations - (isUnfinished ? 0 : 1)
      guard restored.count <= most || restored.isEmpty else { throw ArchiveError(.archiveNeedsEmptyStore, path) }
      if restored.isEmpty { try await CopyMark.restore.begin(store) }
      var replay = JournalReplay(store)
      var (operation, number): (RecordID?, Int) = (nil, 0)
      do {
        try await archive.eachEntry { entry in
          if entry.operation != operation {
            // What an interrupted call restored is the beginning of the archive. Committing it again has no effect.
            guard number >= restored.count || restored[number] == entry.operation else {
              throw ArchiveError(.archiveNeedsEmptyStore, path)
            }
            (operation, number) = (entry.operation, number + 1)
          }
          try await replay.append(entry)
        }
        try await replay.finish()
        try await CopyMark.restore.end(store)
      } catch {
        await replay.abandon()
        throw error
      }
      await store.close()
    } catch {
      await store.close()
      throw error
    }
    return archive.contents
  }
}

extension Store {
  /// The operations of the journal, in order.
  ///
  /// - Parameter most: More than these are not read.
  fileprivate func operations(atMost most: Int) async throws -> [RecordID] {
    var (operations, cursor, hasMore): ([RecordID], Cursor, Bool) = ([], .start, true)
    while hasMore, operations.count <= most {
      let page = try await journal(nil, id: nil, after: cursor, limit: 1_000)
      for entry in page.entries where entry.operation != operations.last { operations.append(entry.operation) }
      (cursor, hasMore) = (page.cursor, page.hasMore)
    }
    return operations
  }
}

extension ArchiveFile {
  /// Reads the entries, in order, with their cells in the order of this version's fields.
  nonisolated(nonsending) func eachEntry(
    _ body: nonisolated(nonsending) (JournalEntry) async throws -> Void
  ) async throws {
    try await eachLine { operation, entry in try await body(try journalEntry(entry, operation)) }
  }

  private func journalEntry(_ entry: ArchiveEntry, _ operation: ArchiveOperation) throws -> JournalEntry {
    guard let kind = RecordKind(entry.kind), places[kind] != nil else { throw wrong(entry) }
    let event: JournalEvent
    if let cells = entry.created {
      event = .created(try self.cells(cells, kind, entry))
    } else if let cells = entry.restored {
      event = .restored(try self.cells(cells, kind, entry))
    } else if entry.deleted == true {
      event = .deleted
    } else {
      guard let name = entry.changed.flatMap({ FieldName($0) }), let isInHistory = entry.inHistory else {
        throw wrong(entry)
      }
      event = .changed(
        CellChange(name, old: entry.old?.value ?? .null, new: entry.new?.value ?? .null, inHistory: isInHistory))
    }
    return JournalEntry(
      sequence: entry.sequence, operation: operation.operation, key: RecordKey(kind, entry.id), version: entry.version,
      effectiveAt: entry.effectiveAt.value, recordedAt: operation.recordedAt, author: operation.author, event: event)
  }

  /// The cells in the order of this version's fields.
  private func cells(_ cells: [ArchiveCell], _ kind: RecordKind, _ entry: ArchiveEntry) throws -> [FieldValue] {
    let places = places[kind] ?? []
    guard places.allSatisfy({ ($0 ?? -1) < cells.count }) else { throw wrong(entry) }
    return places.map { place in place.map { cells[$0].value } ?? .null }
  }

  private func wrong(_ entry: ArchiveEntry) -> Pipeline.ArchiveError {
    error(.archiveEntry, ["value": .text("\(entry.kind) \(entry.id)")])
  }
}
