public import PipelinePlugins
import Synchronization

/// Lets writers of one pipeline in one after the other, in the order in which they asked.
///
/// What a writer reads in its turn cannot be changed by another writer of the same pipeline before its turn ends, so that
/// nothing is raced for and nothing has to be tried again.
final class TurnQueue: Sendable {
  private struct State {
    var isTaken = false
    var waiters: [Waiter] = []
    /// Tickets that were given up before they came to wait.
    var givenUp: Set<UInt64> = []
    var nextTicket: UInt64 = 0
  }

  private struct Waiter {
    let ticket: UInt64
    let continuation: CheckedContinuation<Void, any Error>
  }

  private let state = Mutex(State())

  /// The queues in whose turn the present task runs: a task that waits for itself would wait for ever.
  @TaskLocal private static var held: [ObjectIdentifier] = []

  /// Runs work in a turn of its own.
  ///
  /// - Throws: ``NestedTransaction`` where the present task has the turn already, `CancellationError` where the task is cancelled
  ///   while it waits, or what the work throws.
  nonisolated(nonsending) func take<Result>(
    _ work: nonisolated(nonsending) () async throws -> Result
  ) async throws -> Result {
    let own = ObjectIdentifier(self)
    guard !Self.held.contains(own) else { throw NestedTransaction() }
    try await enter()
    defer { leave() }
    return try await Self.$held.withValue(Self.held + [own]) { try await work() }
  }

  /// How many wait.
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

  private func leave() {
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

/// A command was called from within a transaction of the same pipeline, for which it would wait for ever.
///
/// Within ``Desk/together(operation:_:)`` everything is written through the ``Transaction`` that the closure is given.
public struct NestedTransaction: ExplainedError, Hashable {
  /// One line that a person can act on.
  public var explanation: LocalizedText { LocalizedText(ErrorPhrase.nestedTransaction) }
}
