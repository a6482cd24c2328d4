import PipelinePlugins

extension DealColumns {
  /// What columns in a file depend on besides the store: a file of another form is made anew.
  ///
  /// - Parameter zone: The time zone that days are read in.
  package func form(zone: String) -> [String] {
    let stages = cycles.flatMap { cycle in cycle.stages.map { "\(cycle.key)/\($0.key)/\($0.outcome)" } }
    // The number grows with every change of the layout.
    return ["columns 3", "\(Column.allCases.count)", baseCurrency.code, zone] + Self.fields.map { "\($0)" } + stages
  }

  /// How many sections of a file hold arrays with an element for each row: identities, amounts, and each column.
  package static var sectionCount: Int { 2 + Column.allCases.count }

  /// A section of a file.
  package struct FiledRows: Sendable {
    fileprivate let contents: Contents

    fileprivate enum Contents {
      case ids([RecordID])
      case amounts(AmountColumn, foreign: AmountColumn)
      case column(FiledColumn, place: Int)
    }

    /// Reads what ``DealColumns/writeRows(_:_:)`` wrote.
    /// - Throws: ``ColumnFileDamage``.
    package init(_ section: Int, _ file: inout ColumnFileReader) throws {
      switch section {
      case 0: contents = .ids(try file.array())
      case 1: contents = .amounts(AmountColumn(try file.array()), foreign: AmountColumn(try file.array()))
      default: contents = .column(try FiledColumn(&file), place: section - 2)
      }
    }
  }

  /// Writes a section, from 0 on.
  package func writeRows(_ section: Int, _ file: inout ColumnFileWriter) throws {
    switch section {
    case 0: try file.write(ids)
    case 1:
      try file.write(amounts.values)
      try file.write(foreign.values)
    default: try columns[section - 2].write(&file)
    }
  }

  /// The columns with all that is made when it is first asked for.
  package func complete() -> DealColumns {
    var whole = self
    whole.catchUpMonths()
    return whole
  }

  /// Writes what complete columns have besides their ``FiledRows``.
  package func write(_ file: inout ColumnFileWriter) throws {
    try file.write(cursor.sequence)
    try file.write(isInOrder ? 1 : 0)
    try file.write(stages.entries.map(\.cycle))
    try file.write(stages.entries.map(\.status))
    for (column, _) in Self.textFields { try file.write(texts[column]?.known ?? []) }
    try file.write(accounts.known)
    try probabilities.write(&file)
    try days.write(&file)
    try months.write(&file)
    try file.write(monthOfDay)
  }

  /// Reads columns into these, which are empty and have the form of the file; they are complete once they have their rows.
  /// - Throws: ``ColumnFileDamage``.
  package mutating func read(_ file: inout ColumnFileReader) throws {
    cursor = Cursor(try file.number())
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
  }

  /// Completes columns that were read.
  /// - Throws: ``ColumnFileDamage`` for rows that are not those of the columns.
  package mutating func take(_ sections: [FiledRows]) throws {
    for case .ids(let ids) in sections.map(\.contents) { self.ids = ids }
    for section in sections {
      switch section.contents {
      case .ids: break
      case .amounts(let own, let foreign): (amounts, self.foreign) = (own, foreign)
      case .column(let column, let place):
        guard columns.indices.contains(place) else { throw ColumnFileDamage() }
        columns[place] = try column.column(rows: rowCount)
      }
    }
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
