import PipelineFiles
package import PipelinePlugins

/// Targets in a CSV file, one per row; read each time a pipeline is opened.
package struct CSVTargets: TargetSource, Hashable {
  /// Where the file is, as error messages name it.
  package let path: String
  /// The columns.
  package let columns: TargetColumns
  /// The separator of fields: an ASCII character.
  package let delimiter: Character
  private let reading: TargetReading

  /// A source, for a calendar and a base currency.
  package init(
    path: String, calendar: CalendarSetup, currency: Currency, columns: TargetColumns = TargetColumns(),
    delimiter: Character = ","
  ) {
    self.path = path
    self.columns = columns
    self.delimiter = delimiter
    reading = TargetReading(calendar: calendar, currency: currency)
  }

  /// Reads the file.
  /// - Throws: ``SourceError`` with all that is wrong with it.
  package func targets() async throws -> [SalesTarget] {
    try targets(in: FileBytes.source(path))
  }

  /// Reads a file's bytes.
  func targets(in bytes: [UInt8]) throws -> [SalesTarget] {
    var table = CSVTable(bytes, file: path, delimiter: delimiter)
    let owner = table.optionalColumn(columns.owner)
    let team = table.optionalColumn(columns.team)
    // A file of one kind needs that column alone; of neither, it lacks the first.
    let place = owner ?? team ?? table.column(columns.owner)
    let (period, amount) = (table.column(columns.period), table.column(columns.amount))
    var targets: [SalesTarget] = []
    var firstLines: [String: Int] = [:]
    table.eachRow { row, table in
      let holder = try self.holder(row, owner, team, place, &table)
      let days = try checked(row, period, &table) { try reading.period($0) }
      let units = try checked(row, amount, &table) { try reading.amount(ExactDecimal(parsing: $0)) }
      guard let holder, let days, let units else { return }
      let key = "\(holder) \(days.label)"
      if let first = firstLines[key] {
        table.report("\(holder.words) has two targets for \(days.label); the first is on line \(first)", row, place)
      } else {
        firstLines[key] = row.line
        targets.append(SalesTarget(holder, days, units))
      }
    }
    guard table.isSound else { throw SourceError(table.problems) }
    return targets
  }

  private func holder(
    _ row: CSVRow, _ owner: Int?, _ team: Int?, _ place: Int, _ table: inout CSVTable
  ) throws -> SalesTarget.Holder? {
    let person = try owner.map { try row.text($0).trimmingBlanks } ?? ""
    let group = try team.map { try row.text($0).trimmingBlanks } ?? ""
    switch (person.isEmpty, group.isEmpty) {
    case (false, true): return .owner(person)
    case (true, false): return .team(group)
    case (true, true): table.report("the row names neither a salesperson nor a team", row, place)
    case (false, false): table.report("the row names a salesperson and a team; leave one of them empty", row, place)
    }
    return nil
  }

  private func checked<Value>(
    _ row: CSVRow, _ column: Int, _ table: inout CSVTable, _ read: (String) throws -> Value
  ) throws -> Value? {
    let text = try row.text(column).trimmingBlanks
    do {
      return try read(text)
    } catch {
      table.report("\(error)", row, column)
      return nil
    }
  }
}

/// Which columns of a file hold what.
package struct TargetColumns: Hashable, Sendable {
  /// The salespeople; the column may be missing, or empty in rows that name a team.
  package var owner = "owner"
  /// The teams; the column may be missing.
  package var team = "team"
  /// The periods, as reports label them.
  package var period = "period"
  /// The amounts, in the base currency.
  package var amount = "amount"

  /// The standard names.
  package init() {}
}
