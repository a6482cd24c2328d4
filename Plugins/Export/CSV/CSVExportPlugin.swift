package import PipelinePlugins

/// Reports as comma-separated values (RFC 4180).
package struct CSVExportPlugin: Plugin {
  /// How the file is written.
  package struct Settings: PluginSettings {
    /// The separator of fields.
    package var delimiter = ","
    /// Whether texts are written as they are, formulas included.
    package var raw = false
    /// Whether a byte order mark leads, which some spreadsheets need to read UTF-8.
    package var byteOrderMark = false

    /// Commas, defused texts, no byte order mark.
    package init() {}

    /// What can be configured.
    package static let settings: [Setting<Self>] = [
      Setting("delimiter", \.delimiter, "The separator of fields: ',', ';' or a tab.") {
        [",", ";", "\t"].contains($0) ? nil : "must be ',', ';' or a tab"
      },
      Setting("raw", \.raw, "Write texts as they are, even those that a spreadsheet would run as a formula."),
      Setting("byte_order_mark", \.byteOrderMark, "Begin with a byte order mark, for spreadsheets that need one."),
    ]
  }

  /// `csv`
  package static let name = "csv"
  /// What it does.
  package static let summary = "Comma-separated values (RFC 4180) that no spreadsheet runs as formulas."
  /// An export format.
  package static var slot: Slot<any Exporter> { .exporters }

  /// The exporter.
  package static func make(_ settings: Settings, _ context: PluginContext) throws -> any Exporter {
    CSVExporter(delimiter: settings.delimiter, isRaw: settings.raw, hasByteOrderMark: settings.byteOrderMark)
  }
}
