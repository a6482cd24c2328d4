package import PipelinePlugins

/// `csv_table: {path: rates.csv}`: dated rates out of a file with the columns date, currency and rate.
package enum CSVRatesPlugin: Plugin {
  /// What can be configured.
  package struct Settings: PluginSettings {
    /// The file.
    package var path: ConfigPath = ""
    /// The columns.
    package var columns = RateColumns()
    /// The currency that the rates are against.
    package var against: Currency?
    /// Which way round they are written.
    package var quotedAs = RateQuoting.foreignPerBase
    /// The separator of fields.
    package var delimiter = ","
    /// The defaults.
    package init() {}
    /// The settings.
    package static let settings: [Setting<Self>] = [
      Setting("path", \.path, "The file; its first line names the columns.", required: true),
      Setting("date", \.columns.date, "The column of the days from which rates hold, as 2026-12-31.") {
        $0.isEmpty ? "must name a column" : nil
      },
      Setting("currency", \.columns.currency, "The column of the currency codes.") {
        $0.isEmpty ? "must name a column" : nil
      },
      Setting("rate", \.columns.rate, "The column of the rates, as 1.0842.") {
        $0.isEmpty ? "must name a column" : nil
      },
      Setting(
        "against", \.against, "The currency that the rates are against; the pipeline's base where it is not given."),
      Setting(
        "quoted_as", \.quotedAs,
        "Which way round the rates are: foreign_per_base says what one unit of 'against' is worth, as in 1 EUR = 1.0842 USD."
      ),
      Setting("delimiter", \.delimiter, "The separator of fields: a comma, a semicolon, a bar or a tab.") {
        [",", ";", "|", "\t"].contains($0) ? nil : "must be one of ',', ';', '|' or a tab (\"\\t\")"
      },
    ]
  }

  /// The name in configurations.
  package static let name = "csv_table"
  /// What it does.
  package static let summary =
    "Dated rates are in a CSV file, one per row: a rate holds from its day until the next one of its currency."
  /// Where it goes.
  package static let slot: Slot<any RateSource> = .rates

  /// Makes the source.
  package static func make(_ settings: Settings, _ context: PluginContext) -> any RateSource {
    CSVRates(
      path: settings.path.resolved, base: settings.against ?? context.baseCurrency, quotedAs: settings.quotedAs,
      columns: settings.columns, delimiter: settings.delimiter.first ?? ",")
  }
}
