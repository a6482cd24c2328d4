#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a file cannot be read.
package enum FileProblem: Error, Hashable, CustomStringConvertible {
  /// There is no file at the path.
  case missing
  /// The path is a folder.
  case folder
  /// The process may not read it.
  case denied
  /// The message of the system.
  case failed(String)

  init(_ code: Int32) {
    switch code {
    case ENOENT, ENOTDIR: self = .missing
    case EACCES, EPERM: self = .denied
    case EISDIR: self = .folder
    default: self = .failed(String(cString: strerror(code)))
    }
  }

  /// A short description.
  package var description: String {
    switch self {
    case .missing: "there is no such file"
    case .folder: "it is a folder"
    case .denied: "permission is denied"
    case .failed(let reason): reason
    }
  }
}

/// Files as bytes.
package enum FileBytes {
  /// Reads a whole file.
  ///
  /// - Parameter limit: The maximum size: at most one byte more is read, so that the caller can detect a larger file or a device,
  ///   and the call does not wait for the writer of a pipe. `nil` for no limit.
  /// - Throws: ``FileProblem``.
  package static func read(_ path: String, limit: Int? = nil) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | (limit == nil ? 0 : O_NONBLOCK))
    guard descriptor >= 0 else { throw FileProblem(errno) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw FileProblem(errno) }
    if information.st_mode & S_IFMT == S_IFDIR { throw FileProblem.folder }
    let most = limit.map { $0 + 1 } ?? .max
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(Int(information.st_size), most))
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < most {
      let count = Self.read(descriptor, &chunk, min(chunk.count, most - bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileProblem(errno) }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    return bytes
  }

  private static func read(_ descriptor: Int32, _ chunk: inout [UInt8], _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, &chunk, count)
    #elseif canImport(Musl)
      Musl.read(descriptor, &chunk, count)
    #else
      Darwin.read(descriptor, &chunk, count)
    #endif
  }
}
