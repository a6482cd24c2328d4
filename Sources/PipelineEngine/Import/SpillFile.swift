#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import PipelinePlugins
import Synchronization

/// A temporary file for bytes that are read once more: the planned deals of a large import. It has no name, so that nobody else
/// can open it and it disappears with the process.
final class SpillFile: Sendable {
  private let descriptor: Int32
  private let end = Mutex<off_t>(0)

  /// Creates the file; `nil` if that is not possible.
  ///
  /// - Parameter folder: The folder; `nil` for that of temporary files.
  init?(folder: String? = nil) {
    let folder = folder ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    // `mkstemp` replaces the last six characters, and makes a file that only this user can open.
    var template = Array("\(folder)/sales-import-\(String(repeating: "X", count: 6))".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return nil }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
  }

  deinit { close(descriptor) }

  /// Appends bytes.
  ///
  /// - Returns: Reads them again; `nil` if there is no room for them.
  func append(_ bytes: [UInt8]) -> PackedCreations.Loader? {
    let start = end.withLock { end in
      defer { end += off_t(bytes.count) }
      return end
    }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        pwrite(descriptor, all.baseAddress.map { $0 + written }, bytes.count - written, start + off_t(written))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      written += count
    }
    // The count alone: a closure that holds the bytes would keep them in memory.
    let count = bytes.count
    return { [self] in try read(start, count) }
  }

  private func read(_ start: off_t, _ count: Int) throws -> [UInt8] {
    try Array(unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let some = pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, start + off_t(filled))
        if some < 0, errno == EINTR { continue }
        guard some > 0 else {
          throw StoreError.failed(place: "temporary file", reason: some == 0 ? "it is too short" : Self.reason(errno))
        }
        filled += some
      }
    }
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
