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

      A cell is named by the report's groupings; 'period' stands for its month, quarter or fiscal year. What is not named makes the
      figure of a subtotal, or of the total.
      """)

  @OptionGroup var options: ToolOptions
  @OptionGroup var paging: Paging
  @Argument(help: "The report's name.") var report: String
  @Argument(help: "Which figure: grouping=value, and measure=name; an empty value for deals without.") var cell:
    [String] = []
  @Option(help: "Show the pipeline as it was at the end of this day.") var asOf: CivilDate?
  @Option(help: "Believe the journal up to the end of this day only: as it was known then.") var knownOn: CivilDate?
  @Option(help: "text, or one of the configured exporters, such as csv or json.") var format = "text"

  func validate() throws {
    if ["xlsx", "ods"].contains(format), Terminal.standardOutputIsTerminal {
      throw ValidationError("\(format) is no text for a terminal; send it to a file")
    }
    for word in cell where !word.contains("=") {
      throw ValidationError("'\(word)' names no cell; write grouping=value, such as owner=Anna")
    }
  }

  func run() async throws {
    try await options.withDesk(for: .reading) { desk in
      let language = try options.language(desk.setup)
      let saved = try await desk.reports.report(report)
      let scope = ReportScope(
        today: options.today, asOf: asOf.map(desk.endOfDay), knownAt: knownOn.map(desk.endOfDay))
      let figure = try await desk.explain(
        try figure(saved.definition), of: saved.definition, scope, offset: paging.offset,
        limit: format == "text" ? paging.limit : .max)
      var document = figure.document
      document.language = language
      guard format == "text" else {
        var sink: any ByteSink = StandardOutput()
        let notes = try desk.export(document, to: &sink, format: format)
        try StandardOutput.flush()
        for note in document.notes.map({ $0.text(language) }) + notes { ToolRunner.note(note, language) }
        return
      }
      let style = DashboardStyle(
        terminal: options.terminal, language: language, currency: desk.setup.baseCurrency)
      print(FigureView(style).text(figure))
      if let rest = paging.note(figure.deals.items.count, of: figure.deals.total, language) { print(rest) }
    }
  }

  private func figure(_ definition: ReportDefinition) throws -> FigureCell {
    var figure = FigureCell()
    for word in cell {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let (name, value) = (parts[0], parts.count > 1 ? parts[1] : "")
      if name == "measure" {
        guard let measure = ReportMeasure(rawValue: value) else {
          throw ValidationError("there is no measure '\(value)'; there are: \(known(ReportMeasure.allCases))")
        }
        figure.measure = measure
      } else if let grouping = name == "period" ? period(definition) : ReportGrouping(rawValue: name) {
        figure.values[grouping] = value
      } else {
        throw ValidationError("there is no grouping '\(name)'; there are: \(known(ReportGrouping.allCases))")
      }
    }
    return figure
  }

  private func period(_ definition: ReportDefinition) -> ReportGrouping? {
    definition.groupBy.last { [.month, .quarter, .fiscalYear].contains($0) }
  }

  private func known(_ words: some Sequence<some RawRepresentable<String>>) -> String {
    words.map(\.rawValue).joined(separator: ", ")
  }
}
