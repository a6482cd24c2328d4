import ArgumentParser
import ToolSupport

/// The workbench.
@main
struct PipelineTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipeline", abstract: "Configure, fill and edit a sales pipeline.", subcommands: [])
  static func main() async { await ToolRunner.run(PipelineTool.self) }
}
