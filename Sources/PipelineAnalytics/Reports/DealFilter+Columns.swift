package import PipelinePlugins

extension DealFilter {
  /// What deals must be, in terms of the columns. The text and the day of the last change are not in the columns: the engine looks for
  /// them.
  ///
  /// - Parameter lines: What deals are made of; needed where products are filtered by.
  package func pivotFilters(_ columns: DealColumns, _ reading: DealReading, _ lines: DealLines) -> [PivotFilter] {
    var filters: [PivotFilter] = []
    func texts(_ dimension: DealDimension, _ wanted: [String]) {
      if !wanted.isEmpty { filters.append(.texts(dimension, wanted)) }
    }
    texts(.owner, owners)
    texts(.team, teams)
    texts(.cycle, cycles)
    texts(.outcome, outcomes.map(\.rawValue))
    texts(.forecast, forecasts)
    texts(.category, categories.map(\.rawValue))
    texts(.source, sources)
    texts(.competitor, competitors)
    texts(.lossReason, lossReasons)
    texts(.currency, currencies.map(\.code))
    for (name, values) in fields.sorted(by: { $0.key < $1.key }) {
      if let dimension = DealDimension(rawValue: name) { texts(dimension, values) }
    }
    if !stages.isEmpty {
      let own = columns.stages.entries.filter { stages.contains($0.status) || stages.contains($0.qualifiedStatus) }
      filters.append(.values(.stage, Set(own.map { .stage(cycle: $0.cycle, status: $0.status) })))
    }
    if !accounts.isEmpty {
      let ids = reading.accountNames.filter { accounts.contains($0.value) }.keys
      filters.append(.values(.account, Set(ids.map { .record($0) })))
    }
    if !products.isEmpty { filters.append(.identities(lines.deals(with: Set(products)))) }
    if !amount.isAll { filters.append(.amount(columns.baseCurrency.minorUnits(amount))) }
    if !probability.isAll {
      let least = probability.from ?? .zero
      filters.append(.probability(least...max(least, probability.to ?? .full)))
    }
    if overdue { filters.append(.known(.overdue)) }
    if slipped { filters.append(.known(.slips)) }
    if let range = closing.range { filters.append(.days(.close, range, undated: false)) }
    if let range = created.range { filters.append(.days(.created, range, undated: false)) }
    return filters
  }
}

extension StageTable.Entry {
  /// The status with its sales cycle in front: which distinguishes stages of several cycles that share a key.
  package var qualifiedStatus: String { "\(cycle)/\(status)" }
}

extension Currency {
  /// A range of amounts in minor units: those within both ends.
  fileprivate func minorUnits(_ range: AmountRange) -> ClosedRange<Int64> {
    func scaled(_ value: ExactDecimal, up: Bool) -> Int64 {
      let shift = Int(minorDigits) - Int(value.scale)
      var units = Int128(value.coefficient)
      if shift >= 0 {
        units *= widePowerOfTen(shift)
      } else {
        let (quotient, remainder) = units.quotientAndRemainder(dividingBy: widePowerOfTen(-shift))
        units = quotient + (remainder == 0 ? 0 : up ? (units > 0 ? 1 : 0) : (units < 0 ? -1 : 0))
      }
      return Int64(clamping: units)
    }
    let least = range.from.map { scaled($0, up: true) } ?? -.max
    return least...max(least, range.to.map { scaled($0, up: false) } ?? .max)
  }
}
