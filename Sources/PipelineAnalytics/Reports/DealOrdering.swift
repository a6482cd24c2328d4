package import PipelinePlugins

extension DealColumns {
  /// A page of the deals that pass some filters, in an order, and the number of all that pass.
  ///
  /// O(number of deals), with a sort of only as many deals as the page and those before it have; by a dimension only of
  /// deals whose value the page shows.
  /// - Parameters:
  ///   - names: The name of a deal; asked for only where deals are ordered by name.
  ///   - range: The places of the page.
  package func page(
    _ reading: DealReading, where filters: [PivotFilter], in order: DealFilter.Order,
    names: (RecordID) -> String?, _ range: (_ total: Int) -> Range<Int>
  ) throws -> (ids: [RecordID], total: Int) {
    switch order.key {
    case .created:
      let rows = try rows(reading, filters)
      if order.isDescending { return page(rows, range) { ids[$0] > ids[$1] } }
      return page(rows, range) { ids[$0] < ids[$1] }
    case .name:
      let rows = try rows(reading, filters)
      return page(rows.map { ($0, names(ids[$0])) }, order.isDescending, range)
    case .amount:
      let rows = try rows(reading, filters)
      var prices = reading.pricing.map { DealPrices($0, baseCurrency, today: reading.today) }
      return page(rows.map { ($0, worth($0, &prices)?.minorUnits) }, order.isDescending, range)
    case .dimension(let dimension):
      return try page(reading, filters, dimension, order.isDescending, range)
    }
  }

  /// The rows that pass.
  private func rows(_ reading: DealReading, _ filters: [PivotFilter]) throws -> [Int] {
    var rows: [Int] = []
    try plan(.stage, [], filters, reading).forEachRow { rows.append($0) }
    return rows
  }

  /// A page of rows. Rows that are in order already, as loads mostly give them, are not sorted.
  private func page(
    _ rows: [Int], _ range: (Int) -> Range<Int>, by precedes: (Int, Int) -> Bool
  ) -> (ids: [RecordID], total: Int) {
    let bounds = range(rows.count)
    let isSorted = zip(rows, rows.dropFirst()).allSatisfy { !precedes($1, $0) }
    let sorted = isSorted ? rows : rows.least(bounds.upperBound, by: precedes)
    return (sorted[bounds].map { ids[$0] }, rows.count)
  }

  private func page<Value: Comparable>(
    _ valued: [(row: Int, value: Value?)], _ isDescending: Bool, _ range: (Int) -> Range<Int>
  ) -> (ids: [RecordID], total: Int) {
    let bounds = range(valued.count)
    let sorted = valued.least(bounds.upperBound) { one, other in
      switch (one.value, other.value) {
      case (let left?, let right?) where left != right: isDescending ? left > right : left < right
      case (_?, nil): true
      case (nil, _?): false
      default: ids[one.row] < ids[other.row]
      }
    }
    return (sorted[bounds].map { ids[$0.row] }, valued.count)
  }

  /// By a dimension: rows are counted by value, and only those of the values on the page are sorted.
  private func page(
    _ reading: DealReading, _ filters: [PivotFilter], _ dimension: DealDimension, _ isDescending: Bool,
    _ range: (Int) -> Range<Int>
  ) throws -> (ids: [RecordID], total: Int) {
    let rows = try rows(reading, filters)
    let bounds = range(rows.count)
    let fields = DealFields(self, reading)
    let column = self[fields.column(dimension)]
    let ranks = fields.ranks(dimension, codes: column.codeCount, isDescending)
    var counts = Array(repeating: 0, count: (ranks.max() ?? 0) + 1)
    for row in rows { counts[ranks[Int(column[row])]] += 1 }
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
    let shown = rows.filter { (first..<last).contains(ranks[Int(column[$0])]) }
    let sorted = shown.least(bounds.upperBound - before) {
      let (one, other) = (ranks[Int(column[$0])], ranks[Int(column[$1])])
      return one == other ? ids[$0] < ids[$1] : one < other
    }
    return (sorted[(bounds.lowerBound - before)..<(bounds.upperBound - before)].map { ids[$0] }, rows.count)
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
