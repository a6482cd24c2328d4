import PipelineAnalytics
public import PipelinePlugins

/// A part of a dashboard: a name, and a closure that returns a section for a snapshot.
///
/// Built-in widgets, reports, and widgets of programs are values of this type. Add a widget to
/// ``PipelineSetup/widgets``, or to the catalog as a plugin of the slot `widgets`; a dashboard then refers to it by its
/// name.
///
///     let overdue = Widget("overdue") { snapshot, scope in
///       let late = try await snapshot.deals(inStage: "engaging", scope)
///       return ReportSection(key: "overdue", title: "Overdue", table: table(of: late.items, on: snapshot.today))
///     }
public struct Widget: WidgetSource {
  /// The name in a dashboard's `widgets`.
  public let name: String
  /// The contents that a snapshot needs for the figures of the widget.
  private let figures: Snapshot.Extent
  /// The contents that it needs besides, where deals are listed.
  private let lists: Snapshot.Extent
  /// Whether the widget needs the snapshot's earlier moment, at which the waterfall starts.
  let needsBeginning: Bool
  let make: @Sendable (Snapshot, WidgetRequest) async throws -> DashboardPart

  /// Creates a widget.
  ///
  /// - Parameter make: Returns the section for a snapshot and the deals of a scope. The snapshot has the moment and the
  ///   day of the dashboard.
  public init(
    _ name: String, make: @escaping @Sendable (Snapshot, ReportScope) async throws -> ReportSection
  ) {
    self.init(name, .all) { snapshot, request in
      DashboardPart(
        section: try await make(snapshot, request.scope), gaps: [], rates: [], counted: 0, uses: .accounts)
    }
  }

  init(
    _ name: String, _ figures: Snapshot.Extent = [], lists: Snapshot.Extent = [], needsBeginning: Bool = false,
    _ make: @escaping @Sendable (Snapshot, WidgetRequest) async throws -> DashboardPart
  ) {
    self.name = name
    self.figures = figures
    self.lists = lists
    self.needsBeginning = needsBeginning
    self.make = make
  }

  /// The contents that a snapshot needs for the widget: a dashboard without lists of deals reads no names of accounts.
  func extent(dealsPerStage: Int) -> Snapshot.Extent { dealsPerStage > 0 ? figures.union(lists) : figures }
}

/// The parameters of a dashboard for its widgets.
struct WidgetRequest: Sendable {
  /// The deals.
  var scope: ReportScope
  /// The periods of the sales grid.
  var grain: PeriodGrain
  /// The maximum number of deals listed per stage.
  var dealsPerStage: Int
}

extension Widget {
  /// The built-in widgets.
  static let builtIn: [Widget] = [
    funnel, salesGrid, waterfall, conversion, conversionByValue, keyFigures, salesYear, attention,
  ]

  /// One row per stage, with its deals by close date.
  static let funnel = Widget(DashboardWidget.funnel.rawValue, lists: .accounts) { snapshot, request in
    try await snapshot.funnelPart(request)
  }

  /// One row per salesperson and period, with subtotals per salesperson.
  static let salesGrid = Widget(DashboardWidget.salesGrid.rawValue) { snapshot, request in
    DashboardPart(try await snapshot.salesGrid(by: request.grain, request.scope), snapshot)
  }

  /// One row per bar, from the opening to the closing one.
  static let waterfall = Widget(DashboardWidget.waterfall.rawValue, lists: .accounts, needsBeginning: true) {
    try await $0.waterfallPart($1)
  }

  /// One row for the current period, one for the period before, one for the change.
  static let keyFigures = Widget(
    DashboardWidget.keyFigures.rawValue, [.people, .teams], needsBeginning: true
  ) { snapshot, request in
    try await snapshot.keyFigures(request)
  }

  /// One row per month or quarter of the fiscal year.
  static let salesYear = Widget(DashboardWidget.salesYear.rawValue, [.people, .teams]) { snapshot, request in
    try await snapshot.salesYear(request)
  }

  /// One row per reason, with its deals.
  static let attention = Widget(DashboardWidget.attention.rawValue, .accounts) { snapshot, request in
    try await snapshot.attention(request)
  }

  /// One row per open stage.
  static let conversion = Widget(DashboardWidget.conversion.rawValue, .stays) { snapshot, request in
    DashboardPart(try await snapshot.conversion(request.scope), snapshot)
  }

  /// One row per open stage, by what its deals are worth.
  static let conversionByValue = Widget(DashboardWidget.conversionByValue.rawValue, .stays) { snapshot, request in
    DashboardPart(try await snapshot.conversion(request.scope), by: .value, snapshot)
  }

  /// A report of the configuration, or a saved report.
  init(_ report: SavedReport) {
    let definition = report.definition
    self.init(definition.name, definition.extent) { snapshot, request in
      let definition = definition.narrowed(to: request.scope.filter.outcomes)
      let material = try await snapshot.material(definition, request.scope)
      let document = try await material.columns.forecast(material.definition, material.reading, material.input)
      return DashboardPart(
        section: ReportSection(
          key: definition.name, title: document.title, table: document.table, chart: document.chart,
          details: document.details, groupedBy: document.groupedBy),
        gaps: document.gaps, rates: document.receipt?.rates ?? [], counted: document.receipt?.counted ?? 0,
        uses: definition.extent)
    }
  }
}

extension Desk {
  /// The widget with a name: a built-in one, one of a program, or a report that the acting user may see.
  /// - Throws: ``NotFound``.
  func widget(_ name: DashboardWidget, among saved: [SavedReport]) throws -> Widget {
    if let own = pipeline.setup.widgets.first(where: { $0.name == name.rawValue }) as? Widget { return own }
    if let builtIn = Widget.builtIn.first(where: { $0.name == name.rawValue }) { return builtIn }
    do { return Widget(try report(name.rawValue, among: saved)) } catch is NotFound {
      let reports = visible(saved).map(\.definition.name)
      let others = pipeline.setup.widgets.map(\.name)
      throw NotFound(
        kind: "widget", key: name.rawValue, known: DashboardWidget.builtIn.map(\.rawValue) + others + reports)
    }
  }
}
