#if PostgreSQL
  import PipelinePlugins
  import Synchronization

  /// The connections of a store that read. They are opened when they are first needed.
  final class Pool: Sendable {
    private struct State {
      var idle: [Connection] = []
      var count = 0
      var waiting: [(number: Int, continuation: CheckedContinuation<Connection, any Error>)] = []
      var nextNumber = 0
      var isClosed = false
    }

    let target: ConnectionTarget
    private let most: Int
    private let state = Mutex(State())

    init(_ target: ConnectionTarget, most: Int) {
      self.target = target
      self.most = most
    }

    /// Runs with a connection of the pool.
    func run<Result: Sendable>(_ body: @escaping @Sendable (Session) throws -> Result) async throws -> Result {
      let connection = try await acquire()
      defer { release(connection) }
      return try await connection.run(patience: target.isReplica ? .zero : target.options.reconnecting, body)
    }

    /// Returns a connection, which the caller releases. Waits while all are in use.
    func acquire() async throws -> Connection {
      let number = state.withLock { state in
        state.nextNumber += 1
        return state.nextNumber
      }
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          let found: Result<Connection, any Error>? = state.withLock { state in
            if state.isClosed { return .failure(StoreError.closed) }
            if Task.isCancelled { return .failure(CancellationError()) }
            if let idle = state.idle.popLast() { return .success(idle) }
            if state.count < most {
              state.count += 1
              return .success(Connection(target))
            }
            state.waiting.append((number, continuation))
            return nil
          }
          if let found { continuation.resume(with: found) }
        }
      } onCancel: {
        let waiting = state.withLock { state in
          state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
        }
        waiting?.continuation.resume(throwing: CancellationError())
      }
    }

    func release(_ connection: Connection) {
      let (next, isClosed) = state.withLock { state in
        if state.isClosed { return (nil as CheckedContinuation<Connection, any Error>?, true) }
        if !state.waiting.isEmpty { return (state.waiting.removeFirst().continuation, false) }
        state.idle.append(connection)
        return (nil, false)
      }
      next?.resume(returning: connection)
      if isClosed { Task { await connection.close() } }
    }

    func close() async {
      let (idle, waiting) = state.withLock { state in
        defer {
          state.isClosed = true
          (state.idle, state.waiting) = ([], [])
        }
        return (state.idle, state.waiting)
      }
      for one in waiting { one.continuation.resume(throwing: StoreError.closed) }
      for connection in idle { await connection.close() }
    }
  }
#endif
