#if SQLite
  import GRDBSQLite
  import PipelinePlugins
  import Synchronization

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #else
    import Darwin
  #endif

  /// The small commits of a file. Those that arrive while another one is written share the next transaction, and with it
  /// one wait for the disk; each has its own result.
  final class CommitQueue: Sendable {
    typealias Work = @Sendable (Session) throws -> CommitReceipt

    private struct Waiting: Sendable {
      let work: Work
      let continuation: CheckedContinuation<CommitReceipt, any Error>
    }

    private struct State {
      var waiting: [Waiting] = []
      /// Whether a block of the connection will take those who wait.
      var isScheduled = false
    }

    private let state = Mutex(State())
    /// Whether there are any, readable without the lock.
    private let isWaitedFor = Atomic(false)
    private let connection: Connection
    private let checkpointer: Checkpointer

    /// The most commits of one transaction: the first of them waits for the last.
    private static let largest = 128

    init(_ connection: Connection, _ checkpointer: Checkpointer) {
      self.connection = connection
      self.checkpointer = checkpointer
    }

    /// Runs the work of a commit in a transaction.
    ///
    /// A task that is cancelled while it waits gets the result all the same: the wait is short, and the result is known.
    /// - Parameter enqueued: Called as soon as later commits take effect after this one.
    func commit(enqueued: () -> Void, _ work: @escaping Work) async throws -> CommitReceipt {
      try Task.checkCancellation()
      return try await withCheckedThrowingContinuation { continuation in
        let isFirst = state.withLock { state in
          state.waiting.append(Waiting(work: work, continuation: continuation))
          isWaitedFor.store(true, ordering: .releasing)
          defer { state.isScheduled = true }
          return !state.isScheduled
        }
        enqueued()
        if isFirst { schedule() }
      }
    }

    /// Wakes the connection's thread for a commit that is being planned: the one takes about as long as the other.
    func expect() {
      let isIdle = state.withLock { state in
        defer { state.isScheduled = true }
        return !state.isScheduled
      }
      if isIdle { schedule(patience: Self.patience) }
    }

    /// How long the connection's thread stays awake for an expected commit: more than planning takes, and little.
    private static let patience: Duration = .microseconds(150)

    /// - Parameter patience: How long to wait for a first commit, without a pause that it would have to end.
    private func schedule(patience: Duration = .zero) {
      connection.enqueue { [self] session in
        if patience > .zero {
          let end = ContinuousClock.now + patience
          while !isWaitedFor.load(ordering: .acquiring), ContinuousClock.now < end { sched_yield() }
        }
        let (group, areMore) = state.withLock { state in
          let group = Array(state.waiting.prefix(Self.largest))
          state.waiting.removeFirst(group.count)
          state.isScheduled = !state.waiting.isEmpty
          isWaitedFor.store(state.isScheduled, ordering: .relaxed)
          return (group, state.isScheduled)
        }
        if group.isEmpty { return }
        let results = connection.results(of: group.map(\.work), session)
        if areMore { schedule() }
        for (waiting, result) in zip(group, results) { waiting.continuation.resume(with: result) }
        if let session = try? session.get() { checkpointer.run(beside: session) }
      }
    }
  }

  extension Connection {
    /// The results of works that share a transaction where possible.
    fileprivate func results(
      of works: [CommitQueue.Work], _ session: Result<Session, any Error>
    ) -> [Result<CommitReceipt, any Error>] {
      let results: [Result<CommitReceipt, any Error>]
      do {
        let session = try session.get()
        results =
          if works.count > 1, let shared = try? session.sharing(works) { shared } else {
            // A work of a transaction that failed as a whole tries alone; its operation id keeps it from writing twice.
            works.map { work in Result { try session.transaction { try work(session) } } }
          }
      } catch {
        results = works.map { _ in .failure(error) }
      }
      return results.map { $0.mapError(named) }
    }
  }

  extension Session {
    /// Runs works in one transaction, each in a savepoint of its own.
    ///
    /// - Throws: An error that undid the whole transaction.
    fileprivate func sharing(_ works: [CommitQueue.Work]) throws -> [Result<CommitReceipt, any Error>] {
      try transaction {
        try works.map { work in
          try statement(.savepoint).run()
          let result = Result { try work(self) }
          if case .failure(let error) = result {
            // Some errors, such as a full disk, roll back more than the savepoint.
            guard sqlite3_get_autocommit(handle) == 0 else { throw error }
            try statement("ROLLBACK TO work").run()
          }
          try statement(.release).run()
          return result
        }
      }
    }
  }
#endif
