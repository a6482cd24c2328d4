import ArgumentParser
import Foundation
import SalesPipeline
import ToolSupport

/// Prints the dashboard: the funnel, the sales grid, or one stage opened to its deals.
@main
struct DashboardPrinter: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard-printer",
    abstract: "Print the sales funnel and the sales grid.",
    discussion: """
      EXAMPLES
        dashboard-printer --config sales.yaml
        dashboard-printer --widgets sales_grid --period month --owner "Anna Snelling"
        dashboard-printer --from 2017-01-01 --to 2017-12-31 --today 2017-12-31
        dashboard-printer --stage engaging
        dashboard-printer --format json | jq .funnel.total

      It reads beside a running server: it records nothing and takes no lock.
      """)

  @OptionGroup var options: ToolOptions

  @Option(help: "What to show: funnel, sales_grid, or both with a comma. Default: as configured.")
  var widgets: String?

  @Option(help: "The sales grid's periods: month or quarter. Default: as configured.")
  var period: Period?

  @Option(help: "Only this salesperson's deals; may be given several times.")
  var owner: [String] = []

  @Option(help: "Only deals that close on this day or later, yyyy-MM-dd.")
  var from: CivilDate?

  @Option(help: "Only deals that close on this day or earlier, yyyy-MM-dd.")
  var to: CivilDate?

  @Option(help: "Open this stage: list the deals in it.")
  var stage: String?

  @Option(help: "text or json.")
  var format = Format.text

  @Option(help: "The language of text: en or fr. Default: as configured.")
  var locale: ToolLanguage?

  enum Period: String, ExpressibleByArgument, CaseIterable { case month, quarter }
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  static func main() async { await ToolRunner.run(DashboardPrinter.self) }

  func validate() throws {
    if let from, let to, to < from { throw ValidationError("--to \(to) lies before --from \(from)") }
    for name in widgets?.split(separator: ",") ?? [] where DashboardWidget(rawValue: String(name)) == nil {
      let known = DashboardWidget.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no widget '\(name)'; there are: \(known)")
    }
  }

  func run() async throws {
    try await options.withDesk(for: .reading) { desk in
      let setup = desk.setup
      let today = options.today ?? desk.today
      let scope = ReportScope(owners: owner, closing: closing, today: today)
      let style = DashboardStyle(
        terminal: options.terminal, language: locale?.rawValue ?? setup.locale, currency: setup.baseCurrency)
      if let stage {
        let deals = try await desk.deals(inStage: stage, scope)
        print(
          format == .json ? StageJSON.text(stage, deals.items, setup) : StageView(style).text(stage, deals.items, setup)
        )
        return
      }
      let shown = widgets.map { $0.split(separator: ",").compactMap { DashboardWidget(rawValue: String($0)) } }
      var dashboard = Dashboard(name: setup.name, today: today, currency: setup.baseCurrency)
      for widget in shown ?? setup.dashboard.widgets {
        switch widget {
        case .funnel: dashboard.funnel = try await desk.funnel(scope)
        case .salesGrid: dashboard.grid = try await desk.salesGrid(by: grain, scope)
        }
      }
      print(format == .json ? DashboardJSON.text(dashboard) : DashboardView(style).text(dashboard))
    }
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
