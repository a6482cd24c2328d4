import PipelineAnalytics
import PipelinePlugins
import PipelineTelemetry

/// A file beside the store with the columns of its deals, so that a new process need not load them from the records.
///
/// The file is a copy, never the only place of anything: it may be deleted at any time. One that is damaged, of another
/// store, of another configuration, or of a journal that went on differently is ignored and replaced. It is true at a
/// cursor; the journal's later entries are applied to what was read. Only a process that opened the store for writing
/// writes it.
struct ColumnFile: Sendable {
  private let path: String
  private let store: any Store
  private let zone: String
  /// How many journal entries the file may miss before it is written again, at least.
  private let patience: Int
  private let telemetry: Telemetry

  /// The file of a store; `nil` if the store has no place for one.
  init?(_ store: any Store, zone: String, _ telemetry: Telemetry) {
    guard let place = store.columnFile else { return nil }
    path = place.path
    patience = place.patience
    self.store = store
    self.zone = zone
    self.telemetry = telemetry
  }

  /// Where in the journal a file is true, and how many deals it has.
  struct Head: Sendable {
    let cursor: Cursor
    let rows: Int
  }

  private static let magic: Int64 = 0x3153_4C4F_4350_5331

  /// Whether a file that is true at a cursor misses so many entries that it is worth writing it again.
  func isDue(_ cursor: Cursor, rows: Int, since kept: Cursor) -> Bool {
    cursor.sequence - kept.sequence > Int64(max(patience, rows / 8))
  }

  /// Whether the store's journal is so far ahead of the file that it is worth writing it again.
  func isOutdated(_ empty: DealColumns) async throws -> Bool {
    let head = await head(empty)
    let end = (head?.cursor.sequence ?? 0) + Int64(max(patience, (head?.rows ?? 0) / 8))
    return try await store.journal(nil, id: nil, after: Cursor(end), limit: 1).entries.isEmpty == false
  }

  /// The head of the file; `nil` without a usable file.
  private func head(_ empty: DealColumns) async -> Head? {
    guard let file = ReadableFile(path) else { return nil }
    var reader = file.reader
    return try? await head(&reader, empty)
  }

  private func head(_ reader: inout ColumnFileReader, _ empty: DealColumns) async throws -> Head {
    guard try reader.number() == Self.magic, try reader.texts() == empty.form(zone: zone) else {
      throw ColumnFileDamage()
    }
    let mark = try reader.array(of: UInt8.self)
    let head = Head(cursor: Cursor(try reader.number()), rows: try reader.count())
    try reader.verify()
    guard try await store.journalMark(at: head.cursor) == mark else { throw ColumnFileDamage() }
    return head
  }

  /// Reads the columns; `nil` without a usable file.
  @concurrent
  func read(into empty: DealColumns) async -> DealColumns? {
    guard let file = ReadableFile(path) else { return nil }
    var (columns, reader) = (empty, file.reader)
    do {
      let head = try await head(&reader, empty)
      try columns.read(&reader)
      try reader.verify()
      guard columns.cursor == head.cursor, columns.rowCount == head.rows else { throw ColumnFileDamage() }
      telemetry.readColumns(columns.rowCount)
      return columns
    } catch {
      telemetry.ignoredColumns()
      return nil
    }
  }

  /// Replaces the file. If it cannot be written there is no file: nothing depends on it.
  @concurrent
  func write(_ columns: DealColumns) async {
    guard let mark = try? await store.journalMark(at: columns.cursor), !mark.isEmpty else { return }
    guard let file = WritableFile(path) else { return telemetry.leftColumnsOut() }
    var writer = ColumnFileWriter(file.write)
    do {
      try writer.write(Self.magic)
      try writer.write(columns.form(zone: zone))
      try writer.write(mark)
      try writer.write(columns.cursor.sequence)
      try writer.write(Int64(columns.rowCount))
      try writer.seal()
      try columns.write(&writer)
      try writer.seal()
      try file.finish()
      telemetry.wroteColumns(columns.rowCount)
    } catch {
      file.remove()
      telemetry.leftColumnsOut()
    }
  }
}
