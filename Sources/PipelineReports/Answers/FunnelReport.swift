public import PipelineDomain

/// Open deals by stage.
public struct FunnelReport: Hashable, Sendable {
  /// A stage and its open deals.
  public struct Row: Hashable, Sendable, Identifiable {
    /// The stage: `cycle/status`.
    public var id: String { "\(cycle)/\(status)" }
    /// The sales cycle's key.
    public let cycle: String
    /// The status's key.
    public let status: String
    /// The definition; `nil` where the cycle does not define the status any more.
    public let stage: Stage?
    /// The deals.
    public let figures: DealFigures

    package init(cycle: String, status: String, stage: Stage?, figures: DealFigures) {
      self.cycle = cycle
      self.status = status
      self.stage = stage
      self.figures = figures
    }
  }

  /// The open deals of a sales cycle.
  public struct Cycle: Hashable, Sendable, Identifiable {
    /// The sales cycle's key.
    public var id: String { cycle }
    /// The sales cycle's key.
    public let cycle: String
    /// Its rows.
    public let rows: Range<Int>
    /// Its deals.
    public let figures: DealFigures

    package init(cycle: String, rows: Range<Int>, figures: DealFigures) {
      self.cycle = cycle
      self.rows = rows
      self.figures = figures
    }
  }

  /// The rows, by sales cycle: every open stage in order, including those without deals, then statuses that the
  /// configuration does not define.
  public let rows: [Row]
  /// The open deals of each sales cycle that has a row, in the order of the rows.
  public let cycles: [Cycle]
  /// All open deals, each counted once. Its weighted value is rounded from its own exact value.
  public let total: DealFigures
  /// The deals that are counted but not priced, and those in a stage that is not defined: `unknown_stage`.
  public var gaps: [ReportGap]
  /// The base currency, in which values are.
  public let currency: Currency
  /// The rates that amounts were converted at, by currency, then day.
  public var rates: [RateUse]

  package init(
    rows: [Row], cycles: [Cycle], total: DealFigures, gaps: [ReportGap], currency: Currency, rates: [RateUse] = []
  ) {
    self.rows = rows
    self.cycles = cycles
    self.total = total
    self.gaps = gaps
    self.currency = currency
    self.rates = rates
  }
}
