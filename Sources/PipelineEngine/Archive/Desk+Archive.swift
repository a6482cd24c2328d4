import Foundation
public import PipelinePlugins

extension Pipeline {
  /// What an archive holds.
  public struct ArchiveContents: Hashable, Sendable {
    /// The number of operations.
    public let operations: Int
    /// The number of journal entries.
    public let entries: Int
  }
}

extension Desk {
  /// Writes the whole journal as an archive, from which ``Pipeline/restore(_:from:wait:logger:)`` makes an equal store:
  /// all records of all kinds with their histories.
  ///
  /// An archive is text: a line of JSON for each operation and each journal entry. The first line names the format and
  /// its version, the last one counts the others and has their digest. `Documentation/Reference/archive.md` describes it.
  ///
  /// - Throws: ``Refused`` if the acting user may not see all deals; ``StoreError``, or the sink's error.
  public nonisolated(nonsending) func archive(to sink: inout any ByteSink) async throws -> Pipeline.ArchiveContents {
    guard try await pipeline.permissions(of: user).sees == .all else {
      throw pipeline.refused(Refused([Refusal(.notAllowed, nil, RefusalPhrase.archiveOfAll, ["person": user])]))
    }
    var writer = ArchiveWriter()
    try writer.begin(Pipeline.schema)
    var (place, hasMore) = (Cursor.start, true)
    while hasMore {
      let page = try await pipeline.store.journal(nil, id: nil, after: place, limit: StoreCache.pageSize)
      for entry in page.entries { try writer.append(entry) }
      try sink.write(writer.take())
      (place, hasMore) = (page.cursor, page.hasMore)
    }
    try writer.end()
    try sink.write(writer.take())
    return Pipeline.ArchiveContents(operations: writer.operations, entries: writer.entries)
  }
}

/// Writes the lines of an archive.
private struct ArchiveWriter {
  private let encoder: JSONEncoder
  private var digest = SHA256()
  private var bytes: [UInt8] = []
  private var last: ArchiveOperation?
  private(set) var operations = 0
  private(set) var entries = 0

  init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  /// What was written since the last time.
  mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  mutating func begin(_ schema: [RecordSchema]) throws {
    let kinds = schema.map { ($0.kind.description, $0.fields.map(\.name.description)) }
    try append(
      line: ArchiveHeader(
        format: ArchiveHeader.format, version: ArchiveHeader.current,
        kinds: Dictionary(kinds, uniquingKeysWith: { first, _ in first })))
  }

  mutating func append(_ entry: JournalEntry) throws {
    let operation = ArchiveOperation(
      operation: entry.operation, author: entry.author, recordedAt: entry.recordedAt)
    if operation != last {
      try append(line: operation)
      operations += 1
      last = operation
    }
    try append(line: ArchiveEntry(entry))
    entries += 1
  }

  mutating func end() throws {
    try append(line: ArchiveEnd(operations: operations, entries: entries, sha256: digest.finished()))
  }

  private mutating func append(line: some Encodable) throws {
    var data = [UInt8](try encoder.encode(line))
    data.append(UInt8(ascii: "\n"))
    digest.update(data)
    bytes += data
  }
}
