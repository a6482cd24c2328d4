import ArgumentParser
import SalesPipeline
import ToolSupport

/// Exports a forecast report.
@main
struct ForecastExporter: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast-exporter",
    abstract: "Export a forecast report as CSV, XLSX, JSON or a page.",
    discussion: """
      EXAMPLES
        forecast-exporter --config sales.yaml --report this-quarter --format xlsx --output forecast.xlsx
        forecast-exporter --from 2017-01-01 --to 2017-12-31 --group-by owner,quarter --format csv --output -
        forecast-exporter --group-by category --owner "Anna Snelling" --format json --output -

      The file appears whole or not at all.
      """)

  @OptionGroup var options: ToolOptions

  @Option(help: "A report of the configuration, or a saved one, by its name.")
  var report: String?

  @Option(help: "Only deals that close on this day or later, yyyy-MM-dd.")
  var from: CivilDate?

  @Option(help: "Only deals that close on this day or earlier, yyyy-MM-dd.")
  var to: CivilDate?

  @Option(
    help: "What rows are grouped by, with commas: \(ReportGrouping.allCases.map(\.rawValue).joined(separator: ", ")).")
  var groupBy: String?

  @Option(help: "Only this salesperson's deals; may be given several times.")
  var owner: [String] = []

  @Option(help: "Show the pipeline as it was at the end of this day, yyyy-MM-dd.")
  var asOf: CivilDate?

  @Option(help: "Believe the journal up to the end of this day only: as it was known then.")
  var knownOn: CivilDate?

  @Option(help: "csv, xlsx, json or html, or what else is configured.")
  var format: String

  @Option(help: "The file, or - for standard output.")
  var output: String

  static func main() async { await ToolRunner.run(ForecastExporter.self) }

  func validate() throws {
    if report != nil, from != nil || to != nil || groupBy != nil || !owner.isEmpty {
      throw ValidationError("--report has its own period, grouping and owners; leave the others out")
    }
    if output.isEmpty { throw ValidationError("--output names a file, or is - for standard output") }
    if let from, let to, to < from { throw ValidationError("--to \(to) lies before --from \(from)") }
    _ = try groupings
    if output == "-", format == "xlsx", Terminal.standardOutputIsTerminal {
      throw ValidationError("xlsx is no text for a terminal; name a file with --output")
    }
  }

  func run() async throws {
    try await options.withDesk(for: .reading) { desk in
      let scope = ReportScope(
        today: options.today ?? (asOf == nil ? desk.today : nil), asOf: asOf.map(desk.endOfDay),
        knownAt: knownOn.map(desk.endOfDay))
      var document: ReportDocument
      if let report {
        document = try await desk.forecast(desk.reports.report(report).definition, scope)
      } else {
        let definition = ReportDefinition(
          "forecast", title: LocalizedText(ReportPhrase.forecast),
          period: from == nil && to == nil ? .all : .days(from: from, to: to),
          groupBy: try groupings, owners: owner)
        document = try await desk.forecast(definition, scope)
      }
      let language = try options.language(desk.setup)
      document.language = language
      let notes: [String]
      if output == "-" {
        var sink: any ByteSink = StandardOutput()
        notes = try desk.export(document, to: &sink, format: format)
        try StandardOutput.flush()
      } else {
        let receipt = try await desk.export(document, to: output, format: format)
        notes = receipt.notes
        print(
          language.text(
            ToolPhrase.rows, ["file": .text(DisplayText.safe(output, limit: .max)), "count": .count(receipt.rows)]))
      }
      for note in document.notes { ToolRunner.note(note.text(language), language) }
      for note in notes { ToolRunner.note(note, language) }
    }
  }

  private var groupings: [ReportGrouping] {
    get throws {
      try (groupBy ?? "owner,forecast").split(separator: ",").map { name in
        guard let grouping = ReportGrouping(rawValue: String(name)) else {
          let known = ReportGrouping.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("nothing is grouped by '\(name)'; there are: \(known)")
        }
        return grouping
      }
    }
  }
}
