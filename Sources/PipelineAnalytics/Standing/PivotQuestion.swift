/// A question about the columns of deals, by column and code: what a pivot groups by, selects and sums, without the rows.
///
/// Two equal questions have the same answer at the same state of the columns. The key of standing answers.
struct PivotQuestion: Equatable, Sendable {
  /// A dimension: a column and the bucket of each of its codes; a negative one leaves the rows of that code out.
  struct Dimension: Equatable, Sendable {
    let column: DealColumns.Column
    let buckets: [Int32]
    let bucketCount: Int
  }

  /// A filter: a column and whether each of its codes passes.
  struct Pass: Equatable, Sendable {
    let column: DealColumns.Column
    let passes: [Bool]
  }

  /// The factor of each code of a column.
  struct Factors: Equatable, Sendable {
    let column: DealColumns.Column
    let table: [UInt32]
  }

  /// The amounts that are summed.
  enum Amounts: Equatable, Sendable { case inBaseCurrency, inOtherCurrencies }

  var dimensions: [Dimension]
  var passes: [Pass] = []
  var factors: Factors?
  var amounts = Amounts.inBaseCurrency

  /// Whether the answer can be kept: the columns are those of the deals themselves, and the tables are small enough that
  /// comparing two questions costs less than answering one.
  var canStand: Bool {
    columns.isSubset(of: DealColumns.kept) && size <= 1 << 16
  }

  /// The columns that the answer depends on.
  var columns: DealColumns.ColumnSet {
    var all = DealColumns.ColumnSet.amounts
    for dimension in dimensions { all.insert(.init(dimension.column)) }
    for pass in passes { all.insert(.init(pass.column)) }
    if let factors { all.insert(.init(factors.column)) }
    return all
  }

  /// The filters of a question, by column; `nil` if one looks at each row.
  static func passes(_ passes: [DealPass]) -> [Pass]? {
    var own: [Pass] = []
    for pass in passes {
      guard let column = pass.column else { return nil }
      own.append(Pass(column: column, passes: pass.passes))
    }
    return own
  }

  private var size: Int {
    dimensions.reduce(0) { $0 + $1.buckets.count } + passes.reduce(0) { $0 + $1.passes.count }
      + (factors?.table.count ?? 0)
  }
}

extension DealColumns {
  /// Some of the columns, and the amounts.
  struct ColumnSet: OptionSet, Sendable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }
    init(_ column: Column) { rawValue = column.place < 62 ? 1 << UInt64(column.place) : Self.made.rawValue }

    /// Columns that were made for one question.
    static let made = ColumnSet(rawValue: 1 << 62)

    /// The amounts in all currencies.
    static let amounts = ColumnSet(rawValue: 1 << 63)
    static let all = ColumnSet(rawValue: .max)
    /// What is computed from the days of a deal and its stage.
    static let closing: ColumnSet = [ColumnSet(.closeDay), ColumnSet(.closeMonth)]
  }

  /// The columns whose codes belong to the deals, not to one question.
  static let kept = ColumnSet.all.subtracting([ColumnSet(.product), ColumnSet(.age), .made])

  /// The columns that change with a cell.
  static func columns(of place: CellPlace) -> ColumnSet {
    switch place {
    case .cycle, .status: ColumnSet(.stage).union(.closing)
    case .amount: [.amounts, ColumnSet(.pricing)]
    case .text(.currency): [.amounts, ColumnSet(.pricing), ColumnSet(.currency)]
    case .text(let column), .moment(let column): ColumnSet(column)
    case .account: ColumnSet(.account)
    case .probability: ColumnSet(.probability)
    case .day(let column): ColumnSet(column).union(.closing)
    }
  }
}
