extension PivotPlan {
  /// The answer.
  package func run() -> PivotResult {
    guard !isEmpty else { return PivotResult(dimensionCount: dimensions.count) }
    if let (plan, factors) = momentByDimension { return plan.run().withoutLast(factors) }
    switch method {
    case .dense: return densePart(0, of: 1).result(self)
    case .hashed: return hashedPart(0, of: 1).result(self)
    case .folded: return folded().map { unfolded($0.plan.run(), $0.codes) } ?? PivotResult(dimensionCount: 0)
    }
  }

  /// The answer, computed by several tasks; the same for any number of them.
  package func run(tasks: Int) async -> PivotResult {
    guard !isEmpty else { return PivotResult(dimensionCount: dimensions.count) }
    if let (plan, factors) = momentByDimension { return await plan.run(tasks: tasks).withoutLast(factors) }
    let tasks = max(1, min(tasks, chunkCount))
    guard tasks > 1, method != .folded else { return run() }
    if method == .dense {
      return await inParts(tasks, { densePart($0, of: tasks) }, { $0.merge($1) }).result(self)
    }
    return await inParts(tasks, { hashedPart($0, of: tasks) }, { $0.merge($1) }).result(self)
  }

  private func inParts<Part: Sendable>(
    _ tasks: Int, _ part: @escaping @Sendable (Int) -> Part, _ merge: (inout Part, Part) -> Void
  ) async -> Part {
    await withTaskGroup(of: Part.self) { group in
      for index in 1..<tasks { group.addTask { part(index) } }
      var whole = part(0)
      for await other in group { merge(&whole, other) }
      return whole
    }
  }

  /// The divisor that the factors were divided by.
  var factorUnit: Int128 { Int128(factors?.unit ?? 1) }

  /// Where sums of amount × factor might overflow: a plan with the factor as its last dimension instead, and the factor of
  /// each of its buckets.
  private var momentByDimension: (plan: PivotPlan, factors: [Int128])? {
    guard let factors, method == .dense else { return nil }
    let greatest = max(factors.table.max() ?? 1, 1)
    let (scaled, overflow) = greatest.multipliedReportingOverflow(by: amounts.greatestMagnitude)
    let (bound, overflows) = scaled.multipliedReportingOverflow(by: UInt64(amounts.rowCount))
    guard overflow || overflows || bound > UInt64(Int64.max) else { return nil }
    let distinct = Set(factors.table).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(distinct, 0...))
    let dimension = CompiledDimension(
      column: factors.column, buckets: factors.table.map { UInt32(places[$0] ?? 0) }, size: UInt64(distinct.count))
    let plan = PivotPlan(
      folding: self, dimensions: dimensions + [dimension], columns: columns, filters: filters, keepsMoment: false)
    return (plan, distinct.map { Int128($0) * factorUnit })
  }

  enum Method { case dense, hashed, folded }

  /// Where sums are kept: in a cell for each combination of buckets while those are few, else for those that occur.
  var method: Method {
    guard let cellCount else { return .folded }
    return cellCount <= 1 << 20 && cellCount <= UInt64(max(16_384, 2 * amounts.rowCount)) ? .dense : .hashed
  }

  /// Tasks take turns at chunks of so many blocks.
  static let chunkBlocks = 8

  private var blockCount: Int { (amounts.rowCount + CodedColumn.blockSize - 1) / CodedColumn.blockSize }
  private var chunkCount: Int { (blockCount + Self.chunkBlocks - 1) / Self.chunkBlocks }

  /// Calls `body` for each block that a part is responsible for and that some row may pass in, with the rows selected;
  /// `nil` where all of the block's rows are.
  func forEachBlock(
    part: Int, of parts: Int, _ codes: [CodePointer], _ passes: [UnsafePointer<UInt8>],
    _ body: (_ block: Int, _ count: Int, _ rows: UnsafePointer<UInt16>?) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: CodedColumn.blockSize + 1) { scratch in
      let rows = scratch.baseAddress!
      rows.initialize(repeating: 0, count: scratch.count)
      for chunk in stride(from: part, to: chunkCount, by: parts) {
        for block in (chunk * Self.chunkBlocks)..<min(blockCount, (chunk + 1) * Self.chunkBlocks) {
          let start = block * CodedColumn.blockSize
          var count = min(CodedColumn.blockSize, amounts.rowCount - start)
          guard let isSelected = selectRows(block, start, &count, codes, passes, rows), count > 0 else { continue }
          body(block, count, isSelected ? UnsafePointer(rows) : nil)
        }
      }
    }
  }

  /// Selects the rows of a block; `nil` if its zones show that none passes, false if they show that all do.
  @inline(__always)
  private func selectRows(
    _ block: Int, _ start: Int, _ count: inout Int, _ codes: [CodePointer], _ passes: [UnsafePointer<UInt8>],
    _ rows: UnsafeMutablePointer<UInt16>
  ) -> Bool? {
    for filter in filters where filter.answer(columns[filter.column].zones[block]) == .none { return nil }
    var isSelected = false
    for (index, filter) in filters.enumerated()
    where filter.answer(columns[filter.column].zones[block]) == .some {
      let own = codes[filter.column].advanced(by: start)
      count = isSelected ? own.refine(passes[index], count, rows) : own.select(passes[index], count, into: rows)
      isSelected = true
    }
    return isSelected
  }
}
