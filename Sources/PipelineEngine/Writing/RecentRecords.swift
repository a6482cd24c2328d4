import PipelinePlugins
import Synchronization

/// Records that were read or written a short while ago, by identity.
///
/// What a record is at a version never changes, and a commit expects the version that it was planned from: so a copy kept here
/// may be old, but never wrong, and an edit of it needs no other look at the store.
final class RecentRecords<Body: Sendable>: Sendable {
  /// Two generations: where the young one is full, the old one goes.
  private struct State {
    var young: [RecordID: Record<Body>] = [:]
    var old: [RecordID: Record<Body>] = [:]
  }

  private let state = Mutex(State())
  private let capacity: Int

  /// - Parameter capacity: How many records a generation holds.
  init(capacity: Int = 4_096) { self.capacity = capacity }

  /// The record as it was at a version; `nil` where that is not known.
  func record(_ id: RecordID, version: Int64) -> Record<Body>? {
    state.withLock { state in
      guard let record = state.young[id] ?? state.old[id], record.version == version else { return nil }
      return record
    }
  }

  /// Takes note of a record.
  func note(_ record: Record<Body>) {
    state.withLock { state in
      if state.young.count >= capacity {
        state.old = state.young
        state.young = [:]
      }
      state.young[record.id] = record
    }
  }
}
