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
    }
  }

  /// A quantity of each deal as a column to sum.
  func amounts(_ values: [Int128?]) -> AmountColumn {
    AmountColumn(values.map { $0.flatMap { Int64(exactly: $0) } ?? AmountColumn.missing })
  }

  /// The columns with what a question asks for that is not kept.
  func prepared(for dimensions: some Sequence<DealDimension>, _ reading: DealReading) -> DealColumns {
    guard dimensions.contains(where: { $0.source == .age }) else { return self }
    var prepared = withoutStandingPivots
    let (created, actual, stage) = (self[.created], self[.actual], self[.stage])
    let isClosed = stages.entries.map(\.outcome.isClosed)
    let today = Int64(reading.today.daysSince1970)
    prepared[.age] = CodedColumn(
      ids.indices.map { row in
        let end = isClosed[Int(stage[row])] ? days.value(Int(actual[row])) : today
        guard let start = days.value(Int(created[row])), let end else { return 0 }
        return prepared.ages.code(end - start)
      })
    return prepared
  }
}

extension PivotQuery {
  /// The dimensions that it groups and filters by.
  var allDimensions: [DealDimension] {
    dimensions + filters.compactMap { if case .values(let dimension, _) = $0 { dimension } else { nil } }
  }
}
