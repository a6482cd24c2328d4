#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import PipelineAnalytics

/// An open file whose bytes are read in order.
final class ReadableFile {
  private let descriptor: Int32
  private let size: Int

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

  /// A reader of the whole file.
  var reader: ColumnFileReader { ColumnFileReader(size: size) { try self.fill($0) } }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws {
    var done = 0
    while done < buffer.count {
      let count = read(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
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
