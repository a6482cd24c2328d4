import PipelinePlugins
import Synchronization

/// Wakes the tasks that wait for the journal to grow.
///
/// A commit of the same pipeline wakes them at once. Commits of other pipelines and processes are found by one task for
/// all that wait, which asks the store and ends with the last of them.
final class CommitSignal: Sendable {
  private struct Waiter {
    let cursor: Cursor
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    /// The greatest known cursor of an entry.
    var end = Cursor.start
    var waiters: [UInt64: Waiter] = [:]
    /// Tickets that were cancelled before they waited.
    var givenUp: Set<UInt64> = []
    var nextTicket: UInt64 = 0
    var watch: Watch?
  }

  /// The task that asks the store.
  private struct Watch {
    let number: UInt64
    let after: Cursor
    let task: Task<Void, Never>
  }

  private let state = Mutex(State())
  private let store: any Store

  init(_ store: any Store) { self.store = store }

  /// Waits until the journal may have entries after a cursor.
  ///
  /// It can return early: the caller reads the journal, and waits again.
  /// - Throws: `CancellationError` if the task is cancelled. Errors of the store are left to the caller, who reads it.
  func wait(after cursor: Cursor) async throws {
    let ticket = state.withLock { state in
      state.nextTicket += 1
      return state.nextTicket
    }
    defer { state.withLock { _ = $0.givenUp.remove(ticket) } }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { begin(ticket, Waiter(cursor: cursor, continuation: $0)) }
    } onCancel: {
      giveUp(ticket)
    }
  }

  /// Wakes the tasks for which an entry at a cursor is news.
  ///
  /// - Parameter cursor: The cursor of an entry that can be read.
  func note(_ cursor: Cursor) {
    let woken = state.withLock { state in
      state.end = max(state.end, cursor)
      return take(&state) { $0.cursor < cursor }
    }
    for waiter in woken { waiter.continuation.resume() }
  }

  /// Wakes all tasks: the store was closed, or cannot be asked.
  func wakeAll() {
    let woken = state.withLock { state in take(&state) { _ in true } }
    for waiter in woken { waiter.continuation.resume() }
  }

  /// The number of waiting tasks.
  var waiting: Int { state.withLock { $0.waiters.count } }

  private func begin(_ ticket: UInt64, _ waiter: Waiter) {
    let answer: Result<Void, any Error>? = state.withLock { state in
      if state.givenUp.contains(ticket) { return .failure(CancellationError()) }
      if waiter.cursor < state.end { return .success(()) }
      state.waiters[ticket] = waiter
      watch(&state)
      return nil
    }
    if let answer { waiter.continuation.resume(with: answer) }
  }

  private func giveUp(_ ticket: UInt64) {
    let waiter: Waiter? = state.withLock { state in
      guard let waiter = state.waiters.removeValue(forKey: ticket) else {
        state.givenUp.insert(ticket)
        return nil
      }
      watch(&state)
      return waiter
    }
    waiter?.continuation.resume(throwing: CancellationError())
  }

  private func take(_ state: inout State, where isWoken: (Waiter) -> Bool) -> [Waiter] {
    guard !state.waiters.isEmpty else { return [] }
    let woken = state.waiters.filter { isWoken($0.value) }
    for ticket in woken.keys { state.waiters[ticket] = nil }
    watch(&state)
    return Array(woken.values)
  }

  // MARK: Watching the store

  /// Starts or ends the task that asks the store. It asks after the least cursor of those who wait: a cursor can be
  /// beyond the end of the journal.
  private func watch(_ state: inout State) {
    let least = state.waiters.values.map(\.cursor).min()
    if let least, let running = state.watch, running.after <= least { return }
    state.watch?.task.cancel()
    state.watch = nil
    guard let least else { return }
    state.nextTicket += 1
    let number = state.nextTicket
    state.watch = Watch(number: number, after: least, task: Task { await self.look(number) })
  }

  /// The cursor to ask after; `nil` if another task asks.
  private func place(_ number: UInt64) -> Cursor? {
    state.withLock { $0.watch?.number == number ? $0.waiters.values.map(\.cursor).min() : nil }
  }

  private func look(_ number: UInt64) async {
    // Those who wait have just read the journal. Beside commits of this pipeline that never pause, it is not asked again.
    try? await Task.sleep(for: .milliseconds(20))
    while let cursor = place(number) {
      do {
        guard try await store.waitForCommit(after: cursor, atMost: Self.patience) else { continue }
        let page = try await store.journal(nil, id: nil, after: cursor, limit: 1)
        if !page.entries.isEmpty { note(page.cursor) }
      } catch {
        if error as? StoreError != .closed { try? await Task.sleep(for: .milliseconds(100)) }
        if !Task.isCancelled, place(number) != nil { wakeAll() }
        return
      }
    }
  }

  private static let patience = Duration.seconds(30)
}
