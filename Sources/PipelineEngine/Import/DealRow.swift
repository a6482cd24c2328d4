import PipelinePlugins

/// The values of a row of deals.
struct DealRow: Sendable {
  let row: CSVRow
  var known = KnownOfRow()
  var externalID = ""
  /// The values by field, in the order of application: the currency before amounts.
  var cells: [SaidCell] = []
  var currency: Currency?
  /// The currency of a new deal without one.
  let baseCurrency: Currency
  var line: SaidLine?
  /// The closing date of a closed deal.
  var closedOn: CivilDate?
  var createdAt: Instant?
  /// The defaults that the row needs.
  var assumed = RowAssumptions()
}

/// The value of one field in a row.
struct SaidCell: Sendable {
  /// The index of the field in the table.
  let place: Int
  /// The name of the field in the mapping.
  let name: FieldName
  /// The cell; null for a blank that clears the field, and for a probability that the rules decide.
  let cell: FieldValue
}

/// The single line of a row.
struct SaidLine: Sendable {
  var product: String?
  var quantity: ExactDecimal?
  var unitPrice: ExactDecimal?
  /// Whether the quantity or the price is from the file, not a default of the mapping.
  var isOfFile = false
  /// Whether a blank product clears the lines.
  var clears = false
}

/// The defaults for missing values of a row.
struct RowAssumptions: OptionSet, Sendable {
  let rawValue: UInt8
  /// The owner is blank: the importing user is used.
  static let owner = RowAssumptions(rawValue: 1)
  /// The status is blank: the first stage is used.
  static let status = RowAssumptions(rawValue: 2)
  /// The row has a single value.
  static let strayRow = RowAssumptions(rawValue: 4)
}

/// All problems of a row.
struct RowProblems: Error {
  let all: [ImportProblem]
}
