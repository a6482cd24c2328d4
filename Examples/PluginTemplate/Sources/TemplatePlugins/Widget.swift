import PipelineEngine
public import PipelinePlugins

/// `open_deals`: the number of open deals, as a widget of dashboards.
public enum OpenDeals: Plugin {
  /// The name in configurations.
  public static let name = "open_deals"
  /// A summary for the reference page.
  public static let summary = "The number of open deals."
  /// The slot of the plugin.
  public static let slot: Slot<any WidgetSource> = .widgets

  /// Creates the widget: a closure that returns a section for a snapshot and the deals of a scope.
  public static func make(_ settings: NoSettings, _ context: PluginContext) -> any WidgetSource {
    Widget(name) { snapshot, scope in
      let count = try await snapshot.funnel(scope).total.count
      let title = LocalizedText("Open deals", ["fr": "Affaires en cours"])
      return ReportSection(
        key: name, title: title,
        table: ReportTable(columns: [ReportColumn("deals", title, .count)], rows: [[.count(Int64(count))]]))
    }
  }
}
