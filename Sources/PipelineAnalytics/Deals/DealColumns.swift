package import PipelinePlugins

/// All deals as columns: what every dashboard and report is computed from.
///
/// Filled from a store's pages and kept up to date from its journal. A value: a reader keeps the state it has.
package struct DealColumns: Sendable {
  /// The fields to ask a store's `load` for, in this order.
  package static let fields: [FieldName] =
    [
      "cycle", "status", "owner", "currency", "amount", "expected_close_date", "actual_close_date", "forecast",
      "probability", "probability_origin", "source", "account", "status_since", "created_at",
    ] + extraTexts

  /// The place in the journal that the columns are true at.
  package internal(set) var cursor = Cursor.start
  /// The deals' identities, row by row.
  package internal(set) var ids: [RecordID] = []
  /// Whether the rows are known to be in the order of their identities, which is that of the deals' creation.
  var isInOrder = true
  /// The stages, by code.
  package internal(set) var stages: StageTable
  /// The sales cycles that define the statuses.
  package internal(set) var cycles: [SalesCycle]
  /// The currency that amounts are summed in.
  package let baseCurrency: Currency

  var columns = [CodedColumn](repeating: CodedColumn(), count: Column.allCases.count)
  /// Amounts in the base currency.
  var amounts = AmountColumn()
  /// Amounts in other currencies, row by row; without rows while there are none.
  var foreign = AmountColumn()

  /// Columns that were made for a question, in a copy that answers it.
  var made: [Column: CodedColumn] = [:]
  var texts: [Column: ValueCodes<String>] = [:]
  var accounts = ValueCodes<RecordID>()
  var probabilities = NumberCodes(0...10_000)
  /// Days of every kind share their codes.
  var days = NumberCodes.days
  /// Days from the creation to the closing, or to the day of the question that the column ``Column/age`` was made for.
  var ages = NumberCodes(0...3_700_000)
  /// Months since January of the year 0.
  var months = NumberCodes(12...119_999)
  /// The month code of each day code.
  var monthOfDay: [UInt32] = [0]
  let dayOf: @Sendable (Instant) -> CivilDate?
  /// The quarters of an hour since 1970 that were seen, of the years 1900 to 2200: zones and days change at none of their
  /// insides.
  private var quarterHours = NumberCodes(-2_454_336...8_065_056)
  /// The day code of each.
  private var dayOfQuarterHour: [UInt32] = [0]
  var rows: RowIndex?
  /// How often a row was searched for without an index.
  private var searches = 0
  /// The sizes of the rows where each row is a group of deals; `nil` where each is a deal.
  var weights: RowWeights?
  /// Keys of the deals' names; `nil` until lists by name are asked for, and for past days.
  var nameKeys: NameKeys?
  /// Answers to the questions that were asked last; `nil` for past days and for copies that were made for one question.
  var standing: StandingPivots?
  /// The state of the rows, which kept answers belong to.
  var version = StandingPivots.Version()
  /// The kept answers while the journal is applied.
  var followed: [StandingPivot] = []

  /// Columns without deals.
  ///
  /// - Parameter dayOf: The civil day of a moment, in the zone that reports are read in.
  package init(
    cycles: [SalesCycle], baseCurrency: Currency,
    dayOf: @escaping @Sendable (Instant) -> CivilDate? = { $0.civilDate() }
  ) {
    stages = StageTable(cycles)
    self.cycles = cycles
    self.baseCurrency = baseCurrency
    self.dayOf = dayOf
  }

  /// How many deals there are.
  package var rowCount: Int { ids.count }

  subscript(column: Column) -> CodedColumn {
    get { column.place < columns.count ? columns[column.place] : made[column] ?? CodedColumn() }
    _modify { yield &columns[column.place] }
  }

  /// The row of a deal.
  ///
  /// An index of a million deals takes longer to make than a process has time that shows a dashboard after a few changes. Rows
  /// in the order of their identities are searched until the index is worth it.
  mutating func row(of id: RecordID) -> Int? {
    if rows == nil, isInOrder, searches < Self.mostSearches {
      searches += 1
      return rowInOrder(of: id)
    }
    let index = rows ?? RowIndex(ids)
    rows = index
    return index.row(of: id, in: ids)
  }

  private static let mostSearches = 4_096

  private func rowInOrder(of id: RecordID) -> Int? {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = low + (high - low) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < ids.count && ids[low] == id ? low : nil
  }

  /// The day code of a moment.
  mutating func dayCode(of microseconds: Int64) -> UInt32 {
    guard microseconds != CellColumn.missing else { return 0 }
    let length = Self.quarterOfAnHour
    let quarter = microseconds / length - (microseconds % length < 0 ? 1 : 0)
    let known = Int(quarterHours.code(quarter))
    if known > 0, known < dayOfQuarterHour.count { return dayOfQuarterHour[known] }
    let day = dayOf(Instant(microsecondsSince1970: microseconds))
    let code = day.map { days.code(Int64($0.daysSince1970)) } ?? 0
    if known > 0 { dayOfQuarterHour.append(code) }
    return code
  }

  /// Gives each new day code its month.
  mutating func catchUpMonths() {
    while monthOfDay.count < days.values.count {
      let day = days.value(monthOfDay.count).flatMap { CivilDate(daysSince1970: Int32(truncatingIfNeeded: $0)) }
      monthOfDay.append(day.map { months.code(Int64($0.monthIndex)) } ?? 0)
    }
  }

  /// Where an amount counts, and the code that says why it does not: 0 priced, 1 no amount, else 2 more than the code of
  /// another currency.
  func pricing(_ amount: Int64, _ currency: UInt32, base: UInt32) -> UInt32 {
    if amount == AmountColumn.missing { return 1 }
    return currency == 0 || currency == base ? 0 : currency + 2
  }

  /// The base currency's code.
  mutating func baseCode() -> UInt32 { texts[.currency, default: ValueCodes()].code(baseCurrency.code) }
}

/// A page that is not what was asked for.
package struct ColumnPageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The field whose column is wrong.
  package let field: FieldName

  /// An error.
  package init(field: FieldName) { self.field = field }

  /// One line.
  package var description: String { "the store's column of '\(field)' is not what was asked for" }
}
