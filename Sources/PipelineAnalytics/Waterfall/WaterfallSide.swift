package import PipelinePlugins

/// The deals at one end of a waterfall, and which of them are asked for.
package struct WaterfallSide: Sendable {
  /// The deals as they are at the moment.
  package var columns: DealColumns
  /// What their codes mean then.
  package var reading: DealReading
  /// What a deal must be for the asking person to see it.
  package var visible: [PivotFilter]
  /// What it must be to be one of those that are asked for. The close date's filters make the period.
  package var scope: [PivotFilter]

  /// A side.
  package init(
    _ columns: DealColumns, _ reading: DealReading, visible: [PivotFilter] = [], scope: [PivotFilter] = []
  ) {
    self.columns = columns
    self.reading = reading
    self.visible = visible
    self.scope = scope
  }

  /// The state of each row.
  ///
  /// - Parameter unseen: The state of those that the asking person may not see.
  func places(unseen: (Outcome) -> WaterfallPlace) -> [WaterfallPlace] {
    let fields = DealFields(columns, reading)
    let existing = columns.passing(fields.passes([]))
    let seen = columns.passing(visible.map(fields.passes))
    let inPeriod = columns.passing(scope.filter(\.isCloseDate).map(fields.passes))
    let asked = columns.passing(scope.filter { !$0.isCloseDate }.map(fields.passes))
    let outcomes = columns.stages.entries.map(\.outcome)
    let stage = columns[.stage]
    return (0..<columns.rowCount).map { row in
      guard existing[row] else { return .absent }
      let outcome = outcomes[Int(stage[row])]
      guard seen[row] else { return unseen(outcome) }
      guard asked[row] else { return .elsewhere(outcome) }
      return inPeriod[row] ? .inside(outcome) : .outside(outcome)
    }
  }
}

extension DealColumns {
  /// Whether each row passes all of some filters: a column at a time, which is what the columns are laid out for.
  func passing(_ filters: [DealPass]) -> [Bool] {
    var passing = [Bool](repeating: true, count: rowCount)
    for filter in filters {
      let codes = filter.codes(self)
      let passes = filter.passes
      for row in 0..<rowCount where !passes[Int(codes[row])] { passing[row] = false }
    }
    return passing
  }
}

extension PivotFilter {
  fileprivate var isCloseDate: Bool {
    switch self {
    case .days(.close, _, _): true
    case .values(let dimension, _): dimension == .closeDay || dimension.closePeriod != nil
    default: false
    }
  }
}
