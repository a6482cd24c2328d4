import ArgumentParser
import SalesPipeline
import ToolSupport

/// Exports a forecast report.
struct ForecastCommand: AsyncParsableCommand {
  static let configuration: CommandConfiguration = makeConfiguration("forecast", calledAs: "pipeline forecast")

  /// - Parameter tool: How the examples call it.
  fileprivate static func makeConfiguration(_ name: String, calledAs tool: String) -> CommandConfiguration {
    CommandConfiguration(
      commandName: name,
      abstract: "Export a forecast report as CSV, XLSX, JSON or a page.",
      discussion: """
        EXAMPLES
          \(tool) --config sales.yaml --report this-quarter --format xlsx --output forecast.xlsx
          \(tool) --from 2017-01-01 --to 2017-12-31 --group-by owner,quarter --format csv --output -
          \(tool) --group-by category --owner "Anna Snelling" --format json --output -

        The file appears whole or not at all.
        """)
  }

  @OptionGroup var options: ToolOptions
  @OptionGroup(title: "Filters") var filters: FilterOptions
  @OptionGroup var closing: ClosingOptions
  @OptionGroup var moment: MomentOptions

  @Option(help: "A report of the configuration, or a saved one, by its name.", completion: .names(.reports))
  var report: String?

  @Option(
    help: "What rows are grouped by, with commas: \(DealDimension.allCases.map(\.rawValue).joined(separator: ", ")).")
  var groupBy: String?

  @Option(help: "The figures, with commas: \(ReportMeasure.allCases.map(\.rawValue).joined(separator: ", ")).")
  var measures: String?

  @Option(
    help: "text, csv, xlsx, json or html, or what else is configured. Default: text, or as --output's ending says.",
    completion: .names(.formats))
  var format: String?

  @Option(help: "The file, or - for standard output, where text goes by default.", completion: .file())
  var output: String?

  private var target: DocumentOutput { DocumentOutput(format: format, output: output) }

  func validate() throws {
    if report != nil, closing.period != nil || groupBy != nil || measures != nil {
      throw ValidationError(usage: "--report has its own period, grouping and figures; leave the others out")
    }
    if output?.isEmpty ?? false { throw ValidationError(usage: "--output names a file, or is - for standard output") }
    _ = try groupings
    _ = try figures
    guard target.isDrawn || output != nil else {
      throw ValidationError(usage: "say with --output which file \(target.format) goes to, or - for standard output")
    }
    if target.isDrawn, target.file != nil {
      throw ValidationError(usage: "\("text") goes to standard output; leave --output out")
    }
  }

  func run() async throws {
    try await options.withDesk(for: .reading) { desk in
      var scope = try moment.scope(desk, today: options.today ?? (moment.asOf == nil ? desk.today : nil))
      let document: ReportDocument
      if let report {
        scope.filter = filters.filter
        document = try await desk.forecast(desk.reports.report(report).definition, scope)
      } else {
        let definition = ReportDefinition(
          "forecast", title: LocalizedText(ReportPhrase.forecast),
          period: closing.period ?? .all,
          groupBy: try groupings, filters: filters.filter, measures: try figures)
        document = try await desk.forecast(definition, scope)
      }
      try await target.write(document, desk, options) { receipt, language in
        [language.text(ToolPhrase.rows, ["file": .text(receipt.path), "count": .count(receipt.rows)])]
      }
    }
  }

  private var groupings: [DealDimension] {
    get throws { try Words.read(groupBy ?? "owner,forecast", "grouping") }
  }

  private var figures: [ReportMeasure]? {
    get throws { try measures.map { try Words.read($0, "figure") } }
  }
}

/// Forecast reports as a tool of their own.
struct ForecastExporter: AsyncParsableCommand {
  static let configuration: CommandConfiguration = ForecastCommand.makeConfiguration(
    "forecast-exporter", calledAs: "forecast-exporter")

  @OptionGroup var command: ForecastCommand

  func run() async throws { try await command.run() }
}
