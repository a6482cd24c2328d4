// The inner loops: the only code here that uses pointers. What they rely on is checked before them: every code is below
// its column's `codeCount`, a table has an entry for each code, and its entries add up to an offset within the cells.

/// Half a cell: two sums side by side, so that one vector addition serves both.
typealias SumPair = SIMD2<Int64>

/// Finds a row's cell.
protocol CellLocator {
  /// The offset of the cell of a row of the block, which is at `place` among the rows selected.
  func offset(_ row: Int, _ place: Int) -> Int
}

/// One dimension of one-byte codes.
struct OneDimension: CellLocator {
  let codes: UnsafePointer<UInt8>
  let table: UnsafePointer<UInt32>

  @inline(__always)
  func offset(_ row: Int, _ place: Int) -> Int { Int(table[Int(codes[row])]) }
}

/// Two dimensions of one-byte codes.
struct TwoDimensions: CellLocator {
  let first: OneDimension
  let second: OneDimension

  @inline(__always)
  func offset(_ row: Int, _ place: Int) -> Int { first.offset(row, place) &+ second.offset(row, place) }
}

/// Three dimensions of one-byte codes.
struct ThreeDimensions: CellLocator {
  let first: OneDimension
  let second: OneDimension
  let third: OneDimension

  @inline(__always)
  func offset(_ row: Int, _ place: Int) -> Int {
    first.offset(row, place) &+ second.offset(row, place) &+ third.offset(row, place)
  }
}

/// Any dimensions, added up before.
struct AddedUp: CellLocator {
  let offsets: UnsafePointer<UInt32>

  @inline(__always)
  func offset(_ row: Int, _ place: Int) -> Int { Int(offsets[place]) }
}

/// Adds an amount to a cell.
protocol CellTally {
  static func add(_ amount: Int64, _ factor: Int64, to cell: UnsafeMutablePointer<SumPair>)
}

/// A cell is (count, sum); no amount is missing and no sum can overflow.
enum PlainTally: CellTally {
  @inline(__always)
  static func add(_ amount: Int64, _ factor: Int64, to cell: UnsafeMutablePointer<SumPair>) {
    cell.pointee &+= SumPair(1, amount)
  }
}

/// A cell is (count, sum), (missing, –); no sum can overflow.
enum MissingTally: CellTally {
  @inline(__always)
  static func add(_ amount: Int64, _ factor: Int64, to cell: UnsafeMutablePointer<SumPair>) {
    let isMissing: Int64 = amount == AmountColumn.missing ? 1 : 0
    cell.pointee &+= SumPair(1, amount & (isMissing &- 1))
    cell[1] &+= SumPair(isMissing, 0)
  }
}

/// A cell is (count, low halves), (missing, high halves): the sum of any amounts of up to 2^31 rows fits.
enum SplitTally: CellTally {
  @inline(__always)
  static func add(_ amount: Int64, _ factor: Int64, to cell: UnsafeMutablePointer<SumPair>) {
    let isMissing: Int64 = amount == AmountColumn.missing ? 1 : 0
    let known = amount & (isMissing &- 1)
    cell.pointee &+= SumPair(1, known & 0xFFFF_FFFF)
    cell[1] &+= SumPair(isMissing, known >> 32)
  }
}

/// A cell is (count, sum), (–, sum of amount × factor); no amount is missing and no sum can overflow.
enum MomentTally: CellTally {
  @inline(__always)
  static func add(_ amount: Int64, _ factor: Int64, to cell: UnsafeMutablePointer<SumPair>) {
    cell.pointee &+= SumPair(1, amount)
    // One number of the pair: a whole pair would have to be put together first.
    UnsafeMutableRawPointer(cell + 1).assumingMemoryBound(to: Int64.self)[1] &+= amount &* factor
  }
}

/// A cell is (count, sum), (missing, sum of amount × factor); no sum can overflow.
enum MissingMomentTally: CellTally {
  @inline(__always)
  static func add(_ amount: Int64, _ factor: Int64, to cell: UnsafeMutablePointer<SumPair>) {
    let isMissing: Int64 = amount == AmountColumn.missing ? 1 : 0
    let known = amount & (isMissing &- 1)
    cell.pointee &+= SumPair(1, known)
    cell[1] &+= SumPair(isMissing, known &* factor)
  }
}

/// Gives a row's factor in the moment.
protocol RowFactor {
  /// The factor of a row of the block, which is at `place` among the rows selected.
  func factor(_ row: Int, _ place: Int) -> Int64
}

/// There is no moment.
struct NoFactor: RowFactor {
  @inline(__always)
  func factor(_ row: Int, _ place: Int) -> Int64 { 0 }
}

/// A table over one-byte codes.
struct OneByteFactor: RowFactor {
  let codes: UnsafePointer<UInt8>
  let table: UnsafePointer<UInt64>

  @inline(__always)
  func factor(_ row: Int, _ place: Int) -> Int64 { Int64(bitPattern: table[Int(codes[row])]) }
}

/// Looked up before.
struct LookedUpFactor: RowFactor {
  let factors: UnsafePointer<UInt64>

  @inline(__always)
  func factor(_ row: Int, _ place: Int) -> Int64 { Int64(bitPattern: factors[place]) }
}

/// Gives the rows of a block that count.
protocol RowSource {
  func row(_ place: Int) -> Int
}

/// Every row.
struct EveryRow: RowSource {
  @inline(__always)
  func row(_ place: Int) -> Int { place }
}

/// The rows that filters selected.
struct SelectedRows: RowSource {
  let rows: UnsafePointer<UInt16>

  @inline(__always)
  func row(_ place: Int) -> Int { Int(rows[place]) }
}

/// Adds the amounts of `count` rows to their cells.
///
/// Rows go to four copies of the cells in turn: without them, neighbours in the same cell wait for one another.
/// - Parameter replica: How far apart the copies are; 0 where there is one.
@inline(__always)
func tally<Locator: CellLocator, Tally: CellTally, Factor: RowFactor, Rows: RowSource>(
  _ count: Int, _ rows: Rows, _ locator: Locator, _ kind: Tally.Type, _ factor: Factor,
  amounts: UnsafePointer<Int64>, cells: UnsafeMutablePointer<SumPair>, replica: Int
) {
  let (second, third, fourth) = (cells + replica, cells + 2 * replica, cells + 3 * replica)
  var place = 0
  while place &+ 4 <= count {
    let (a, b) = (rows.row(place), rows.row(place &+ 1))
    let (c, d) = (rows.row(place &+ 2), rows.row(place &+ 3))
    Tally.add(amounts[a], factor.factor(a, place), to: cells + locator.offset(a, place))
    Tally.add(amounts[b], factor.factor(b, place &+ 1), to: second + locator.offset(b, place &+ 1))
    Tally.add(amounts[c], factor.factor(c, place &+ 2), to: third + locator.offset(c, place &+ 2))
    Tally.add(amounts[d], factor.factor(d, place &+ 3), to: fourth + locator.offset(d, place &+ 3))
    place &+= 4
  }
  while place < count {
    let row = rows.row(place)
    Tally.add(amounts[row], factor.factor(row, place), to: cells + locator.offset(row, place))
    place &+= 1
  }
}

/// Writes the rows below `count` whose code passes, without a branch; returns how many.
@inline(__always)
func select<Code: FixedWidthInteger & UnsignedInteger>(
  _ codes: UnsafePointer<Code>, _ passes: UnsafePointer<UInt8>, _ count: Int, into rows: UnsafeMutablePointer<UInt16>
) -> Int {
  var kept = 0
  for row in 0..<count {
    rows[kept] = UInt16(truncatingIfNeeded: row)
    kept &+= Int(passes[Int(truncatingIfNeeded: codes[row])])
  }
  return kept
}

/// Keeps those of `count` selected rows whose code passes too; returns how many.
@inline(__always)
func refine<Code: FixedWidthInteger & UnsignedInteger>(
  _ codes: UnsafePointer<Code>, _ passes: UnsafePointer<UInt8>, _ count: Int, _ rows: UnsafeMutablePointer<UInt16>
) -> Int {
  var kept = 0
  for place in 0..<count {
    let row = rows[place]
    rows[kept] = row
    kept &+= Int(passes[Int(truncatingIfNeeded: codes[Int(row)])])
  }
  return kept
}

/// Adds a dimension's table entries to the sums of `count` rows.
@inline(__always)
func addUp<Code: FixedWidthInteger & UnsignedInteger, Sum: FixedWidthInteger & UnsignedInteger, Rows: RowSource>(
  _ count: Int, _ rows: Rows, _ codes: UnsafePointer<Code>, _ table: UnsafePointer<Sum>,
  into sums: UnsafeMutablePointer<Sum>
) {
  for place in 0..<count { sums[place] &+= table[Int(truncatingIfNeeded: codes[rows.row(place)])] }
}
