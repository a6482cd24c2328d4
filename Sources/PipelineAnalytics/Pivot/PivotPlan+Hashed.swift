/// The groups of a part of the rows that occur, found by hashing their cell's number.
struct HashedGroups: Sendable {
  private var keys: [UInt64] = []
  private var counts: [Int] = []
  private var missing: [Int] = []
  private var sums: [Int128] = []
  private var moments: [Int128] = []
  /// Places in the arrays above, plus one; 0 is free. The length is a power of two.
  private var slots = [UInt32](repeating: 0, count: 1024)

  /// The place of a key's group, which is made where there is none.
  mutating func group(_ key: UInt64) -> Int {
    var slot = Self.hash(key, slots.count)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if keys[place] == key { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    keys.append(key)
    counts.append(0)
    missing.append(0)
    sums.append(0)
    moments.append(0)
    slots[slot] = UInt32(keys.count)
    if keys.count * 2 > slots.count { grow() }
    return keys.count - 1
  }

  mutating func add(_ key: UInt64, _ amount: Int64, _ factor: UInt64) {
    let group = group(key)
    counts[group] += 1
    if amount == AmountColumn.missing {
      missing[group] += 1
    } else {
      sums[group] += Int128(amount)
      moments[group] += Int128(amount) * Int128(factor)
    }
  }

  mutating func merge(_ other: HashedGroups) {
    for (index, key) in other.keys.enumerated() {
      let group = group(key)
      counts[group] += other.counts[index]
      missing[group] += other.missing[index]
      sums[group] += other.sums[index]
      moments[group] += other.moments[index]
    }
  }

  func result(_ plan: PivotPlan) -> PivotResult {
    var result = PivotResult(dimensionCount: plan.dimensions.count)
    for group in keys.indices.sorted(by: { keys[$0] < keys[$1] }) {
      guard let buckets = plan.buckets(of: keys[group]) else { continue }
      result.append(
        buckets: buckets, last: buckets.last ?? 0, count: counts[group], priced: counts[group] - missing[group],
        sum: sums[group], moment: moments[group] * plan.factorUnit)
    }
    return result
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (index, key) in keys.enumerated() {
      var slot = Self.hash(key, slots.count)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index + 1)
    }
  }

  /// Fibonacci hashing: the product's high bits, as many as there are slots.
  private static func hash(_ key: UInt64, _ slots: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - slots.trailingZeroBitCount))
  }
}

extension PivotPlan {
  /// Sums every `parts`-th chunk, from `part` on, in the groups that occur.
  /// - Precondition: There are rows, and ``cellCount`` is known.
  func hashedPart(_ part: Int, of parts: Int) -> HashedGroups {
    var groups = HashedGroups()
    forEachKey(part, of: parts) { row, key in
      let factor = factors.map { $0.table[Int(columns[$0.column][row])] } ?? 0
      groups.add(key, amounts.values[row], factor)
    }
    return groups
  }

  /// Calls `body` for each row that passes, in order.
  func forEachRow(_ body: (Int) -> Void) {
    forEachCell { row, _ in body(row) }
  }

  /// Calls `body` for each row that passes, in order, with its cell's number.
  /// - Precondition: ``cellCount`` is known.
  func forEachCell(_ body: (_ row: Int, _ cell: UInt64) -> Void) {
    guard !isEmpty else { return }
    forEachKey(0, of: 1, body)
  }

  /// Calls `body` for each row that passes, with its cell's number.
  /// - Precondition: There are rows, and ``cellCount`` is known.
  func forEachKey(_ part: Int, of parts: Int, _ body: (_ row: Int, _ key: UInt64) -> Void) {
    let tables = zip(dimensions, strides).map { dimension, stride in dimension.buckets.map { UInt64($0) &* stride } }
    withPointers(tables) { codes, tables, passes, _ in
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: CodedColumn.blockSize) { scratch in
        let keys = scratch.baseAddress!
        forEachBlock(part: part, of: parts, codes, passes) { block, count, rows in
          let start = block * CodedColumn.blockSize
          keys.initialize(repeating: 0, count: count)
          for (dimension, table) in zip(dimensions, tables) {
            let codes = codes[dimension.column].advanced(by: start)
            if let rows {
              codes.addUp(count, SelectedRows(rows: rows), table, into: keys)
            } else {
              codes.addUp(count, EveryRow(), table, into: keys)
            }
          }
          for place in 0..<count { body(start + (rows.map { Int($0[place]) } ?? place), keys[place]) }
        }
      }
    }
  }
}
