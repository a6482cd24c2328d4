/// The configuration of the dashboard.
public struct DashboardSetup: Hashable, Sendable {
  /// The widgets, in order.
  public var widgets: [DashboardWidget]
  /// The periods of the sales grid.
  public var period: PeriodGrain
  /// The waterfall, the stage conversion and the key figures start at the beginning of the current period of this length.
  public var waterfall: PeriodGrain
  /// An open deal needs attention once it has been in its stage for more than this number of days.
  public var stuckAfter: Int

  /// Creates a configuration; by default the funnel and the sales grid, by quarter.
  public init(
    widgets: [DashboardWidget] = DashboardWidget.standard, period: PeriodGrain = .quarter,
    waterfall: PeriodGrain = .quarter, stuckAfter: Int = DashboardSetup.standardStuckAfter
  ) {
    self.widgets = widgets
    self.period = period
    self.waterfall = waterfall
    self.stuckAfter = stuckAfter
  }

  /// The default of ``stuckAfter``.
  public static let standardStuckAfter = 60
}

/// The name of a widget: a built-in widget, a report, or a widget of a plugin.
public struct DashboardWidget: RawRepresentable, Hashable, Sendable {
  /// The name in a configuration.
  public let rawValue: String

  /// Creates a name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Open deals by stage.
  public static let funnel = DashboardWidget(rawValue: "funnel")
  /// Won and open deals by salesperson and period.
  public static let salesGrid = DashboardWidget(rawValue: "sales_grid")
  /// The changes of the open pipeline since the current period began.
  public static let waterfall = DashboardWidget(rawValue: "waterfall")
  /// What became of the deals that entered each stage since the current period began.
  public static let conversion = DashboardWidget(rawValue: "conversion")
  /// The same by what these deals are worth.
  public static let conversionByValue = DashboardWidget(rawValue: "conversion_by_value")

  /// What is open, won, won of the closed and overdue, each against the period before.
  public static let keyFigures = DashboardWidget(rawValue: "key_figures")
  /// Won and open deals of the fiscal year by month or quarter, with the targets.
  public static let salesYear = DashboardWidget(rawValue: "sales_year")
  /// Open deals that are overdue, stuck in their stage, or due soon without a next step.
  public static let attention = DashboardWidget(rawValue: "attention")

  /// The built-in widgets.
  public static let builtIn: [DashboardWidget] = [
    .funnel, .salesGrid, .waterfall, .conversion, .conversionByValue, .keyFigures, .salesYear, .attention,
  ]
  /// The default widgets: those that do not read the journal, which takes longer.
  public static let standard: [DashboardWidget] = [.funnel, .salesGrid]
}

extension DashboardWidget: SettingValue {
  /// A name.
  public static var shape: SettingShape {
    .pattern(
      name:
        "key_figures, funnel, sales_year, sales_grid, waterfall, attention, conversion, conversion_by_value or a report's name",
      regex: "^[a-z0-9][a-z0-9_-]{0,63}$",
      example: "funnel")
  }
  /// The name.
  public var canonical: CanonicalValue { .text(rawValue) }
  /// Decodes a name. Whether the widget exists is checked when reports and plugins are known.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Self? {
    context.text(node).map { DashboardWidget(rawValue: $0) }
  }
}
