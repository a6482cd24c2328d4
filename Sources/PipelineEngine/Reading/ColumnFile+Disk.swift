#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import PipelineAnalytics

/// An open file.
final class ReadableFile: Sendable {
  private let descriptor: Int32
  /// How many bytes it had when it was opened.
  let size: Int

  /// Opens a regular file; `nil` for anything else. A link is not followed: the file is beside the store itself.
  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      size = 0
      return nil
    }
    size = Int(status.st_size)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// A reader of the bytes of a range, in order. Several may read at once.
  func reader(from start: Int = 0, to end: Int? = nil) -> ColumnFileReader {
    var offset = start
    return ColumnFileReader(size: start < 0 ? 0 : (end ?? size) - start, prepare: Self.useLargePages) { buffer in
      try self.fill(buffer, from: offset)
      offset += buffer.count
    }
  }

  /// Asks for the large pages of the memory, as far as it holds any: reading a file of many megabytes is mostly the cost of
  /// getting memory page by page. That it is refused does no harm.
  private static func useLargePages(_ memory: UnsafeMutableRawBufferPointer) {
    #if canImport(Glibc)
      let size: UInt = 2 << 20
      guard memory.count >= Int(size) else { return }
      let start = (UInt(bitPattern: memory.baseAddress) + size - 1) & ~(size - 1)
      let end = (UInt(bitPattern: memory.baseAddress) + UInt(memory.count)) & ~(size - 1)
      guard start < end else { return }
      _ = madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_HUGEPAGE)
    #endif
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer, from offset: Int) throws {
    var done = 0
    while done < buffer.count {
      let count = pread(
        descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      // A file that somebody made shorter meanwhile ends early.
      guard count > 0 else { throw ColumnFileDamage() }
      done += count
    }
  }
}

/// A file that replaces another when it is complete. It is not flushed to the disk: damage by a power cut is found when the
/// file is read.
final class WritableFile {
  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// How many bytes were written so far.
  private(set) var size = 0

  /// Creates a temporary file; `nil` if that fails. One process writes a store, so the name is fixed, and a file that a
  /// killed process left is removed first. Two pipelines of one process that write at once never write to one file.
  init?(_ path: String) {
    self.path = path
    temporary = path + ".new"
    unlink(temporary)
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Appends bytes; small ones are gathered.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    size += bytes.count
    if bytes.count < 65_536 {
      buffer.append(contentsOf: bytes)
      if buffer.count > 1 << 20 { try flush() }
    } else {
      try flush()
      try put(bytes)
    }
  }

  /// Replaces the file of the path.
  func finish() throws {
    try flush()
    guard rename(temporary, path) == 0 else { throw ColumnFileDamage() }
  }

  /// Removes what was written.
  func remove() { unlink(temporary) }

  private func flush() throws {
    try buffer.withUnsafeBytes { try put($0) }
    buffer.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < bytes.count {
      let count = Self.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw ColumnFileDamage() }
      done += count
    }
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
      Darwin.write(descriptor, bytes, count)
    #else
      Glibc.write(descriptor, bytes, count)
    #endif
  }
}
