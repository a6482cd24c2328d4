import PipelinePlugins

/// A deal's worth at the ends of a waterfall, in parts of a minor unit; `nil` where it has none.
struct WaterfallValues: Hashable, Sendable {
  /// At the first moment, at its rates.
  var opening: Int128?
  /// What it is at the last moment, at the rates of the first.
  var carried: Int128?
  /// At the last moment, at its rates.
  var closing: Int128?
}

/// Adds deals to bars, exactly.
struct WaterfallSum: Sendable {
  private(set) var counts: [Waterfall.Step: Int] = [:]
  private(set) var parts: [Waterfall.Step: Int128] = [:]
  private var lists: [Waterfall.Step: WaterfallList] = [:]
  private let listed: Int
  /// The deal that is being added, if it may be listed.
  private var deal: RecordID?

  /// No deals.
  ///
  /// - Parameter listed: The maximum number of deals listed for a bar.
  init(listed: Int = 0) { self.listed = listed }

  /// Adds a deal.
  ///
  /// - Parameter deal: Its identity, if its effect on a bar may be listed.
  /// - Throws: ``WaterfallError/overflow``.
  mutating func add(_ path: WaterfallPath, _ values: WaterfallValues, listing deal: RecordID? = nil) throws {
    self.deal = listed > 0 ? deal : nil
    let first = values.opening ?? 0
    let last = values.closing ?? 0
    if path.arrival == nil { try add(.opening, first) }
    guard path.isRevalued else {
      // One of its ends is not known: the other's value is all there is.
      if let arrival = path.arrival { try add(arrival, last) }
      if let departure = path.departure { try add(departure, difference(0, path.arrival == nil ? first : last)) }
      if path.departure == nil { try add(.closing, last) }
      return
    }
    if let arrival = path.arrival { try add(arrival, first) }
    // Without a rate of the first moment no change of the amount can be distinguished from one of the rates.
    let carried = values.carried ?? (values.closing == nil ? 0 : first)
    let change = try difference(carried, first)
    if change != 0 { try add(change > 0 ? .increased : .decreased, change) }
    let effect = try difference(last, carried)
    if effect != 0 { try add(.currency, effect) }
    try add(path.departure ?? .closing, path.departure == nil ? last : difference(0, last))
  }

  private mutating func add(_ step: Waterfall.Step, _ value: Int128) throws {
    counts[step, default: 0] += 1
    let (sum, overflow) = parts[step, default: 0].addingReportingOverflow(value)
    guard !overflow else { throw WaterfallError.overflow }
    parts[step] = sum
    if let deal, !step.isEnd { lists[step, default: WaterfallList(limit: listed)].add(deal, value) }
  }

  /// The listed deals of each bar, those with the greatest effect first, in minor units rounded half-even.
  func lists(unit: Int128) -> [Waterfall.Step: [Waterfall.ListedDeal]] {
    lists.mapValues { list in
      list.sorted.map { Waterfall.ListedDeal(id: $0.id, amount: dividedHalfEven($0.parts, by: unit)) }
    }
  }

  private func difference(_ left: Int128, _ right: Int128) throws -> Int128 {
    let (difference, overflow) = left.subtractingReportingOverflow(right)
    guard !overflow else { throw WaterfallError.overflow }
    return difference
  }

  /// The bars in minor units.
  ///
  /// - Parameter unit: How many parts a minor unit has, from 1.
  func bars(unit: Int128) -> [Waterfall.Step: Waterfall.Bar] {
    var bars: [Waterfall.Step: Waterfall.Bar] = [:]
    for step in Waterfall.Step.allCases {
      var bar = Waterfall.Bar()
      bar.count = counts[step] ?? 0
      bar.amount = step.isEnd ? dividedHalfEven(parts[step] ?? 0, by: unit) : Self.floor(parts[step] ?? 0, unit)
      bars[step] = bar
    }
    let between = Waterfall.Step.allCases.filter { !$0.isEnd && (counts[$0] ?? 0) > 0 }
    var missing = (bars[.closing]?.amount ?? 0) - (bars[.opening]?.amount ?? 0)
    for step in between { missing -= bars[step]?.amount ?? 0 }
    let order = between.enumerated().sorted {
      let (left, right) = (fraction($0.element, unit), fraction($1.element, unit))
      return left == right ? $0.offset < $1.offset : left > right
    }.map(\.element)
    if missing < 0, let least = order.last {
      // Both ends were rounded towards each other, and no bar had a fraction to lose.
      bars[least]?.amount += missing
      return bars
    }
    while missing > 0, !order.isEmpty {
      for step in order where missing > 0 {
        bars[step]?.amount += 1
        missing -= 1
      }
    }
    return bars
  }

  private func fraction(_ step: Waterfall.Step, _ unit: Int128) -> Int128 {
    let value = parts[step] ?? 0
    return value - Self.floor(value, unit) * unit
  }

  private static func floor(_ value: Int128, _ unit: Int128) -> Int128 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: unit)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

/// The deals with the greatest effect on a bar; holds at most twice as many as are listed.
struct WaterfallList: Sendable {
  private var deals: [(id: RecordID, parts: Int128)] = []
  private let limit: Int

  /// An empty list of at most so many deals.
  init(limit: Int) { self.limit = max(1, limit) }

  /// Adds a deal with what it adds to the bar.
  mutating func add(_ id: RecordID, _ parts: Int128) {
    deals.append((id, parts))
    if deals.count >= 2 * limit { deals = sorted }
  }

  /// The deals, those with the greatest effect first, then by identity.
  var sorted: [(id: RecordID, parts: Int128)] {
    Array(
      deals.sorted {
        $0.parts.magnitude == $1.parts.magnitude ? $0.id < $1.id : $0.parts.magnitude > $1.parts.magnitude
      }.prefix(limit))
  }
}
