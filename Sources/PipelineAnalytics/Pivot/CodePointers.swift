/// A column's codes for as long as a closure runs.
enum CodePointer {
  case one(UnsafePointer<UInt8>)
  case two(UnsafePointer<UInt16>)
  case four(UnsafePointer<UInt32>)

  /// The codes from a row on.
  @inline(__always)
  func advanced(by rows: Int) -> CodePointer {
    switch self {
    case .one(let codes): .one(codes + rows)
    case .two(let codes): .two(codes + rows)
    case .four(let codes): .four(codes + rows)
    }
  }

  func select(_ passes: UnsafePointer<UInt8>, _ count: Int, into rows: UnsafeMutablePointer<UInt16>) -> Int {
    switch self {
    case .one(let codes): PipelineAnalytics.select(codes, passes, count, into: rows)
    case .two(let codes): PipelineAnalytics.select(codes, passes, count, into: rows)
    case .four(let codes): PipelineAnalytics.select(codes, passes, count, into: rows)
    }
  }

  func refine(_ passes: UnsafePointer<UInt8>, _ count: Int, _ rows: UnsafeMutablePointer<UInt16>) -> Int {
    switch self {
    case .one(let codes): PipelineAnalytics.refine(codes, passes, count, rows)
    case .two(let codes): PipelineAnalytics.refine(codes, passes, count, rows)
    case .four(let codes): PipelineAnalytics.refine(codes, passes, count, rows)
    }
  }

  func addUp<Sum: FixedWidthInteger & UnsignedInteger, Rows: RowSource>(
    _ count: Int, _ rows: Rows, _ table: UnsafePointer<Sum>, into sums: UnsafeMutablePointer<Sum>
  ) {
    switch self {
    case .one(let codes): PipelineAnalytics.addUp(count, rows, codes, table, into: sums)
    case .two(let codes): PipelineAnalytics.addUp(count, rows, codes, table, into: sums)
    case .four(let codes): PipelineAnalytics.addUp(count, rows, codes, table, into: sums)
    }
  }
}

/// Calls `body` with the codes of each column.
/// - Precondition: Every column has a row.
func withCodes<Result>(
  _ columns: ArraySlice<CodedColumn>, _ gathered: [CodePointer] = [], _ body: ([CodePointer]) -> Result
) -> Result {
  guard let column = columns.first else { return body(gathered) }
  let rest = columns.dropFirst()
  switch column.width {
  case .one:
    return column.bytes.withUnsafeBufferPointer { withCodes(rest, gathered + [.one($0.baseAddress!)], body) }
  case .two:
    return column.words.withUnsafeBufferPointer { withCodes(rest, gathered + [.two($0.baseAddress!)], body) }
  case .four:
    return column.longs.withUnsafeBufferPointer { withCodes(rest, gathered + [.four($0.baseAddress!)], body) }
  }
}

/// Calls `body` with a pointer to each table, each with an entry at least.
func withTables<Element, Result>(
  _ tables: [[Element]], padding: Element, _ body: ([UnsafePointer<Element>]) -> Result
) -> Result {
  var starts: [Int] = []
  var flat: [Element] = []
  flat.reserveCapacity(tables.reduce(1) { $0 + $1.count })
  for table in tables {
    starts.append(flat.count)
    flat += table
  }
  flat.append(padding)
  return flat.withUnsafeBufferPointer { all in body(starts.map { all.baseAddress! + $0 }) }
}

extension PivotPlan {
  /// Calls `body` with the columns' codes, and the entries of the dimensions', filters' and factor's tables.
  /// - Precondition: There are rows.
  func withPointers<Entry: FixedWidthInteger, Result>(
    _ tables: [[Entry]],
    _ body: ([CodePointer], [UnsafePointer<Entry>], [UnsafePointer<UInt8>], [UnsafePointer<UInt64>]) -> Result
  ) -> Result {
    withCodes(columns[...]) { codes in
      withTables(tables, padding: 0) { tables in
        withTables(filters.map(\.passes), padding: 0) { passes in
          withTables(factors.map { [$0.table] } ?? [], padding: 0) { body(codes, tables, passes, $0) }
        }
      }
    }
  }
}
