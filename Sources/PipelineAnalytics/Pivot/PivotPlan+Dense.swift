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
    /// (count, sum), (missing, sum of amount × factor).
    case moment

    /// How many pairs a cell takes.
    var pairs: Int { self == .plain ? 1 : 2 }
  }

  mutating func merge(_ other: DenseCells) {
    for index in cells.indices { cells[index] &+= other.cells[index] }
  }

  func result(_ plan: PivotPlan) -> PivotResult {
    var result = PivotResult(dimensionCount: plan.dimensions.count)
    let row = Int(plan.dimensions.last?.size ?? 1)
    var place = 0
    for start in stride(from: 0, to: cells.count / layout.pairs, by: row) {
      // The leading buckets are worked out once for all cells that share them.
      var leading: [Int32]??
      for cell in start..<(start + row) {
        let first = cells[place]
        let second = layout == .plain ? .zero : cells[place + 1]
        place += layout.pairs
        guard first[0] > 0, plan.dimensions.last?.leftOut != UInt32(cell - start) else { continue }
        if leading == nil { leading = .some(plan.buckets(of: UInt64(start))) }
        guard case .some(.some(let buckets)) = leading else { break }
        result.append(
          buckets: buckets, last: Int32(truncatingIfNeeded: cell - start), count: Int(first[0]),
          priced: Int(first[0] - second[0]), sum: sum(first, second),
          moment: layout == .moment ? Int128(second[1]) * plan.factorUnit : 0)
      }
      place = (start + row) * layout.pairs
    }
    return result
  }

  private func sum(_ first: SumPair, _ second: SumPair) -> Int128 {
    layout == .split ? Int128(second[1]) << 32 + Int128(first[1]) : Int128(first[1])
  }
}

extension PivotPlan {
  /// `Int64` sums are safe while the greatest amount in every row could not overflow them.
  var layout: DenseCells.Layout {
    let (bound, overflow) = amounts.greatestMagnitude.multipliedReportingOverflow(by: UInt64(amounts.rowCount))
    if overflow || bound > UInt64(Int64.max) { return .split }
    if factors != nil { return .moment }
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
    withPointers(tables) { codes, tables, passes, factors in
      amounts.values.withUnsafeBufferPointer { amounts in
        cells.withUnsafeMutableBufferPointer { cells in
          let sums = DenseSums(
            dimensions: dimensions.map { codes[$0.column] }, tables: tables,
            factor: self.factors.map { (codes[$0.column], factors[0]) },
            amounts: amounts.baseAddress!, cells: cells.baseAddress!, replica: replica)
          sums.run(self, part, parts, codes, passes, layout)
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
  let factor: (codes: CodePointer, table: UnsafePointer<UInt64>)?
  let amounts: UnsafePointer<Int64>
  let cells: UnsafeMutablePointer<SumPair>
  let replica: Int

  func run(
    _ plan: PivotPlan, _ part: Int, _ parts: Int, _ codes: [CodePointer], _ passes: [UnsafePointer<UInt8>],
    _ layout: DenseCells.Layout
  ) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: CodedColumn.blockSize) { offsets in
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: CodedColumn.blockSize) { factors in
        let scratch = (offsets: offsets.baseAddress!, factors: factors.baseAddress!)
        plan.forEachBlock(part: part, of: parts, codes, passes) { block, count, rows in
          let isFull = plan.amounts.missingCounts[block] == 0
          if let rows {
            locate(block, count, SelectedRows(rows: rows), scratch, layout, isFull)
          } else {
            locate(block, count, EveryRow(), scratch, layout, isFull)
          }
        }
      }
    }
  }

  typealias Scratch = (offsets: UnsafeMutablePointer<UInt32>, factors: UnsafeMutablePointer<UInt64>)

  /// Picks the loop for the dimensions: fused for up to three of one-byte codes, else over offsets added up first.
  @inline(__always)
  private func locate<Rows: RowSource>(
    _ block: Int, _ count: Int, _ rows: Rows, _ scratch: Scratch, _ layout: DenseCells.Layout, _ isFull: Bool
  ) {
    let start = block * CodedColumn.blockSize
    func fused(_ index: Int) -> OneDimension? {
      guard index < dimensions.count, case .one(let codes) = dimensions[index].advanced(by: start).codes else {
        return nil
      }
      return OneDimension(codes: codes, table: tables[index])
    }
    switch (dimensions.count, fused(0), fused(1), fused(2)) {
    case (1, let first?, _, _): weigh(start, count, rows, first, scratch, layout, isFull)
    case (2, let first?, let second?, _):
      weigh(start, count, rows, TwoDimensions(first: first, second: second), scratch, layout, isFull)
    case (3, let first?, let second?, let third?):
      let three = ThreeDimensions(first: first, second: second, third: third)
      weigh(start, count, rows, three, scratch, layout, isFull)
    default:
      scratch.offsets.initialize(repeating: 0, count: count)
      for (codes, table) in zip(dimensions, tables) {
        codes.advanced(by: start).addUp(count, rows, table, into: scratch.offsets)
      }
      weigh(start, count, rows, AddedUp(offsets: scratch.offsets), scratch, layout, isFull)
    }
  }

  /// Picks the loop for the cells' layout and the moment.
  @inline(__always)
  private func weigh<Rows: RowSource, Locator: CellLocator>(
    _ start: Int, _ count: Int, _ rows: Rows, _ locator: Locator, _ scratch: Scratch, _ layout: DenseCells.Layout,
    _ isFull: Bool
  ) {
    let own = factor.map { (codes: $0.codes.advanced(by: start), table: $0.table) }
    switch (layout, own?.codes.codes, own) {
    case (.moment, .one(let codes)?, let own?):
      let factor = OneByteFactor(codes: codes, table: own.table)
      if isFull {
        add(start, count, rows, locator, MomentTally.self, factor)
      } else {
        add(start, count, rows, locator, MissingMomentTally.self, factor)
      }
    case (.moment, _, let own?):
      scratch.factors.initialize(repeating: 0, count: count)
      own.codes.addUp(count, rows, own.table, into: scratch.factors)
      add(start, count, rows, locator, MissingMomentTally.self, LookedUpFactor(factors: scratch.factors))
    case (.split, _, _): add(start, count, rows, locator, SplitTally.self, NoFactor())
    case (.missing, _, _) where !isFull: add(start, count, rows, locator, MissingTally.self, NoFactor())
    default: add(start, count, rows, locator, PlainTally.self, NoFactor())
    }
  }

  @inline(__always)
  private func add<Rows: RowSource, Locator: CellLocator, Tally: CellTally, Factor: RowFactor>(
    _ start: Int, _ count: Int, _ rows: Rows, _ locator: Locator, _ kind: Tally.Type, _ factor: Factor
  ) {
    tally(count, rows, locator, kind, factor, amounts: amounts + start, cells: cells, replica: replica)
  }
}
