/// A whole number from 0, of any length: what the comparison of two exact sums of fractions needs.
///
/// It is used only where a sum lies next to a tie, so that it is written for plainness and not for speed.
package struct Natural: Hashable, Sendable, Comparable {
  /// From the lowest, 32 bits each, without zeros at the end.
  private var limbs: [UInt32]

  private init(limbs: [UInt32]) {
    self.limbs = limbs
    while self.limbs.last == 0 { self.limbs.removeLast() }
  }

  package init(_ value: UInt128) {
    self.init(limbs: (0..<4).map { UInt32(truncatingIfNeeded: value >> UInt128($0 * 32)) })
  }

  /// `high × 2^128 + low`.
  package init(high: UInt128, low: UInt128) {
    self.init(
      limbs: [low, high].flatMap { part in (0..<4).map { UInt32(truncatingIfNeeded: part >> UInt128($0 * 32)) } })
  }

  package static let zero = Natural(limbs: [])

  package static func + (left: Self, right: Self) -> Self {
    var sum: [UInt32] = []
    var carry: UInt64 = 0
    for place in 0...max(left.limbs.count, right.limbs.count) {
      let total = UInt64(left.limb(place)) + UInt64(right.limb(place)) + carry
      sum.append(UInt32(truncatingIfNeeded: total))
      carry = total >> 32
    }
    return Self(limbs: sum)
  }

  /// - Precondition: `left >= right`.
  package static func - (left: Self, right: Self) -> Self {
    var difference: [UInt32] = []
    var borrow: Int64 = 0
    for place in left.limbs.indices {
      let total = Int64(left.limbs[place]) - Int64(right.limb(place)) - borrow
      borrow = total < 0 ? 1 : 0
      difference.append(UInt32(truncatingIfNeeded: total))
    }
    precondition(borrow == 0, "a natural number is never below zero")
    return Self(limbs: difference)
  }

  package static func * (left: Self, right: Self) -> Self {
    guard !left.limbs.isEmpty, !right.limbs.isEmpty else { return .zero }
    var product = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count)
    for (place, one) in left.limbs.enumerated() {
      var carry: UInt64 = 0
      for (offset, other) in right.limbs.enumerated() {
        let total = UInt64(one) * UInt64(other) + UInt64(product[place + offset]) + carry
        product[place + offset] = UInt32(truncatingIfNeeded: total)
        carry = total >> 32
      }
      product[place + right.limbs.count] = UInt32(carry)
    }
    return Self(limbs: product)
  }

  package static func < (left: Self, right: Self) -> Bool {
    guard left.limbs.count == right.limbs.count else { return left.limbs.count < right.limbs.count }
    for (one, other) in zip(left.limbs.reversed(), right.limbs.reversed()) where one != other { return one < other }
    return false
  }

  private func limb(_ place: Int) -> UInt32 { limbs.indices.contains(place) ? limbs[place] : 0 }
}
