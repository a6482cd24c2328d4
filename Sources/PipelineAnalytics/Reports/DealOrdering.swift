package import PipelinePlugins

extension DealColumns {
  /// A page of the deals that pass some filters, in an order, and the number of all that pass.
  ///
  /// O(number of deals) at most, with a sort of only as many deals as the page and those before it have; by a dimension only
  /// of deals whose value the page shows. All deals by creation take the time of the page alone.
  /// - Parameters:
  ///   - place: The place in the same order that the page begins after; `nil` for the start.
  ///   - names: The name of a deal; asked for only where deals are ordered by name.
  ///   - range: The places of the page among the deals that are `rest` of the `total`.
  package func page(
    _ reading: DealReading, where filters: [PivotFilter], in order: DealFilter.Order, after place: ListPlace?,
    names: @escaping (RecordID) -> String?, _ range: (_ total: Int, _ rest: Int) -> Range<Int>
  ) throws -> (ids: [RecordID], total: Int, last: ListPlace?) {
    let key = ListKey(self, reading, order, names)
    let page: (shown: [Int], total: Int)
    if filters.isEmpty, stages.absent == nil {
      // Without a filter no list of rows is made.
      page = self.page(ids.indices, after: place, key, reading, order, names, range)
    } else {
      var rows: [Int] = []
      try plan(.stage, [], filters, reading).forEachRow { rows.append($0) }
      page = self.page(rows, after: place, key, reading, order, names, range)
    }
    return (page.shown.map { ids[$0] }, page.total, page.shown.last.map(key.place))
  }

  /// A page of the rows after a place.
  private func page(
    _ rows: some RandomAccessCollection<Int>, after place: ListPlace?, _ key: ListKey, _ reading: DealReading,
    _ order: DealFilter.Order, _ names: (RecordID) -> String?, _ range: (Int, Int) -> Range<Int>
  ) -> (shown: [Int], total: Int) {
    let total = rows.count
    guard let place else { return (page(rows, reading, order, names, range(total, total)), total) }
    if order.key == .created, isInOrder {
      let isAfter = key.isCreatedAfter(place.element)
      if order.isDescending {
        let rest = rows.prefix(rows.firstPlace { !isAfter($0) })
        return (page(rest, reading, order, names, range(total, rest.count)), total)
      }
      let rest = rows.dropFirst(rows.firstPlace(where: isAfter))
      return (page(rest, reading, order, names, range(total, rest.count)), total)
    }
    let rest = rows.filter(key.isAfter(place))
    return (page(rest, reading, order, names, range(total, rest.count)), total)
  }

  /// A page of rows, which are given in ascending order.
  private func page(
    _ rows: some RandomAccessCollection<Int>, _ reading: DealReading, _ order: DealFilter.Order,
    _ names: (RecordID) -> String?, _ bounds: Range<Int>
  ) -> [Int] {
    switch order.key {
    case .created: oldest(rows, bounds, order.isDescending)
    case .name: page(rows.map { ($0, names(ids[$0])) }, bounds, order.isDescending)
    case .amount where foreign.rowCount == 0 && amounts.greatestMagnitude < UInt64(Int64.max):
      page(rows, bounds, order.isDescending)
    case .amount: page(worths(of: rows, reading), bounds, order.isDescending)
    case .dimension(let dimension): page(rows, bounds, reading, dimension, order.isDescending)
    }
  }

  private func worths(
    of rows: some RandomAccessCollection<Int>, _ reading: DealReading
  ) -> [(row: Int, value: Int128?)] {
    var prices = reading.pricing.map { DealPrices($0, baseCurrency, today: reading.today) }
    return rows.map { ($0, worth($0, &prices)?.minorUnits) }
  }

  /// By creation. Rows mostly lie in that order, and then nothing is sorted.
  private func oldest(
    _ rows: some RandomAccessCollection<Int>, _ bounds: Range<Int>, _ isDescending: Bool
  ) -> [Int] {
    if isInOrder {
      let places = isDescending ? rows.count - bounds.upperBound..<rows.count - bounds.lowerBound : bounds
      let shown = rows.dropFirst(places.lowerBound).prefix(places.count)
      return isDescending ? shown.reversed() : Array(shown)
    }
    let sorted = rows.least(bounds.upperBound) { isDescending ? ids[$0] > ids[$1] : ids[$0] < ids[$1] }
    return Array(sorted[bounds])
  }

  /// By amounts that are all in the base currency: whole numbers are compared, the missing one the last.
  private func page(_ rows: some RandomAccessCollection<Int>, _ bounds: Range<Int>, _ isDescending: Bool) -> [Int] {
    amounts.values.withUnsafeBufferPointer { amounts in
      func key(_ row: Int) -> Int64 {
        let amount = amounts[row]
        return amount == AmountColumn.missing ? .max : isDescending ? -amount : amount
      }
      let sorted = rows.least(bounds.upperBound) { one, other in
        let (left, right) = (key(one), key(other))
        return left == right ? ids[one] < ids[other] : left < right
      }
      return Array(sorted[bounds])
    }
  }

  private func page<Value: Comparable>(
    _ valued: [(row: Int, value: Value?)], _ bounds: Range<Int>, _ isDescending: Bool
  ) -> [Int] {
    let sorted = valued.least(bounds.upperBound) { one, other in
      switch (one.value, other.value) {
      case (let left?, let right?) where left != right: isDescending ? left > right : left < right
      case (_?, nil): true
      case (nil, _?): false
      default: ids[one.row] < ids[other.row]
      }
    }
    return sorted[bounds].map(\.row)
  }

  /// By a dimension: rows are counted by value, and only those of the values on the page are sorted.
  private func page(
    _ rows: some RandomAccessCollection<Int>, _ bounds: Range<Int>, _ reading: DealReading,
    _ dimension: DealDimension, _ isDescending: Bool
  ) -> [Int] {
    let fields = DealFields(self, reading)
    let column = self[fields.column(dimension)]
    let ranks = fields.ranks(dimension, codes: column.codeCount, isDescending)
    var counts = Array(repeating: 0, count: (ranks.max() ?? 0) + 1)
    if rows.count == rowCount {
      for (code, count) in column.counts.enumerated() { counts[ranks[code]] += count }
    } else {
      for row in rows { counts[ranks[Int(column[row])]] += 1 }
    }
    var (first, before) = (0, 0)
    while first < counts.count, before + counts[first] <= bounds.lowerBound {
      before += counts[first]
      first += 1
    }
    var (last, end) = (first, before)
    while last < counts.count, end < bounds.upperBound {
      end += counts[last]
      last += 1
    }
    let isShown = ranks.map { (first..<last).contains($0) }
    let shown = rows.filter { isShown[Int(column[$0])] }
    let sorted = shown.least(bounds.upperBound - before) {
      let (one, other) = (ranks[Int(column[$0])], ranks[Int(column[$1])])
      return one == other ? ids[$0] < ids[$1] : one < other
    }
    return Array(sorted[(bounds.lowerBound - before)..<(bounds.upperBound - before)])
  }
}

extension RandomAccessCollection {
  /// How many elements come before the first that matches, where all after it match too. O(log n).
  fileprivate func firstPlace(where matches: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if matches(self[index(startIndex, offsetBy: middle)]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Collection {
  /// The first elements in an order, sorted. O(n) comparisons if few are requested.
  package func least(_ count: Int, by precedes: (Element, Element) -> Bool) -> [Element] {
    guard count > 0 else { return [] }
    var kept: [Element] = []
    let room = 2 * count > self.count ? self.count : 2 * count
    kept.reserveCapacity(room)
    var last: Element?
    for element in self {
      if let last, !precedes(element, last) { continue }
      kept.append(element)
      guard kept.count == room, room < self.count else { continue }
      kept.sort(by: precedes)
      kept.removeLast(kept.count - count)
      last = kept.last
    }
    kept.sort(by: precedes)
    return Array(kept.prefix(count))
  }
}
