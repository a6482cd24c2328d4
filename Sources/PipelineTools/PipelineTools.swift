import ArgumentParser
public import SalesPipeline
import ToolSupport

/// The command line tools, with plugins of your own.
///
/// A tool of your own takes three lines:
///
///     import PipelineTools
///     import SalesPipeline
///
///     @main
///     enum Tool {
///       static func main() async { await PipelineTools.main(plugins: .bundled.adding(Catalog.entry(Overdue.self))) }
///     }
///
/// It has every command of `pipeline`, and `dashboard` and `forecast` beside them. Configurations may name the plugins;
/// `check`, `explain`, `schema` and the reports know them.
public enum PipelineTools {
  /// A tool.
  public enum Tool: Hashable, Sendable, CaseIterable {
    /// All commands: `pipeline`.
    case workbench
    /// The dashboard alone: `dashboard-printer`.
    case dashboardPrinter
    /// Forecast reports alone: `forecast-exporter`.
    case forecastExporter

    fileprivate var command: any AsyncParsableCommand.Type {
      switch self {
      case .workbench: WorkbenchCommand.self
      case .dashboardPrinter: DashboardPrinter.self
      case .forecastExporter: ForecastExporter.self
      }
    }
  }

  /// Runs a tool with the arguments of the process, and ends the process.
  ///
  /// The exit status is 0 if the command is done, 1 if the input or the data is wrong, 2 for wrong usage. Errors are
  /// written to standard error, one line each, in the language of `--locale` or of the configuration.
  ///
  /// - Parameters:
  ///   - tool: The tool; by default all commands.
  ///   - plugins: The plugins that configurations may name.
  public static func main(_ tool: Tool = .workbench, plugins: Catalog = .bundled) async -> Never {
    await ToolRunner.run(tool.command, plugins: plugins)
  }
}
