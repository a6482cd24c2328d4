#if ODS
  public import PipelinePlugins

  /// Reports as spreadsheets for LibreOffice (OpenDocument), over zlib.
  public struct ODSExportPlugin: Plugin {
    /// `ods`
    public static let name = "ods"
    /// What it does.
    public static let summary = "Spreadsheets for LibreOffice, with subtotals that recalculate and a receipt."
    /// An export format.
    public static var slot: Slot<any Exporter> { .exporters }

    /// The exporter.
    public static func make(_ settings: NoSettings, _ context: PluginContext) throws -> any Exporter { ODSExporter() }
  }
#endif
