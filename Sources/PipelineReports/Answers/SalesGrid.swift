public import PipelineDomain

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
  public struct Row: Hashable, Sendable, Identifiable {
    /// The salesperson and the period, which no other row has.
    public struct ID: Hashable, Sendable {
      /// The salesperson.
      public let owner: String
      /// The period; `nil` for deals without a close date.
      public let period: Period?
    }

    /// The salesperson and the period.
    public var id: ID { ID(owner: owner, period: period) }
    /// The salesperson; empty where a deal has none.
    public let owner: String
    /// The period; `nil` for deals without a close date.
    public let period: Period?
    /// The deals.
    public var figures: Figures

    package init(owner: String, period: Period?, figures: Figures) {
      self.owner = owner
      self.period = period
      self.figures = figures
    }
  }

  /// The length of the periods: a month or a quarter.
  public let grain: PeriodGrain
  /// The rows that have a deal, by owner, then by period; the undated last.
  public let rows: [Row]
  /// All deals. Its weighted value is rounded from its own exact value.
  public let total: Figures
  /// The deals that are counted but not priced.
  public var gaps: [ReportGap]
  /// The base currency, in which values are.
  public let currency: Currency
  /// The rates that amounts were converted at, by currency, then day.
  public var rates: [RateUse]

  package init(
    grain: PeriodGrain, rows: [Row], total: Figures, gaps: [ReportGap], currency: Currency, rates: [RateUse]
  ) {
    self.currency = currency
    self.grain = grain
    self.rows = rows
    self.total = total
    self.gaps = gaps
    self.rates = rates
  }
}
