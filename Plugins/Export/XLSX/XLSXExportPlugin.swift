#if XLSX
  public import PipelinePlugins

  /// Reports as spreadsheets (Office Open XML), through libxlsxwriter.
  public struct XLSXExportPlugin: Plugin {
    /// `xlsx`
    public static let name = "xlsx"
    /// What it does.
    public static let summary = "Spreadsheets with typed cells, totals and a frozen header."
    /// An export format.
    public static var slot: Slot<any Exporter> { .exporters }

    /// The exporter.
    public static func make(_ settings: NoSettings, _ context: PluginContext) throws -> any Exporter { XLSXExporter() }
  }
#endif
