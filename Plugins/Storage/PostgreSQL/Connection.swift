#if PostgreSQL
  import CLibPQ
  import Dispatch
  import Foundation
  import PipelinePlugins
  import Synchronization

  /// A connection to the server. Its calls block: they run on its own serial queue, never on the threads that Swift's tasks
  /// share. A connection that was lost is opened again by its next use.
  final class Connection: Sendable {
    private let target: ConnectionTarget
    private let queue = DispatchQueue(label: "sales-pipeline.postgresql")
    // Not Sendable, since it holds pointers of libpq. It is read and written on the serial queue only.
    nonisolated(unsafe) private var open: Session?

    init(_ target: ConnectionTarget) { self.target = target }

    /// Runs on the connection's thread. Ends the statement on the server if the task is cancelled.
    ///
    /// What only reads (`repeats`) is run again after a lost connection, for a time (`patience`), and three times at least.
    func run<Result: Sendable>(
      repeats: Bool = true, patience: Duration = .zero, _ body: @escaping @Sendable (Session) throws -> Result
    ) async throws -> Result {
      let canceller = Canceller()
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          queue.async { [self] in
            continuation.resume(with: Swift.Result { try attempt(repeats ? 3 : 1, patience, canceller, body) })
          }
        }
      } onCancel: {
        canceller.cancel()
      }
    }

    /// Runs on the connection's thread, and returns at once. Nothing is run again.
    func enqueue(_ body: @escaping @Sendable (Connection) -> Void) { queue.async { [self] in body(self) } }

    /// The open session. Only on the connection's thread.
    func session() throws -> Session {
      if let open, open.isAlive { return open }
      open = nil
      let session = try target.connect()
      open = session
      return session
    }

    /// Forgets a session that is lost. Only on the connection's thread.
    func drop() { open = nil }

    /// Closes the connection, after what was enqueued before.
    func close() async {
      await withCheckedContinuation { continuation in
        queue.async { [self] in
          open = nil
          continuation.resume()
        }
      }
    }

    private func attempt<Result>(
      _ attempts: Int, _ patience: Duration, _ canceller: Canceller, _ body: (Session) throws -> Result
    ) throws -> Result {
      let end = ContinuousClock.now + patience
      var count = 0
      while true {
        count += 1
        do {
          let session = try session()
          guard canceller.begin(session.cancelHandle) else { throw CancellationError() }
          do {
            let result = try body(session)
            if canceller.end() { session.settle(wasCancelled: true) }
            return result
          } catch {
            session.settle(wasCancelled: canceller.end())
            throw error
          }
        } catch let failure as ServerFailure {
          if canceller.isCancelled { throw CancellationError() }
          if failure.isConnectionLost { open = nil }
          let isLeft = count < attempts || (patience > .zero && ContinuousClock.now < end)
          guard failure.isTransient, isLeft else { throw target.named(failure) }
          if count > 1 { Thread.sleep(forTimeInterval: target.options.pause(count)) }
        } catch {
          throw target.named(error)
        }
      }
    }
  }

  /// Cancels the statement of a connection on the server, and keeps a late cancellation from meeting another statement.
  final class Canceller: Sendable {
    private struct State {
      var isCancelled = false
      /// Whether a request to cancel is on its way to the server.
      var isSending = false
      // A pointer of libpq. It is read and written while the lock is held.
      nonisolated(unsafe) var handle: OpaquePointer?
    }

    private let state = Mutex(State())
    private let sent = DispatchSemaphore(value: 0)

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// - Returns: `false` if it was cancelled already.
    func begin(_ handle: OpaquePointer?) -> Bool {
      // The caller keeps the handle open until the statement ends.
      nonisolated(unsafe) let handle = handle
      return state.withLock { state in
        if !state.isCancelled { state.handle = handle }
        return !state.isCancelled
      }
    }

    /// - Returns: Whether the server was asked to cancel.
    func end() -> Bool {
      let isSending = state.withLock { state in
        state.handle = nil
        return state.isSending
      }
      if isSending {
        sent.wait()
        state.withLock { $0.isSending = false }
      }
      return isSending
    }

    func cancel() {
      let isNeeded = state.withLock { state in
        state.isCancelled = true
        guard state.handle != nil, !state.isSending else { return false }
        state.isSending = true
        return true
      }
      guard isNeeded else { return }
      // A queue of its own: those that all share have few threads, which others may keep waiting.
      DispatchQueue(label: "sales-pipeline.postgresql.cancel").async { [self] in
        // Asked again until the work ends: a request that comes between two statements cancels none. The handle is valid until
        // `end()` returns, which waits for the signal.
        while state.withLock({ state in
          guard let handle = state.handle else { return false }
          var message = [CChar](repeating: 0, count: 256)
          PQcancel(handle, &message, 256)
          return true
        }) { Thread.sleep(forTimeInterval: 0.02) }
        sent.signal()
      }
    }
  }
#endif
