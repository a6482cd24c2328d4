import KernelBaseline
import PipelineAnalytics

/// The dashboard's three questions.
enum Query: String, CaseIterable {
  case funnel = "A1 funnel"
  case grid = "A2 grid"
  case forecast = "A3 fcst"

  static let ownersAsked: [Bool] = (0..<Deals.owners).map { $0 % 2 == 0 }
  static let monthsAsked = 12..<24

  func plan(_ deals: Deals) throws -> PivotPlan {
    func each(_ column: Int, _ count: Int) -> PivotDimension {
      PivotDimension(column: column, buckets: (0..<count).map { Int32($0) }, bucketCount: count)
    }
    let open = PivotPass(column: 0, passes: Deals.outcomes.map { $0 == 0 })
    switch self {
    case .funnel:
      return try PivotPlan(
        columns: [deals.stageColumn, deals.probabilityColumn], dimensions: [each(0, 8), each(1, 21)], filters: [open],
        amounts: deals.amountColumn)
    case .grid:
      // Lost deals are in no cell; a won deal's probability is known.
      let outcome = PivotDimension(column: 2, buckets: Deals.outcomes.map { $0 == 2 ? -1 : Int32($0) }, bucketCount: 2)
      return try PivotPlan(
        columns: [deals.ownerColumn, deals.monthColumn, deals.stageColumn, deals.probabilityColumn],
        dimensions: [each(0, Deals.owners), each(1, Deals.months), outcome], amounts: deals.amountColumn,
        moment: weights(3))
    case .forecast:
      let quarter = PivotDimension(
        column: 2, buckets: (0..<Deals.months).map { Int32($0 / 3) }, bucketCount: Deals.months / 3)
      return try PivotPlan(
        columns: [
          deals.stageColumn, deals.ownerColumn, deals.monthColumn, deals.categoryColumn, deals.probabilityColumn,
        ],
        dimensions: [each(1, Deals.owners), quarter, each(3, Deals.categories)],
        filters: [
          open, PivotPass(column: 1, passes: Self.ownersAsked),
          PivotPass(column: 2, passes: (0..<Deals.months).map { Self.monthsAsked.contains($0) }),
        ],
        amounts: deals.amountColumn, moment: weights(4))
    }
  }

  /// Sums weighted amounts too, in parts per million, where the probability as a dimension would make many cells.
  private func weights(_ column: Int) -> PivotMoment {
    PivotMoment(column: column, factors: (0..<21).map { UInt32($0) * 50_000 })
  }

  /// The pivot's groups as the figures that the query asks for.
  func answers(_ result: PivotResult) -> [[Int64]] {
    var cells: [[Int64]]
    switch self {
    case .funnel: cells = Array(repeating: [0, 0, 0], count: 8)
    case .grid: cells = Array(repeating: [0, 0, 0, 0, 0], count: Deals.owners * Deals.months)
    case .forecast: cells = Array(repeating: [0, 0, 0], count: Deals.owners * 12 * Deals.categories)
    }
    for group in 0..<result.groupCount {
      let (count, sum) = (Int64(result.counts[group]), Int64(result.sums[group]))
      func bucket(_ dimension: Int) -> Int { result.bucket(group, dimension) }
      let moment = Int64(result.moments[group] / 100)
      switch self {
      case .funnel: add([count, sum, sum * Int64(bucket(1)) * 500], bucket(0))
      case .grid:
        add(
          bucket(2) == 0 ? [0, 0, count, sum, moment] : [count, sum, 0, 0, 0], bucket(0) * Deals.months + bucket(1))
      case .forecast: add([count, sum, moment], (bucket(0) * 12 + bucket(1)) * Deals.categories + bucket(2))
      }
    }
    func add(_ figures: [Int64], _ cell: Int) {
      for (index, figure) in figures.enumerated() { cells[cell][index] += figure }
    }
    return cells
  }

  /// The same figures by C.
  func baseline(_ deals: Deals) -> [[Int64]] {
    let rows = deals.amount.count
    switch self {
    case .funnel:
      var cells = [funnel_cell](repeating: funnel_cell(), count: 8)
      funnel_query(rows, deals.stage, deals.probability, deals.amount, Deals.outcomes, &cells)
      return cells.map { [$0.count, $0.unweighted, $0.weighted] }
    case .grid:
      var cells = [grid_cell](repeating: grid_cell(), count: Deals.owners * Deals.months)
      grid_query(
        rows, deals.owner, deals.month, deals.stage, deals.probability, deals.amount, Deals.outcomes, Deals.months,
        &cells)
      return cells.map { [$0.won_count, $0.won, $0.open_count, $0.open, $0.weighted] }
    case .forecast:
      var cells = [funnel_cell](repeating: funnel_cell(), count: Deals.owners * 12 * Deals.categories)
      forecast_query(
        rows, deals.owner, deals.month, deals.category, deals.stage, deals.probability, deals.amount, Deals.outcomes,
        Self.ownersAsked.map { $0 ? 1 : 0 }, UInt8(Self.monthsAsked.lowerBound), UInt8(Self.monthsAsked.upperBound),
        Deals.months / 3, &cells)
      return cells.map { [$0.count, $0.unweighted, $0.weighted] }
    }
  }
}
