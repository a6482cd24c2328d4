import PipelineAnalytics
import PipelinePlugins
import PipelineTelemetry

/// A part of the cache that is kept in a file.
protocol FiledPart: JournalPart {
  /// The larger arrays, in sections of their own: the cores of a machine read them at once.
  associatedtype FiledRows: FiledSection
  static var sectionCount: Int { get }

  var rowCount: Int { get }
  /// What a file of the part depends on besides the store.
  func form(zone: String) -> [String]
  /// The part with all that is made when it is first asked for, as it is written.
  func complete() -> Self
  /// Writes everything but the sections.
  func write(_ file: inout ColumnFileWriter) throws
  func writeRows(_ section: Int, _ file: inout ColumnFileWriter) throws
  /// Reads everything but the sections into the part, which is empty.
  mutating func read(_ file: inout ColumnFileReader) throws
  mutating func take(_ sections: [FiledRows]) throws
}

/// A section of a file that is read on its own.
protocol FiledSection: Sendable {
  init(_ section: Int, _ file: inout ColumnFileReader) throws
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
    do {
      var reader = file.reader()
      let head = try await head(&reader, empty)
      let columns = try await Self.columns(file, &reader, empty)
      guard columns.cursor == head.cursor, columns.rowCount == head.rows else { throw ColumnFileDamage() }
      telemetry.readColumns(columns.rowCount)
      return columns
    } catch {
      telemetry.ignoredColumns()
      return nil
    }
  }

  /// Reads what is after the head: each section in a task, so that whichever core is free reads the next one.
  private static func columns(_ file: ReadableFile, _ reader: inout ColumnFileReader, _ empty: Part) async throws
    -> Part
  {
    let places = try places(file)
    return try await withThrowingTaskGroup(of: (Int, Part.FiledRows).self) { group in
      for section in 0..<Part.sectionCount {
        group.addTask {
          var reader = file.reader(from: places[section], to: places[section + 1])
          let rows = try Part.FiledRows(section, &reader)
          try reader.verify()
          return (section, rows)
        }
      }
      var columns = empty
      try columns.read(&reader)
      try reader.verify()
      var sections = [Part.FiledRows?](repeating: nil, count: Part.sectionCount)
      for try await (section, rows) in group { sections[section] = rows }
      try columns.take(sections.compactMap(\.self))
      return columns
    }
  }

  /// Where the sections begin and the last one ends. The file's last two numbers are the place of these numbers and a
  /// checksum of that.
  private static func places(_ file: ReadableFile) throws -> [Int] {
    let end = file.size - 2 * MemoryLayout<Int64>.size
    var tail = file.reader(from: end)
    let start = try tail.count(atMost: max(0, end))
    try tail.verify()
    var reader = file.reader(from: start, to: end)
    let places = try reader.array(of: Int.self, atMost: Part.sectionCount + 1)
    try reader.verify()
    guard places.count == Part.sectionCount + 1, places.last == start, places == places.sorted(), places[0] >= 0 else {
      throw ColumnFileDamage()
    }
    return places
  }

  /// Replaces the file. If it cannot be written there is no file: nothing depends on it.
  @concurrent
  func write(_ columns: Part) async {
    guard let mark = try? await store.journalMark(at: columns.cursor), !mark.isEmpty else { return }
    guard let file = WritableFile(path) else { return telemetry.leftColumnsOut() }
    let columns = columns.complete()
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
      var places = [file.size]
      for section in 0..<Part.sectionCount {
        var rows = ColumnFileWriter(file.write)
        try columns.writeRows(section, &rows)
        try rows.seal()
        places.append(file.size)
      }
      let start = file.size
      var table = ColumnFileWriter(file.write)
      try table.write(places)
      try table.seal()
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
