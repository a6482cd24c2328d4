public import Logging
public import PipelinePlugins

extension Pipeline {
  /// An error of moving a workspace.
  public struct MoveError: ExplainedError, Hashable {
    /// One line for people, with what to do.
    public let explanation: LocalizedText

    init(_ phrase: ErrorPhrase, _ values: [String: PhraseValue] = [:]) { explanation = LocalizedText(phrase, values) }
  }

  /// The result of moving a workspace.
  public struct MovedWorkspace: Hashable, Sendable {
    /// What both stores hold: it was read from both, and is equal.
    public let contents: WorkspaceContents
    /// The number of journal entries that the target had before, from a move that was interrupted.
    public let entriesBefore: Int
    /// Whether the journal entries have the same numbers in both stores, so that a ``Cursor`` of the one is valid in the other.
    public let keepsCursors: Bool
  }

  /// Moves a workspace to another store: all records of all kinds, deleted ones too, with their versions, and the whole
  /// journal with its operations, authors and instants, the configurations that were kept, and the places of consumers.
  ///
  /// It reads the journal of the source, and commits each of its operations in the target. Then it reads both stores, and
  /// compares the records, their numbers and amounts, and the journals. The source is only read and stays as it is.
  ///
  /// A move that was interrupted can be run again: a target with a beginning of the source's journal is continued. Until then
  /// opening the target throws ``UnfinishedCopy``. Memory
  /// grows with the largest operation, not with the workspace. Operations without entries, which only make a repeated command
  /// idempotent, are not moved.
  ///
  /// - Parameters:
  ///   - source: The configuration whose store and workspace are read. Nobody should write them meanwhile.
  ///   - target: The configuration whose store and workspace are written. The workspace must be empty or not exist, or have a
  ///     beginning of the source's journal.
  ///   - wait: The maximum time to wait for another writing process; `nil` for the storage's setting.
  ///   - progress: Called with the number of the last entry that was read, and about the number of the last one there is.
  /// - Throws: ``MoveError`` if the target has other data, the source is being written, or the comparison fails; ``StoreError``.
  @discardableResult
  public static func move(
    from source: PipelineSetup, to target: PipelineSetup, wait: Duration? = nil,
    logger: Logger = Logger(label: "sales-pipeline", factory: { _ in SwiftLogNoOpLogHandler() }),
    progress: @escaping @Sendable (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> MovedWorkspace {
    let open = { (setup: PipelineSetup, mode: StoreMode, schema: [RecordSchema]) in
      try await setup.storage.open(
        StoreContext(workspace: setup.workspace, schema: schema, mode: mode, wait: wait, logger: logger))
    }
    return try await open(source, .reading, schema).closing { source in
      try await CopyMark.check(source)
      // The records were checked when they were first written, perhaps against other constraints than today's. They are
      // moved as they are; opening again creates the indexes of the constraints.
      let unchecked = schema.map { RecordSchema($0.kind, $0.fields) }
      var move = WorkspaceMove(source: source, progress: progress)
      try await open(target, .writing, unchecked).closing { try await move.copy(to: $0) }
      return try await open(target, .writing, schema).closing { target in
        let moved = try await move.verified(target)
        try await CopyMark.move.end(target)
        return moved
      }
    }
  }
}

/// A workspace on its way from one store to another.
private struct WorkspaceMove {
  let source: any Store
  let progress: @Sendable (Int64, Int64) -> Void
  /// The journal of the source as far as it was read.
  private var journal = JournalDigest()
  private var cursor = Cursor.start
  private var entriesBefore = 0
  private var keepsCursors = true

  init(source: any Store, progress: @escaping @Sendable (Int64, Int64) -> Void) {
    self.source = source
    self.progress = progress
  }

  /// Copies what the target does not have.
  nonisolated(nonsending) mutating func copy(to target: any Store) async throws {
    let end = try await source.load(.configuration, fields: [], page: nil).cursor.sequence
    let before = try await target.wholeJournal()
    entriesBefore = before.entries
    if before.entries == 0 { try await CopyMark.move.begin(target) }
    var replay = JournalReplay(target, places: try await skip(before))
    do {
      var hasMore = true
      while hasMore {
        let page = try await source.journal(nil, id: nil, after: cursor, limit: StoreCache.pageSize)
        for entry in page.entries {
          guard Pipeline.schema.contains(where: { $0.kind == entry.key.kind }) else {
            throw Pipeline.MoveError(.moveUnknownKind, ["kind": .text(entry.key.kind.description)])
          }
          journal.append(entry)
          try await replay.append(entry)
        }
        (cursor, hasMore) = (page.cursor, page.hasMore)
        progress(cursor.sequence, end)
      }
      try await replay.finish()
    } catch {
      await replay.abandon()
      throw error
    }
    keepsCursors = replay.places.areSame
  }

  /// Reads the beginning of the source's journal that the target has.
  ///
  /// - Returns: The places of its entries in the target.
  /// - Throws: ``Pipeline/MoveError`` if the target has anything else.
  private nonisolated(nonsending) mutating func skip(_ before: JournalDigest) async throws -> JournalPlaces {
    var places = JournalPlaces()
    var last: RecordID?
    let numbers = before.order.inverted
    while journal.entries < before.entries {
      let count = min(StoreCache.pageSize, before.entries - journal.entries)
      let page = try await source.journal(nil, id: nil, after: cursor, limit: count)
      guard !page.entries.isEmpty else { throw Pipeline.MoveError(.moveTargetNotEmpty) }
      for entry in page.entries {
        journal.append(entry)
        places.append(entry.sequence...entry.sequence, endingAt: numbers[Int64(journal.entries)])
        last = entry.operation
      }
      cursor = page.cursor
    }
    let next = try await source.journal(nil, id: nil, after: cursor, limit: 1).entries.first
    guard journal.value == before.value, last == nil || next?.operation != last else {
      throw Pipeline.MoveError(.moveTargetNotEmpty)
    }
    return places
  }

  /// Reads both stores, and compares them.
  nonisolated(nonsending) func verified(_ target: any Store) async throws -> Pipeline.MovedWorkspace {
    var reader = ContentsReader(source)
    let contents: Pipeline.WorkspaceContents
    let unread = { try await !source.journal(nil, id: nil, after: cursor, limit: 1).entries.isEmpty }
    do { contents = try await reader.read(journal) } catch let error as Pipeline.MoveError {
      throw try await unread() ? Pipeline.MoveError(.moveSourceWritten) : error
    }
    if try await unread() { throw Pipeline.MoveError(.moveSourceWritten) }
    var other = ContentsReader(target)
    let moved = try await other.read(try await target.wholeJournal())
    let parts: [(String, Bool)] = [
      ("journal", contents.journalDigest == moved.journalDigest), ("records", contents.records == moved.records),
      ("totals", contents.totals == moved.totals), ("cells", contents == moved),
    ]
    if let part = parts.first(where: { !$0.1 }) {
      throw Pipeline.MoveError(.moveDiffers, ["value": .text(part.0)])
    }
    return Pipeline.MovedWorkspace(contents: contents, entriesBefore: entriesBefore, keepsCursors: keepsCursors)
  }
}

extension Store {
  /// Runs, and closes the store then.
  fileprivate nonisolated(nonsending) func closing<Result>(
    _ body: nonisolated(nonsending) (any Store) async throws -> Result
  ) async throws -> Result {
    do {
      let result = try await body(self)
      await close()
      return result
    } catch {
      await close()
      throw error
    }
  }

  /// Reads the whole journal.
  fileprivate nonisolated(nonsending) func wholeJournal() async throws -> JournalDigest {
    var digest = JournalDigest()
    var (place, hasMore) = (Cursor.start, true)
    while hasMore {
      try Task.checkCancellation()
      let page = try await journal(nil, id: nil, after: place, limit: StoreCache.pageSize)
      for entry in page.entries { digest.append(entry) }
      (place, hasMore) = (page.cursor, page.hasMore)
    }
    return digest
  }
}
