/// The cells of a part of the rows: one for each combination of buckets.
struct DenseCells: Sendable {
  var cells: [SumPair]
  let layout: Layout

  /// What a cell holds.
  enum Layout {
    /// (count, sum).
    case plain
    /// (count, sum), (missing, –).
    case missing
    /// (count, low halves), (missing, high halves).
    case split

    /// How many pairs a cell takes.
    var pairs: Int { self == .plain ? 1 : 2 }
  }

  mutating func merge(_ other: DenseCells) {
    for index in cells.indices { cells[index] &+= other.cells[index] }
  }

  func result(_ plan: PivotPlan) -> PivotResult {
    var result = PivotResult(dimensionCount: plan.dimensions.count)
    for cell in 0..<(cells.count / layout.pairs) {
      let first = cells[cell * layout.pairs]
      guard first[0] > 0, let buckets = plan.buckets(of: UInt64(cell)) else { continue }
      let second = layout == .plain ? .zero : cells[cell * layout.pairs + 1]
      let sum = layout == .split ? Int128(second[1]) << 32 + Int128(first[1]) : Int128(first[1])
      result.append(buckets: buckets, count: Int(first[0]), priced: Int(first[0] - second[0]), sum: sum)
    }
    return result
  }
}

extension PivotPlan {
  /// `Int64` sums are safe while the greatest amount in every row could not overflow them.
  var layout: DenseCells.Layout {
    let (bound, overflow) = amounts.greatestMagnitude.multipliedReportingOverflow(by: UInt64(amounts.rowCount))
    if overflow || bound > UInt64(Int64.max) { return .split }
    return amounts.missingCount > 0 ? .missing : .plain
  }

  /// Sums every `parts`-th chunk, from `part` on, in a cell for each combination of buckets.
  /// - Precondition: There are rows, and no more than about a million cells.
  func densePart(_ part: Int, of parts: Int) -> DenseCells {
    let layout = layout
    let size = Int(cellCount ?? 1) * layout.pairs
    // Few cells are kept four times over; 64 bytes apart, so that tasks do not share cache lines.
    let replicas = size <= 4096 ? 4 : 1
    let replica = replicas == 1 ? 0 : size + 4
    var cells = [SumPair](repeating: .zero, count: size + 3 * replica + 4)
    let tables = zip(dimensions, strides).map { dimension, stride in
      dimension.buckets.map { $0 &* UInt32(truncatingIfNeeded: stride) &* UInt32(layout.pairs) }
    }
    withCodes(columns[...]) { codes in
      withTables(tables, padding: 0) { tables in
        withTables(filters.map(\.passes), padding: 0) { passes in
          amounts.values.withUnsafeBufferPointer { amounts in
            cells.withUnsafeMutableBufferPointer { cells in
              let sums = DenseSums(
                dimensions: dimensions.map { codes[$0.column] }, tables: tables, amounts: amounts.baseAddress!,
                cells: cells.baseAddress!, replica: replica)
              sums.run(self, part, parts, codes, passes, layout)
            }
          }
        }
      }
    }
    for copy in 1..<max(replicas, 2) where replica > 0 {
      for index in 0..<size { cells[index] &+= cells[index + copy * replica] }
    }
    cells.removeSubrange(size...)
    return DenseCells(cells: cells, layout: layout)
  }
}

/// The pointers that dense summing needs, valid inside of ``PivotPlan/densePart(_:of:)``.
private struct DenseSums {
  let dimensions: [CodePointer]
  let tables: [UnsafePointer<UInt32>]
  let amounts: UnsafePointer<Int64>
  let cells: UnsafeMutablePointer<SumPair>
  let replica: Int

  func run(
    _ plan: PivotPlan, _ part: Int, _ parts: Int, _ codes: [CodePointer], _ passes: [UnsafePointer<UInt8>],
    _ layout: DenseCells.Layout
  ) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: CodedColumn.blockSize) { scratch in
      let offsets = scratch.baseAddress!
      plan.forEachBlock(part: part, of: parts, codes, passes) { block, count, rows in
        let isFull = plan.amounts.missingCounts[block] == 0
        if let rows {
          locate(block, count, SelectedRows(rows: rows), offsets, layout, isFull)
        } else {
          locate(block, count, EveryRow(), offsets, layout, isFull)
        }
      }
    }
  }

  /// Picks the loop for the dimensions: fused for up to three of one-byte codes, else over offsets added up first.
  @inline(__always)
  private func locate<Rows: RowSource>(
    _ block: Int, _ count: Int, _ rows: Rows, _ offsets: UnsafeMutablePointer<UInt32>, _ layout: DenseCells.Layout,
    _ isFull: Bool
  ) {
    let start = block * CodedColumn.blockSize
    func fused(_ index: Int) -> OneDimension? {
      guard index < dimensions.count, case .one(let codes) = dimensions[index] else { return nil }
      return OneDimension(codes: codes + start, table: tables[index])
    }
    switch (dimensions.count, fused(0), fused(1), fused(2)) {
    case (1, let first?, _, _): add(start, count, rows, first, layout, isFull)
    case (2, let first?, let second?, _):
      add(start, count, rows, TwoDimensions(first: first, second: second), layout, isFull)
    case (3, let first?, let second?, let third?):
      add(start, count, rows, ThreeDimensions(first: first, second: second, third: third), layout, isFull)
    default:
      offsets.initialize(repeating: 0, count: count)
      for (codes, table) in zip(dimensions, tables) {
        codes.advanced(by: start).addUp(count, rows, table, into: offsets)
      }
      add(start, count, rows, AddedUp(offsets: offsets), layout, isFull)
    }
  }

  @inline(__always)
  private func add<Rows: RowSource, Locator: CellLocator>(
    _ start: Int, _ count: Int, _ rows: Rows, _ locator: Locator, _ layout: DenseCells.Layout, _ isFull: Bool
  ) {
    let amounts = amounts + start
    switch layout {
    case .missing where !isFull:
      tally(count, rows, locator, MissingTally.self, amounts: amounts, cells: cells, replica: replica)
    case .plain, .missing:
      tally(count, rows, locator, PlainTally.self, amounts: amounts, cells: cells, replica: replica)
    case .split:
      tally(count, rows, locator, SplitTally.self, amounts: amounts, cells: cells, replica: replica)
    }
  }
}
