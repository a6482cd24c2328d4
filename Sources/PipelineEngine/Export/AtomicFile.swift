#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import PipelinePlugins

/// A file that is replaced atomically: written to a temporary file in the same folder, flushed to the disk, then
/// renamed.
package final class AtomicFile: ByteSink {
  /// The path as given.
  package let path: String
  /// The path after resolving links.
  private let target: String
  private let folder: String
  private let temporary: String
  private var descriptor: Int32
  /// Whether the temporary file exists.
  private var isWaiting = false

  /// Creates the temporary file.
  ///
  /// An existing file is replaced, and its permissions are kept. If the path is a symbolic link, its target is
  /// replaced.
  ///
  /// - Parameter followsLinks: `false` for a path that the user did not name: a link is replaced itself, so that it
  ///   cannot redirect the file.
  /// - Throws: ``FileError`` if the path is a folder, a device or a write-protected file, or its folder does not exist
  ///   or is not writable.
  package init(path: String, followsLinks: Bool = true) throws {
    var status = stat()
    let isLink = !followsLinks && lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    let exists = !isLink && stat(path, &status) == 0
    if path.isEmpty || path.last == "/" || (exists && status.st_mode & S_IFMT == S_IFDIR) {
      throw FileError(path: path, .isFolder)
    }
    if exists {
      // Renaming over a device or a pipe would destroy it.
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw FileError(path: path, .isDevice)
      }
      guard access(path, W_OK) == 0 else { throw FileError(path: path, .writeProtected) }
    }
    self.path = path
    let target = exists ? Self.resolved(path) : path
    let slash = target.lastIndex(of: "/")
    let name = slash.map { target[target.index(after: $0)...] } ?? target[...]
    self.target = target
    folder = slash.map { target[..<$0].isEmpty ? "/" : String(target[..<$0]) } ?? "."
    // The name of the temporary file only needs to be unique, so its randomness is not injected. The limit of file
    // systems is in bytes.
    let start = String(decoding: name.utf8.prefix(60), as: UTF8.self)
    temporary = "\(folder)/.\(start).\(String(UInt64.random(in: .min ... .max), radix: 36))"
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
    isWaiting = true
    // If the permissions cannot be kept, those of a new file apply.
    if exists { _ = fchmod(descriptor, status.st_mode & 0o777) }
  }

  /// The target of a path with links.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  deinit {
    if descriptor >= 0 { Self.close(descriptor) }
    if isWaiting { unlink(temporary) }
  }

  /// Appends bytes.
  /// - Throws: ``FileError``; the file is then not replaced.
  package func write(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Self.write(descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(path: path, code: errno) }
      sent += count
    }
  }

  /// Replaces the file.
  /// - Throws: ``FileError``; the existing file is then unchanged.
  package func commit() throws { try Self.commit([self]) }

  /// Replaces several files, all or none: if one fails, the others are restored.
  ///
  /// If the machine stops between two of them, some may be new and some old; each is complete.
  /// - Throws: ``FileError``.
  package static func commit(_ files: [AtomicFile]) throws {
    for file in files { try file.finish() }
    var begun: [AtomicFile] = []
    do {
      for (index, file) in files.enumerated() {
        // The last file needs no backup.
        if index < files.count - 1 {
          try file.keepOld()
          begun.append(file)
        }
        try file.place()
      }
    } catch {
      for file in begun.reversed() { file.undo() }
      throw error
    }
    for file in begun { unlink(file.old) }
  }

  /// Flushes the temporary file to the disk and closes it.
  private func finish() throws {
    guard fsync(descriptor) == 0 else { throw FileError(path: path, code: errno) }
    Self.close(descriptor)
    descriptor = -1
  }

  private var old: String { temporary + ".old" }

  /// Backs the existing file up by a hard link; on file systems without hard links, by renaming it.
  private func keepOld() throws {
    if link(target, old) == 0 || errno == ENOENT { return }
    guard rename(target, old) == 0 else { throw FileError(path: path, code: errno) }
  }

  private func place() throws {
    guard rename(temporary, target) == 0 else { throw FileError(path: path, code: errno) }
    isWaiting = false
    syncFolder()
  }

  private func undo() {
    // Renaming a hard link over another of the same file leaves both.
    if rename(old, target) == 0 { unlink(old) } else if !isWaiting { unlink(target) }
    syncFolder()
  }

  private func syncFolder() {
    let directory = open(folder, O_RDONLY)
    if directory >= 0 {
      fsync(directory)
      Self.close(directory)
    }
  }

  #if canImport(Darwin)
    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
      Darwin.write(descriptor, bytes, count)
    }
    private static func close(_ descriptor: Int32) { _ = Darwin.close(descriptor) }
  #else
    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
      Glibc.write(descriptor, bytes, count)
    }
    private static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }
  #endif
}

/// An error for a file that could not be written.
public struct FileError: ExplainedError, Hashable {
  /// The file.
  public let path: String
  /// The reason.
  public let reason: LocalizedText

  /// Creates an error.
  public init(path: String, reason: LocalizedText) {
    self.path = path
    self.reason = reason
  }

  init(path: String, _ reason: ErrorPhrase) { self.init(path: path, reason: LocalizedText(reason)) }

  init(path: String, code: Int32) {
    switch code {
    case ENOENT: self.init(path: path, .noFolder)
    case EACCES, EPERM: self.init(path: path, .folderNotWritable)
    case EROFS: self.init(path: path, .readOnlyFiles)
    case ENOSPC, EDQUOT: self.init(path: path, .diskFull)
    case ENOTDIR: self.init(path: path, .notAFolder)
    case ENAMETOOLONG: self.init(path: path, .nameTooLong)
    default: self.init(path: path, reason: LocalizedText(String(cString: strerror(code))))
    }
  }

  /// One line with the path.
  public var explanation: LocalizedText {
    LocalizedText(ErrorPhrase.file, ["path": .text(path), "reason": .label(reason)])
  }
}
