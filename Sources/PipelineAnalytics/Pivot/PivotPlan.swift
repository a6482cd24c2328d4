/// A question about columns, ready to be answered: group by these tables, of the rows that pass these tables; count them
/// and sum their amounts exactly.
///
/// The meaning of a dimension (quarter, team, outcome) is a table from a column's codes to buckets, so any such question is
/// answered by the same few loops.
package struct PivotPlan: Sendable {
  let columns: [CodedColumn]
  let amounts: AmountColumn
  /// The dimensions, each with a table that holds a bucket below its size for each code.
  let dimensions: [CompiledDimension]
  /// The filters that selecting rows needs, the most selective first.
  let filters: [CompiledFilter]
  /// The moment's factors; `nil` where none is asked for.
  let factors: CompiledFactors?
  /// The product of the dimensions' sizes; `nil` above 2^62.
  let cellCount: UInt64?
  /// Whether it is already known that no row passes.
  let isEmpty: Bool

  struct CompiledDimension: Sendable {
    var column: Int
    var buckets: [UInt32]
    /// The number of buckets, with one more for rows that a folded filter leaves out.
    var size: UInt64
    /// The bucket of rows left out; `nil` where there is none.
    var leftOut: UInt32?
  }

  struct CompiledFilter: Sendable {
    var column: Int
    /// 1 for a code that passes, else 0.
    var passes: [UInt8]
    /// The number of codes below each one that pass: it shows at once what a zone holds.
    var passingBelow: [Int32]
  }

  struct CompiledFactors: Sendable {
    var column: Int
    /// The factor for each code, divided by the greatest common divisor of all.
    var table: [UInt64]
    /// That divisor.
    var unit: UInt64
  }

  /// Plans a question.
  ///
  /// - Parameters:
  ///   - columns: The columns that dimensions and filters name by their place.
  ///   - dimensions: What to group by. None gives one group of all rows.
  ///   - filters: What rows must pass, all of them.
  ///   - amounts: What to sum.
  ///   - moment: What to multiply each amount with for a second sum, ``PivotResult/moments``.
  /// - Throws: ``PivotError`` where lengths do not agree or a table names a bucket that there is not.
  package init(
    columns: [CodedColumn], dimensions: [PivotDimension], filters: [PivotPass] = [], amounts: AmountColumn,
    moment: PivotMoment? = nil
  ) throws {
    for (index, column) in columns.enumerated() where column.rowCount != amounts.rowCount {
      throw PivotError.differentLengths(column: index, rows: column.rowCount, expected: amounts.rowCount)
    }
    var passes: [Int: [UInt8]] = [:]
    for filter in filters { try Self.narrow(&passes, filter.column, columns) { filter.passes.at($0) ?? false } }
    for dimension in dimensions {
      try dimension.check(columns)
      if dimension.buckets.contains(where: { $0 < 0 }) {
        try Self.narrow(&passes, dimension.column, columns) { (dimension.buckets.at($0) ?? -1) >= 0 }
      }
    }
    var compiled = dimensions.map(\.compiled)
    var selecting: [(filter: CompiledFilter, rows: Int)] = []
    var isEmpty = amounts.rowCount == 0
    for (column, table) in passes.sorted(by: { $0.key < $1.key }) {
      let rows = zip(table, columns[column].counts).reduce(0) { $0 + ($1.0 == 1 ? $1.1 : 0) }
      if rows == 0 { isEmpty = true }
      guard rows < amounts.rowCount else { continue }
      // Most rows pass: cheaper to sum the others into a bucket that nobody reads than to select.
      if rows > amounts.rowCount / 2, let own = compiled.firstIndex(where: { $0.column == column }) {
        compiled[own].leaveOut(table)
      } else {
        selecting.append((CompiledFilter(column: column, passes: table), rows))
      }
    }
    self.columns = columns
    self.amounts = amounts
    self.dimensions = compiled
    self.filters = selecting.sorted { ($0.rows, $0.filter.column) < ($1.rows, $1.filter.column) }.map(\.filter)
    self.isEmpty = isEmpty
    factors = try moment.map { try $0.compiled(columns) }
    cellCount = Self.product(compiled.map(\.size))
  }

  private static func narrow(
    _ passes: inout [Int: [UInt8]], _ column: Int, _ columns: [CodedColumn], _ keep: (Int) -> Bool
  ) throws {
    guard columns.indices.contains(column) else { throw PivotError.noSuchColumn(column) }
    let codes = columns[column].codeCount
    var table = passes[column] ?? [UInt8](repeating: 1, count: codes)
    for code in 0..<codes where !keep(code) { table[code] = 0 }
    passes[column] = table
  }

  /// A plan over the same amounts with other dimensions and filters, which hold what `init` checks.
  init(
    folding plan: PivotPlan, dimensions: [CompiledDimension], columns: [CodedColumn], filters: [CompiledFilter],
    keepsMoment: Bool = true
  ) {
    self.columns = columns
    self.dimensions = dimensions
    self.filters = filters
    amounts = plan.amounts
    isEmpty = plan.isEmpty
    factors = keepsMoment ? plan.factors : nil
    cellCount = Self.product(dimensions.map(\.size))
  }

  private static func product(_ sizes: [UInt64]) -> UInt64? {
    var result: UInt64 = 1
    for size in sizes {
      let (wider, overflow) = result.multipliedReportingOverflow(by: size)
      guard !overflow, wider <= 1 << 62 else { return nil }
      result = wider
    }
    return result
  }
}

extension PivotPlan.CompiledDimension {
  /// Sends the rows of some codes to a bucket of their own, which is not reported.
  fileprivate mutating func leaveOut(_ passes: [UInt8]) {
    let own = UInt32(size)
    for (code, pass) in passes.enumerated() where pass == 0 { buckets[code] = own }
    leftOut = own
    size += 1
  }
}

extension PivotPlan.CompiledFilter {
  init(column: Int, passes: [UInt8]) {
    self.column = column
    self.passes = passes
    passingBelow = [0]
    passingBelow.reserveCapacity(passes.count + 1)
    for pass in passes { passingBelow.append(passingBelow[passingBelow.count - 1] + Int32(pass)) }
  }

  enum ZoneAnswer { case none, all, some }

  /// What a zone's codes say without looking at its rows.
  func answer(_ zone: CodedColumn.Zone) -> ZoneAnswer {
    let passing = Int(passingBelow[Int(zone.greatest) + 1] - passingBelow[Int(zone.least)])
    if passing == 0 { return .none }
    return passing == Int(zone.greatest - zone.least) + 1 ? .all : .some
  }
}

extension Array {
  /// The element at a place; `nil` where there is none.
  func at(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
