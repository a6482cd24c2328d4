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

    /// Takes the lock, and waits for it where another holds it.
    ///
    /// Who waits asks again and again, at intervals that grow to a twentieth of a second and differ at random, so that nobody
    /// is always the slower one.
    /// - Throws: ``StoreError/locked(place:holder:)`` where another still holds it at the end, with that process's number.
    static func take(
      for path: String, place: String, wait: Duration, _ context: StoreContext
    ) async throws -> WriterLock {
      let clock = ContinuousClock()
      let start = clock.now
      let end = start + wait
      var pause = 2.0
      var isWaiting = false
      defer { if isWaiting { context.waited(clock.now - start) } }
      while true {
        do {
          let lock = try WriterLock(for: path, place: place)
          if isWaiting { context.logger.debug("the other process has ended its writing") }
          return lock
        } catch StoreError.locked(_, let holder) {
          guard clock.now < end else { throw StoreError.locked(place: place, holder: holder) }
          if !isWaiting {
            context.logger.info(
              "waiting for another process that writes",
              metadata: ["holder": "\(holder ?? "unknown")", "at_most": "\(wait)"])
          }
          isWaiting = true
        }
        try await Task.sleep(for: min(.milliseconds(Double.random(in: pause / 2...pause)), end - clock.now))
        pause = min(pause * 1.5, 50)
      }
    }

    /// Takes the lock at once, or not at all.
    private init(for path: String, place: String) throws {
      let file = try LockFile.open(path + ".lock", of: path, place: place)
      guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
        let error = errno
        defer { _ = close(file) }
        if error == EWOULDBLOCK { throw StoreError.locked(place: place, holder: LockFile.holder(file)) }
        throw StoreError.failed(place: place + ".lock", reason: String(cString: strerror(error)))
      }
      guard LockFile.stands(file, at: path + ".lock") else {
        // It was removed between opening and locking: the next try makes another.
        _ = close(file)
        throw StoreError.locked(place: place, holder: nil)
      }
      LockFile.sign(file)
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
  }

  /// The file that is locked. It holds the number and the name of the program that holds it, for the refusal's text alone.
  private enum LockFile {
    /// Such a file is never longer.
    private static let greatest = 256

    /// Opens the file, or makes it with the rights of the database. What is not a lock file of ours is left alone.
    static func open(_ path: String, of database: String, place: String) throws -> Int32 {
      let made = openFile(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      if made >= 0 {
        if let mode = FileState(database)?.mode { _ = fchmod(made, mode & 0o666) }
        return made
      }
      var error = errno
      if error == EEXIST {
        let file = openFile(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0)
        if file >= 0 {
          if let reason = objection(to: file, of: database) {
            _ = close(file)
            throw StoreError.failed(place: place + ".lock", reason: reason)
          }
          return file
        }
        error = errno
      }
      switch error {
      case EACCES, EROFS, EPERM: throw StoreError.readOnly(place: place)
      case ENOSPC, EDQUOT: throw StoreError.full(place: place)
      case ELOOP: throw StoreError.failed(place: place + ".lock", reason: "it is a symbolic link; a lock file is none")
      default: throw StoreError.failed(place: place + ".lock", reason: String(cString: strerror(error)))
      }
    }

    /// Why a file that stands there cannot be our lock; `nil` where it can.
    private static func objection(to file: Int32, of database: String) -> String? {
      var info = stat()
      guard fstat(file, &info) == 0 else { return String(cString: strerror(errno)) }
      guard UInt32(info.st_mode) & UInt32(S_IFMT) == UInt32(S_IFREG), info.st_nlink <= 1 else {
        return "it is not a regular file of its own; a lock file is"
      }
      let owners = [geteuid(), 0] + [FileState(database)?.owner].compactMap(\.self)
      guard owners.contains(info.st_uid) else { return "it belongs to somebody else than the database" }
      guard info.st_size <= greatest else { return "it is not a lock file of this program; move it away" }
      let text = read(file)
      let isOurs = text.isEmpty || text.prefix { $0 != "\n" }.allSatisfy { ("0"..."9").contains($0) }
      return isOurs ? nil : "it is not a lock file of this program; move it away"
    }

    /// Whether the path still leads to the open file.
    static func stands(_ file: Int32, at path: String) -> Bool {
      var info = stat()
      return fstat(file, &info) == 0 && FileState(path)?.inode == UInt64(info.st_ino)
    }

    /// Notes who holds it. A disk too full for that is no reason to refuse.
    static func sign(_ file: Int32) {
      let program = CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? ""
      let name = program.unicodeScalars.filter { $0.isASCII && $0.value >= 0x20 && $0.value != 0x7F }.prefix(64)
      let text = Array("\(getpid())\n\(String(String.UnicodeScalarView(name)))\n".utf8)
      if ftruncate(file, 0) == 0 { _ = pwrite(file, text, text.count, 0) }
    }

    static func holder(_ file: Int32) -> String? {
      let lines = read(file).split(separator: "\n", omittingEmptySubsequences: false)
      guard let number = lines.first.flatMap({ Int32($0) }) else { return nil }
      if number == getpid() { return "this one, process \(number)" }
      let name = lines.count > 1 ? lines[1].prefix(64) : ""
      return name.isEmpty ? "process \(number)" : "\(name), process \(number)"
    }

    private static func read(_ file: Int32) -> String {
      var bytes = [UInt8](repeating: 0, count: greatest)
      let count = pread(file, &bytes, bytes.count, 0)
      return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }
  }

  /// The system's `open`, beside functions of that name.
  private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
#endif
