/// A column's codes for as long as a closure runs, from a row on. Loops read a block of them at most.
struct CodePointer {
  enum Codes {
    case one(UnsafePointer<UInt8>)
    case two(UnsafePointer<UInt16>)
    case four(UnsafePointer<UInt32>)
  }

  let codes: Codes
  /// Whether all blocks are alike, and only one is in memory.
  var isSame = false

  /// The codes from a row on, the first one of a block.
  @inline(__always)
  func advanced(by rows: Int) -> CodePointer {
    if isSame { return self }
    switch codes {
    case .one(let codes): return CodePointer(codes: .one(codes + rows))
    case .two(let codes): return CodePointer(codes: .two(codes + rows))
    case .four(let codes): return CodePointer(codes: .four(codes + rows))
    }
  }

  func select(_ passes: UnsafePointer<UInt8>, _ count: Int, into rows: UnsafeMutablePointer<UInt16>) -> Int {
    switch codes {
    case .one(let codes): PipelineAnalytics.select(codes, passes, count, into: rows)
    case .two(let codes): PipelineAnalytics.select(codes, passes, count, into: rows)
    case .four(let codes): PipelineAnalytics.select(codes, passes, count, into: rows)
    }
  }

  func refine(_ passes: UnsafePointer<UInt8>, _ count: Int, _ rows: UnsafeMutablePointer<UInt16>) -> Int {
    switch codes {
    case .one(let codes): PipelineAnalytics.refine(codes, passes, count, rows)
    case .two(let codes): PipelineAnalytics.refine(codes, passes, count, rows)
    case .four(let codes): PipelineAnalytics.refine(codes, passes, count, rows)
    }
  }

  func addUp<Sum: FixedWidthInteger & UnsignedInteger, Rows: RowSource>(
    _ count: Int, _ rows: Rows, _ table: UnsafePointer<Sum>, into sums: UnsafeMutablePointer<Sum>
  ) {
    switch codes {
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
  func next(_ codes: CodePointer.Codes, isSame: Bool = false) -> Result {
    withCodes(columns.dropFirst(), gathered + [CodePointer(codes: codes, isSame: isSame)], body)
  }
  switch column.width {
  case .none:
    guard let byte = UInt8(exactly: column.sameCode) else {
      return withBlock(of: column.sameCode) { next(.four($0), isSame: true) }
    }
    return withBlock(of: byte) { next(.one($0), isSame: true) }
  case .one: return column.bytes.withUnsafeBufferPointer { next(.one($0.baseAddress!)) }
  case .two: return column.words.withUnsafeBufferPointer { next(.two($0.baseAddress!)) }
  case .four: return column.longs.withUnsafeBufferPointer { next(.four($0.baseAddress!)) }
  }
}

/// Calls `body` with a block of the same codes.
private func withBlock<Code: FixedWidthInteger, Result>(
  of code: Code, _ body: (UnsafePointer<Code>) -> Result
) -> Result {
  withUnsafeTemporaryAllocation(of: Code.self, capacity: CodedColumn.blockSize) { block in
    block.initialize(repeating: code)
    return body(UnsafePointer(block.baseAddress!))
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
