import PipelinePlugins
import Synchronization

/// A file with a part of the cache, which a writing process writes again from time to time.
final class KeptFile<Part: FiledPart>: Sendable {
  private let file: ColumnFile<Part>
  /// Whether the process may write the file.
  private let isWritable: Bool
  /// The cursor of the file, as far as it is known, and the task that writes it.
  private let state = Mutex<(cursor: Cursor, writing: Task<Void, Never>?)>((.start, nil))

  init?(_ file: ColumnFile<Part>?, _ mode: StoreMode) {
    guard let file else { return nil }
    self.file = file
    isWritable = mode == .writing
  }

  /// Reads the part; `nil` without a usable file.
  func read(into empty: Part) async -> Part? {
    guard let part = await file.read(into: empty) else { return nil }
    state.withLock { $0.cursor = part.cursor }
    return part
  }

  /// Writes the file, beside what else happens, if it misses many changes.
  func keep(_ part: Part) {
    guard isWritable else { return }
    state.withLock { state in
      guard state.writing == nil, file.isDue(part.cursor, rows: part.rowCount, since: state.cursor) else { return }
      state.cursor = part.cursor
      state.writing = Task(priority: .utility) {
        await self.file.write(part)
        self.state.withLock { $0.writing = nil }
      }
    }
  }

  /// Waits until the file is written.
  func settle() async { await state.withLock { $0.writing }?.value }

  /// Whether a part is worth taking before the process ends: it was used, or the store's journal is so far ahead of the file
  /// that it is worth writing it again.
  func isWanted(_ isUsed: Bool, _ empty: Part) async -> Bool {
    guard isWritable else { return false }
    if isUsed { return true }
    return (try? await file.isOutdated(empty)) ?? false
  }
}
