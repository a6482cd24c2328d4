package import PipelinePlugins

extension DealColumns {
  /// The sales grid of the deals that pass some filters.
  package func salesGrid(
    _ reading: DealReading, by grain: PeriodGrain, where filters: [PivotFilter] = [], tasks: Int = 1
  ) async throws -> SalesGrid {
    let period: DealDimension =
      switch grain {
      case .month: .month
      case .quarter: .quarter
      case .year: .fiscalYear
      }
    let query = PivotQuery([.owner, period, .outcome], where: [.outcome(.open, .won)] + filters)
    let pivot = try await pivot(query, reading, tasks: tasks)
    var rows: [SalesGrid.Row] = []
    var total = SalesGrid.Figures()
    for group in pivot.groups {
      let owner = if case .text(let name) = group.values[0] { name } else { "" }
      let period: Period? = if case .period(let period) = group.values[1] { period } else { nil }
      if rows.last?.owner != owner || rows.last?.period != period {
        rows.append(SalesGrid.Row(owner: owner, period: period, figures: SalesGrid.Figures()))
      }
      let part: WritableKeyPath<SalesGrid.Figures, DealFigures> =
        group.values[2] == .text(Outcome.won.rawValue) ? \.won : \.open
      rows[rows.count - 1].figures[keyPath: part] += group.figures
      total[keyPath: part] += group.figures
    }
    return SalesGrid(
      grain: grain, rows: rows, total: total, gaps: pivot.gaps, currency: baseCurrency, rates: pivot.rates)
  }
}
