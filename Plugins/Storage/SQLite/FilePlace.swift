#if SQLite
  import PipelinePlugins

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #else
    import Darwin
  #endif

  /// Where a database file really is. The files beside it (`-wal`, `-shm`, `.lock`) belong to the file, not to a link that
  /// leads to it: beside a link, readers would miss the log, and two writers would hold two locks.
  enum FilePlace {
    /// The path without symbolic links; that of the file to be made where there is none yet. What cannot be resolved is
    /// given back as it is, so that opening it says why.
    static func resolve(_ path: String) -> String {
      var path = path
      for _ in 0..<40 {
        if let real = real(path) { return real }
        // No file there: a link to a file that has yet to be made leads on.
        guard let target = target(of: path) else { break }
        path = target.hasPrefix("/") ? target : folder(of: path) + "/" + target
      }
      let name = path.split(separator: "/").last.map(String.init)
      guard let name, let folder = real(folder(of: path)) else { return path }
      return (folder == "/" ? "" : folder) + "/" + name
    }

    /// The folder that a file is in.
    static func folder(of path: String) -> String {
      path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    private static func real(_ path: String) -> String? {
      guard let resolved = realpath(path, nil) else { return nil }
      defer { free(resolved) }
      return String(cString: resolved)
    }

    private static func target(of path: String) -> String? {
      var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = bytes.withUnsafeMutableBytes { buffer -> Int in
        guard let start = buffer.baseAddress else { return 0 }
        return readlink(path, start.assumingMemoryBound(to: CChar.self), buffer.count)
      }
      return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
  }

  /// A new database file, made beside its place and put there when it is whole: what is cut off leaves no half-made file
  /// behind. Only its owner may read and write it. The writer's lock is held meanwhile.
  struct NewFile {
    /// Where it is made.
    let path: String
    /// Where it goes.
    private let target: String
    private let place: String
    private let mode: UInt32

    /// Begins a file, where there is none or an empty one; `nil` where one is there already.
    ///
    /// - Parameter place: The path as the caller gave it, for errors.
    init?(at target: String, place: String) throws {
      let existing = try FileState.known(target, place: place)
      for suffix in ["", "-wal", "-journal"] {
        guard try FileState.known(target + suffix, place: place)?.size ?? 0 == 0 else { return nil }
      }
      self.target = target
      self.place = place
      path = target + ".unfinished"
      mode = existing.map { $0.mode & 0o666 } ?? 0o600
      remove()
      let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard file >= 0 else { throw Self.error(errno, place) }
      _ = close(file)
    }

    /// Puts the file in its place.
    func finish() throws {
      guard FileState(path + "-wal")?.size ?? 0 == 0 else {
        throw StoreError.failed(place: place, reason: "the log of the new file could not be folded in")
      }
      _ = chmod(path, mode)
      guard try FileState.known(target, place: place)?.size ?? 0 == 0 else {
        throw StoreError.failed(place: place, reason: "another program made the file meanwhile")
      }
      guard rename(path, target) == 0 else { throw Self.error(errno, place) }
      let folder = open(FilePlace.folder(of: target), O_RDONLY | O_CLOEXEC)
      guard folder >= 0 else { return }
      _ = fsync(folder)
      _ = close(folder)
    }

    /// Removes what there is of it.
    func remove() {
      for suffix in ["", "-wal", "-shm", "-journal"] { _ = unlink(path + suffix) }
    }

    private static func error(_ code: Int32, _ place: String) -> StoreError {
      switch code {
      case EACCES, EROFS, EPERM: .readOnly(place: place)
      case ENOSPC, EDQUOT: .full(place: place)
      default: .failed(place: place, reason: String(cString: strerror(code)))
      }
    }
  }
#endif
