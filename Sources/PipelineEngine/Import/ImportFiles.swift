import PipelinePlugins
import Synchronization

/// The files of an import. They are released once their rows are planned: the commit takes as long again, and needs the memory.
final class ImportFiles: Sendable {
  private let read: @Sendable () throws -> [ImportTable]
  private let tables: Mutex<[ImportTable]?>

  /// Reads the files, and their headers.
  /// - Throws: What `read` throws.
  init(_ read: @escaping @Sendable () throws -> [ImportTable]) throws {
    self.read = read
    tables = Mutex(try read())
  }

  /// The files with their sections of the mapping, read again after they were released.
  func take() throws -> [ImportTable] {
    if let tables = tables.withLock({ $0 }) { return tables }
    return try read()
  }

  /// Releases the memory of the files.
  func release() { tables.withLock { $0 = nil } }
}
