package import PipelinePlugins

/// `csv_file: {path: products.csv, key: product, attributes: {list_price: sales_price}}`: entries out of a file.
package enum CSVFileLookupPlugin: Plugin {
  /// What can be configured.
  package struct Settings: PluginSettings {
    /// The file.
    package var path: ConfigPath = ""
    /// The column of the keys.
    package var key = ""
    /// The column of the labels, or one for each language.
    package var label: LocalizedText?
    /// A column for each attribute.
    package var attributes = OrderedMap<String>()
    /// The column that says whether an entry is retired.
    package var retired: String?
    /// The separator of fields.
    package var delimiter = ","
    /// The defaults.
    package init() {}
    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting("path", \.path, "The file; its first line names the columns.", required: true),
      Setting("key", \.key, "The column of the entries' keys.", required: true) {
        $0.isEmpty ? "must name a column" : nil
      },
      Setting(
        "label", \.label, "The column of the labels, or a column for each language; the key where none is named."),
      Setting("attributes", \.attributes, "A column for each attribute, by the attribute's name."),
      Setting("retired", \.retired, "The column that says, by true or false, whether an entry is retired."),
      Setting("delimiter", \.delimiter, "The separator of fields: a comma, a semicolon, a bar or a tab.") {
        [",", ";", "|", "\t"].contains($0) ? nil : "must be one of ',', ';', '|' or a tab (\"\\t\")"
      },
    ]
  }

  /// The name in configurations.
  package static let name = "csv_file"
  /// What it does.
  package static let summary = "Reads the table's entries from a CSV file, one per row."
  /// Where it goes.
  package static let slot: Slot<any LookupSource> = .lookups

  /// Makes the source.
  package static func make(_ settings: Settings, _ context: PluginContext) -> any LookupSource {
    CSVFileLookup(
      path: settings.path.resolved,
      columns: LookupColumns(
        key: settings.key, label: settings.label, attributes: settings.attributes, retired: settings.retired),
      delimiter: settings.delimiter.first ?? ",", table: context.table)
  }
}
