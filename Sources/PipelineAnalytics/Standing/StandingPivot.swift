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
  /// What finds the group of a row; made by the first change.
  private var groups: CellGroups?

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
    if groups == nil { groups = CellGroups(question, result) }
    switch groups?.cell(row, columns) {
    case nil, .unknown:
      isOutdated = true
      groups = nil
    case .leftOut: break
    case .cell(let cell, let factor):
      let amount =
        switch question.amounts {
        case .inBaseCurrency: base.values[row]
        case .inOtherCurrencies: foreign.values.at(row) ?? AmountColumn.missing
        }
      result.add(amount, Int128(factor), sign, to: group(cell, row, columns))
    }
  }

  /// The group with a cell's number; a new one if there is none.
  private mutating func group(_ cell: Int, _ row: Int, _ columns: [CodedColumn]) -> Int {
    if let known = groups?[cell] { return known }
    let buckets = question.dimensions.map { $0.buckets[Int(columns[$0.column.place][row])] }
    result.append(buckets: buckets, last: buckets.last ?? 0, count: 0, priced: 0, sum: 0, moment: 0)
    groups?[cell] = result.groupCount - 1
    return result.groupCount - 1
  }
}

/// Finds the cell of a row by the tables of a question, and the group of a cell. The tables lie end to end, so that a row costs
/// a few loads and no reference counting.
private struct CellGroups: Sendable {
  enum Place {
    /// The row has a code that the tables do not know.
    case unknown
    /// The filters leave the row out.
    case leftOut
    case cell(Int, factor: UInt32)
  }

  /// The part of a table that belongs to a column.
  private struct Part {
    let column: Int
    let start: Int
    let count: Int
  }

  private var filters: [Part] = []
  private var passes: [Bool] = []
  private var dimensions: [Part] = []
  /// How far each code's cells are from the first; negative for rows that are left out.
  private var offsets: [Int] = []
  private let factors: (part: Part, table: [UInt32])?
  /// The group of each cell, plus one, while the cells are few.
  private var dense: [Int32]
  private var hashed: [Int: Int] = [:]

  /// - Returns: `nil` if the cells are too many to be numbered.
  init?(_ question: PivotQuestion, _ result: PivotResult) {
    for pass in question.passes {
      filters.append(Part(column: pass.column.place, start: passes.count, count: pass.passes.count))
      passes += pass.passes
    }
    var strides = [Int](repeating: 1, count: question.dimensions.count)
    var cells = 1
    for place in question.dimensions.indices.reversed() {
      strides[place] = cells
      let (product, overflow) = cells.multipliedReportingOverflow(by: max(1, question.dimensions[place].bucketCount))
      guard !overflow else { return nil }
      cells = product
    }
    for (dimension, stride) in zip(question.dimensions, strides) {
      dimensions.append(
        Part(column: dimension.column.place, start: offsets.count, count: dimension.buckets.count))
      offsets += dimension.buckets.map { $0 < 0 ? -1 : Int($0) * stride }
    }
    factors = question.factors.map { factors in
      (Part(column: factors.column.place, start: 0, count: factors.table.count), factors.table)
    }
    dense = cells <= 1 << 18 ? [Int32](repeating: 0, count: cells) : []
    for group in 0..<result.groupCount {
      self[strides.indices.reduce(0) { $0 + result.bucket(group, $1) * strides[$1] }] = group
    }
  }

  /// The cell of a row.
  func cell(_ row: Int, _ columns: [CodedColumn]) -> Place {
    for part in filters {
      let code = Int(columns[part.column][row])
      guard code < part.count else { return .unknown }
      guard passes[part.start + code] else { return .leftOut }
    }
    var cell = 0
    for part in dimensions {
      let code = Int(columns[part.column][row])
      guard code < part.count else { return .unknown }
      let offset = offsets[part.start + code]
      guard offset >= 0 else { return .leftOut }
      cell += offset
    }
    guard let factors else { return .cell(cell, factor: 0) }
    let code = Int(columns[factors.part.column][row])
    return code < factors.part.count ? .cell(cell, factor: factors.table[code]) : .unknown
  }

  /// The group of a cell.
  subscript(cell: Int) -> Int? {
    get {
      if dense.isEmpty { return hashed[cell] }
      return dense[cell] == 0 ? nil : Int(dense[cell]) - 1
    }
    set {
      if dense.isEmpty {
        hashed[cell] = newValue
      } else {
        dense[cell] = newValue.map { Int32(truncatingIfNeeded: $0 + 1) } ?? 0
      }
    }
  }
}
