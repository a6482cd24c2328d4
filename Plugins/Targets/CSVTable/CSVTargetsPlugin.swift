package import PipelinePlugins

/// `csv_table: {path: targets.csv}`: targets out of a file with the columns owner or team, period and amount.
package enum CSVTargetsPlugin: Plugin {
  /// What can be configured.
  package struct Settings: PluginSettings {
    /// The file.
    package var path: ConfigPath = ""
    /// The columns.
    package var columns = TargetColumns()
    /// The separator of fields.
    package var delimiter = ","
    /// The defaults.
    package init() {}
    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting("path", \.path, "The file; its first line names the columns.", required: true),
      column(
        "owner", \.columns.owner, "The column of the salespeople; it may be missing where all targets are teams'."),
      column("team", \.columns.team, "The column of the teams; it may be missing where all targets are people's."),
      column("period", \.columns.period, "The column of the periods, as reports label them: 2026-11, 2026-Q4, FY2027."),
      column("amount", \.columns.amount, "The column of the amounts, in the base currency."),
      Setting("delimiter", \.delimiter, "The separator of fields: a comma, a semicolon, a bar or a tab.") {
        [",", ";", "|", "\t"].contains($0) ? nil : "must be one of ',', ';', '|' or a tab (\"\\t\")"
      },
    ]

    private static func column(
      _ name: String, _ path: any WritableKeyPath<Self, String> & Sendable, _ doc: String
    ) -> Setting<Self> {
      Setting(name, path, doc) { $0.isEmpty ? "must name a column" : nil }
    }
  }

  /// The name in configurations.
  package static let name = "csv_table"
  /// What it does.
  package static let summary = "Reads the targets from a CSV file, one per row."
  /// Where it goes.
  package static let slot: Slot<any TargetSource> = .targets

  /// Makes the source.
  package static func make(_ settings: Settings, _ context: PluginContext) -> any TargetSource {
    CSVTargets(
      path: settings.path.resolved, calendar: context.calendar, currency: context.baseCurrency,
      columns: settings.columns, delimiter: settings.delimiter.first ?? ",")
  }
}
