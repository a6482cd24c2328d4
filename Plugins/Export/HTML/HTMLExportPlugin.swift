public import PipelinePlugins

/// Reports as a page.
public struct HTMLExportPlugin: Plugin {
  /// `html`
  public static let name = "html"
  /// What it does.
  public static let summary = "One self-contained page: charts, tables that sort, and what stands behind each figure."
  /// An export format.
  public static var slot: Slot<any Exporter> { .exporters }

  /// The exporter.
  public static func make(_ settings: NoSettings, _ context: PluginContext) throws -> any Exporter { HTMLExporter() }
}
