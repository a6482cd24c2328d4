public import SalesPipeline

extension Catalog {
  /// The plugins of the running tool, with the phrases of the tools, for which language files are checked too.
  public static var tools: Catalog { ToolRunner.plugins.adding(ToolPhrase.self).adding(WorkPhrase.self) }
}
