import PipelinePlugins

/// An order of rows: by a whole number each, which mostly decides, and by a closer look where numbers are equal.
protocol RowOrder {
  /// The number of a row: rows with smaller ones come first.
  func key(_ row: Int) -> Int64
  /// Whether a row comes before another one of the same number.
  func precedes(_ one: Int, _ other: Int) -> Bool
  /// Whether the value of a row comes before that of another one of the same number; `nil` for equal values.
  func isLess(_ one: Int, _ other: Int) -> Bool?
}

extension RowOrder {
  /// Equal numbers are equal values.
  func isLess(_ one: Int, _ other: Int) -> Bool? { nil }
}

/// An order in which rows of equal value have other orders.
struct TiedOrder<Base: RowOrder>: RowOrder {
  let base: Base
  let ties: [any RowOrder]
  let ids: [RecordID]

  func key(_ row: Int) -> Int64 { base.key(row) }

  func precedes(_ one: Int, _ other: Int) -> Bool {
    if let isLess = base.isLess(one, other) { return isLess }
    for tie in ties {
      let (left, right) = (tie.key(one), tie.key(other))
      if left != right { return left < right }
      if let isLess = tie.isLess(one, other) { return isLess }
    }
    return ids[one] < ids[other]
  }
}

/// The place in an order that a page begins after.
struct RowPlace {
  /// The number that a row at the place has.
  let key: Int64
  /// Whether a row of the same number comes after the place.
  let isAfter: (Int) -> Bool
}

/// A row and its number.
private struct RankedRow {
  let key: Int64
  let row: Int
}

extension RowOrder {
  /// A page of some rows in the order, and how many of them come after the place. One pass over the rows: all but few of
  /// them are decided by their numbers.
  ///
  /// - Parameters:
  ///   - place: The place that the page begins after; `nil` for the start.
  ///   - bounds: The range of the page among a number of rows; it does not shrink where there are more rows.
  func page(
    of rows: some RandomAccessCollection<Int>, after place: RowPlace?, _ bounds: (Int) -> Range<Int>
  ) -> (shown: [Int], rest: Int) {
    // Of a page far from the start, more rows would be sorted than selected.
    let most = bounds(rows.count).upperBound
    guard most <= 1024 else { return distantPage(of: rows, after: place, bounds) }
    let start = place?.key ?? .min
    var kept: [RankedRow] = []
    kept.reserveCapacity(2 * most)
    var last: RankedRow?
    // A row that is out of this distance from the start is decided by one comparison, which is mostly the same.
    var reach = UInt64(bitPattern: .max &- start)
    var rest = 0
    for row in rows {
      let key = key(row)
      rest &+= key > start ? 1 : 0
      let distance = UInt64(bitPattern: key &- start)
      guard distance <= reach else { continue }
      if distance == 0 {
        if let place, !place.isAfter(row) { continue }
        rest += 1
      }
      if let last, key == last.key, !precedes(row, last.row) { continue }
      kept.append(RankedRow(key: key, row: row))
      guard kept.count == 2 * most else { continue }
      kept.sort(by: precedes)
      kept.removeLast(most)
      last = kept.last
      if let last { reach = UInt64(bitPattern: last.key &- start) }
    }
    kept.sort(by: precedes)
    return (kept[bounds(rest)].map(\.row), rest)
  }

  private func distantPage(
    of rows: some RandomAccessCollection<Int>, after place: RowPlace?, _ bounds: (Int) -> Range<Int>
  ) -> (shown: [Int], rest: Int) {
    var ranked: [RankedRow] = []
    ranked.reserveCapacity(rows.count)
    for row in rows {
      let key = key(row)
      if let place, key < place.key || key == place.key && !place.isAfter(row) { continue }
      ranked.append(RankedRow(key: key, row: row))
    }
    let range = bounds(ranked.count)
    ranked.sort(only: range, by: precedes)
    return (ranked[range].map(\.row), ranked.count)
  }

  private func precedes(_ one: RankedRow, _ other: RankedRow) -> Bool {
    one.key == other.key ? precedes(one.row, other.row) : one.key < other.key
  }
}

extension Array {
  /// Puts the elements in place that belong to a range of the sorted array, by partitions: the others are only known to
  /// belong before or after it. O(n) on average.
  fileprivate mutating func sort(only range: Range<Int>, by precedes: (Element, Element) -> Bool) {
    var (low, high, depth) = (0, count, 2 * (Int.bitWidth - count.leadingZeroBitCount))
    // Both ends of the range lie in the part that is looked at.
    while high - low > Swift.max(32, 2 * range.count), depth > 0 {
      depth -= 1
      let middle = partition(low..<high, by: precedes)
      if range.upperBound <= middle {
        high = middle
      } else if range.lowerBound > middle {
        low = middle + 1
      } else {
        break
      }
    }
    self[low..<high].sort(by: precedes)
  }

  /// Puts an element of a part where it belongs in it, with those that precede it before it; its place.
  private mutating func partition(_ part: Range<Int>, by precedes: (Element, Element) -> Bool) -> Int {
    let (first, last) = (part.lowerBound, part.upperBound - 1)
    let middle = first + (last - first) / 2
    if precedes(self[middle], self[first]) { swapAt(middle, first) }
    if precedes(self[last], self[middle]) { swapAt(last, middle) }
    if precedes(self[middle], self[first]) { swapAt(middle, first) }
    // The middle one of the three divides: it waits at the end.
    swapAt(middle, last)
    let pivot = self[last]
    var place = first
    for index in first..<last where precedes(self[index], pivot) {
      swapAt(place, index)
      place += 1
    }
    swapAt(place, last)
    return place
  }
}
