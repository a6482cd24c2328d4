import ArgumentParser
import ToolSupport

/// The workbench: everything about a pipeline.
struct WorkbenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipeline",
    abstract: "Configure, fill and edit a sales pipeline.",
    discussion: """
      EXAMPLES
        pipeline init sales.yaml
        pipeline check sales.yaml
        pipeline sample --deals 500 --seed 7
        pipeline import deals.csv --mapping mapping.yaml --dry-run
        pipeline deals list --owner anna --status negotiation
        pipeline deals edit D-17 --set status=won
        pipeline dashboard --widgets funnel,sales_grid
        pipeline forecast --report this-quarter
        pipeline calls set 250000 --as anna
        pipeline why this-quarter owner="Anna Snelling"
        pipeline waterfall --from 2017-06-30 --to 2017-09-30
        pipeline conversion --from 2017-07-01 --to 2017-09-30
      """,
    subcommands: [
      InitCommand.self, CheckCommand.self, DiffCommand.self, CycleCommand.self, ExplainCommand.self, SchemaCommand.self,
      PhrasesCommand.self,
      SampleCommand.self, ImportCommand.self, ExportCommand.self, RestoreCommand.self,
      MigrateCommand.self,
      AccountsCommand.self, DealsCommand.self, LinesCommand.self, PeopleCommand.self, CallsCommand.self,
      LookupsCommand.self,
      ReportsCommand.self,
      WhyCommand.self,
      WaterfallCommand.self, ConversionCommand.self, HistoryCommand.self, UndoCommand.self, DashboardCommand.self,
      ForecastCommand.self,
    ])
}
