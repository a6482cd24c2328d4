#if SQLite
  import PipelinePlugins

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #else
    import Darwin
  #endif

  /// What is at a path, seen without SQLite, which would change some of it.
  struct FileHeader {
    /// Marks our files (`application_id`): "SPDB" in ASCII.
    static let applicationID: Int64 = 0x5350_4442
    /// The length of the header (SQLite file format, section 1.3).
    private static let length = 100

    /// Refuses what is not ours, before SQLite touches it. An empty file is one that has yet to be made.
    ///
    /// - Parameter place: The path as the caller gave it, for errors.
    static func check(_ path: String, place: String, mode: StoreMode, newest: Int) throws {
      guard let file = try FileState.known(path, place: place) else {
        guard mode == .writing else { throw StoreError.notFound(place: place) }
        return try checkFolder(of: path, place: place)
      }
      for suffix in ["-wal", "-shm", "-journal"] {
        // Opening a pipe would wait for ever, and a link may lead to another file's log.
        guard let beside = FileState(link: path + suffix), !beside.isRegular else { continue }
        throw StoreError.notAStore(place: place + suffix, reason: "it is not a regular file")
      }
      if file.isFolder { throw StoreError.notAStore(place: place, reason: "it is a folder") }
      guard file.isRegular else { throw StoreError.notAStore(place: place, reason: "it is not a regular file") }
      guard access(path, mode == .writing ? W_OK : R_OK) == 0 else {
        guard mode == .reading else { throw StoreError.readOnly(place: place) }
        throw StoreError.failed(place: place, reason: String(cString: strerror(errno)))
      }
      if file.size == 0 {
        if mode == .writing || FileState(path + "-wal")?.size ?? 0 > 0 { return }
        throw StoreError.notAStore(place: place, reason: "it is empty")
      }
      let bytes = try read(path, place: place)
      if isUnfinished(path, file, bytes) {
        guard mode == .writing else { throw StoreError.notFound(place: place) }
        return
      }
      guard bytes.count == length, bytes.starts(with: magic) else {
        throw StoreError.notAStore(place: place, reason: "it is not an SQLite database")
      }
      func number(at offset: Int) -> Int64 { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int64($1) } }
      // What a log beside the file still holds is checked again after opening.
      guard number(at: 68) == applicationID || FileState(path + "-wal")?.size ?? 0 > 0 else {
        throw StoreError.notAStore(place: place, reason: "another program's database")
      }
      let version = Int(number(at: 60))
      if version > newest { throw StoreError.newerSchema(place: place, found: version, supported: newest) }
      // Looked at twice, since a writer may fold its log in between the looks.
      if try isCutShort(path, place: place), try isCutShort(path, place: place) {
        throw StoreError.notAStore(place: place, reason: "it is damaged: its end is missing")
      }
    }

    /// Whether a file without a log is shorter than its header says (SQLite file format, section 1.3.7). SQLite reads such a file
    /// for as long as nobody asks for what is missing.
    private static func isCutShort(_ path: String, place: String) throws -> Bool {
      guard FileState(path + "-wal")?.size ?? 0 == 0, FileState(path + "-journal")?.size ?? 0 == 0 else { return false }
      let bytes = try read(path, place: place)
      // The number of pages counts only where the two counters are equal.
      guard bytes.count == length, bytes[24..<28] == bytes[92..<96], let file = FileState(path) else { return false }
      let size = Int64(bytes[16]) << 8 | Int64(bytes[17])
      let pages = bytes[28..<32].reduce(0) { $0 << 8 | Int64($1) }
      return file.size < pages * (size == 1 ? 65_536 : size)
    }

    private static let magic = Array("SQLite format 3\0".utf8)

    /// Whether this is a file whose making was cut off before anything was in it, as versions before this one could leave
    /// it: a first page without tables, or a first page that SQLite has yet to take back. What it really holds is checked
    /// again after opening.
    private static func isUnfinished(_ path: String, _ file: FileState, _ bytes: [UInt8]) -> Bool {
      guard bytes.count == length, bytes.starts(with: magic) else {
        return file.size <= 65_536 && FileState(path + "-journal")?.size ?? 0 > 0
      }
      let size = Int64(bytes[16]) << 8 | Int64(bytes[17])
      return file.size == (size == 1 ? 65_536 : size) && bytes[60..<64].allSatisfy { $0 == 0 }
        && bytes[68..<72].allSatisfy { $0 == 0 } && FileState(path + "-wal")?.size ?? 0 == 0
    }

    private static func checkFolder(of path: String, place: String) throws {
      let folder = FilePlace.folder(of: path)
      guard FileState(folder)?.isFolder == true else {
        throw StoreError.failed(place: place, reason: "the folder '\(folder)' does not exist")
      }
      guard access(folder, W_OK) == 0 else { throw StoreError.readOnly(place: place) }
    }

    private static func read(_ path: String, place: String) throws -> [UInt8] {
      let file = open(path, O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { throw StoreError.failed(place: place, reason: String(cString: strerror(errno))) }
      defer { _ = close(file) }
      var bytes = [UInt8](repeating: 0, count: length)
      let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, length, 0) }
      return Array(bytes.prefix(max(count, 0)))
    }
  }

  /// What `stat` says of a path.
  struct FileState: Equatable, Sendable {
    let mode: UInt32
    let size: Int64
    let inode: UInt64
    let owner: uid_t
    let changedAt: [Int]

    /// `nil` where there is nothing.
    init?(_ path: String) {
      var info = stat()
      guard stat(path, &info) == 0 else { return nil }
      self.init(info)
    }

    /// What is at a path; `nil` where nothing is, or nothing that may be looked at.
    ///
    /// - Throws: ``StoreError/failed(place:reason:)`` where the system cannot say. What is there may not be taken for missing: a
    ///   new file would replace it, and a log would be left unread.
    static func known(_ path: String, place: String) throws -> FileState? {
      var info = stat()
      if stat(path, &info) == 0 { return FileState(info) }
      let code = errno
      guard [ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG].contains(code) else {
        throw StoreError.failed(place: place, reason: String(cString: strerror(code)))
      }
      return nil
    }

    /// What is there itself, where it is a symbolic link.
    init?(link path: String) {
      var info = stat()
      guard lstat(path, &info) == 0 else { return nil }
      self.init(info)
    }

    private init(_ info: stat) {
      mode = UInt32(info.st_mode)
      size = Int64(info.st_size)
      inode = UInt64(info.st_ino)
      owner = info.st_uid
      #if canImport(Darwin)
        changedAt = [info.st_mtimespec.tv_sec, info.st_mtimespec.tv_nsec]
      #else
        changedAt = [info.st_mtim.tv_sec, info.st_mtim.tv_nsec]
      #endif
    }

    var isFolder: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFDIR) }
    var isRegular: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }
  }
#endif
