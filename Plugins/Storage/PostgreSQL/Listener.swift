#if PostgreSQL
  import CLibPQ
  import Dispatch
  import Foundation
  import PipelinePlugins
  import Synchronization

  /// Hears of commits of the workspace by `LISTEN`, on a connection and a thread of its own, from the first wait on.
  ///
  /// A notification is only a reason to look at the journal: one that is lost is made up for by looking now and then.
  final class Listener: Sendable {
    private struct State {
      /// Grows with each notification.
      var generation = 0
      var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
      var nextNumber = 0
      var isRunning = false
      var isClosed = false
    }

    /// Notifications of all stores of a database; each names its schema and workspace.
    static let channel = "sales_pipeline"
    private let target: ConnectionTarget
    private let state = Mutex(State())

    init(_ target: ConnectionTarget) { self.target = target }

    /// What a commit of the workspace sends.
    static func message(_ target: ConnectionTarget) -> String { "\(target.options.schema) \(target.workspace ?? 0)" }

    /// What was heard so far. Starts listening.
    func generation() -> Int {
      let (generation, isFirst) = state.withLock { state in
        defer { state.isRunning = true }
        return (state.generation, !state.isRunning && !state.isClosed)
      }
      if isFirst { Thread.detachNewThread { [weak self, target] in Self.listen(target) { self } } }
      return generation
    }

    /// Waits for a notification after a generation, at most for a time.
    func next(after generation: Int, atMost limit: Duration) async {
      let number = state.withLock { state in
        state.nextNumber += 1
        return state.nextNumber
      }
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          let isOver = state.withLock { state in
            if state.generation != generation || state.isClosed || Task.isCancelled { return true }
            state.waiting[number] = continuation
            return false
          }
          if isOver { return continuation.resume() }
          DispatchQueue.global().asyncAfter(deadline: .now() + max(0, limit / .seconds(1))) { [weak self] in
            self?.wake(number)
          }
        }
      } onCancel: {
        wake(number)
      }
    }

    func close() async { wakeAll { $0.isClosed = true } }

    private func wake(_ number: Int) { state.withLock { $0.waiting.removeValue(forKey: number) }?.resume() }

    private func wakeAll(_ change: (inout State) -> Void) {
      let waiting = state.withLock { state in
        change(&state)
        defer { state.waiting = [:] }
        return state.waiting
      }
      for continuation in waiting.values { continuation.resume() }
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Runs on the thread until the listener is closed or gone.
    private static func listen(_ target: ConnectionTarget, _ listener: () -> Listener?) {
      let own = message(target)
      while listener()?.isClosed == false {
        if let session = try? target.connect(), (try? session.run("LISTEN \(channel)", once: true)) != nil {
          listener()?.wakeAll { $0.generation += 1 }
          while session.isAlive, listener()?.isClosed == false {
            var socket = pollfd(fd: PQsocket(session.handle), events: Int16(POLLIN), revents: 0)
            guard poll(&socket, 1, 250) > 0 else { continue }
            guard PQconsumeInput(session.handle) == 1 else { break }
            var isOurs = false
            while let notification = PQnotifies(session.handle) {
              isOurs = isOurs || notification.pointee.extra.map { String(cString: $0) == own } ?? false
              PQfreemem(notification)
            }
            if isOurs { listener()?.wakeAll { $0.generation += 1 } }
          }
        }
        Thread.sleep(forTimeInterval: 0.25)
      }
    }
  }

  extension PostgreSQLStore {
    func waitForCommit(after cursor: Cursor, atMost limit: Duration) async throws -> Bool {
      let end = ContinuousClock.now + limit
      while true {
        try checkOpen()
        try Task.checkCancellation()
        let generation = listener.generation()
        if try await head() > cursor { return true }
        let rest = end - .now
        guard rest > .zero else { return false }
        await listener.next(after: generation, atMost: min(rest, target.options.looking))
      }
    }
  }
#endif
