import PipelinePlugins

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a file cannot be read, for people.
struct FileError: ExplainedError {
  let explanation: LocalizedText

  init(_ reason: Wording) { explanation = reason.text }
}

/// Reads a file whole, but no more than a limit and one byte, so that a device or a huge file is no danger.
/// - Throws: ``FileError``.
func readFile(_ path: String, limit: Int) throws -> [UInt8] {
  // Non-blocking, so that opening a pipe without a writer does not hang.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw FileError(reason(errno)) }
  defer { close(descriptor) }
  var information = stat()
  guard fstat(descriptor, &information) == 0 else { throw FileError(reason(errno)) }
  if information.st_mode & S_IFMT == S_IFDIR { throw FileError("it is a folder") }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while bytes.count <= limit {
    let count = read(descriptor, &chunk, min(chunk.count, limit + 1 - bytes.count))
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw FileError(reason(errno)) }
    guard count > 0 else { break }
    bytes += chunk[..<count]
  }
  return bytes
}

private func reason(_ code: Int32) -> Wording {
  switch code {
  case ENOENT, ENOTDIR: "there is no such file"
  case EACCES, EPERM: "permission is denied"
  case EISDIR: "it is a folder"
  default: Wording(english: String(cString: strerror(code)))
  }
}

/// The value of an environment variable.
func environmentVariable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
