import PipelinePlugins

/// What a row says about a deal.
struct DealRow: Sendable {
  let row: CSVRow
  var known = KnownOfRow()
  var externalID = ""
  /// What it says field by field, in the order in which the cells are put: the currency before amounts.
  var cells: [SaidCell] = []
  var currency: Currency?
  /// The currency of a new deal whose row says none.
  let baseCurrency: Currency
  var line: SaidLine?
  /// The day that a closed deal closed.
  var closedOn: CivilDate?
  var createdAt: Instant?
  /// What the row leaves to the import.
  var assumed = RowAssumptions()
}

/// What a row says of one field.
struct SaidCell: Sendable {
  /// The field's place in the table.
  let place: Int
  /// The field's name in the mapping.
  let name: FieldName
  /// Its cell; null where a blank clears it, and where a strategy is to decide.
  let cell: FieldValue
}

/// What a row says of a deal's one line.
struct SaidLine: Sendable {
  var product: String?
  var quantity: ExactDecimal?
  var unitPrice: ExactDecimal?
  /// Whether the file itself, not a default of the mapping, says the quantity or the price.
  var isOfFile = false
  /// Whether a blank product clears the lines.
  var clears = false
}

/// What an import takes for granted where a row is silent.
struct RowAssumptions: OptionSet, Sendable {
  let rawValue: UInt8
  /// The owner is blank: the importing person is taken.
  static let owner = RowAssumptions(rawValue: 1)
  /// The status is blank: the first stage is taken.
  static let status = RowAssumptions(rawValue: 2)
  /// One cell of the row holds something, and no more.
  static let strayRow = RowAssumptions(rawValue: 4)
}

/// All that is wrong with a row.
struct RowProblems: Error {
  let all: [ImportProblem]
}
