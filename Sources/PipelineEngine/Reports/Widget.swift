import PipelineAnalytics
public import PipelinePlugins

/// A part of a dashboard: a name, and how a snapshot becomes a section.
///
/// The built-in widgets, every report and those that a program brings are values of this type. A program adds one to
/// ``PipelineSetup/widgets``, or to the catalog as a plugin of the slot `widgets`; a dashboard then lists it by its name.
///
///     let overdue = Widget("overdue") { snapshot, scope in
///       let late = try await snapshot.deals(inStage: "engaging", scope)
///       return ReportSection(key: "overdue", title: "Overdue", table: table(of: late.items, on: snapshot.today))
///     }
public struct Widget: WidgetSource {
  /// The name that a dashboard's `widgets` lists it by.
  public let name: String
  /// What a snapshot must hold for it.
  let extent: Snapshot.Extent
  /// Whether it compares with the moment at which the dashboard's waterfall begins.
  let needsBeginning: Bool
  let make: @Sendable (Snapshot, WidgetRequest) async throws -> DashboardPart

  /// A widget.
  ///
  /// - Parameter make: Makes the section of a snapshot, about the deals of a scope. The snapshot's moment and day are those of the
  ///   dashboard.
  public init(
    _ name: String, make: @escaping @Sendable (Snapshot, ReportScope) async throws -> ReportSection
  ) {
    self.init(name, .all) { snapshot, request in
      DashboardPart(
        section: try await make(snapshot, request.scope), gaps: [], rates: [], counted: 0, uses: .accounts)
    }
  }

  init(
    _ name: String, _ extent: Snapshot.Extent = [], needsBeginning: Bool = false,
    _ make: @escaping @Sendable (Snapshot, WidgetRequest) async throws -> DashboardPart
  ) {
    self.name = name
    self.extent = extent
    self.needsBeginning = needsBeginning
    self.make = make
  }
}

/// What a dashboard asks of its widgets.
struct WidgetRequest: Sendable {
  /// Which deals.
  var scope: ReportScope
  /// The sales grid's periods.
  var grain: PeriodGrain
  /// How many deals a stage opens to at most.
  var dealsPerStage: Int
}

extension Widget {
  /// The widgets that every dashboard can list.
  static let builtIn: [Widget] = [funnel, salesGrid, waterfall]

  /// A row for each stage, which opens to its deals, by close date.
  static let funnel = Widget(DashboardWidget.funnel.rawValue, .accounts) { snapshot, request in
    try await snapshot.funnelPart(request)
  }

  /// A row for each salesperson and period, with subtotals by salesperson.
  static let salesGrid = Widget(DashboardWidget.salesGrid.rawValue) { snapshot, request in
    DashboardPart(try await snapshot.salesGrid(by: request.grain, request.scope), snapshot)
  }

  /// A row for each bar, from the opening pipeline to the closing one.
  static let waterfall = Widget(DashboardWidget.waterfall.rawValue, needsBeginning: true) { snapshot, request in
    DashboardPart(try await snapshot.waterfall(from: nil, request.scope), snapshot)
  }

  /// A report of the configuration or a saved one.
  init(_ report: SavedReport) {
    let definition = report.definition
    self.init(definition.name, definition.extent) { snapshot, request in
      let definition = definition.narrowed(to: request.scope.filter.outcomes)
      let (reading, input) = try await snapshot.material(definition, request.scope)
      let document = try await snapshot.columns.forecast(definition, reading, input)
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
  /// The widget with a name: a built-in one, one that the program brings, or a report that the acting person may see.
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
