import Foundation
import PipelinePlugins
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file of commits, a line each, with a lock file beside it. Used by one actor at a time.
final class JournalFile: @unchecked Sendable {
  let path: String
  private var lockFile: Int32?
  /// The end of the lines that were read or written.
  private var end: UInt64 = 0

  init(path: String) { self.path = path }

  /// Takes the right to write, which the system takes back when the process ends.
  func lock() throws {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let file = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure() }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let holder = try? String(contentsOfFile: path + ".lock", encoding: .utf8)
      _ = close(file)
      throw StoreError.locked(place: path, holder: "process \(holder ?? "unknown")")
    }
    let number = Array("\(getpid())".utf8)
    _ = ftruncate(file, 0)
    _ = pwrite(file, number, number.count, 0)
    lockFile = file
  }

  func unlock() {
    if let lockFile { _ = close(lockFile) }
    lockFile = nil
  }

  /// Whether the file is there. A writer creates it, and cuts off a line that a crash left unfinished.
  func exists(orCreate: Bool) throws -> Bool {
    guard orCreate else { return FileManager.default.fileExists(atPath: path) }
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure() }
    defer { _ = close(file) }
    let bytes = try Data(contentsOf: URL(filePath: path))
    let whole = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    guard ftruncate(file, off_t(whole)) == 0, fsync(file) == 0 else { throw failure() }
    let folder = open(URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    defer { _ = close(folder) }
    guard fsync(folder) == 0 else { throw failure() }
    return true
  }

  /// Writes a line, and returns when it is on the disk. What was written of it in vain is cut off.
  func append(_ commit: LoggedCommit) throws {
    let line = Array(try JSONEncoder().encode(commit)) + [UInt8(ascii: "\n")]
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure() }
    defer { _ = close(file) }
    guard pwrite(file, line, line.count, off_t(end)) == line.count, fsync(file) == 0 else {
      let error = failure()
      _ = ftruncate(file, off_t(end))
      throw error
    }
    end += UInt64(line.count)
  }

  /// The lines that others wrote since the last call.
  func newLines() throws -> [LoggedCommit] {
    guard let file = FileHandle(forReadingAtPath: path) else { throw failure() }
    defer { try? file.close() }
    guard try file.seekToEnd() > end else { return [] }
    try file.seek(toOffset: end)
    let bytes = try file.readToEnd() ?? Data()
    let whole = bytes[..<((bytes.lastIndex(of: UInt8(ascii: "\n")) ?? bytes.startIndex - 1) + 1)]
    do {
      let lines = try whole.split(separator: UInt8(ascii: "\n")).map {
        try JSONDecoder().decode(LoggedCommit.self, from: $0)
      }
      end += UInt64(whole.count)
      return lines
    } catch {
      throw StoreError.notAStore(place: path, reason: "it is damaged: \(error)")
    }
  }

  /// Reads from the start again.
  func rewind() { end = 0 }

  private func failure() -> StoreError {
    switch errno {
    case ENOSPC, EDQUOT, EFBIG: .full(place: path)
    case EACCES, EROFS, EPERM: .readOnly(place: path)
    default: .failed(place: path, reason: String(cString: strerror(errno)))
    }
  }
}

/// Whether a store is open.
final class Gate: Sendable {
  private let isOpen = Mutex(true)

  var value: Bool { isOpen.withLock { $0 } }

  /// Closes it; `false` if it was closed.
  func shut() -> Bool {
    isOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
  }
}
