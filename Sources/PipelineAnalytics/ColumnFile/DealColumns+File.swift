import PipelinePlugins

extension DealColumns {
  /// What columns in a file depend on besides the store: a file of another form is made anew.
  ///
  /// - Parameter zone: The time zone that days are read in.
  package func form(zone: String) -> [String] {
    let stages = cycles.flatMap { cycle in cycle.stages.map { "\(cycle.key)/\($0.key)/\($0.outcome)" } }
    // The number grows with every change of the layout.
    return ["columns 2", "\(Column.allCases.count)", baseCurrency.code, zone] + Self.fields.map { "\($0)" } + stages
  }

  /// The arrays of whole cells, which are the most of a file: they are read beside the rest.
  package struct FiledRows: Sendable {
    fileprivate let ids: [RecordID]
    fileprivate let amounts: AmountColumn
    fileprivate let foreign: AmountColumn

    /// Reads what ``DealColumns/writeRows(_:)`` wrote.
    /// - Throws: ``ColumnFileDamage``.
    package init(_ file: inout ColumnFileReader) throws {
      ids = try file.array()
      amounts = AmountColumn(try file.array())
      foreign = AmountColumn(try file.array())
    }
  }

  /// Writes the identities and amounts.
  package func writeRows(_ file: inout ColumnFileWriter) throws {
    try file.write(ids)
    try file.write(amounts.values)
    try file.write(foreign.values)
  }

  /// Writes the columns without their ``FiledRows``.
  package func write(_ file: inout ColumnFileWriter) throws {
    var whole = self
    whole.catchUpMonths()
    try whole.writeParts(&file)
  }

  private func writeParts(_ file: inout ColumnFileWriter) throws {
    try file.write(cursor.sequence)
    try file.write(Int64(rowCount))
    try file.write(isInOrder ? 1 : 0)
    try file.write(stages.entries.map(\.cycle))
    try file.write(stages.entries.map(\.status))
    for (column, _) in Self.textFields { try file.write(texts[column]?.known ?? []) }
    try file.write(accounts.known)
    try probabilities.write(&file)
    try days.write(&file)
    try months.write(&file)
    try file.write(monthOfDay)
    for column in columns { try column.write(&file) }
  }

  /// Reads columns into these, which are empty and have the form of the file; they are complete once they have their rows.
  /// - Throws: ``ColumnFileDamage``.
  package mutating func read(_ file: inout ColumnFileReader) throws {
    cursor = Cursor(try file.number())
    let rows = try file.count()
    isInOrder = try file.number() == 1
    try readStages(&file)
    for (column, _) in Self.textFields { texts[column] = try ValueCodes(file.texts()) }
    accounts = try ValueCodes(file.array(of: RecordID.self))
    try probabilities.read(&file)
    try days.read(&file)
    try months.read(&file)
    monthOfDay = try file.array()
    guard monthOfDay.count == days.values.count, monthOfDay.allSatisfy({ $0 < months.values.count }) else {
      throw ColumnFileDamage()
    }
    for place in columns.indices { columns[place] = try CodedColumn(&file, rows: rows) }
  }

  /// Completes columns that were read.
  /// - Throws: ``ColumnFileDamage`` for rows that are not those of the columns.
  package mutating func take(_ filed: FiledRows) throws {
    (ids, amounts, foreign) = (filed.ids, filed.amounts, filed.foreign)
    guard columns.allSatisfy({ $0.rowCount == rowCount }), amounts.rowCount == rowCount,
      foreign.rowCount == 0 || foreign.rowCount == rowCount
    else { throw ColumnFileDamage() }
    try checkCodes()
    rows = nil
  }

  private mutating func readStages(_ file: inout ColumnFileReader) throws {
    let (cycles, statuses) = (try file.texts(), try file.texts())
    guard cycles.count == statuses.count, cycles.count >= stages.entries.count else { throw ColumnFileDamage() }
    for (code, (cycle, status)) in zip(cycles, statuses).enumerated() {
      guard stages.code(cycle, status) == UInt32(code) else { throw ColumnFileDamage() }
    }
  }

  /// One more than the greatest code that each column can hold.
  var codeLimits: [Column: Int] {
    var limits: [Column: Int] = [
      .stage: stages.entries.count, .account: accounts.values.count, .probability: probabilities.values.count,
      .closeMonth: months.values.count, .pricing: (texts[.currency]?.values.count ?? 1) + 2,
      // Made for single questions, in copies.
      .product: 1, .age: 1,
    ]
    for column in [Column.since, .created, .expected, .actual, .closeDay] { limits[column] = days.values.count }
    for (column, _) in Self.textFields { limits[column] = texts[column]?.values.count ?? 1 }
    return limits
  }

  /// Refuses codes that no dictionary has.
  private func checkCodes() throws {
    let limits = codeLimits
    for column in Column.allCases {
      let held = self[column].counts.lastIndex { $0 > 0 } ?? 0
      guard let limit = limits[column], held < limit || rowCount == 0 else { throw ColumnFileDamage() }
    }
  }
}
