import PipelinePlugins
import Synchronization

/// A cache of records that were recently read or written, by identity.
///
/// A record at a version never changes, and a commit checks the version that it was planned with. A cached copy may
/// therefore be outdated but never wrong, and an edit of it needs no read of the store.
final class RecentRecords<Body: Sendable>: Sendable {
  /// Two generations: when the young one is full, it replaces the old one.
  private struct State {
    var young: [RecordID: Record<Body>] = [:]
    var old: [RecordID: Record<Body>] = [:]
  }

  private let state = Mutex(State())
  private let capacity: Int

  /// - Parameter capacity: The number of records per generation, of about 1 KB each.
  init(capacity: Int = 8_192) { self.capacity = capacity }

  /// The record at a version; `nil` if it is not cached.
  func record(_ id: RecordID, version: Int64) -> Record<Body>? {
    state.withLock { state in
      guard let record = state.young[id] ?? state.old[id], record.version == version else { return nil }
      return record
    }
  }

  /// The cached record, at the newest version seen; `nil` if it is not cached.
  func record(_ id: RecordID) -> Record<Body>? { state.withLock { $0.young[id] ?? $0.old[id] } }

  /// Caches a record.
  func note(_ record: Record<Body>) {
    state.withLock { state in
      if state.young.count >= capacity {
        state.old = state.young
        state.young = [:]
      }
      if let known = state.young[record.id] ?? state.old[record.id], known.version > record.version { return }
      state.young[record.id] = record
    }
  }
}
