public import PipelinePlugins
import Synchronization

/// Runs the writing transactions of one pipeline one at a time, in the order of the calls.
///
/// Records that a transaction reads cannot be changed by another transaction of the same pipeline before it ends, so
/// that there are no conflicts within a process.
final class TurnQueue: Sendable {
  private struct State {
    var isTaken = false
    var waiters: [Waiter] = []
    /// Tickets that were cancelled before they waited.
    var givenUp: Set<UInt64> = []
    var nextTicket: UInt64 = 0
  }

  private struct Waiter {
    let ticket: UInt64
    let continuation: CheckedContinuation<Void, any Error>
  }

  private let state = Mutex(State())

  /// The queues that the current task holds: a task must not wait for itself.
  @TaskLocal private static var held: [ObjectIdentifier] = []

  /// Runs a closure alone.
  ///
  /// The closure may end its turn before it returns.
  /// - Throws: ``NestedTransaction`` if the current task holds the queue already, `CancellationError` if the task is
  ///   cancelled while it waits, or the closure's error.
  nonisolated(nonsending) func take<Result>(
    _ work: nonisolated(nonsending) (Turn) async throws -> Result
  ) async throws -> Result {
    let own = ObjectIdentifier(self)
    guard !Self.held.contains(own) else { throw NestedTransaction() }
    try await enter()
    let turn = Turn(of: self)
    defer { turn.end() }
    return try await Self.$held.withValue(Self.held + [own]) { try await work(turn) }
  }

  /// A turn of a ``TurnQueue``.
  final class Turn: Sendable {
    private let queue: TurnQueue
    private let hasEnded = Atomic(false)

    fileprivate init(of queue: TurnQueue) { self.queue = queue }

    /// Lets the next one in. Later calls do nothing.
    func end() {
      if !hasEnded.exchange(true, ordering: .acquiringAndReleasing) { queue.leave() }
    }
  }

  /// The number of waiting tasks.
  var waiting: Int { state.withLock { $0.waiters.count } }

  private nonisolated(nonsending) func enter() async throws {
    try Task.checkCancellation()
    let ticket: UInt64? = state.withLock { state in
      guard state.isTaken else {
        state.isTaken = true
        return nil
      }
      state.nextTicket += 1
      return state.nextTicket
    }
    guard let ticket else { return }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { wait(Waiter(ticket: ticket, continuation: $0)) }
    } onCancel: {
      giveUp(ticket)
    }
  }

  private func wait(_ waiter: Waiter) {
    let answer: Result<Void, any Error>? = state.withLock { state in
      if state.givenUp.remove(waiter.ticket) != nil { return .failure(CancellationError()) }
      guard state.isTaken else {
        state.isTaken = true
        return .success(())
      }
      state.waiters.append(waiter)
      return nil
    }
    if let answer { waiter.continuation.resume(with: answer) }
  }

  private func giveUp(_ ticket: UInt64) {
    let waiter: Waiter? = state.withLock { state in
      guard let place = state.waiters.firstIndex(where: { $0.ticket == ticket }) else {
        state.givenUp.insert(ticket)
        return nil
      }
      return state.waiters.remove(at: place)
    }
    waiter?.continuation.resume(throwing: CancellationError())
  }

  fileprivate func leave() {
    let next: Waiter? = state.withLock { state in
      guard !state.waiters.isEmpty else {
        state.isTaken = false
        return nil
      }
      return state.waiters.removeFirst()
    }
    next?.continuation.resume()
  }
}

/// An error for a command that was called within a transaction of the same pipeline, for which it would wait forever.
///
/// Within ``Desk/together(operation:_:)``, write through the ``Transaction`` that the closure gets.
public struct NestedTransaction: ExplainedError, Hashable {
  /// One line for people, with what to do.
  public var explanation: LocalizedText { LocalizedText(ErrorPhrase.nestedTransaction) }
}
