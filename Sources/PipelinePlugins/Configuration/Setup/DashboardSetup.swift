/// The dashboard, as configured.
public struct DashboardSetup: Hashable, Sendable {
  /// What is shown, in order.
  public var widgets: [DashboardWidget]
  /// The sales grid's columns.
  public var period: DashboardPeriod
  /// The period at whose start the waterfall begins.
  public var waterfall: WaterfallPeriod

  /// A dashboard; by default the funnel and the sales grid, by quarter.
  public init(
    widgets: [DashboardWidget] = DashboardWidget.standard, period: DashboardPeriod = .quarter,
    waterfall: WaterfallPeriod = .quarter
  ) {
    self.widgets = widgets
    self.period = period
    self.waterfall = waterfall
  }
}

/// What a dashboard can show.
public enum DashboardWidget: String, SettingChoice, Hashable {
  /// Open deals by stage.
  case funnel
  /// Won and open deals by salesperson and period.
  case salesGrid = "sales_grid"
  /// What became of the open pipeline since the present period began.
  case waterfall

  /// What a dashboard shows where nothing else is asked for. The waterfall reads the journal, which takes longer.
  public static let standard: [DashboardWidget] = [.funnel, .salesGrid]
}

/// The periods of a sales grid.
public enum DashboardPeriod: String, SettingChoice, Hashable {
  /// Months.
  case month
  /// Quarters of the fiscal year.
  case quarter
}

/// The period at whose start a dashboard's waterfall begins.
public enum WaterfallPeriod: String, SettingChoice, Hashable {
  /// The fiscal calendar's month.
  case month
  /// The fiscal quarter.
  case quarter
  /// The fiscal year.
  case year

  /// The same as a length of periods.
  public var grain: PeriodGrain {
    switch self {
    case .month: .month
    case .quarter: .quarter
    case .year: .year
    }
  }
}
