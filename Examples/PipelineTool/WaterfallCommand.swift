import ArgumentParser
import SalesPipeline
import ToolSupport

/// What became of the open pipeline between two days.
struct WaterfallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "waterfall", abstract: "Show what became of the open pipeline between two days.",
    discussion: """
      EXAMPLES
        pipeline waterfall --from 2017-06-30 --to 2017-09-30
        pipeline waterfall --from 2017-06-30 --owner "Anna Snelling"
        pipeline waterfall --from 2017-06-30 --closing-from 2017-07-01 --closing-to 2017-09-30
        pipeline waterfall --from 2017-06-30 --format xlsx --output waterfall.xlsx

      Both days count to their ends. With close dates, deals are pulled into them and pushed out of them.
      """)

  @OptionGroup var options: ToolOptions
  @Option(help: "The day at whose end it begins, yyyy-MM-dd.") var from: CivilDate
  @Option(help: "The day at whose end it ends, yyyy-MM-dd. Default: now.") var to: CivilDate?
  @Option(help: "Only this salesperson's deals; may be given several times.") var owner: [String] = []
  @Option(help: "Only deals that close on this day or later, yyyy-MM-dd.") var closingFrom: CivilDate?
  @Option(help: "Only deals that close on this day or earlier, yyyy-MM-dd.") var closingTo: CivilDate?
  @Option(help: "Believe the journal up to the end of this day only: as it was known then.") var knownOn: CivilDate?
  @Option(
    help: "text, json, or one of the configured exporters, such as html. Default: text, or as --output's ending says.")
  var format: String?
  @Option(help: "The file to write to; '-' for standard output, where text, json and csv go by default.")
  var output: String?

  func validate() throws {
    if let to, to < from { throw ValidationError.swapped("to", to, "from", from) }
    if let closingFrom, let closingTo, closingTo < closingFrom {
      throw ValidationError.swapped("closing-to", closingTo, "closing-from", closingFrom)
    }
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

  private var closing: ClosedRange<CivilDate>? {
    guard closingFrom != nil || closingTo != nil else { return nil }
    return (closingFrom ?? .earliest)...(closingTo ?? .latest)
  }

  func run() async throws {
    try await options.withDesk(for: .reading) { desk in
      let scope = ReportScope(
        owners: owner, closing: closing, today: options.today, knownAt: knownOn.map(desk.endOfDay))
      let document = try await desk.waterfallReport(from: desk.endOfDay(from), to: to.map(desk.endOfDay), scope)
      guard target.format != "json" else { return print(DashboardJSON.text(document, scope, desk.setup)) }
      try await target.write(document, desk, options)
    }
  }
}
