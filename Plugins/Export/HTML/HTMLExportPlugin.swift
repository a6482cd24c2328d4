package import PipelinePlugins

/// Reports as a page.
package struct HTMLExportPlugin: Plugin {
  /// `html`
  package static let name = "html"
  /// What it does.
  package static let summary = "One self-contained page with charts, sortable tables and the deals of each figure."
  /// An export format.
  package static var slot: Slot<any Exporter> { .exporters }

  /// The exporter.
  package static func make(_ settings: NoSettings, _ context: PluginContext) throws -> any Exporter { HTMLExporter() }
}
