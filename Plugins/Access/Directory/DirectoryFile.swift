import PipelineFiles
package import PipelinePlugins
import Synchronization

/// A directory in a CSV file, one person per row. It is read when it is first asked, then kept; opening the pipeline
/// again reads it again.
package final class DirectoryFile: AccessPolicy {
  /// Where the file is, as error messages name it.
  package let path: String
  /// Which columns hold what.
  package let columns: DirectoryColumns
  /// The separator of fields: an ASCII character.
  package let delimiter: Character
  /// What holds where the file says nothing.
  package let defaults: DirectoryDefaults
  private let kept = Mutex<Directory?>(nil)

  /// A policy.
  package init(
    path: String, columns: DirectoryColumns = DirectoryColumns(), delimiter: Character = ",",
    defaults: DirectoryDefaults = DirectoryDefaults()
  ) {
    self.path = path
    self.columns = columns
    self.delimiter = delimiter
    self.defaults = defaults
  }

  /// What the file says of a person.
  /// - Throws: ``SourceError`` with all that is wrong with the file; it is then read again the next time.
  package func grant(to person: String) async throws -> AccessGrant { try await directory().grant(to: person) }

  /// The teams of the people who have one.
  package func teams() async throws -> [String: String] { try await directory().teams() }

  /// The names of the people, in order.
  package func people() async throws -> [String]? { try await directory().people() }

  /// The managers above a person, the direct one first; `nil` where nobody in the file has one.
  package func managers(of person: String) async throws -> [String]? { try await directory().managers(of: person) }

  private func directory() throws -> Directory {
    try kept.withLock { kept in
      if let kept { return kept }
      let fresh = try read()
      kept = fresh
      return fresh
    }
  }

  private func read() throws -> Directory {
    try directory(in: FileBytes.source(path))
  }

  /// Reads a file's bytes.
  func directory(in bytes: [UInt8]) throws -> Directory {
    let reader: CSVReader
    do {
      reader = try CSVReader(bytes, file: path, delimiter: delimiter)
    } catch {
      throw SourceError(["\(error)"])
    }
    var rows = DirectoryRows(reader: reader, source: self)
    return try Directory(try rows.read(), defaults: defaults)
  }
}

/// Which columns of a file hold what. A column that is not named here is found by its standard name, if it is there.
package struct DirectoryColumns: Hashable, Sendable {
  /// The names; `name` where none is given.
  package var name: String?
  /// The teams; `team`.
  package var team: String?
  /// The managers; `manager`.
  package var manager: String?
  /// Whose deals people see, `own`, `team` or `all`; `sees`.
  package var sees: String?
  /// Whose deals people change, `none`, `own`, `team` or `all`; `changes`.
  package var changes: String?

  /// Some columns.
  package init(
    name: String? = nil, team: String? = nil, manager: String? = nil, sees: String? = nil, changes: String? = nil
  ) {
    self.name = name
    self.team = team
    self.manager = manager
    self.sees = sees
    self.changes = changes
  }
}
