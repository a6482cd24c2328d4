import Foundation
public import PipelinePlugins

extension Pipeline {
  /// An error for a file that is no archive, or from which no store can be made.
  public struct ArchiveError: ExplainedError, Hashable {
    /// One line for people, with what to do.
    public let explanation: LocalizedText

    init(_ phrase: ErrorPhrase, _ path: String, _ values: [String: PhraseValue] = [:]) {
      explanation = LocalizedText(phrase, values.merging(["file": .text(path)]) { $1 })
    }
  }
}

/// An archive in a file, read twice: to check it, and to restore it.
struct ArchiveFile {
  let path: String
  private let decoder = JSONDecoder()
  /// The places of the cells of each kind in the archive, by the fields of this version.
  private(set) var places: [RecordKind: [Int?]] = [:]
  private(set) var contents = Pipeline.ArchiveContents(operations: 0, entries: 0)

  /// Opens and checks an archive.
  /// - Throws: ``Pipeline/ArchiveError`` for a file that is none, of a newer version, incomplete, or changed.
  init(path: String, _ schema: [RecordSchema]) throws {
    self.path = path
    var (operations, entries, isFirst) = (0, 0, true)
    var digest = SHA256()
    var end: ArchiveEnd?
    try eachLine { line, number in
      guard end == nil else { throw error(.archiveChanged) }
      if isFirst {
        try begin(line, schema)
        isFirst = false
      } else if Self.isEnd(line) {
        let last = try? decoder.decode(ArchiveEnd.self, from: line)
        guard last == ArchiveEnd(operations: operations, entries: entries, sha256: digest.finished()) else {
          throw error(.archiveChanged)
        }
        end = last
      } else if Self.isOperation(line) {
        operations += 1
      } else {
        entries += 1
      }
      digest.update(line)
      digest.update([UInt8(ascii: "\n")])
    }
    guard !isFirst else { throw error(.noArchive) }
    guard end != nil else { throw error(.archiveIncomplete) }
    contents = Pipeline.ArchiveContents(operations: operations, entries: entries)
  }

  private mutating func begin(_ line: Data, _ schema: [RecordSchema]) throws {
    guard let header = try? decoder.decode(ArchiveHeader.self, from: line), header.format == ArchiveHeader.format
    else { throw error(.noArchive) }
    guard header.version <= ArchiveHeader.current else { throw newer("\(header.version)") }
    let known = Dictionary(schema.map { ($0.kind.description, $0) }, uniquingKeysWith: { first, _ in first })
    for (kind, fields) in header.kinds.sorted(by: { $0.key < $1.key }) {
      guard let own = known[kind] else { throw newer(kind) }
      let names = own.fields.map(\.name.description)
      if let unknown = fields.first(where: { !names.contains($0) }) { throw newer("\(kind).\(unknown)") }
      places[own.kind] = names.map { fields.firstIndex(of: $0) }
    }
  }

  /// Reads the entries with their operations, in order.
  nonisolated(nonsending) func eachLine(
    _ body: nonisolated(nonsending) (ArchiveOperation, ArchiveEntry) async throws -> Void
  ) async throws {
    var lines = try ArchiveLines(path)
    var operation: ArchiveOperation?
    var number = 0
    while let line = try lines.next() {
      number += 1
      if number == 1 || Self.isEnd(line) { continue }
      if Self.isOperation(line) {
        operation = try decoded(ArchiveOperation.self, line, number)
      } else {
        guard let operation else { throw error(.archiveLine, ["line": .text("\(number)")]) }
        try await body(operation, try decoded(ArchiveEntry.self, line, number))
      }
    }
  }

  private func decoded<Line: Decodable>(_ type: Line.Type, _ line: Data, _ number: Int) throws -> Line {
    do { return try decoder.decode(type, from: line) } catch {
      throw self.error(.archiveLine, ["line": .text("\(number)")])
    }
  }

  /// The members of a line are sorted: only the end begins with the number of entries.
  private static func isEnd(_ line: Data) -> Bool { line.starts(with: Data("{\"entries\"".utf8)) }

  /// Only an operation begins with its author.
  private static func isOperation(_ line: Data) -> Bool { line.starts(with: Data("{\"author\"".utf8)) }

  func error(_ phrase: ErrorPhrase, _ values: [String: PhraseValue] = [:]) -> Pipeline.ArchiveError {
    Pipeline.ArchiveError(phrase, path, values)
  }

  private func newer(_ what: String) -> Pipeline.ArchiveError { error(.archiveNewer, ["value": .text(what.clipped())]) }

  private func eachLine(_ body: (Data, Int) throws -> Void) throws {
    var lines = try ArchiveLines(path)
    var number = 0
    while let line = try lines.next() {
      number += 1
      try body(line, number)
    }
  }
}

/// The lines of a file, read in pieces.
private struct ArchiveLines {
  private let handle: FileHandle
  private let path: String
  private var rest = Data()
  private var isAtEnd = false

  init(_ path: String) throws {
    self.path = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Pipeline.ArchiveError(.archiveMissing, path)
    }
    guard !isFolder.boolValue, let handle = FileHandle(forReadingAtPath: path) else {
      throw Pipeline.ArchiveError(.archiveUnreadable, path)
    }
    self.handle = handle
  }

  /// The next line without its end; `nil` after the last. A last line without an end is incomplete.
  mutating func next() throws -> Data? {
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(rest[rest.startIndex..<end])
        rest = rest[(end + 1)...]
        return line
      }
      guard !isAtEnd else {
        guard rest.isEmpty else { throw Pipeline.ArchiveError(.archiveIncomplete, path) }
        return nil
      }
      guard let more = try? handle.read(upToCount: 1 << 20) else {
        isAtEnd = true
        continue
      }
      if more.isEmpty { isAtEnd = true }
      rest = Data(rest) + more
    }
  }
}
