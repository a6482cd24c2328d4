/// Amounts of many rows in whole minor units, some of them unknown.
package struct AmountColumn: Sendable {
  /// Stands for an unknown amount.
  package static let missing = Int64.min

  /// The amounts, row by row; ``missing`` where there is none.
  package private(set) var values: [Int64] = []
  /// No amount is further from zero than this. An edit may leave it greater than it need be.
  package private(set) var greatestMagnitude: UInt64 = 0
  /// How many amounts of each block of ``CodedColumn/blockSize`` rows are unknown.
  private(set) var missingCounts: [Int] = []
  /// How many amounts are unknown.
  package private(set) var missingCount = 0

  /// A column without rows.
  package init() {}

  /// A column of these amounts, in the array that was given.
  package init(_ values: [Int64]) {
    self.values = values
    let blocks = stride(from: 0, to: values.count, by: CodedColumn.blockSize)
    missingCounts.reserveCapacity(blocks.underestimatedCount)
    values.withUnsafeBufferPointer { values in
      for start in blocks {
        let block = UnsafeBufferPointer(rebasing: values[start..<min(start + CodedColumn.blockSize, values.count)])
        // Branches would keep the loops from being vectorized.
        var (unknown, greatest): (Int, UInt64) = (0, 0)
        for amount in block {
          let isMissing = amount == Self.missing
          unknown &+= isMissing ? 1 : 0
          greatest = max(greatest, isMissing ? 0 : amount.magnitude)
        }
        missingCounts.append(unknown)
        missingCount += unknown
        greatestMagnitude = max(greatestMagnitude, greatest)
      }
    }
  }

  /// The number of rows.
  package var rowCount: Int { values.count }

  /// Makes room for so many rows in all.
  package mutating func reserve(_ rows: Int) { values.reserveCapacity(rows) }

  /// Adds a row for each amount.
  package mutating func append(contentsOf amounts: [Int64]) {
    var row = values.count
    values.append(contentsOf: amounts)
    let blocks = (values.count + CodedColumn.blockSize - 1) / CodedColumn.blockSize
    missingCounts.append(contentsOf: repeatElement(0, count: blocks - missingCounts.count))
    for amount in amounts {
      note(row, amount)
      row += 1
    }
  }

  /// Puts another amount in a row.
  /// - Precondition: `row` is a row.
  package mutating func set(_ row: Int, _ amount: Int64) {
    forget(row)
    values[row] = amount
    note(row, amount)
  }

  /// Takes a row away; the last row takes its place.
  /// - Precondition: `row` is a row.
  package mutating func remove(_ row: Int) {
    set(row, values[values.count - 1])
    forget(values.count - 1)
    values.removeLast()
    if values.count % CodedColumn.blockSize == 0 { missingCounts.removeLast() }
  }

  private mutating func note(_ row: Int, _ amount: Int64) {
    if amount == Self.missing {
      missingCounts[row / CodedColumn.blockSize] += 1
      missingCount += 1
    } else if amount.magnitude > greatestMagnitude {
      greatestMagnitude = amount.magnitude
    }
  }

  private mutating func forget(_ row: Int) {
    guard values[row] == Self.missing else { return }
    missingCounts[row / CodedColumn.blockSize] -= 1
    missingCount -= 1
  }
}
