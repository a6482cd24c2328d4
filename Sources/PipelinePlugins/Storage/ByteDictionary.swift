/// Codes for runs of bytes, such as the texts of a column: 0 for the first one, and the next number for each that is new.
///
/// Open addressing with linear probing; runs of up to sixteen bytes, which most are, are compared in
/// the table itself.
package struct ByteDictionary {
  /// All longer runs, end to end.
  private var arena: [UInt8] = []
  /// A power of two of them.
  private var table = [Slot](repeating: Slot(), count: 64)
  private var count = 0
  /// What was found last: neighbours are often alike.
  private var latest = Slot()

  /// A run: its bytes where they are few, else their hash and their place in the arena.
  private struct Slot {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var count: UInt32 = 0
    /// 0 where nothing is.
    var codePlusOne: UInt32 = 0
    var code: UInt32 { codePlusOne &- 1 }
  }

  private static let shortest = 16

  /// An empty one.
  package init() {}

  /// The code of a run, and whether it is the first time that it is seen.
  package mutating func code(of bytes: UnsafeRawBufferPointer) -> (code: UInt32, isNew: Bool) {
    guard bytes.count <= Self.shortest else { return codeOfLong(bytes) }
    let (low, high) = Self.words(bytes)
    if latest.codePlusOne > 0, latest.low == low, latest.high == high, latest.count == bytes.count {
      return (latest.code, false)
    }
    let mask = table.count - 1
    var place = Self.place(low, high, bytes.count) & mask
    while table[place].codePlusOne != 0 {
      let slot = table[place]
      if slot.low == low, slot.high == high, slot.count == bytes.count {
        latest = slot
        return (slot.code, false)
      }
      place = (place + 1) & mask
    }
    return (add(bytes.count, low, high, at: place), true)
  }

  private mutating func codeOfLong(_ bytes: UnsafeRawBufferPointer) -> (code: UInt32, isNew: Bool) {
    let hash = Self.hash(bytes)
    let mask = table.count - 1
    var place = Self.place(hash, 0, bytes.count) & mask
    while table[place].codePlusOne != 0 {
      let slot = table[place]
      if slot.low == hash, slot.count == bytes.count, isInArena(bytes, Int(slot.high)) { return (slot.code, false) }
      place = (place + 1) & mask
    }
    let start = UInt64(arena.count)
    arena.append(contentsOf: bytes)
    return (add(bytes.count, hash, start, at: place), true)
  }

  private mutating func add(_ length: Int, _ low: UInt64, _ high: UInt64, at place: Int) -> UInt32 {
    count += 1
    let slot = Slot(
      low: low, high: high, count: UInt32(truncatingIfNeeded: length),
      codePlusOne: UInt32(truncatingIfNeeded: count))
    table[place] = slot
    if length <= Self.shortest { latest = slot }
    if count * 2 > table.count { grow() }
    return slot.code
  }

  private mutating func grow() {
    var grown = [Slot](repeating: Slot(), count: table.count * 4)
    let mask = grown.count - 1
    for slot in table where slot.codePlusOne != 0 {
      let isShort = slot.count <= Self.shortest
      var place = Self.place(slot.low, isShort ? slot.high : 0, Int(slot.count)) & mask
      while grown[place].codePlusOne != 0 { place = (place + 1) & mask }
      grown[place] = slot
    }
    table = grown
  }

  private func isInArena(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    arena.withUnsafeBytes { arena in arena[start..<start + bytes.count].elementsEqual(bytes) }
  }

  /// Up to sixteen bytes as two numbers, which differ where the bytes differ and are as many.
  private static func words(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
    let count = bytes.count
    if count >= 8 {
      return (
        bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
      )
    }
    if count >= 4 {
      let (first, last) = (
        bytes.loadUnaligned(as: UInt32.self), bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
      )
      return (UInt64(first) | UInt64(last) << 32, 0)
    }
    guard count > 0 else { return (0, 0) }
    return (UInt64(bytes[0]) | UInt64(bytes[count / 2]) << 8 | UInt64(bytes[count - 1]) << 16, 0)
  }

  /// Only the place in the table depends on it, never a code.
  private static func place(_ low: UInt64, _ high: UInt64, _ count: Int) -> Int {
    let length = UInt64(truncatingIfNeeded: count)
    return Int(truncatingIfNeeded: mix(low ^ mix(high ^ length &* 0x9E37_79B9_7F4A_7C15)))
  }

  /// Eight bytes at a step, multiplied and folded.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset + 8 <= bytes.count {
      hash = mix(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var tail: UInt64 = 0
    while offset < bytes.count {
      tail = tail << 8 | UInt64(bytes[offset])
      offset += 1
    }
    return mix(hash ^ tail)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}
