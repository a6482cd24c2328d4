import PipelineAnalytics
import PipelinePlugins
import PipelineTelemetry

/// A part of the cache that is kept in a file.
protocol FiledPart: JournalPart {
  var rowCount: Int { get }
  /// What a file of the part depends on besides the store.
  func form(zone: String) -> [String]
  /// Writes everything but the rows.
  func write(_ file: inout ColumnFileWriter) throws
  func writeRows(_ file: inout ColumnFileWriter) throws
  /// Reads everything but the rows into the part, which is empty.
  mutating func read(_ file: inout ColumnFileReader) throws
  mutating func take(_ rows: FiledRows) throws

  /// The larger arrays, a section of their own in the file: two cores read it in half the time.
  associatedtype FiledRows: FiledSection
}

/// A section of a file that is read on its own.
protocol FiledSection: Sendable {
  init(_ file: inout ColumnFileReader) throws
}

extension DealColumns: FiledPart {}
extension DealHistory: FiledPart {}
extension DealColumns.FiledRows: FiledSection {}
extension DealHistory.FiledRows: FiledSection {}

/// A file beside the store with the columns of its deals, or with their past, so that a new process need not make them from
/// the records or the journal.
///
/// The file is a copy, never the only place of anything: it may be deleted at any time. One that is damaged, of another
/// store, of another configuration, or of a journal that went on differently is ignored and replaced. It is true at a
/// cursor; the journal's later entries are applied to what was read. Only a process that opened the store for writing
/// writes it.
struct ColumnFile<Part: FiledPart>: Sendable {
  private let path: String
  private let store: any Store
  private let zone: String
  /// How many journal entries the file may miss before it is written again, at least.
  private let patience: Int
  private let telemetry: Telemetry

  /// The file of a store; `nil` if the store has no place for one.
  /// - Parameter suffix: What the name ends with.
  init?(_ store: any Store, zone: String, _ telemetry: Telemetry, suffix: String = "") {
    guard let place = store.columnFile else { return nil }
    path = place.path + suffix
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

  private static var magic: Int64 { 0x3153_4C4F_4350_5331 }

  /// Whether a file that is true at a cursor misses so many entries that it is worth writing it again.
  func isDue(_ cursor: Cursor, rows: Int, since kept: Cursor) -> Bool {
    cursor.sequence - kept.sequence > Int64(max(patience, rows / 8))
  }

  /// Whether the store's journal is so far ahead of the file that it is worth writing it again.
  func isOutdated(_ empty: Part) async throws -> Bool {
    let head = await head(empty)
    let end = (head?.cursor.sequence ?? 0) + Int64(max(patience, (head?.rows ?? 0) / 8))
    return try await store.journal(nil, id: nil, after: Cursor(end), limit: 1).entries.isEmpty == false
  }

  /// The head of the file; `nil` without a usable file.
  private func head(_ empty: Part) async -> Head? {
    guard let file = ReadableFile(path) else { return nil }
    var reader = file.reader()
    return try? await head(&reader, empty)
  }

  private func head(_ reader: inout ColumnFileReader, _ empty: Part) async throws -> Head {
    guard try reader.number() == Self.magic, try reader.texts() == empty.form(zone: zone) else {
      throw ColumnFileDamage()
    }
    let mark = try reader.array(of: UInt8.self)
    let head = Head(cursor: Cursor(try reader.number()), rows: try reader.count())
    try reader.verify()
    guard try await store.journalMark(at: head.cursor) == mark else { throw ColumnFileDamage() }
    return head
  }

  /// Reads the part; `nil` without a usable file.
  @concurrent
  func read(into empty: Part) async -> Part? {
    guard let file = ReadableFile(path) else { return nil }
    var (columns, reader) = (empty, file.reader())
    do {
      let head = try await head(&reader, empty)
      async let rows = Self.rows(file)
      try columns.read(&reader)
      try reader.verify()
      try await columns.take(rows)
      guard columns.cursor == head.cursor, columns.rowCount == head.rows else { throw ColumnFileDamage() }
      telemetry.readColumns(columns.rowCount)
      return columns
    } catch {
      telemetry.ignoredColumns()
      return nil
    }
  }

  /// Reads the section of the rows. The file's last two numbers are its place and a checksum of that.
  @concurrent
  private static func rows(_ file: ReadableFile) async throws -> Part.FiledRows {
    let end = file.size - 2 * MemoryLayout<Int64>.size
    var tail = file.reader(from: end)
    let start = try tail.count(atMost: max(0, end))
    try tail.verify()
    var reader = file.reader(from: start, to: end)
    let rows = try Part.FiledRows(&reader)
    try reader.verify()
    return rows
  }

  /// Replaces the file. If it cannot be written there is no file: nothing depends on it.
  @concurrent
  func write(_ columns: Part) async {
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
      let start = file.size
      var rows = ColumnFileWriter(file.write)
      try columns.writeRows(&rows)
      try rows.seal()
      var tail = ColumnFileWriter(file.write)
      try tail.write(Int64(start))
      try tail.seal()
      try file.finish()
      telemetry.wroteColumns(columns.rowCount)
    } catch {
      file.remove()
      telemetry.leftColumnsOut()
    }
  }
}
