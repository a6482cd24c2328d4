import ArgumentParser
import SalesPipeline
import ToolSupport

/// The deals behind a figure of a report.
struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "List the deals behind a figure of a report.",
    discussion: """
      EXAMPLES
        pipeline why this-year-by-quarter quarter=2026-Q4 owner="Anna Snelling"
        pipeline why this-year-by-quarter owner="Anna Snelling" measure=won
        pipeline why this-quarter --as-of 2026-10-31 --format json

      A cell is named by the report's groupings; 'period' is its month, quarter or fiscal year. What is not named makes the
      figure of a subtotal, or of the total. measure=previous_won is the figure of the period that the report compares with.
      """)

  @OptionGroup var options: ToolOptions
  @OptionGroup var paging: Paging
  @OptionGroup(title: "Filters") var filters: FilterOptions
  @OptionGroup var moment: MomentOptions
  @Argument(help: "The report's name.", completion: .names(.reports)) var report: String
  @Argument(help: "Which figure: grouping=value, and measure=name; an empty value for deals without.") var cell:
    [String] = []
  @Option(help: "text, or one of the configured exporters, such as csv or json.", completion: .names(.formats))
  var format = "text"

  func validate() throws {
    for word in cell where !word.contains("=") {
      throw ValidationError(usage: "'\(word)' names no cell; write grouping=value, such as owner=Anna")
    }
  }

  func run() async throws {
    try await options.withDesk(for: .reading) { desk in
      let language = try options.language(desk.setup)
      let saved = try await desk.reports.report(report)
      var scope = try moment.scope(desk, today: options.today)
      scope.filter = filters.filter
      let figure = try await desk.explain(
        try figure(saved.definition), of: saved.definition, scope, offset: paging.offset,
        limit: format == "text" ? paging.page.limit : .max)
      guard format == "text" else {
        return try await DocumentOutput(format: format, output: nil).write(figure.document, desk, options)
      }
      let style = DashboardStyle(
        terminal: options.terminal, language: language, currency: desk.setup.baseCurrency)
      let short = try await desk.shortIDs(figure.deals.items.map(\.deal.id), of: .opportunity)
      print(FigureView(style).text(figure, short: short))
      if let rest = paging.note(figure.deals.items.count, of: figure.deals.total, language) { print(rest) }
    }
  }

  private func figure(_ definition: ReportDefinition) throws -> FigureCell {
    var figure = FigureCell()
    for word in cell {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let (name, value) = (parts[0], parts.count > 1 ? parts[1] : "")
      if name == "measure" {
        // The column of the period that is compared with has this in front.
        let earlier = "previous_"
        figure.isEarlier = value.hasPrefix(earlier)
        figure.measure = try Words.word(
          figure.isEarlier ? String(value.dropFirst(earlier.count)) : value, "measure")
      } else if let grouping = name == "period" ? period(definition) : DealDimension(rawValue: name) {
        figure.values[grouping] = value
      } else {
        let known = DealDimension.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError(usage: "there is no \("grouping" as Wording) '\(name)'; there are: \(known)")
      }
    }
    return figure
  }

  private func period(_ definition: ReportDefinition) -> DealDimension? {
    definition.groupBy.last { $0.closePeriod != nil }
  }
}
