public import PipelinePlugins

/// Entries out of a CSV file.
public enum CSVFileLookupPlugin: Plugin {
  /// Where the entries stand.
  public struct Settings: PluginSettings {
    /// The file.
    public var path: ConfigPath = ""
    /// The column of the keys.
    public var key = ""
    /// The column of the labels; the keys where it is not given.
    public var label: String?
    /// Attributes by name, each with its column.
    public var attributes = OrderedMap<String>()
    /// The column that says which entries are retired.
    public var retired: String?
    /// What stands between fields.
    public var delimiter = ","

    /// Nothing given.
    public init() {}

    /// What can be configured.
    public static let settings: [Setting<Self>] = [
      Setting("path", \.path, "The CSV file, with a header.", required: true),
      Setting("key", \.key, "The column of the keys.", required: true),
      Setting("label", \.label, "The column of the labels; the keys where it is not given."),
      Setting("attributes", \.attributes, "Attributes by name, each with the column it stands in."),
      Setting("retired", \.retired, "The column that says which entries are retired: yes, true or 1."),
      Setting("delimiter", \.delimiter, "What stands between fields: ',', ';' or a tab.") {
        [",", ";", "\t"].contains($0) ? nil : "must be ',', ';' or a tab"
      },
    ]
  }

  /// `csv_file`
  public static let name = "csv_file"
  /// What it does.
  public static let summary = "Entries out of a CSV file, which is read when the pipeline opens."
  /// A lookup source.
  public static var slot: Slot<any LookupSource> { .lookups }

  /// The source.
  public static func make(_ settings: Settings, _ context: PluginContext) throws -> any LookupSource {
    CSVFileLookup(settings)
  }
}
