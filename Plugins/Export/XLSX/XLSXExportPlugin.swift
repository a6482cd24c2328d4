#if XLSX
  package import PipelinePlugins

  /// Reports as spreadsheets (Office Open XML), through libxlsxwriter.
  package struct XLSXExportPlugin: Plugin {
    /// `xlsx`
    package static let name = "xlsx"
    /// What it does.
    package static let summary = "Spreadsheets with typed cells, totals and a frozen header."
    /// An export format.
    package static var slot: Slot<any Exporter> { .exporters }

    /// The exporter.
    package static func make(_ settings: NoSettings, _ context: PluginContext) throws -> any Exporter { XLSXExporter() }
  }
#endif
