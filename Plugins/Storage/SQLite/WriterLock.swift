#if SQLite
  import PipelinePlugins
  import Synchronization

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #else
    import Darwin
  #endif

  /// The right to write a file: an exclusive lock on `FILE.lock`, which the system lets go when its holder ends, however it
  /// ends. The lock belongs to the opening, so that a second driver of the same process is refused too.
  final class WriterLock: Sendable {
    /// `nil` once it was let go.
    private let descriptor: Mutex<Int32?>

    /// Takes the lock.
    /// - Throws: ``StoreError/locked(place:holder:)`` where another holds it, with that process's number.
    init(for path: String) throws {
      let file = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard file >= 0 else {
        let error = errno
        if error == EACCES || error == EROFS || error == EPERM { throw StoreError.readOnly(place: path) }
        if error == ENOSPC || error == EDQUOT { throw StoreError.full(place: path) }
        throw StoreError.failed(place: path + ".lock", reason: String(cString: strerror(error)))
      }
      guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
        let error = errno
        defer { _ = close(file) }
        if error == EWOULDBLOCK { throw StoreError.locked(place: path, holder: Self.holder(file)) }
        throw StoreError.failed(place: path + ".lock", reason: String(cString: strerror(error)))
      }
      // The number only serves the refusal's text: a disk too full for it is no reason to refuse.
      let number = Array("\(getpid())\n".utf8)
      if ftruncate(file, 0) == 0 { _ = pwrite(file, number, number.count, 0) }
      descriptor = Mutex(file)
    }

    deinit { release() }

    /// Lets the lock go: the next writer may come.
    func release() {
      descriptor.withLock { descriptor in
        if let file = descriptor { _ = close(file) }
        descriptor = nil
      }
    }

    private static func holder(_ file: Int32) -> String? {
      var bytes = [UInt8](repeating: 0, count: 32)
      let count = pread(file, &bytes, bytes.count, 0)
      let text = String(decoding: bytes.prefix(max(count, 0)).prefix { $0 != 10 }, as: UTF8.self)
      guard let number = Int32(text) else { return nil }
      return number == getpid() ? "this one, process \(number)" : "process \(number)"
    }
  }
#endif
