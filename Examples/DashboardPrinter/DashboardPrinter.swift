import ArgumentParser
import Foundation
import SalesPipeline
import ToolSupport

/// Prints the dashboard: the funnel, the sales grid, the waterfall, or one stage opened to its deals.
@main
struct DashboardPrinter: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard-printer",
    abstract: "Print the sales funnel, the sales grid and the waterfall.",
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

  @Option(help: "What to show, with commas: funnel, sales_grid, waterfall. Default: as configured.")
  var widgets: String?

  @Option(help: "The sales grid's periods: month or quarter. Default: as configured.")
  var period: Period?

  @Option(help: "Only this salesperson's deals; may be given several times.")
  var owner: [String] = []

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

  @Option(help: "Open this stage: list the deals in it.")
  var stage: String?

  @Option(
    help: "text, json, or one of the configured exporters, such as html. Default: text, or as --output's ending says.")
  var format: String?

  @Option(help: "The file to write to; '-' for standard output, where text, json and html go by default.")
  var output: String?

  enum Period: String, ExpressibleByArgument, CaseIterable { case month, quarter }
  static func main() async { await ToolRunner.run(DashboardPrinter.self) }

  func validate() throws {
    if let from, let to, to < from { throw ValidationError("--to \(to) lies before --from \(from)") }
    if let since, let asOf, asOf < since { throw ValidationError("--as-of \(asOf) lies before --since \(since)") }
    for name in widgets?.split(separator: ",") ?? [] where DashboardWidget(rawValue: String(name)) == nil {
      let known = DashboardWidget.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no widget '\(name)'; there are: \(known)")
    }
    guard !isPrinted else {
      guard output ?? "-" == "-" else { throw ValidationError("\(kind) goes to standard output; leave --output out") }
      return
    }
    guard stage == nil else {
      throw ValidationError("--stage prints text or json; in \(kind) every stage opens to its deals")
    }
    guard let output, !output.isEmpty else { throw ValidationError("say with --output which file \(kind) goes to") }
    if output == "-", kind != "html", Terminal.standardOutputIsTerminal {
      throw ValidationError("\(kind) is no text for a terminal; name a file with --output")
    }
  }

  /// The format: as asked for, else as the file's ending says.
  private var kind: String {
    if let format { return format.lowercased() }
    guard let output, output != "-" else { return "text" }
    return output.split(separator: ".").last.map { $0.lowercased() } ?? "text"
  }

  /// Whether the dashboard is printed, not exported as a document.
  private var isPrinted: Bool { kind == "text" || kind == "json" }

  func run() async throws {
    try await options.withDesk(for: .reading) { desk in
      let setup = desk.setup
      let today = options.today ?? asOf ?? desk.today
      let scope = ReportScope(
        owners: owner, closing: closing, today: today, asOf: asOf.map(desk.endOfDay),
        knownAt: knownOn.map(desk.endOfDay))
      let style = DashboardStyle(
        terminal: options.terminal, language: try options.language(setup), currency: setup.baseCurrency)
      let shown = widgets.map { $0.split(separator: ",").compactMap { DashboardWidget(rawValue: String($0)) } }
      guard isPrinted else { return try await export(desk, scope, shown) }
      if let stage {
        let deals = try await desk.deals(inStage: stage, scope)
        print(
          kind == "json" ? StageJSON.text(stage, deals.items, setup) : StageView(style).text(stage, deals.items, setup)
        )
        return
      }
      var dashboard = Dashboard(name: setup.name, today: today, currency: setup.baseCurrency)
      for widget in shown ?? setup.dashboard.widgets {
        switch widget {
        case .funnel: dashboard.funnel = try await desk.funnel(scope)
        case .salesGrid: dashboard.grid = try await desk.salesGrid(by: grain, scope)
        case .waterfall:
          dashboard.waterfall =
            if let since { try await desk.waterfall(from: since, to: asOf, scope) } else {
              try await desk.waterfall(scope)
            }
        }
      }
      print(kind == "json" ? DashboardJSON.text(dashboard) : DashboardView(style).text(dashboard))
    }
  }

  /// Writes the dashboard as a document in one of the configured formats.
  private func export(_ desk: Desk, _ scope: ReportScope, _ widgets: [DashboardWidget]?) async throws {
    var document = try await desk.dashboard(scope, widgets: widgets, grain: grain, since: since.map(desk.endOfDay))
    let language = try options.language(desk.setup)
    document.language = language
    let notes: [String]
    if output == "-" {
      var sink: any ByteSink = StandardOutput()
      notes = try desk.export(document, to: &sink, format: kind)
      try StandardOutput.flush()
    } else {
      let receipt = try await desk.export(document, to: output ?? "", format: kind)
      notes = receipt.notes
      for file in receipt.files { print(DisplayText.safe(file, limit: .max)) }
    }
    for note in document.notes { ToolRunner.note(note.text(language), language) }
    for note in notes { ToolRunner.note(note, language) }
  }

  private var grain: PeriodGrain? {
    switch period {
    case .month: .month
    case .quarter: .quarter
    case nil: nil
    }
  }

  private var closing: ClosedRange<CivilDate>? {
    guard from != nil || to != nil else { return nil }
    return (from ?? .earliest)...(to ?? .latest)
  }
}
