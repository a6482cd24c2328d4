/// What bringing a column back to a moment needs: many codes put at once, in order.
extension CodedColumn {
  /// Puts codes in rows, one after the other, so that of a row's codes the last stays.
  ///
  /// - Parameters:
  ///   - places: Where in `codes` and `rows` to read.
  ///   - backwards: Whether the last place is read first.
  /// - Precondition: All `rows` at the places are rows.
  mutating func put(_ codes: [UInt32], at rows: [Int32], _ places: Range<Int>, backwards: Bool) {
    guard !places.isEmpty else { return }
    let (least, greatest) = extremes(of: rows, places)
    precondition(least >= 0 && Int(greatest) < rowCount && places.upperBound <= codes.count, "a change of no row")
    admit(codes[places].reduce(0) { max($0, $1) })
    // Taken out while they change, beside the cells.
    var (counts, zones) = (self.counts, self.zones)
    (self.counts, self.zones) = ([], [])
    let order = PutOrder(places, backwards: backwards)
    codes.withUnsafeBufferPointer { codes in
      rows.withUnsafeBufferPointer { rows in
        counts.withUnsafeMutableBufferPointer { counts in
          zones.withUnsafeMutableBufferPointer { zones in
            switch width {
            case .one:
              bytes.withUnsafeMutableBufferPointer { replace(in: $0, codes, rows, order, counts, zones) }
            case .two:
              words.withUnsafeMutableBufferPointer { replace(in: $0, codes, rows, order, counts, zones) }
            case .four:
              longs.withUnsafeMutableBufferPointer { replace(in: $0, codes, rows, order, counts, zones) }
            }
          }
        }
      }
    }
    (self.counts, self.zones) = (counts, zones)
  }

  /// Makes each zone as narrow as its block's codes are, after many changes.
  mutating func narrowZones() {
    switch width {
    case .one: zones = Self.zones(of: bytes)
    case .two: zones = Self.zones(of: words)
    case .four: zones = Self.zones(of: longs)
    }
  }

  private static func zones<Cell: FixedWidthInteger & UnsignedInteger>(of cells: [Cell]) -> [Zone] {
    cells.withUnsafeBufferPointer { cells in
      stride(from: 0, to: cells.count, by: blockSize).map { start in
        var (least, greatest) = (Cell.max, Cell.min)
        for row in start..<min(cells.count, start + blockSize) {
          least = min(least, cells[row])
          greatest = max(greatest, cells[row])
        }
        return Zone(least: UInt32(least), greatest: UInt32(greatest))
      }
    }
  }
}

/// The order in which places are read.
struct PutOrder {
  let first: Int
  let step: Int
  let count: Int

  init(_ places: Range<Int>, backwards: Bool) {
    first = backwards ? places.upperBound - 1 : places.lowerBound
    step = backwards ? -1 : 1
    count = places.count
  }
}

/// The least and greatest of some rows.
func extremes(of rows: [Int32], _ places: Range<Int>) -> (least: Int32, greatest: Int32) {
  var (least, greatest) = (Int32.max, Int32.min)
  for row in rows[places] {
    least = min(least, row)
    greatest = max(greatest, row)
  }
  return (least, greatest)
}

/// The inner loop of putting codes.
///
/// - Precondition: Places, rows and codes are within the buffers.
@inline(__always)
private func replace<Cell: FixedWidthInteger & UnsignedInteger>(
  in cells: UnsafeMutableBufferPointer<Cell>, _ codes: UnsafeBufferPointer<UInt32>,
  _ rows: UnsafeBufferPointer<Int32>, _ order: PutOrder, _ counts: UnsafeMutableBufferPointer<Int>,
  _ zones: UnsafeMutableBufferPointer<CodedColumn.Zone>
) {
  var place = order.first
  for _ in 0..<order.count {
    let (row, code) = (Int(rows[place]), codes[place])
    counts[Int(cells[row])] &-= 1
    counts[Int(code)] &+= 1
    cells[row] = Cell(truncatingIfNeeded: code)
    let block = row / CodedColumn.blockSize
    if code < zones[block].least { zones[block].least = code }
    if code > zones[block].greatest { zones[block].greatest = code }
    place &+= order.step
  }
}
