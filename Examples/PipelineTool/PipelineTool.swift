import PipelineTools

/// The workbench: everything about a pipeline.
@main
enum PipelineTool {
  static func main() async { await PipelineTools.main() }
}
