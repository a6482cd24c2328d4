#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import PipelinePlugins

/// A file that appears whole or not at all: written beside its place, flushed to the disk, then renamed.
package final class AtomicFile: ByteSink {
  /// As it was named.
  package let path: String
  /// Where it is in the end.
  private let target: String
  private let folder: String
  private let temporary: String
  private var descriptor: Int32
  /// Whether the file is there under its passing name.
  private var isWaiting = false

  /// Begins a file.
  ///
  /// A file that is there is replaced and gives its access rights to the new one; where the path is a link, what it leads to
  /// is replaced.
  ///
  /// - Parameter followsLinks: `false` for a file that nobody named: a link in its place is replaced itself, so that it leads
  ///   nowhere.
  /// - Throws: ``FileError`` where the path names a folder, a device or a write-protected file, or its folder does not exist
  ///   or may not be written.
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
    // The name decides nothing but where the bytes wait, so its randomness need not be injected.
    // Cut by bytes, which are what a file system counts.
    let start = String(decoding: name.utf8.prefix(60), as: UTF8.self)
    temporary = "\(folder)/.\(start).\(String(UInt64.random(in: .min ... .max), radix: 36))"
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
    isWaiting = true
    // Where the rights cannot be kept, those of a new file hold.
    if exists { _ = fchmod(descriptor, status.st_mode & 0o777) }
  }

  /// Where a path leads to.
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
  /// - Throws: ``FileError``; the file then never appears.
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

  /// Puts the file in its place.
  /// - Throws: ``FileError``; what was there before then stays.
  package func commit() throws { try Self.commit([self]) }

  /// Puts files in their places, all or none: where one cannot be, what was there before stays, or comes back.
  ///
  /// Only where the machine stops between two of them, some may be new and some old; each is whole.
  /// - Throws: ``FileError``.
  package static func commit(_ files: [AtomicFile]) throws {
    for file in files { try file.finish() }
    var begun: [AtomicFile] = []
    do {
      for (index, file) in files.enumerated() {
        // The last one needs no way back.
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

  /// Everything is on the disk, under its passing name.
  private func finish() throws {
    guard fsync(descriptor) == 0 else { throw FileError(path: path, code: errno) }
    Self.close(descriptor)
    descriptor = -1
  }

  private var old: String { temporary + ".old" }

  /// What is there gets a second name, so that it can come back; on file systems without second names, another one.
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
    // Renaming a second name over the first, both of one file, leaves both.
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

/// A file that could not be written.
public struct FileError: ExplainedError, Hashable {
  /// The file.
  public let path: String
  /// What is wrong.
  public let reason: LocalizedText

  /// An error.
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
