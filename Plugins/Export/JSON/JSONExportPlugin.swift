public import PipelinePlugins

/// Reports as JSON (RFC 8259).
public struct JSONExportPlugin: Plugin {
  /// `json`
  public static let name = "json"
  /// What it does.
  public static let summary = "JSON with stable names and exact decimal strings."
  /// An export format.
  public static var slot: Slot<any Exporter> { .exporters }

  /// The exporter.
  public static func make(_ settings: NoSettings, _ context: PluginContext) throws -> any Exporter { JSONExporter() }
}
