package import PipelinePlugins

extension DealColumns {
  /// A page of the deals that pass some filters, in an order, the number of all that pass, and of those after the place.
  ///
  /// O(number of deals) at most, with a sort of only as many deals as the page and those before it have. All deals by
  /// creation take the time of the page alone.
  /// - Parameters:
  ///   - place: The place in the same order that the page begins after; `nil` for the start.
  ///   - names: The deals' names; asked for only where deals are ordered by name.
  ///   - bounds: The range of the page among a number of deals; it does not shrink where there are more deals.
  package func page(
    _ reading: DealReading, where filters: [PivotFilter], in order: DealFilter.Order, after place: ListPlace?,
    names: DealNames, _ bounds: @escaping (Int) -> Range<Int>
  ) throws -> (ids: [RecordID], total: Int, rest: Int, last: ListPlace?) {
    let dimensions = ([order] + order.ties).compactMap {
      if case .dimension(let dimension) = $0.key { dimension } else { nil }
    }
    return try prepared(for: dimensions, reading).keptPage(
      reading, where: filters, in: order, after: place, names: names, bounds)
  }

  /// The page where the columns that deals are ordered by are there.
  private func keptPage(
    _ reading: DealReading, where filters: [PivotFilter], in order: DealFilter.Order, after place: ListPlace?,
    names: DealNames, _ bounds: @escaping (Int) -> Range<Int>
  ) throws -> (ids: [RecordID], total: Int, rest: Int, last: ListPlace?) {
    let key = ListKey(self, reading, order, names)
    let page: (shown: [Int], rest: Int)
    let total: Int
    if filters.isEmpty, stages.absent == nil {
      // Without a filter no list of rows is made.
      total = rowCount
      page = self.page(ids.indices, after: place, key, bounds)
    } else {
      var rows: [Int] = []
      try plan(.stage, [], filters, reading).plan.forEachRow { rows.append($0) }
      total = rows.count
      page = self.page(rows, after: place, key, bounds)
    }
    return (page.shown.map { ids[$0] }, total, page.rest, page.shown.last.map(key.place))
  }

  /// A page of rows, which are given in ascending order.
  private func page(
    _ rows: some RandomAccessCollection<Int>, after place: ListPlace?, _ key: ListKey,
    _ bounds: @escaping (Int) -> Range<Int>
  ) -> (shown: [Int], rest: Int) {
    if key.order.key == .created, isInOrder { return oldest(rows, after: place, key, bounds) }
    // Only rows of equal value have other orders.
    let ties = key.ties.map { rowOrder($0, rows, AnyRowOrder()) }
    let start = place.map { RowPlace(key: number(of: $0, key), isAfter: key.isAfter($0)) }
    return rowOrder(key, rows, RowPage(rows: rows, place: start, bounds: bounds, ties: ties, ids: ids))
  }

  /// The number that a row at a place has.
  private func number(of place: ListPlace, _ key: ListKey) -> Int64 {
    switch key.order.key {
    case .created: IdentityOrder(ids: ids, isDescending: key.order.isDescending).key(place.element)
    case .name: NameOrder.key(place.value?.text, key.names, key.order.isDescending)
    case .amount: WorthOrder.key(place.value?.number, key.order.isDescending)
    case .dimension(let dimension): ValueKeys(key, self, dimension).key(key.sides(of: place.value, dimension))
    }
  }

  /// What is made of the order of rows by one key.
  private func rowOrder<Use: RowOrderUse>(
    _ key: ListKey, _ rows: some RandomAccessCollection<Int>, _ use: Use
  ) -> Use.Result {
    let isDescending = key.order.isDescending
    switch key.order.key {
    case .created: return use(IdentityOrder(ids: ids, isDescending: isDescending))
    case .name: return use(NameOrder(self, rows, key))
    case .amount where foreign.rowCount == 0 && amounts.greatestMagnitude < UInt64(Int64.max):
      return use(AmountOrder(amounts: amounts.values, ids: ids, isDescending: isDescending))
    case .amount: return use(WorthOrder(self, rows, key))
    case .dimension(let dimension):
      let values = ValueKeys(key, self, dimension)
      let column = self[DealFields(self, key.reading).column(dimension)]
      switch column.width {
      case .none:
        // Without rows there may be no value either.
        let keys = column.rowCount == 0 ? [] : [values.keys[Int(column.sameCode)]]
        return use(ValueOrder(codes: [UInt8](repeating: 0, count: column.rowCount), keys: keys, ids: ids))
      case .one: return use(ValueOrder(codes: column.bytes, keys: values.keys, ids: ids))
      case .two: return use(ValueOrder(codes: column.words, keys: values.keys, ids: ids))
      case .four: return use(ValueOrder(codes: column.longs, keys: values.keys, ids: ids))
      }
    }
  }

  /// By creation, where rows lie in that order: nothing is sorted.
  private func oldest(
    _ rows: some RandomAccessCollection<Int>, after place: ListPlace?, _ key: ListKey, _ bounds: (Int) -> Range<Int>
  ) -> (shown: [Int], rest: Int) {
    let isAfter = place.map { key.isCreatedAfter($0.element) }
    if key.order.isDescending {
      let rest = isAfter.map { isAfter in rows.prefix(rows.firstPlace { !isAfter($0) }) } ?? rows[...]
      let range = bounds(rest.count)
      return (rest.dropLast(range.lowerBound).suffix(range.count).reversed(), rest.count)
    }
    let rest = isAfter.map { rows.dropFirst(rows.firstPlace(where: $0)) } ?? rows[...]
    let range = bounds(rest.count)
    return (Array(rest.dropFirst(range.lowerBound).prefix(range.count)), rest.count)
  }
}

/// What an order is used for. Loops over rows are made for each kind of order, since they compare a million of them.
private protocol RowOrderUse {
  associatedtype Result
  func callAsFunction(_ order: some RowOrder) -> Result
}

/// Keeps an order for rows of equal value, which are few.
private struct AnyRowOrder: RowOrderUse {
  func callAsFunction(_ order: some RowOrder) -> any RowOrder { order }
}

/// Makes a page of rows.
private struct RowPage<Rows: RandomAccessCollection<Int>>: RowOrderUse {
  let rows: Rows
  let place: RowPlace?
  let bounds: (Int) -> Range<Int>
  let ties: [any RowOrder]
  let ids: [RecordID]

  func callAsFunction(_ order: some RowOrder) -> (shown: [Int], rest: Int) {
    if ties.isEmpty { return order.page(of: rows, after: place, bounds) }
    return TiedOrder(base: order, ties: ties, ids: ids).page(of: rows, after: place, bounds)
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
