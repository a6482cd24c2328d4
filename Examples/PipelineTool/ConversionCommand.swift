import ArgumentParser
import SalesPipeline
import ToolSupport

/// What became of the deals that entered each stage.
struct ConversionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conversion",
    abstract: "Show how many deals moved on from each stage, and how long they stayed.",
    discussion: """
      EXAMPLES
        pipeline conversion
        pipeline conversion --from 2017-07-01 --to 2017-09-30
        pipeline conversion --from 2017-07-01 --cycle direct --owner "Anna Snelling"
        pipeline conversion --from 2017-07-01 --as-of 2017-12-31 --format xlsx --output conversion.xlsx

      It counts the entries of each stage on these days, and what became of them up to now or --as-of. --cycle and --status select the
      stages; the other filters select deals by what they are then.
      """)

  @OptionGroup var options: ToolOptions
  @OptionGroup(title: "Filters") var filters: FilterOptions
  @Option(
    help: "The first day, yyyy-MM-dd. Default: that of the month, quarter or year, as configured for the waterfall.")
  var from: CivilDate?
  @Option(help: "The last day, yyyy-MM-dd. Default: today.") var to: CivilDate?
  @Option(help: "Show what had become of them at the end of this day, yyyy-MM-dd. Default: now.") var asOf: CivilDate?
  @Option(help: "Believe the journal up to the end of this day only: as it was known then.") var knownOn: CivilDate?
  @Option(
    help: "text, json, or one of the configured exporters, such as html. Default: text, or as --output's ending says.")
  var format: String?
  @Option(help: "The file to write to; '-' for standard output, where text, json and csv go by default.")
  var output: String?

  func validate() throws {
    if let from, let to, to < from { throw ValidationError.swapped("to", to, "from", from) }
    guard !isPrinted else {
      guard target.file == nil else {
        throw ValidationError(usage: "\(target.format) goes to standard output; leave --output out")
      }
      return
    }
    guard output != nil || target.format == "csv" else {
      throw ValidationError(usage: "say with --output which file \(target.format) goes to")
    }
  }

  private var target: DocumentOutput { DocumentOutput(format: format, output: output) }
  private var isPrinted: Bool { target.isDrawn || target.format == "json" }

  func run() async throws {
    try await options.withDesk(for: .reading) { desk in
      var scope = ReportScope(today: options.today, asOf: asOf.map(desk.endOfDay), knownAt: knownOn.map(desk.endOfDay))
      scope.filter = filters.filter
      let document = try await desk.conversionReport(from: from, to: to, scope)
      guard target.format != "json" else { return print(DashboardJSON.text(document, scope, desk.setup)) }
      try await target.write(document, desk, options)
    }
  }
}
