public import PipelinePlugins

/// Won and open deals by salesperson and period.
public struct SalesGrid: Hashable, Sendable {
  /// What is won and what is open.
  public struct Figures: Hashable, Sendable {
    /// Won deals, by the day they were closed. They weigh in full.
    public var won = DealFigures()
    /// Open deals, by the day they are expected to close.
    public var open = DealFigures()

    /// Nothing.
    public init() {}
  }

  /// A salesperson's deals of a period.
  public struct Row: Hashable, Sendable {
    /// The salesperson; empty where a deal has none.
    public let owner: String
    /// The period; `nil` for deals without a close date.
    public let period: Period?
    /// The deals.
    public var figures: Figures
  }

  /// The length of the periods: a month or a quarter.
  public let grain: PeriodGrain
  /// The rows that have a deal, by owner, then by period; the undated last.
  public let rows: [Row]
  /// All deals. Its weighted value is rounded from its own exact value.
  public let total: Figures
  /// The deals that are counted but not priced.
  public var gaps: [ReportGap]
  /// The rates that amounts were converted at, by currency, then day.
  public var rates: [RateUse] = []
}

extension DealColumns {
  /// The sales grid of the deals that pass some filters.
  public func salesGrid(
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
    return SalesGrid(grain: grain, rows: rows, total: total, gaps: pivot.gaps, rates: pivot.rates)
  }
}
