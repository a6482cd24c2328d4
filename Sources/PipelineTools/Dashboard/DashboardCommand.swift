import ArgumentParser
import Foundation
import SalesPipeline
import ToolSupport

/// The dashboard: the funnel, the sales grid, the waterfall, or one stage opened to its deals.
struct DashboardCommand: AsyncParsableCommand {
  static let configuration: CommandConfiguration = makeConfiguration("dashboard", calledAs: "pipeline dashboard")

  /// - Parameter tool: How the examples call it.
  fileprivate static func makeConfiguration(_ name: String, calledAs tool: String) -> CommandConfiguration {
    CommandConfiguration(
      commandName: name,
      abstract: "Print the sales funnel, the sales grid, the waterfall and reports.",
      discussion: """
        EXAMPLES
          \(tool) --config sales.yaml
          \(tool) --widgets sales_grid --period month --owner "Anna Snelling"
          \(tool) --from 2017-01-01 --to 2017-12-31 --today 2017-12-31
          \(tool) --stage engaging
          \(tool) --widgets waterfall --since 2017-06-30
          \(tool) --format json | jq .funnel.total
          \(tool) --format html --output dashboard.html
          \(tool) --watch

        It reads beside a running server: it records nothing and takes no lock.
        """)
  }

  @OptionGroup var options: ToolOptions
  @OptionGroup(title: "Filters") var filters: FilterOptions
  @OptionGroup var closing: ClosingOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var output: OutputOptions

  @Option(
    help:
      "What to show, with commas: key_figures, funnel, sales_year, sales_grid, waterfall, attention, conversion, reports by name. Default: as configured."
  )
  var widgets: String?

  @Option(help: "The sales grid's periods: month, quarter or year. Default: as configured.")
  var period: PeriodGrain?

  @Option(help: "The day at whose end the waterfall begins, yyyy-MM-dd. Default: as configured.")
  var since: CivilDate?

  @Option(
    help: "Open this stage: list the deals in it. CYCLE/STAGE where several sales cycles have it.",
    completion: .names(.stages))
  var stage: String?

  @Flag(help: "Draw it again after each change, until it is interrupted. Prints text only.")
  var watch = false

  func validate() throws {
    if watch, !output.target.isDrawn || stage != nil || moment.asOf != nil {
      throw ValidationError(
        usage: "--watch prints the present dashboard as text; leave --format, --output, --stage and --as-of out")
    }
    if let since, let asOf = moment.asOf, asOf < since { throw ValidationError.swapped("as-of", asOf, "since", since) }
    guard stage == nil || output.isPrinted else {
      throw ValidationError(
        usage: "--stage prints text or json; in \(output.target.format) every stage opens to its deals")
    }
  }

  func run() async throws {
    try await options.withDesk(for: .reading) { desk in
      let setup = desk.setup
      var scope = try moment.scope(desk, today: options.today ?? moment.asOf ?? desk.today)
      scope.filter = filters.filter
      (scope.owners, scope.cycles, scope.closing) = (scope.filter.owners, scope.filter.cycles, closing.days)
      (scope.filter.owners, scope.filter.cycles) = ([], [])
      if let stage {
        let style = DashboardStyle(
          terminal: options.terminal, language: try options.language(setup), currency: setup.baseCurrency)
        let deals = try await desk.deals(inStage: stage, scope).items
        let asked = try await desk.asked(scope)
        guard !output.isJSON else { return try output.write(json: StageJSON.text(stage, deals, setup, scope)) }
        return print(StageView(style).text(stage, deals, setup, asked: asked))
      }
      let shown = try widgets.map { try Words.names($0).map { DashboardWidget(rawValue: $0) } }
      if watch { return try await redraw(desk, scope, shown) }
      let document: ReportDocument
      do {
        document = try await desk.dashboard(
          scope, widgets: shown, grain: period, dealsPerStage: output.isPrinted ? 0 : 50,
          since: since.map(desk.endOfDay))
      } catch let missing as NotFound where missing.kind == "widget" {
        throw ValidationError(usage: Wording(missing.explanation))
      }
      guard !output.isJSON else { return try output.write(json: DashboardJSON.text(document, scope, setup)) }
      try await output.target.write(document, desk, options)
    }
  }
}

extension DashboardCommand {
  /// Draws the dashboard now and after each change of it, until it is stopped; a terminal is cleared before, other output has a line
  /// of dashes between.
  private func redraw(_ desk: Desk, _ scope: ReportScope, _ widgets: [DashboardWidget]?) async throws {
    var scope = scope
    scope.today = options.today
    let question = Desk.Live<ReportDocument>.Question.dashboard(
      scope, widgets: widgets, grain: period, dealsPerStage: 0, since: since.map(desk.endOfDay))
    do {
      try await UntilStopped.run { [target = output.target, options] in
        var isFirst = true
        for try await document in desk.live(question, atMostEvery: .milliseconds(250)) {
          if Terminal.standardOutputIsTerminal {
            // Home, then erase the screen and what was scrolled off it.
            print("\u{1B}[H\u{1B}[2J\u{1B}[3J", terminator: "")
          } else if !isFirst {
            print("---")
          }
          isFirst = false
          try await target.write(document, desk, options)
          try StandardOutput.flush()
        }
      }
    } catch let missing as NotFound where missing.kind == "widget" {
      throw ValidationError(usage: Wording(missing.explanation))
    }
  }
}

/// The dashboard as a tool of its own.
struct DashboardPrinter: AsyncParsableCommand {
  static let configuration: CommandConfiguration = DashboardCommand.makeConfiguration(
    "dashboard-printer", calledAs: "dashboard-printer")

  @OptionGroup var command: DashboardCommand

  func run() async throws { try await command.run() }
}
