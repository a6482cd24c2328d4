public import PipelinePlugins

/// The deals at one end of a waterfall, and which of them are asked for.
public struct WaterfallSide: Sendable {
  /// The deals as they stand at the moment.
  public var columns: DealColumns
  /// What their codes mean then.
  public var reading: DealReading
  /// What a deal must be for the asking person to see it.
  public var sight: [PivotFilter]
  /// What it must be to be one of those that are asked for. The close date's filters make the period.
  public var scope: [PivotFilter]

  /// A side.
  public init(
    _ columns: DealColumns, _ reading: DealReading, sight: [PivotFilter] = [], scope: [PivotFilter] = []
  ) {
    self.columns = columns
    self.reading = reading
    self.sight = sight
    self.scope = scope
  }

  /// Where each row stands.
  ///
  /// - Parameter unseen: Where those stand that the asking person may not see.
  func places(unseen: (Outcome) -> WaterfallPlace) -> [WaterfallPlace] {
    let fields = DealFields(columns, reading)
    let existing = RowTest(fields.passes([]), columns)
    let sight = RowTest(sight.map(fields.passes), columns)
    let period = RowTest(scope.filter(\.isCloseDate).map(fields.passes), columns)
    let others = RowTest(scope.filter { !$0.isCloseDate }.map(fields.passes), columns)
    let outcomes = columns.stages.entries.map(\.outcome)
    let stage = columns[.stage]
    return columns.ids.indices.map { row in
      guard existing.passes(row) else { return .absent }
      let outcome = outcomes[Int(stage[row])]
      guard sight.passes(row) else { return unseen(outcome) }
      guard others.passes(row) else { return .elsewhere(outcome) }
      return period.passes(row) ? .inside(outcome) : .outside(outcome)
    }
  }
}

/// Some filters, asked row by row.
private struct RowTest {
  private let filters: [(codes: CodedColumn, passes: [Bool])]

  init(_ passes: [DealPass], _ columns: DealColumns) {
    filters = passes.map { ($0.codes(columns), $0.passes) }
  }

  func passes(_ row: Int) -> Bool { filters.allSatisfy { $0.passes[Int($0.codes[row])] } }
}

extension PivotFilter {
  fileprivate var isCloseDate: Bool {
    switch self {
    case .closing: true
    case .values(let field, _):
      switch field {
      case .closeDay, .closeMonth, .closeQuarter, .closeYear: true
      default: false
      }
    default: false
    }
  }
}
