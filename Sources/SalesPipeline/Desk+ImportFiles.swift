import PipelineConfig
public import PipelineEngine
import PipelineFiles
public import PipelinePlugins

extension ImportMapping {
  /// Reads a mapping file.
  ///
  /// - Parameter environment: Returns the value of an environment variable; `nil` to use the process's environment.
  /// - Throws: ``ConfigurationError`` with all errors of the file.
  public static func read(
    _ path: String, environment: (@Sendable (String) -> String?)? = nil
  ) throws -> ImportMapping {
    let reader = ConfigurationReader(catalog: Catalog([]), environment: environment)
    var mapping = try reader.check(ImportMapping.self, path: path, missing: missingHint).get()
    mapping.file = path
    return mapping
  }

  private static let missingHint: Wording =
    "write one that says what the file's columns mean; 'pipeline import --help' shows the least of it"

  /// Returns the kind of a file: the kind whose section names a file with the same name, else opportunities, else the
  /// mapping's only kind.
  public func kind(of path: String) -> ImportKind? {
    let name = Self.lastPart(path)
    if let section = sections.first(where: { $0.file.map { Self.lastPart($0.resolved) } == name }) {
      return section.kind
    }
    return self[.opportunities] == nil && sections.count == 1 ? sections[0].kind : .opportunities
  }

  private static func lastPart(_ path: String) -> Substring { path[...].split(separator: "/").last ?? path[...] }
}

extension Desk {
  /// Imports a file, with the files that the mapping names for records that it refers to and for its past changes, in
  /// one transaction. Without a path, imports all files of the mapping.
  ///
  ///     try await desk.importFile("deals.csv", mapping: .read("mapping.yaml"))
  ///
  /// - Parameters:
  ///   - path: A CSV file; `nil` for the files of the mapping.
  ///   - kind: The kind of its rows; `nil` to use ``PipelinePlugins/ImportMapping/kind(of:)``.
  ///   - operation: An id that makes the import idempotent.
  /// - Throws: The errors of ``PipelineEngine/Desk/import(_:files:options:operation:progress:)``, and ``ImportFileError``.
  public func importFile(
    _ path: String?, as kind: ImportKind? = nil, mapping: ImportMapping, options: ImportOptions = ImportOptions(),
    operation: RecordID? = nil, progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportSummary {
    try await self.import(mapping, options: options, operation: operation, progress: progress) {
      try Self.files(path, as: kind, mapping)
    }
  }

  /// The file with those of the mapping that come along; without a path, all files of the mapping.
  private static func files(
    _ path: String?, as kind: ImportKind?, _ mapping: ImportMapping
  ) throws -> [ImportKind: ImportFile] {
    let main = path.flatMap { kind ?? mapping.kind(of: $0) }
    var files: [ImportKind: ImportFile] = [:]
    for section in mapping.sections {
      if let main, section.kind == main { continue }
      guard let file = section.file, main.map({ section.kind.comesAlong(with: $0) }) ?? true else { continue }
      files[section.kind] = try ImportFile(path: file.resolved)
    }
    if let path, let main { files[main] = try ImportFile(path: path) }
    guard !files.isEmpty else { throw ImportFileError(.noFileNamed) }
    return files
  }
}

extension ImportFile {
  /// Reads a file.
  /// - Throws: ``ImportFileError``.
  public init(path: String) throws {
    do {
      self.init(name: path, bytes: try FileBytes.read(path))
    } catch FileProblem.missing {
      throw ImportFileError(.noFile, path)
    } catch FileProblem.folder {
      throw ImportFileError(.isFolder, path)
    } catch {
      throw ImportFileError(.notReadable, path)
    }
  }
}

extension ImportKind {
  /// Whether the file of this kind is imported together with one of another kind: records that it refers to, and past
  /// changes of deals, which cannot be imported later.
  fileprivate func comesAlong(with other: ImportKind) -> Bool {
    if self == .changes { return other == .opportunities }
    let all = ImportKind.allCases
    return (all.firstIndex(of: self) ?? 0) < (all.firstIndex(of: other) ?? 0)
  }
}

/// An error for a file that cannot be read.
public struct ImportFileError: ExplainedError, Hashable {
  /// One line for people, with what to do.
  public let explanation: LocalizedText

  init(_ phrase: ImportPhrase, _ path: String = "") { explanation = LocalizedText(phrase, ["path": .text(path)]) }
}
