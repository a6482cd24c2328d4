package import PipelinePlugins

/// Reports as JSON (RFC 8259).
package struct JSONExportPlugin: Plugin {
  /// `json`
  package static let name = "json"
  /// What it does.
  package static let summary = "JSON with stable names and exact decimal strings."
  /// An export format.
  package static var slot: Slot<any Exporter> { .exporters }

  /// The exporter.
  package static func make(_ settings: NoSettings, _ context: PluginContext) throws -> any Exporter { JSONExporter() }
}
