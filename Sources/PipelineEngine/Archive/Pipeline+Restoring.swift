public import Logging
public import PipelinePlugins

extension Pipeline {
  /// Makes a store from an archive of ``Desk/archive(to:)``: it has the same records with the same identities and
  /// versions, and the same history with the same operations, authors and times.
  ///
  /// The archive is checked before anything is written. If restoring ends early, such as on a full disk, the store is
  /// incomplete: restoring the same archive again completes it. Sequence numbers of the journal may differ; the places of those who watch
  /// it are adapted.
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
      guard restored.count < archive.contents.operations || restored.isEmpty else {
        throw ArchiveError(.archiveNeedsEmptyStore, path)
      }
      var restoring = ArchiveRestoring(archive: archive)
      var number = 0
      try await archive.eachOperation { operation, entries in
        // What an interrupted call restored is the beginning of the archive. Committing it again has no effect.
        guard number >= restored.count || restored[number] == operation.operation else {
          throw ArchiveError(.archiveNeedsEmptyStore, path)
        }
        number += 1
        let changes = try restoring.changes(operation, entries)
        let receipt = try await store.commit(changes)
        restoring.note(entries.last?.sequence, receipt.cursor)
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

/// Makes change sets from the operations of an archive.
private struct ArchiveRestoring {
  let archive: ArchiveFile
  /// The last sequence number of each operation in the archive and in the store.
  private var cursors: [(old: Int64, new: Int64)] = []

  init(archive: ArchiveFile) { self.archive = archive }

  /// Notes where the entries of an operation are in the store.
  mutating func note(_ last: Int64?, _ cursor: Cursor) {
    if let last { cursors.append((last, cursor.sequence)) }
  }

  func changes(_ operation: ArchiveOperation, _ entries: [ArchiveEntry]) throws -> ChangeSet {
    var changes = ChangeSet(
      operation: operation.operation, effectiveAt: operation.recordedAt, recordedAt: operation.recordedAt,
      author: operation.author)
    var index = 0
    while index < entries.count {
      let entry = entries[index]
      guard let kind = RecordKind(entry.kind), archive.places[kind] != nil else { throw wrong(entry) }
      let key = RecordKey(kind, entry.id)
      var action: WriteAction
      var next = index + 1
      if let cells = entry.created {
        action = .create(try self.cells(cells, kind, entry))
      } else if let cells = entry.restored {
        action = .restore(expected: entry.version - 1, try self.cells(cells, kind, entry))
      } else if entry.deleted == true {
        action = .delete(expected: entry.version - 1)
      } else {
        // The changes of one write have one version.
        while next < entries.count, entries[next].id == entry.id, entries[next].kind == entry.kind,
          entries[next].version == entry.version
        {
          next += 1
        }
        action = .update(expected: entry.version - 1, try entries[index..<next].map { try change($0, kind) })
      }
      changes.writes.append(RecordWrite(key, action, effectiveAt: entry.effectiveAt.value))
      index = next
    }
    return changes
  }

  private func change(_ entry: ArchiveEntry, _ kind: RecordKind) throws -> CellChange {
    guard let name = entry.changed.flatMap({ FieldName($0) }), let isInHistory = entry.inHistory else {
      throw wrong(entry)
    }
    let (old, new) = (entry.old?.value ?? .null, entry.new?.value ?? .null)
    guard kind == .consumer, name == ConsumerBody.placeField else {
      return CellChange(name, old: old, new: new, inHistory: isInHistory)
    }
    return CellChange(name, old: moved(old), new: moved(new), inHistory: isInHistory)
  }

  /// The cells in the order of this version's fields.
  private func cells(_ cells: [ArchiveCell], _ kind: RecordKind, _ entry: ArchiveEntry) throws -> [FieldValue] {
    let places = archive.places[kind] ?? []
    guard places.allSatisfy({ ($0 ?? -1) < cells.count }) else { throw wrong(entry) }
    var values = places.map { place in place.map { cells[$0].value } ?? .null }
    if kind == .consumer, let place = ConsumerBody.fields.position(of: ConsumerBody.placeField) {
      values[place] = moved(values[place])
    }
    return values
  }

  /// The place in the store of a place in the journal of the archive.
  private func moved(_ cell: FieldValue) -> FieldValue {
    guard case .integer(let sequence) = cell else { return cell }
    var (low, high) = (0, cursors.count)
    while low < high {
      let middle = (low + high) / 2
      if cursors[middle].old <= sequence { low = middle + 1 } else { high = middle }
    }
    return .integer(low == 0 ? 0 : cursors[low - 1].new)
  }

  private func wrong(_ entry: ArchiveEntry) -> Pipeline.ArchiveError {
    archive.error(.archiveEntry, ["value": .text("\(entry.kind) \(entry.id)")])
  }
}
