import PipelinePlugins

extension DealHistory {
  /// The number of deals that were ever created.
  package var rowCount: Int { events.births.rowCount }

  /// What a file with the past depends on besides the store: a file of another form is made anew.
  package func form(zone: String) -> [String] { ["past 3"] + events.births.form(zone: zone) }

  /// The events, which are the most of a file, are one section.
  package static var sectionCount: Int { 1 }

  /// The events of a file.
  package struct FiledRows: Sendable {
    fileprivate let events: [DealEvents.Event]

    /// Reads what ``DealHistory/writeRows(_:_:)`` wrote.
    /// - Throws: ``ColumnFileDamage``.
    package init(_ section: Int, _ file: inout ColumnFileReader) throws { events = try file.array() }
  }

  /// Writes the events.
  package func writeRows(_ section: Int, _ file: inout ColumnFileWriter) throws { try file.write(events.events) }

  /// The past with all that is made when it is first asked for.
  package func complete() -> DealHistory {
    var whole = self
    whole.catchUp()
    return whole
  }

  /// Writes what a complete past has besides its ``FiledRows``.
  package func write(_ file: inout ColumnFileWriter) throws {
    try events.write(&file)
    try timeline?.write(&file)
  }

  /// Reads a past into this one, which is empty and has the form of the file; it is complete once it has its events.
  /// - Throws: ``ColumnFileDamage``.
  package mutating func read(_ file: inout ColumnFileReader) throws {
    try events.read(&file)
    timeline = try DealTimeline(&file, events, interval: interval)
  }

  /// Completes a past that was read.
  /// - Throws: ``ColumnFileDamage`` for events that are not those of the past.
  package mutating func take(_ sections: [FiledRows]) throws {
    guard let events = sections.first?.events else { throw ColumnFileDamage() }
    self.events.events = events
    try self.events.check()
    applied = events.count
  }
}

extension DealEvents {
  fileprivate func write(_ file: inout ColumnFileWriter) throws {
    let births = births.complete()
    try births.write(&file)
    for section in 0..<DealColumns.sectionCount { try births.writeRows(section, &file) }
    try file.write(bornAt)
    try file.write(withoutPast.map(\.createdAt))
    try file.write(withoutPast.map(\.bornAt))
    try file.write(withoutPast.map(\.row))
    try file.write(words.known)
  }

  fileprivate mutating func read(_ file: inout ColumnFileReader) throws {
    try births.read(&file)
    try births.take((0..<DealColumns.sectionCount).map { try DealColumns.FiledRows($0, &file) })
    bornAt = try file.array()
    let (created, born, rows) = (
      try file.array(of: Int64.self), try file.array(of: Int64.self), try file.array(of: Int.self)
    )
    guard bornAt.count == births.rowCount, created.count == born.count, rows.count == born.count,
      rows.allSatisfy({ $0 >= 0 && $0 < births.rowCount })
    else { throw ColumnFileDamage() }
    withoutPast = rows.indices.map { (created[$0], born[$0], rows[$0]) }
    words = try ValueCodes(file.texts())
  }

  /// Refuses events that no journal has: the timeline relies on their rows and codes.
  fileprivate func check() throws {
    var limits = [Int64](repeating: 0, count: 5 + DealColumns.Column.allCases.count)
    for kind in [Kind.birth, .death, .amount] { limits[Int(kind.code)] = .max }
    for kind in [Kind.cycle, .status] { limits[Int(kind.code)] = Int64(words.values.count) }
    for (column, limit) in births.codeLimits { limits[Int(Kind.code(column).code)] = Int64(limit) }
    let rows = births.rowCount
    let areValid = events.allSatisfy { event in
      guard event.row >= 0, Int(event.row) < rows, Int(event.kindCode) < limits.count else { return false }
      let limit = limits[Int(event.kindCode)]
      return limit == .max || (event.value >= 0 && event.value < limit)
    }
    guard areValid else { throw ColumnFileDamage() }
  }
}

extension DealTimeline {
  fileprivate func write(_ file: inout ColumnFileWriter) throws {
    try file.write(lastTime)
    try latest.stages.write(&file)
    for column in DealColumns.Column.allCases {
      // A column that never changed is that of the first states.
      let isOwn = column == .stage || codes[column.place].count > 0
      try file.write(isOwn ? 1 : 0)
      guard isOwn else { continue }
      try latest[column].write(&file)
      try codes[column.place].write(&file)
    }
    for (stream, column) in [(amounts, latest.amounts), (foreign, latest.foreign)] {
      try file.write(stream.count > 0 ? 1 : 0)
      guard stream.count > 0 else { continue }
      try file.write(column.values)
      try stream.write(&file)
    }
  }

  fileprivate init(_ file: inout ColumnFileReader, _ events: DealEvents, interval: Int) throws {
    let lastTime = try file.number()
    var latest = events.births
    latest.padForeign()
    latest.stages = try StageTable(latest.cycles, &file)
    var limits = latest.codeLimits
    limits[.stage] = latest.stages.entries.count
    let rows = latest.rowCount
    var codes: [ChangeStream<CodedColumn>] = []
    for column in DealColumns.Column.allCases {
      guard try file.count(atMost: 1) == 1 else {
        codes.append(ChangeStream(interval: interval))
        continue
      }
      latest[column] = try CodedColumn(&file, rows: rows)
      let limit = limits[column] ?? 0
      guard (latest[column].counts.lastIndex { $0 > 0 } ?? -1) < limit else { throw ColumnFileDamage() }
      codes.append(try ChangeStream(&file, rows: rows, interval: interval) { $0 < limit })
    }
    let amounts = try Self.amounts(&latest.amounts, &file, interval)
    let foreign = try Self.amounts(&latest.foreign, &file, interval)
    self.init(latest, codes, amounts, foreign, lastTime: lastTime, interval: interval)
  }

  private static func amounts(
    _ column: inout AmountColumn, _ file: inout ColumnFileReader, _ interval: Int
  ) throws -> ChangeStream<AmountColumn> {
    guard try file.count(atMost: 1) == 1 else { return ChangeStream(interval: interval) }
    let values = try file.array(of: Int64.self)
    guard values.count == column.rowCount else { throw ColumnFileDamage() }
    column = AmountColumn(values)
    return try ChangeStream(&file, rows: values.count, interval: interval) { _ in true }
  }
}

extension StageTable {
  fileprivate func write(_ file: inout ColumnFileWriter) throws {
    try file.write(absent.map { Int64($0) } ?? -1)
    try file.write(entries.map(\.cycle))
    try file.write(entries.map(\.status))
  }

  /// Reads stages; those of the cycles come first.
  fileprivate init(_ cycles: [SalesCycle], _ file: inout ColumnFileReader) throws {
    self.init(cycles)
    let absent = try file.number()
    let (names, statuses) = (try file.texts(), try file.texts())
    guard names.count == statuses.count, names.count >= entries.count, absent < names.count else {
      throw ColumnFileDamage()
    }
    for (code, (cycle, status)) in zip(names, statuses).enumerated() {
      let own = code == Int(absent) ? absentCode() : self.code(cycle, status)
      guard own == UInt32(code) else { throw ColumnFileDamage() }
    }
  }
}
