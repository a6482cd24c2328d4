#if PostgreSQL
  import PipelinePlugins

  /// Small commits that share a transaction. They are checked in memory, one after another, against records that are read behind
  /// the lock of the workspace; only what passed is written. One commit takes two round trips: lock and read, write and commit;
  /// another one or two where it sets values that constraints are about.
  struct CommitGroup {
    private let queue: CommitQueue
    private let group: [ChangeSet]
    /// Whether an earlier attempt may have committed: its operations are then not repeated by the caller.
    private let isUncertain: Bool

    private struct Outcome {
      var results: [Result<CommitReceipt, any Error>] = []
      var batch: WriteBatch
      var head: WorkspaceHead
    }

    init(_ queue: CommitQueue, _ group: [ChangeSet], isUncertain: Bool) {
      self.queue = queue
      self.group = group
      self.isUncertain = isUncertain
    }

    /// - Parameter uncertain: Called with `true` before the commit is sent, and with `false` once it is known that no earlier one was
    ///   applied.
    func run(_ session: Session, uncertain: (Bool) -> Void) throws -> [Result<CommitReceipt, any Error>] {
      let (tables, workspace) = (queue.layout.tables, queue.workspace)
      var source = RecordSource(queue.layout, workspace, writes: group.reduce(0) { $0 + $1.writes.count })
      for changes in group {
        for write in changes.writes where queue.layout.kinds[write.key.kind] != nil { source.want(write.key) }
        for guarded in changes.guards where queue.layout.kinds[guarded.key.kind] != nil { source.want(guarded.key) }
      }
      let asked = source.requests()
      let opening = CommitOpening(tables, workspace, group.map(\.operation))
      let rows = try session.run(opening.requests + asked)
      let (head, operations) = try opening.read(rows)
      if operations.isEmpty { uncertain(false) }
      try source.answer(Array(rows.dropFirst(opening.requests.count)))
      var outcome = try check(head, operations, &source)
      while source.isMissing {
        try source.answer(try session.run(source.requests()))
        source.restart()
        outcome = try check(head, operations, &source)
      }
      guard !outcome.batch.isEmpty else {
        try session.run("ROLLBACK")
        return outcome.results
      }
      let requests = outcome.batch.take() + [outcome.head.writing(tables, workspace), Request("COMMIT")]
      try queue.send(requests, session, uncertain)
      return outcome.results
    }

    /// Checks all, and gathers what those write that passed.
    private func check(
      _ head: WorkspaceHead, _ operations: [RecordID: Int64], _ source: inout RecordSource
    ) throws -> Outcome {
      var outcome = Outcome(batch: WriteBatch(queue.layout, queue.workspace), head: head)
      var operations = operations
      for changes in group {
        if let last = operations[changes.operation] {
          // What an earlier attempt of this call committed, whose reply was lost, is no repeat to its caller.
          let wasRepeated = !isUncertain || last > head.sequence
          outcome.results.append(.success(CommitReceipt(cursor: Cursor(last), wasRepeated: wasRepeated)))
          continue
        }
        do {
          let steps = try check(changes, &source)
          source.keep()
          let before = outcome.head.sequence
          outcome.head.operation += 1
          var place = OperationPlace(
            number: outcome.head.operation, effective: changes.effectiveAt.microsecondsSince1970, sequence: before)
          for step in steps { place.sequence = try outcome.batch.append(step, place) }
          outcome.batch.operation(changes, number: place.number, before: before, last: place.sequence)
          outcome.head.sequence = place.sequence
          operations[changes.operation] = place.sequence
          outcome.results.append(.success(CommitReceipt(cursor: Cursor(place.sequence), wasRepeated: false)))
        } catch let error as StoreError {
          source.takeBack()
          outcome.results.append(.failure(error))
        }
      }
      return outcome
    }

    private func check(_ changes: ChangeSet, _ source: inout RecordSource) throws -> [Step] {
      try queue.schema.check(changes)
      var constraints = try ConstraintCheck(queue.schema, changes, &source)
      let check = CommitCheck(changes: changes, layout: queue.layout)
      try check.checkGuards(&source)
      let steps = try changes.writes.map { try check.step($0, &source) }
      try constraints.run(&source)
      return steps
    }
  }

  extension CommitQueue {
    /// Sends the end of a transaction. What the server answers with an error was not applied.
    func send(_ end: [Request], _ session: Session, _ uncertain: (Bool) -> Void) throws {
      uncertain(true)
      do { try session.run(end, after: [notification], sent: options.sentCommit) } catch let failure as ServerFailure {
        if !failure.isConnectionLost { uncertain(false) }
        throw failure
      }
    }

    /// What wakes those that wait for a commit. It is sent behind the commit, not in it: in a transaction, notifications make
    /// the commits of all workspaces of a database wait for one another.
    var notification: Request {
      Request("SELECT pg_notify($1, $2)::text", [.text(Listener.channel), .text(Listener.message(target))])
    }
  }
#endif
