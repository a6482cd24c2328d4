import PipelinePlugins
import Synchronization

/// The commits of a pipeline that the store has accepted and not yet answered.
///
/// The next transaction is planned meanwhile. What it reads from the store must not be from before such a commit, so
/// that it waits for the commits that could matter.
final class PendingCommits: Sendable {
  private struct Entry {
    let writes: ChangeSet.Writes
    let operation: RecordID
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private struct State {
    var entries: [UInt64: Entry] = [:]
    var nextTicket: UInt64 = 0
  }

  private let state = Mutex(State())

  /// Adds a commit.
  ///
  /// - Returns: The ticket to remove it with.
  func begin(_ changes: ChangeSet) -> UInt64 {
    state.withLock { state in
      state.nextTicket += 1
      state.entries[state.nextTicket] = Entry(writes: changes.writes, operation: changes.operation)
      return state.nextTicket
    }
  }

  /// Removes a commit that has its result.
  func end(_ ticket: UInt64) {
    let waiters = state.withLock { $0.entries.removeValue(forKey: ticket)?.waiters ?? [] }
    for waiter in waiters { waiter.resume() }
  }

  /// Waits for all commits that are pending now.
  nonisolated(nonsending) func settle() async { await settle { _ in true } }

  /// Waits for the pending commits that write a record.
  nonisolated(nonsending) func settle(_ key: RecordKey) async { await settle { $0.writes.contains(key) } }

  /// Waits for the pending commits of an operation.
  nonisolated(nonsending) func settle(operation: RecordID) async { await settle { $0.operation == operation } }

  /// O(pending commits).
  private nonisolated(nonsending) func settle(_ matters: (Entry) -> Bool) async {
    while let ticket = state.withLock({ $0.entries.first { matters($1) }?.key }) {
      await withCheckedContinuation { continuation in
        let isOpen = state.withLock { state in
          state.entries[ticket]?.waiters.append(continuation) != nil
        }
        if !isOpen { continuation.resume() }
      }
    }
  }
}
