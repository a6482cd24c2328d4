import PipelinePlugins

extension DealColumns {
  /// A quantity of each deal in whole numbers: amounts in minor units of the base currency, rounded half-even where they were
  /// converted, and days. `nil` where it is not known; days are never below zero: a deal that was closed before it was created, or
  /// created after the day that is read for, has none.
  func values(_ quantity: DealQuantity, _ reading: DealReading) -> [Int128?] {
    let today = Int64(reading.today.daysSince1970)
    func days(_ start: Column, _ end: (Int) -> Int64?) -> [Int128?] {
      let first = self[start]
      return ids.indices.map { row in
        guard let start = self.days.value(Int(first[row])), let end = end(row), end >= start else { return nil }
        return Int128(end - start)
      }
    }
    switch quantity {
    case .amount: return worths(reading)
    case .cycle:
      let actual = self[.actual]
      return days(.created) { self.days.value(Int(actual[$0])) }
    case .age: return days(.created) { _ in today }
    case .stageAge: return days(.since) { _ in today }
    case .overdue: return overdueDays(today).map { $0.map { Int128($0) } }
    case .slips: return ids.map { id in reading.slips[id].map { Int128($0.count) } }
    case .stay: return reading.stays?.lengths ?? [Int128?](repeating: nil, count: ids.count)
    case .movedOn: return reading.stays?.ofMovedOn ?? [Int128?](repeating: nil, count: ids.count)
    case .commit: return ones(.commit, reading)
    case .bestCase: return ones(.bestCase, reading)
    case .slippedDays: return ids.map { id in reading.slips[id].map { Int128($0.days) } }
    }
  }

  /// 1 for each deal of a forecast category; `nil` for all others.
  private func ones(_ category: ForecastCategory, _ reading: DealReading) -> [Int128?] {
    let fields = DealFields(self, reading)
    let forecast = self[.forecast]
    let isOf = (0..<forecast.codeCount).map { fields.value(.category, $0) == .text(category.rawValue) }
    return ids.indices.map { isOf[Int(forecast[$0])] ? 1 : nil }
  }

  /// Days since the expected close date of each open deal that is past it; `nil` for all others.
  private func overdueDays(_ today: Int64) -> [Int64?] {
    let (stage, expected) = (self[.stage], self[.expected])
    let isOpen = stages.entries.enumerated().map { $1.outcome == .open && UInt32($0) != stages.absent }
    return ids.indices.map { row in
      guard isOpen[Int(stage[row])], let due = days.value(Int(expected[row])), due < today else { return nil }
      return today - due
    }
  }

  /// A quantity of each deal as a column to sum.
  func amounts(_ values: [Int128?]) -> AmountColumn {
    AmountColumn(values.map { $0.flatMap { Int64(exactly: $0) } ?? AmountColumn.missing })
  }

  /// The columns with what a question asks for that is not kept.
  func prepared(for dimensions: some Sequence<DealDimension>, _ reading: DealReading) -> DealColumns {
    let sources = Set(dimensions.map(\.source))
    guard !sources.isDisjoint(with: [.age, .overdue, .slips, .deal]) else { return self }
    var prepared = withoutStandingPivots
    let today = Int64(reading.today.daysSince1970)
    if sources.contains(.age) { prepared.makeAges(today) }
    if sources.contains(.overdue) {
      prepared.made[.overdue] = CodedColumn(overdueDays(today).map { $0.map { prepared.ages.code($0) } ?? 0 })
    }
    if sources.contains(.slips) {
      prepared.made[.slips] = CodedColumn(
        ids.map { id in reading.slips[id].map { prepared.ages.code(Int64($0.count)) } ?? 0 })
    }
    if sources.contains(.deal) {
      let places = Dictionary(reading.deals.enumerated().map { ($1, UInt32($0 + 1)) }) { first, _ in first }
      prepared.made[.deal] = CodedColumn(ids.map { places[$0] ?? 0 })
    }
    return prepared
  }

  private mutating func makeAges(_ today: Int64) {
    let (created, actual, stage) = (self[.created], self[.actual], self[.stage])
    let isClosed = stages.entries.map(\.outcome.isClosed)
    self[.age] = CodedColumn(
      ids.indices.map { row in
        let end = isClosed[Int(stage[row])] ? days.value(Int(actual[row])) : today
        guard let start = days.value(Int(created[row])), let end else { return 0 }
        return ages.code(end - start)
      })
  }
}

extension PivotQuery {
  /// The dimensions that it groups and filters by.
  var allDimensions: [DealDimension] {
    dimensions + filters.compactMap { if case .values(let dimension, _) = $0 { dimension } else { nil } }
  }
}
