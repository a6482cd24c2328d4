#if ODS
  package import PipelinePlugins

  /// Reports as spreadsheets for LibreOffice (OpenDocument), over zlib.
  package struct ODSExportPlugin: Plugin {
    /// `ods`
    package static let name = "ods"
    /// What it does.
    package static let summary = "Spreadsheets for LibreOffice, with subtotals that recalculate and a receipt."
    /// An export format.
    package static var slot: Slot<any Exporter> { .exporters }

    /// The exporter.
    package static func make(_ settings: NoSettings, _ context: PluginContext) throws -> any Exporter { ODSExporter() }
  }
#endif
