import FoundationEssentials
import PipelineConfig
public import PipelineEngine
public import PipelinePlugins

extension ImportMapping {
  /// Reads a mapping file.
  ///
  /// - Parameter environment: The value of an environment variable; `nil` for the process's own.
  /// - Throws: ``ConfigurationError`` with every mistake.
  public static func read(
    _ path: String, environment: (@Sendable (String) -> String?)? = nil
  ) throws -> ImportMapping {
    let reader = ConfigurationReader(catalog: Catalog([]), environment: environment)
    var mapping = try reader.check(ImportMapping.self, path: path, missing: missingHint).get()
    mapping.file = path
    return mapping
  }

  private static let missingHint =
    "write one that says what the file's columns mean; 'pipeline import --help' shows the least of it"

  /// What a file is: the kind whose section names a file called the same, else deals, else the mapping's only kind.
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
  /// Imports a file, together with the files that the mapping names for what it builds on and for its past; without one, all the files that the
  /// mapping names. All of it, or nothing.
  ///
  /// - Parameters:
  ///   - path: A CSV file; `nil` for those of the mapping.
  ///   - kind: What its rows are; `nil` where ``PipelinePlugins/ImportMapping/kind(of:)`` knows.
  /// - Throws: What ``PipelineEngine/Desk/import(_:files:options:progress:)`` throws, and ``ImportFileError``.
  public func importFile(
    _ path: String?, as kind: ImportKind? = nil, mapping: ImportMapping, options: ImportOptions = ImportOptions(),
    progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportSummary {
    let main = path.flatMap { kind ?? mapping.kind(of: $0) }
    var files: [ImportKind: ImportFile] = [:]
    for section in mapping.sections {
      if let main, section.kind == main { continue }
      guard let file = section.file, main.map({ section.kind.comesAlong(with: $0) }) ?? true else { continue }
      files[section.kind] = try ImportFile(path: file.resolved)
    }
    if let path, let main { files[main] = try ImportFile(path: path) }
    guard !files.isEmpty else { throw ImportFileError(.noFileNamed) }
    return try await self.import(mapping, files: files, options: options, progress: progress)
  }
}

extension ImportFile {
  /// Reads a file.
  /// - Throws: ``ImportFileError``.
  public init(path: String) throws {
    do {
      self.init(name: path, bytes: Array(try Data(contentsOf: URL(filePath: path))))
    } catch {
      let isFolder = (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil
      let exists = FileManager.default.fileExists(atPath: path)
      throw ImportFileError(isFolder ? .isFolder : exists ? .notReadable : .noFile, path)
    }
  }
}

extension ImportKind {
  /// Whether its file is imported together with one of another kind: what that builds on, and the past of deals, which could
  /// not be told any more once they are there.
  fileprivate func comesAlong(with other: ImportKind) -> Bool {
    if self == .changes { return other == .opportunities }
    let all = ImportKind.allCases
    return (all.firstIndex(of: self) ?? 0) < (all.firstIndex(of: other) ?? 0)
  }
}

/// A file to import cannot be had.
public struct ImportFileError: ExplainedError, Hashable {
  /// One line that a person can act on.
  public let explanation: LocalizedText

  init(_ phrase: ImportPhrase, _ path: String = "") { explanation = LocalizedText(phrase, ["path": .text(path)]) }
}
