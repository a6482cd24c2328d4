import ArgumentParser
import Foundation
import SalesPipeline
import ToolSupport

/// Prints the dashboard: the funnel, the sales grid, the waterfall, or one stage opened to its deals.
@main
struct DashboardPrinter: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard-printer",
    abstract: "Print the sales funnel, the sales grid, the waterfall and reports.",
    discussion: """
      EXAMPLES
        dashboard-printer --config sales.yaml
        dashboard-printer --widgets sales_grid --period month --owner "Anna Snelling"
        dashboard-printer --from 2017-01-01 --to 2017-12-31 --today 2017-12-31
        dashboard-printer --stage engaging
        dashboard-printer --widgets waterfall --since 2017-06-30
        dashboard-printer --format json | jq .funnel.total
        dashboard-printer --format html --output dashboard.html

      It reads beside a running server: it records nothing and takes no lock.
      """)

  @OptionGroup var options: ToolOptions
  @OptionGroup(title: "Filters") var filters: FilterOptions

  @Option(
    help:
      "What to show, with commas: funnel, sales_grid, waterfall, conversion, reports by name. Default: as configured.")
  var widgets: String?

  @Option(help: "The sales grid's periods: month, quarter or year. Default: as configured.")
  var period: PeriodGrain?

  @Option(help: "Only deals that close on this day or later, yyyy-MM-dd.")
  var from: CivilDate?

  @Option(help: "Only deals that close on this day or earlier, yyyy-MM-dd.")
  var to: CivilDate?

  @Option(help: "Show the pipeline as it was at the end of this day, yyyy-MM-dd.")
  var asOf: CivilDate?

  @Option(help: "Believe the journal up to the end of this day only: as it was known then.")
  var knownOn: CivilDate?

  @Option(help: "The day at whose end the waterfall begins, yyyy-MM-dd. Default: as configured.")
  var since: CivilDate?

  @Option(help: "Open this stage: list the deals in it. CYCLE/STAGE where several sales cycles have it.")
  var stage: String?

  @Option(
    help: "text, json, or one of the configured exporters, such as html. Default: text, or as --output's ending says.")
  var format: String?

  @Option(help: "The file to write to; '-' for standard output, where text, json and html go by default.")
  var output: String?

  static func main() async { await ToolRunner.run(DashboardPrinter.self) }

  func validate() throws {
    if let from, let to, to < from { throw ValidationError.swapped("to", to, "from", from) }
    if let since, let asOf, asOf < since { throw ValidationError.swapped("as-of", asOf, "since", since) }
    guard !isPrinted else {
      guard target.file == nil else {
        throw ValidationError(usage: "\(target.format) goes to standard output; leave --output out")
      }
      return
    }
    guard stage == nil else {
      throw ValidationError(usage: "--stage prints text or json; in \(target.format) every stage opens to its deals")
    }
    guard let output, !output.isEmpty else {
      throw ValidationError(usage: "say with --output which file \(target.format) goes to")
    }
  }

  private var target: DocumentOutput { DocumentOutput(format: format, output: output) }

  /// Whether the dashboard is printed, not exported as a document.
  private var isPrinted: Bool { target.isDrawn || target.format == "json" }

  func run() async throws {
    try await options.withDesk(for: .reading) { desk in
      let setup = desk.setup
      var scope = ReportScope(
        owners: filters.filter.owners, closing: closing, today: options.today ?? asOf ?? desk.today,
        asOf: asOf.map(desk.endOfDay),
        knownAt: knownOn.map(desk.endOfDay))
      scope.filter = filters.filter
      scope.cycles = scope.filter.cycles
      (scope.filter.owners, scope.filter.cycles) = ([], [])
      if let stage {
        let style = DashboardStyle(
          terminal: options.terminal, language: try options.language(setup), currency: setup.baseCurrency)
        let deals = try await desk.deals(inStage: stage, scope).items
        return print(
          target.format == "json"
            ? StageJSON.text(stage, deals, setup, scope)
            : StageView(style).text(stage, deals, setup, asked: desk.asked(scope)))
      }
      let shown = widgets.map { $0.split(separator: ",").map { DashboardWidget(rawValue: String($0)) } }
      let document: ReportDocument
      do {
        document = try await desk.dashboard(
          scope, widgets: shown, grain: period, dealsPerStage: isPrinted ? 0 : 50, since: since.map(desk.endOfDay))
      } catch let missing as NotFound where missing.kind == "widget" {
        throw ValidationError(usage: Wording(missing.explanation))
      }
      guard target.format != "json" else { return print(DashboardJSON.text(document, scope, setup)) }
      try await target.write(document, desk, options)
    }
  }

  private var closing: ClosedRange<CivilDate>? {
    guard from != nil || to != nil else { return nil }
    return (from ?? .earliest)...(to ?? .latest)
  }
}
