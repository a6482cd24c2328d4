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
        pipeline conversion --from 2017-07-01 --by value
        pipeline conversion --from 2017-07-01 --cycle direct --owner "Anna Snelling"
        pipeline conversion --from 2017-07-01 --as-of 2017-12-31 --format xlsx --output conversion.xlsx

      It counts the entries of each stage on these days, and what became of them up to now or --as-of. --cycle and --status select the
      stages; the other filters select deals by what they are then.
      """)

  @OptionGroup var changes: ChangeOptions
  @Option(help: "What its columns are: count, the numbers and lengths of stays, or value, what their deals are worth.")
  var by = ConversionBasis.count
  @OptionGroup var moment: MomentOptions

  func run() async throws {
    try await changes.run { desk in
      var scope = try moment.scope(desk, today: changes.options.today)
      scope.filter = changes.filters.filter
      return (try await desk.conversionReport(from: changes.from, to: changes.to, by: by, scope), scope)
    }
  }
}
