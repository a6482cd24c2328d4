#if PostgreSQL
  import PipelinePlugins

  /// A commit of many writes, in a transaction of its own. Rows are sent in pieces while the rest is checked, so that memory does
  /// not grow with them; constraints are checked against the database after all writes.
  struct LargeCommit {
    private let queue: CommitQueue
    private let changes: ChangeSet
    private let isUncertain: Bool
    /// How many bytes are gathered before they are sent.
    private static let pieceSize = 1 << 20

    init(_ queue: CommitQueue, _ changes: ChangeSet, isUncertain: Bool) {
      self.queue = queue
      self.changes = changes
      self.isUncertain = isUncertain
    }

    /// - Parameter uncertain: As of ``CommitGroup/run(_:uncertain:)``.
    func run(_ session: Session, _ canceller: Canceller, uncertain: (Bool) -> Void) throws -> CommitReceipt {
      guard canceller.begin(session.cancelHandle) else { throw CancellationError() }
      do {
        let (head, receipt) = try write(session) { uncertain(false) }
        let wasCancelled = canceller.end()
        if let receipt {
          session.settle(wasCancelled: wasCancelled)
          return receipt
        }
        if wasCancelled || canceller.isCancelled { throw CancellationError() }
        let end = [head.writing(queue.layout.tables, queue.workspace), Request("COMMIT")]
        try queue.send(end, session, uncertain)
        return CommitReceipt(cursor: Cursor(head.sequence), wasRepeated: false)
      } catch {
        session.settle(wasCancelled: canceller.end())
        if let failure = error as? ServerFailure {
          if failure.isCancelled, canceller.isCancelled { throw CancellationError() }
          if failure.isUniqueViolation, let conflict = try conflict(session) { throw conflict }
        }
        throw error
      }
    }

    /// Writes all but the end of the transaction.
    /// - Parameter isNew: Called once it is known that the operation was not committed before.
    /// - Returns: The receipt of an operation that was committed before.
    private func write(_ session: Session, isNew: () -> Void) throws -> (WorkspaceHead, CommitReceipt?) {
      let (tables, workspace) = (queue.layout.tables, queue.workspace)
      let opening = CommitOpening(tables, workspace, [changes.operation])
      let opened = try opening.read(try session.run(opening.requests))
      var head = opened.head
      if let last = opened.known[changes.operation] {
        return (head, CommitReceipt(cursor: Cursor(last), wasRepeated: !isUncertain))
      }
      isNew()
      try queue.schema.check(changes)
      var source = RecordSource(queue.layout, workspace)
      let constraints = try answering(session, &source) { source in
        try ConstraintCheck(queue.schema, changes, &source)
      }
      let check = CommitCheck(changes: changes, layout: queue.layout)
      for guarded in changes.guards { source.want(guarded.key) }
      changes.writes.forEachPart({ source.want($0.key) }, packed: { _ in })
      if source.isMissing { try source.answer(try session.run(source.requests())) }
      try check.checkGuards(&source)
      head.operation += 1
      var place = OperationPlace(
        number: head.operation, effective: changes.effectiveAt.microsecondsSince1970, sequence: head.sequence)
      var batch = WriteBatch(queue.layout, workspace)
      batch.operation(
        changes, number: head.operation, before: head.sequence, last: head.sequence + Int64(changes.entryCount))
      let append = { (write: RecordWrite, source: inout RecordSource, batch: inout WriteBatch) in
        place.sequence = try batch.append(try check.step(write, &source), place)
        source.keep()
        if batch.byteCount > Self.pieceSize { try session.run(batch.take()) }
      }
      try changes.writes.forEachPart(
        { try append($0, &source, &batch) },
        packed: { creations in
          let kind = try queue.layout.kind(creations.kind)
          guard kind.isInOrderOfSchema else {
            for write in creations.writes {
              source.want(write.key)
            }
            try source.answer(try session.run(source.requests()))
            return try creations.writes.forEach { try append($0, &source, &batch) }
          }
          try creations.forEach { id, bytes, instant in
            batch.append(id, bytes, instant?.microsecondsSince1970 ?? place.effective, kind, place)
            place.sequence += 1
            if batch.byteCount > Self.pieceSize { try session.run(batch.take()) }
          }
        })
      if !batch.isEmpty { try session.run(batch.take()) }
      head.sequence = place.sequence
      source.reread()
      try answering(session, &source) { source in
        var own = constraints
        try own.run(&source)
      }
      return (head, nil)
    }

    /// Repeats a check until all that it asks is answered. Its own errors count only then.
    private func answering<R>(
      _ session: Session, _ source: inout RecordSource, _ body: (inout RecordSource) throws -> R
    ) throws -> R {
      while true {
        let result = Result { try body(&source) }
        guard source.isMissing else { return try result.get() }
        try source.answer(try session.run(source.requests()))
      }
    }

    /// The conflict of a creation whose identity was used before. Records that are only created are not read before.
    private func conflict(_ session: Session) throws -> StoreError? {
      var found: StoreError?
      var seen: Set<RecordKey> = []
      for write in changes.writes {
        guard case .create = write.action else { continue }
        guard seen.insert(write.key).inserted else {
          return .conflict(VersionConflict(key: write.key, expected: 0, found: 1))
        }
      }
      for (kind, keys) in Dictionary(grouping: seen, by: \.kind) where found == nil {
        guard let kind = queue.layout.kinds[kind] else { continue }
        let ids = keys.map(\.id).sorted()
        for start in stride(from: 0, to: ids.count, by: 5_000) where found == nil {
          let some = ids[start..<min(ids.count, start + 5_000)]
          let rows = try session.run(kind.standing, [queue.workspace, .identities(some)])
          guard rows.count > 0 else { continue }
          let version = try rows.integer(0, 2) == 0 ? rows.integer(0, 1) : nil
          found = .conflict(
            VersionConflict(key: RecordKey(kind.kind, try rows.identity(0, 0)), expected: 0, found: version))
        }
      }
      return found
    }
  }
#endif
