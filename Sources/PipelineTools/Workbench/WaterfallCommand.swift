import ArgumentParser
import SalesPipeline
import ToolSupport

/// What became of the open pipeline between two days.
struct WaterfallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "waterfall", abstract: "Show what became of the open pipeline between two days.",
    discussion: """
      EXAMPLES
        pipeline waterfall
        pipeline waterfall --from 2017-06-30 --to 2017-09-30
        pipeline waterfall --from 2017-06-30 --owner "Anna Snelling"
        pipeline waterfall --from 2017-06-30 --closing-from 2017-07-01 --closing-to 2017-09-30
        pipeline waterfall --from 2017-06-30 --format xlsx --output waterfall.xlsx

      Both days count to their ends. With close dates, deals are pulled into them and pushed out of them; with salespeople, they move
      in and out. The other filters select deals.
      """)

  @OptionGroup var changes: ChangeOptions
  @OptionGroup var known: KnownOptions

  func run() async throws {
    try await changes.run { desk in
      var scope = ReportScope(today: changes.options.today, knownAt: known.instant(desk))
      scope.filter = changes.filters.filter
      // Deals move into and out of the salespeople and the close dates of a scope; other filters select deals.
      scope.owners = scope.filter.owners
      let closing = scope.filter.closing
      if !closing.isAll { scope.closing = (closing.from ?? .earliest)...(closing.to ?? .latest) }
      (scope.filter.owners, scope.filter.closing) = ([], DateRange())
      let document = try await desk.waterfallReport(
        from: changes.from.map(desk.endOfDay), to: changes.to.map(desk.endOfDay), scope,
        dealsPerBar: changes.output.isPrinted ? 0 : 50)
      return (document, scope)
    }
  }
}
