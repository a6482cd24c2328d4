/// The dashboard, as configured.
public struct DashboardSetup: Hashable, Sendable {
  /// What is shown, in order.
  public var widgets: [DashboardWidget]
  /// The sales grid's columns.
  public var period: PeriodGrain
  /// The period at whose start the waterfall begins.
  public var waterfall: PeriodGrain

  /// A dashboard; by default the funnel and the sales grid, by quarter.
  public init(
    widgets: [DashboardWidget] = DashboardWidget.standard, period: PeriodGrain = .quarter,
    waterfall: PeriodGrain = .quarter
  ) {
    self.widgets = widgets
    self.period = period
    self.waterfall = waterfall
  }
}

/// The name of a widget: a built-in one, a report of the configuration, or one that a program brings.
public struct DashboardWidget: RawRepresentable, Hashable, Sendable {
  /// The name, as it stands in a configuration.
  public let rawValue: String

  /// A name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Open deals by stage.
  public static let funnel = DashboardWidget(rawValue: "funnel")
  /// Won and open deals by salesperson and period.
  public static let salesGrid = DashboardWidget(rawValue: "sales_grid")
  /// What became of the open pipeline since the present period began.
  public static let waterfall = DashboardWidget(rawValue: "waterfall")

  /// The widgets that are built in.
  public static let builtIn: [DashboardWidget] = [.funnel, .salesGrid, .waterfall]
  /// What a dashboard shows where nothing else is asked for. The waterfall reads the journal, which takes longer.
  public static let standard: [DashboardWidget] = [.funnel, .salesGrid]
}

extension DashboardWidget: SettingValue {
  /// A name.
  public static var shape: SettingShape {
    .pattern(
      name: "funnel, sales_grid, waterfall or a report's name", regex: "^[a-z0-9][a-z0-9_-]{0,63}$", example: "funnel")
  }
  /// The name.
  public var canonical: CanonicalValue { .text(rawValue) }
  /// Reads a name; whether there is such a widget is checked when reports and plugins are known.
  public static func decode(_ node: ConfigNode, _ context: inout DecodingContext) -> Self? {
    context.text(node).map { DashboardWidget(rawValue: $0) }
  }
}
