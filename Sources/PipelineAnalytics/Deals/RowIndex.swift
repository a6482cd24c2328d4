import PipelinePlugins

/// Finds the row of an identity: four bytes a slot, since the identities themselves are a column already.
///
/// Open addressing with linear probing, at most half full.
struct RowIndex: Sendable {
  private static let free: Int32 = -1
  /// A slot whose identity went; probing goes on past it.
  private static let gone: Int32 = -2

  private var slots: [Int32] = []
  /// Slots that are not free.
  private var used = 0

  /// The index of some identities, which are distinct.
  init(_ ids: [RecordID]) {
    var size = 1024
    while size < ids.count * 2 + 2 { size *= 2 }
    slots = [Int32](repeating: Self.free, count: size)
    used = ids.count
    for (row, id) in ids.enumerated() {
      var slot = place(id)
      while slots[slot] != Self.free { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(truncatingIfNeeded: row)
    }
  }

  /// The row of an identity; `nil` where there is none.
  func row(of id: RecordID, in ids: [RecordID]) -> Int? { find(id, ids).map { Int(slots[$0]) } }

  /// Adds the last of some identities.
  mutating func appendLast(of ids: [RecordID]) {
    guard let id = ids.last else { return }
    used += 1
    guard used * 2 <= slots.count else {
      self = RowIndex(ids)
      return
    }
    var slot = place(id)
    while slots[slot] != Self.free { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(truncatingIfNeeded: ids.count - 1)
  }

  /// Forgets the identity of a row and moves the last identity there, before `ids` does the same.
  mutating func remove(_ row: Int, from ids: [RecordID]) {
    guard let own = find(ids[row], ids), let last = find(ids[ids.count - 1], ids) else { return }
    slots[last] = Int32(truncatingIfNeeded: row)
    slots[own] = Self.gone
  }

  private func find(_ id: RecordID, _ ids: [RecordID]) -> Int? {
    var slot = place(id)
    while slots[slot] != Self.free {
      let row = Int(slots[slot])
      if row >= 0, ids[row] == id { return slot }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Fibonacci hashing of both halves: identities of one millisecond share most of the first.
  private func place(_ id: RecordID) -> Int {
    let mixed = (id.low ^ (id.high &* 0xD6E8_FEB8_6659_FD93)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> UInt64(64 - slots.count.trailingZeroBitCount))
  }
}
