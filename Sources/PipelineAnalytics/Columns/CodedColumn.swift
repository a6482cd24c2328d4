/// One field of many rows as small whole numbers: codes into a dictionary that the column's owner keeps.
///
/// A code takes one, two or four bytes, whichever is the least that holds the greatest code, and nothing while all rows have
/// the same code: many fields are never used. For each code the number of
/// rows is known, and for each block of ``blockSize`` rows the least and greatest code (a zone), so that a query can skip
/// blocks that it has no use for. Every code is below ``codeCount``: what the pivot's inner loops rely on.
package struct CodedColumn: Sendable {
  /// How many rows make a block.
  package static let blockSize = 2048

  /// How many bytes a code takes.
  package enum Width: Int, Sendable {
    /// The same code in all rows.
    case none = 0
    /// Codes up to 255.
    case one = 1
    /// Codes up to 65,535.
    case two = 2
    /// All others.
    case four = 4
  }

  /// How many bytes a code takes now.
  package private(set) var width = Width.none
  /// How many rows hold each code; its length is ``codeCount``.
  package private(set) var counts: [Int] = []
  /// The number of rows.
  package private(set) var rowCount = 0

  /// The code of all rows while the width is ``Width/none``.
  private(set) var sameCode: UInt32 = 0
  /// How many rows the array should have room for when there is one.
  private var reservedCount = 0

  // Only the array of the present width holds codes: in-place edits of an enum's payload would copy it.
  private(set) var bytes: [UInt8] = []
  private(set) var words: [UInt16] = []
  private(set) var longs: [UInt32] = []
  private(set) var zones: [Zone] = []

  /// The least and greatest code of a block. An edit widens it and never narrows it.
  struct Zone: Hashable, Sendable {
    var least: UInt32
    var greatest: UInt32
  }

  /// A column without rows.
  package init() {}

  /// A column of these codes, which should be dense: memory grows with the greatest one.
  package init(_ codes: some Sequence<UInt32>) {
    self.init()
    append(contentsOf: Array(codes))
  }

  /// A column of codes that are below the number of counts; of the three arrays one holds them.
  init(
    bytes: [UInt8] = [], words: [UInt16] = [], longs: [UInt32] = [], zones: [Zone], counts: [Int]
  ) {
    width = !longs.isEmpty ? .four : !words.isEmpty ? .two : !bytes.isEmpty ? .one : .none
    rowCount = bytes.count + words.count + longs.count
    (self.bytes, self.words, self.longs, self.zones, self.counts) = (bytes, words, longs, zones, counts)
  }

  /// A column of one code, which is below the number of counts.
  init(_ codes: Repeated<UInt32>, counts: [Int]) {
    sameCode = codes.first ?? 0
    rowCount = codes.count
    self.counts = counts
    zones = Self.zones(of: sameCode, rowCount)
  }

  /// The zones of a column of one code.
  private static func zones(of code: UInt32, _ rows: Int) -> [Zone] {
    [Zone](repeating: Zone(least: code, greatest: code), count: (rows + blockSize - 1) / blockSize)
  }

  /// One more than the greatest code ever held.
  package var codeCount: Int { counts.count }

  /// The code of a row.
  /// - Precondition: `row` is a row.
  package subscript(row: Int) -> UInt32 {
    switch width {
    case .none: sameCode
    case .one: UInt32(bytes[row])
    case .two: UInt32(words[row])
    case .four: longs[row]
    }
  }
}

extension CodedColumn {
  /// Makes room for so many rows in all.
  package mutating func reserve(_ rows: Int) {
    reservedCount = rows
    switch width {
    case .none: break
    case .one: bytes.reserveCapacity(rows)
    case .two: words.reserveCapacity(rows)
    case .four: longs.reserveCapacity(rows)
    }
  }

  /// Adds a row.
  package mutating func append(_ code: UInt32) {
    admit(code...code)
    counts[Int(code)] += 1
    switch width {
    case .none: break
    case .one: bytes.append(UInt8(truncatingIfNeeded: code))
    case .two: words.append(UInt16(truncatingIfNeeded: code))
    case .four: longs.append(code)
    }
    if rowCount % Self.blockSize == 0 { zones.append(Zone(least: code, greatest: code)) }
    widenZone(rowCount, code)
    rowCount += 1
  }

  /// Adds a row for each code, as fast as loading needs.
  package mutating func append(contentsOf codes: [UInt32]) {
    guard !codes.isEmpty else { return }
    var (least, greatest) = (UInt32.max, UInt32(0))
    for code in codes {
      least = min(least, code)
      greatest = max(greatest, code)
    }
    admit(least...greatest)
    switch width {
    case .none: break
    case .one: bytes.append(contentsOf: codes.lazy.map { UInt8(truncatingIfNeeded: $0) })
    case .two: words.append(contentsOf: codes.lazy.map { UInt16(truncatingIfNeeded: $0) })
    case .four: longs.append(contentsOf: codes)
    }
    var start = 0
    while start < codes.count {
      let end = min(codes.count, start + Self.blockSize - rowCount % Self.blockSize)
      let zone = count(codes, start..<end)
      if rowCount % Self.blockSize == 0 { zones.append(zone) }
      widenZone(rowCount, zone.least)
      widenZone(rowCount, zone.greatest)
      rowCount += end - start
      start = end
    }
  }

  /// Counts some codes, all of which have a place in the counts.
  private mutating func count(_ codes: [UInt32], _ range: Range<Int>) -> Zone {
    var zone = Zone(least: codes[range.lowerBound], greatest: codes[range.lowerBound])
    for code in codes[range] {
      zone.least = min(zone.least, code)
      zone.greatest = max(zone.greatest, code)
    }
    // Most columns of a block have one code, or few.
    if zone.least == zone.greatest {
      counts[Int(zone.least)] += range.count
      return zone
    }
    counts.withUnsafeMutableBufferPointer { counts in
      for code in codes[range] { counts[Int(code)] &+= 1 }
    }
    return zone
  }

  /// Puts another code in a row.
  /// - Precondition: `row` is a row.
  package mutating func set(_ row: Int, _ code: UInt32) {
    counts[Int(self[row])] -= 1
    admit(code...code)
    counts[Int(code)] += 1
    switch width {
    case .none: break
    case .one: bytes[row] = UInt8(truncatingIfNeeded: code)
    case .two: words[row] = UInt16(truncatingIfNeeded: code)
    case .four: longs[row] = code
    }
    widenZone(row, code)
  }

  /// Takes a row away; the last row takes its place.
  /// - Precondition: `row` is a row.
  package mutating func remove(_ row: Int) {
    set(row, self[rowCount - 1])
    counts[Int(self[rowCount - 1])] -= 1
    switch width {
    case .none: break
    case .one: bytes.removeLast()
    case .two: words.removeLast()
    case .four: longs.removeLast()
    }
    rowCount -= 1
    if rowCount % Self.blockSize == 0 { zones.removeLast() }
  }

  private mutating func widenZone(_ row: Int, _ code: UInt32) {
    let block = row / Self.blockSize
    if code < zones[block].least { zones[block].least = code }
    if code > zones[block].greatest { zones[block].greatest = code }
  }

  /// Makes place for codes of a range: in the counts, and by wider cells where they need them.
  private mutating func admit(_ range: ClosedRange<UInt32>) {
    let code = range.upperBound
    if Int(code) >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: Int(code) + 1 - counts.count))
    }
    if width == .none {
      if rowCount == 0, range.lowerBound == code { sameCode = code }
      if range == sameCode...sameCode { return }
      makeArray()
    }
    if width == .one, code > UInt32(UInt8.max) {
      if code <= UInt32(UInt16.max) { words = bytes.map(UInt16.init) } else { longs = bytes.map(UInt32.init) }
      bytes = []
      width = code <= UInt32(UInt16.max) ? .two : .four
    } else if width == .two, code > UInt32(UInt16.max) {
      longs = words.map(UInt32.init)
      words = []
      width = .four
    }
  }

  /// Puts the code of all rows in an array.
  private mutating func makeArray() {
    let room = max(rowCount, reservedCount)
    if let byte = UInt8(exactly: sameCode) {
      width = .one
      bytes.reserveCapacity(room)
      bytes.append(contentsOf: repeatElement(byte, count: rowCount))
    } else if let word = UInt16(exactly: sameCode) {
      width = .two
      words.reserveCapacity(room)
      words.append(contentsOf: repeatElement(word, count: rowCount))
    } else {
      width = .four
      longs.reserveCapacity(room)
      longs.append(contentsOf: repeatElement(sameCode, count: rowCount))
    }
  }
}
