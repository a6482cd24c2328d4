#if PostgreSQL
  import Foundation
  import PipelinePlugins
  import Synchronization

  /// The commits of a store, on one connection. Small ones that arrive while others are written share the next transaction, and
  /// with it the round trips and the wait for the disk; each has its own result.
  final class CommitQueue: Sendable {
    private struct State {
      var waiting: [Waiting] = []
      /// Whether a block of the connection will take those that wait.
      var isScheduled = false
      var isClosed = false
    }

    struct Waiting: Sendable {
      let changes: ChangeSet
      let continuation: CheckedContinuation<CommitReceipt, any Error>
    }

    let target: ConnectionTarget
    let layout: Layout
    let schema: StoreSchema
    let workspace: Parameter
    let options: PostgreSQLOptions
    private let connection: Connection
    private let state = Mutex(State())
    private let context: StoreContext

    /// The most writes of a commit that shares a transaction with others.
    private static let smallCommit = 100
    /// The most commits of one transaction: the first of them waits for the last.
    private static let largest = 128

    init(_ target: ConnectionTarget, _ layout: Layout, _ schema: StoreSchema, _ context: StoreContext) {
      self.target = target
      self.layout = layout
      self.schema = schema
      self.context = context
      options = target.options
      workspace = .integer(target.workspace ?? 0)
      connection = Connection(target)
    }

    /// Commits a change set. A task that is cancelled while a small one waits gets the result all the same: the wait is short,
    /// and the result is known.
    /// - Parameter enqueued: Called as soon as later commits take effect after this one.
    func commit(_ changes: ChangeSet, enqueued: () -> Void) async throws -> CommitReceipt {
      try Task.checkCancellation()
      if changes.writes.count > Self.smallCommit { return try await large(changes) }
      return try await withCheckedThrowingContinuation { continuation in
        let isFirst = state.withLock { state -> Bool? in
          if state.isClosed { return nil }
          state.waiting.append(Waiting(changes: changes, continuation: continuation))
          defer { state.isScheduled = true }
          return !state.isScheduled
        }
        guard let isFirst else { return continuation.resume(throwing: StoreError.closed) }
        enqueued()
        if isFirst { schedule() }
      }
    }

    /// Closes the connection, after the commits that wait.
    func close() async {
      state.withLock { $0.isClosed = true }
      await connection.close()
    }

    private func schedule() {
      connection.enqueue { [self] connection in
        let (group, areMore) = state.withLock { state in
          let group = Array(state.waiting.prefix(Self.largest))
          state.waiting.removeFirst(group.count)
          state.isScheduled = !state.waiting.isEmpty
          return (group, state.isScheduled)
        }
        if areMore { schedule() }
        let results = results(of: group.map(\.changes), connection)
        for (waiting, result) in zip(group, results) { waiting.continuation.resume(with: result) }
      }
    }

    private func results(of group: [ChangeSet], _ connection: Connection) -> [Result<CommitReceipt, any Error>] {
      do {
        return try repeating(connection, group[0].operation) { session, attempt in
          try CommitGroup(self, group, isUncertain: attempt.isUncertain).run(session) { attempt.isUncertain = $0 }
        }
      } catch StoreError.outcomeUnknown(let place, _) {
        // Each of them has to ask for its own operation.
        return group.map { .failure(StoreError.outcomeUnknown(place: place, operation: $0.operation)) }
      } catch {
        // One change set that the server refuses as a whole must not refuse the others.
        let isOfServer = if case StoreError.failed = error { group.count > 1 } else { false }
        guard isOfServer else { return group.map { _ in .failure(error) } }
        return group.map { changes in results(of: [changes], connection)[0] }
      }
    }

    private func large(_ changes: ChangeSet) async throws -> CommitReceipt {
      let canceller = Canceller()
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          if state.withLock({ $0.isClosed }) { return continuation.resume(throwing: StoreError.closed) }
          connection.enqueue { [self] connection in
            let result = Result {
              try repeating(connection, changes.operation) { session, attempt in
                try LargeCommit(self, changes, isUncertain: attempt.isUncertain).run(session, canceller) {
                  attempt.isUncertain = $0
                }
              }
            }
            continuation.resume(with: result)
          }
        }
      } onCancel: {
        canceller.cancel()
      }
    }
  }

  /// What is known of earlier attempts.
  struct CommitAttempt {
    /// Whether a commit was sent whose reply was lost: it may have been applied. No more so once a later attempt held the lock of the
    /// workspace and did not find its operation.
    var isUncertain = false
  }

  extension CommitQueue {
    /// Runs a whole transaction again after what may succeed the next time: a lost connection, a deadlock, a serialization
    /// failure, a lock that was not given in time. Running it again is safe, since it first looks for its operations behind the
    /// lock of the workspace, which a transaction of a lost connection holds until it ends.
    ///
    /// - Throws: ``StoreError/outcomeUnknown(place:operation:)`` if the reply of a commit was lost, and no later attempt could
    ///   look for its operation: the server is away or refuses connections, or the lock was not given.
    private func repeating<R>(
      _ connection: Connection, _ operation: RecordID, _ body: (Session, inout CommitAttempt) throws -> R
    ) throws -> R {
      var attempt = CommitAttempt()
      var (collisions, losses): (Int, Int) = (0, 0)
      let end = ContinuousClock.now + options.reconnecting
      func ended(_ error: any Error) -> any Error {
        attempt.isUncertain ? StoreError.outcomeUnknown(place: target.place, operation: operation) : target.named(error)
      }
      while true {
        do {
          let session = try connection.session()
          do { return try body(session, &attempt) } catch {
            session.settle(wasCancelled: false)
            throw error
          }
        } catch let failure as ServerFailure {
          if failure.isConnectionLost {
            connection.drop()
            losses += 1
            guard ContinuousClock.now < end else { throw ended(failure) }
            context.logger.debug("lost a connection", metadata: ["place": "\(target.place)", "attempt": "\(losses)"])
            if losses > 1 { Thread.sleep(forTimeInterval: options.pause(losses)) }
            continue
          }
          collisions += 1
          let most = failure.isLockTimeout ? 2 : options.attempts
          guard failure.isTransient || failure.isLockTimeout, collisions < most else { throw ended(failure) }
          Thread.sleep(forTimeInterval: options.pause(collisions))
        } catch {
          // A server that takes no connection for a moment: the commit whose reply was lost is looked for as long as one is waited for.
          guard attempt.isUncertain, ContinuousClock.now < end, error is StoreError else { throw ended(error) }
          losses += 1
          Thread.sleep(forTimeInterval: options.pause(losses))
        }
      }
    }
  }

  extension PostgreSQLStore {
    func commit(_ changes: ChangeSet) async throws -> CommitReceipt { try await commit(changes) {} }

    func commit(_ changes: ChangeSet, enqueued: () -> Void) async throws -> CommitReceipt {
      try checkOpen()
      guard let commits else { throw StoreError.openedForReading(place: target.place) }
      let receipt = try await commits.commit(changes, enqueued: enqueued)
      replica?.note(receipt.cursor)
      return receipt
    }
  }
#endif
