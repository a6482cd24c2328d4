import OverduePlugin
import PipelineTools
import SalesPipeline
import TemplatePlugins

/// All commands of `pipeline`, with the plugins of this package.
@main
enum Sales {
  static func main() async {
    await PipelineTools.main(plugins: .bundled.withTemplates.adding(Catalog.entry(Overdue.self)))
  }
}
