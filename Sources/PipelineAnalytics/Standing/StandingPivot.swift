/// The answer to a question, kept up to date: a changed deal leaves the group it was in and joins another.
///
/// A change costs one look into a table of groups, whatever the number of deals.
struct StandingPivot: Sendable {
  let question: PivotQuestion
  /// The columns that the answer depends on.
  let columns: DealColumns.ColumnSet
  /// The answer. Its groups have no order, and some may have no row left.
  private(set) var result: PivotResult
  /// The number of changes since the answer was last read.
  var idle = 0
  /// Whether a row has a code that the question's tables do not know: the answer is of no use any more.
  private(set) var isOutdated = false
  /// The place of each group by the number of its cell; made by the first change.
  private var places: [UInt64: Int]?

  init(_ question: PivotQuestion, _ result: PivotResult) {
    self.question = question
    self.result = result
    columns = question.columns
  }

  /// Adds a row to the group that its codes name, or takes it out of it.
  ///
  /// - Parameter sign: 1 to add, -1 to take out.
  mutating func count(
    _ row: Int, _ sign: Int, in columns: [CodedColumn], _ base: AmountColumn, _ foreign: AmountColumn
  ) {
    guard !isOutdated else { return }
    for pass in question.passes {
      let code = Int(columns[pass.column.place][row])
      guard code < pass.passes.count else { return outdate() }
      guard pass.passes[code] else { return }
    }
    var cell: UInt64 = 0
    for dimension in question.dimensions {
      let code = Int(columns[dimension.column.place][row])
      guard code < dimension.buckets.count else { return outdate() }
      let bucket = dimension.buckets[code]
      guard bucket >= 0 else { return }
      cell = cell &* UInt64(dimension.bucketCount) &+ UInt64(bucket)
    }
    var factor: Int128 = 0
    if let factors = question.factors {
      let code = Int(columns[factors.column.place][row])
      guard code < factors.table.count else { return outdate() }
      factor = Int128(factors.table[code])
    }
    let amount =
      switch question.amounts {
      case .inBaseCurrency: base.values[row]
      case .inOtherCurrencies: foreign.values.at(row) ?? AmountColumn.missing
      }
    result.add(amount, factor, sign, to: place(cell, row, columns))
  }

  private mutating func outdate() {
    isOutdated = true
    places = nil
  }

  /// The place of the group with a cell's number; a new group if there is none.
  private mutating func place(_ cell: UInt64, _ row: Int, _ columns: [CodedColumn]) -> Int {
    if places == nil { index() }
    if let known = places?[cell] { return known }
    let buckets = question.dimensions.map { $0.buckets[Int(columns[$0.column.place][row])] }
    result.append(buckets: buckets, last: buckets.last ?? 0, count: 0, priced: 0, sum: 0, moment: 0)
    places?[cell] = result.groupCount - 1
    return result.groupCount - 1
  }

  private mutating func index() {
    var places: [UInt64: Int] = [:]
    places.reserveCapacity(result.groupCount)
    for group in 0..<result.groupCount {
      var cell: UInt64 = 0
      for (place, dimension) in question.dimensions.enumerated() {
        cell = cell &* UInt64(dimension.bucketCount) &+ UInt64(result.bucket(group, place))
      }
      places[cell] = group
    }
    self.places = places
  }
}
